package cli

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/console"
)

// Again returns the command line that runs a command again with the flags that
// were set, --run first and without those named in but.
func Again(command string, set *pflag.FlagSet, but ...string) string {
	words := []string{console.ProgramName(), command}
	first := len(words)
	set.Visit(func(flag *pflag.Flag) {
		switch {
		case slices.Contains(but, flag.Name):
		case flag.Name == "run":
			words = slices.Insert(words, first, flagWords(flag)...)
		default:
			words = append(words, flagWords(flag)...)
		}
	})
	return strings.Join(words, " ")
}

// flagWords returns a flag with its value, or its values, as a shell takes them.
func flagWords(flag *pflag.Flag) (words []string) {
	values := []string{flag.Value.String()}
	if list, ok := flag.Value.(pflag.SliceValue); ok {
		values = list.GetSlice()
	}
	for _, value := range values {
		name := "--" + flag.Name
		switch {
		case flag.Value.Type() != "bool":
			words = append(words, name, console.ShellWord(value))
		case value != "true":
			words = append(words, name+"="+value)
		default:
			words = append(words, name)
		}
	}
	return words
}

// Continue adds to an error that ended a command how to continue its work.
func Continue(err error, again string) error {
	return fmt.Errorf("%w; nothing that was finished is lost; continue with: %s", err, again)
}

// PrintContinue says how to continue a command that was interrupted.
func PrintContinue(out io.Writer, again string) {
	fmt.Fprintf(out, "Nothing that was finished is lost. Continue with:\n  %s\n", again)
}
