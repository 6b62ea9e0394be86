package cli

import (
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/console"
)

// Settings returns the version of the program and the values of all flags but
// the free ones: what decides the work of a command that keeps a state.
func Settings(set *pflag.FlagSet, free ...string) map[string]string {
	all := map[string]string{"version": console.Version()}
	set.VisitAll(func(flag *pflag.Flag) {
		if !slices.Contains(free, flag.Name) {
			all["--"+flag.Name] = flag.Value.String()
		}
	})
	return all
}

// SameSettings returns an error that names every setting that differs, and what
// it is that the settings decide.
func SameSettings(what string, then, now map[string]string) error {
	var names, changes []string
	for name := range then {
		names = append(names, name)
	}
	for name := range now {
		if _, ok := then[name]; !ok {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if a, b := then[name], now[name]; a != b {
			changes = append(changes, fmt.Sprintf("%s was %s and is %s", name, settingWords(a), settingWords(b)))
		}
	}
	if len(changes) == 0 {
		return nil
	}
	return fmt.Errorf("this is the state of another %s: %s", what, strings.Join(changes, ", "))
}

// settingWords writes the value of a setting for a person.
func settingWords(value string) string {
	const long = 64 // hexadecimal digits of a sha256
	switch {
	case value == "":
		return "empty"
	case len(value) == long && strings.Trim(value, "0123456789abcdef") == "":
		return value[:12]
	}
	return value
}
