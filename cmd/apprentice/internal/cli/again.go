package cli

import (
	"strings"

	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/console"
)

// Again returns the command line that gives a command the flags which
// were set.
func Again(command string, set *pflag.FlagSet) string {
	words := []string{command}
	set.Visit(func(flag *pflag.Flag) {
		values := []string{flag.Value.String()}
		if list, ok := flag.Value.(pflag.SliceValue); ok {
			values = list.GetSlice()
		}
		for _, value := range values {
			words = append(words, "--"+flag.Name)
			switch {
			case flag.Value.Type() != "bool":
				words = append(words, console.ShellWord(value))
			case value != "true":
				words[len(words)-1] += "=" + value
			}
		}
	})
	return strings.Join(words, " ")
}
