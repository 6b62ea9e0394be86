package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"
)

// NeedsOneOf returns an error for the first of the flags that was given, unless one
// of the others was: without them it has no effect.
func NeedsOneOf(set *pflag.FlagSet, others []string, flags ...string) error {
	if slices.ContainsFunc(others, set.Changed) {
		return nil
	}
	for _, flag := range flags {
		if set.Changed(flag) {
			return fmt.Errorf("--%s has no effect without --%s", flag, strings.Join(others, " or --"))
		}
	}
	return nil
}

// Excludes returns an error for the first of the flags that was given, where the
// other one was: with that it has no effect.
func Excludes(set *pflag.FlagSet, other string, flags ...string) error {
	if !set.Changed(other) {
		return nil
	}
	for _, flag := range flags {
		if set.Changed(flag) {
			return fmt.Errorf("--%s has no effect with --%s", flag, other)
		}
	}
	return nil
}
