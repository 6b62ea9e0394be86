package cli

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/near"
)

// explainTyping has the tree of commands answer what a person mistypes in words
// that say what to do, instead of those of the packages that read it.
func explainTyping(root *cobra.Command) {
	root.SetFlagErrorFunc(flagError)
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error { return checkGroups(cmd) }
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		readDecimal(cmd.Flags())
		switch {
		case !cmd.HasSubCommands():
			cmd.Args = argumentsOf(cmd, cmd.Args)
		case !cmd.Runnable(): // that of the library which completes what is typed
			cmd.Args, cmd.RunE = NeedCommand, ShowHelp
		}
		for _, c := range cmd.Commands() {
			walk(c)
		}
	}
	walk(root)
}

// newHelp returns the command that prints the help of others, and knows which there
// are.
func newHelp(root *cobra.Command) *cobra.Command {
	return &cobra.Command{
		Use:   "help [command]",
		Short: "Print the help of a command",
		Args:  cobra.ArbitraryArgs,
		RunE: func(_ *cobra.Command, args []string) error {
			cmd, rest, err := root.Find(args)
			if err != nil {
				return NeedCommand(root, args)
			}
			if len(rest) > 0 {
				return NeedCommand(cmd, rest)
			}
			return cmd.Help()
		},
	}
}

// flagError returns the error of a flag that cannot be read.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var missing *pflag.ValueRequiredError
	var invalid *pflag.InvalidValueError
	var syntax *pflag.InvalidSyntaxError
	switch {
	case errors.As(err, &unknown):
		name, hyphens := unknown.GetSpecifiedName(), "--"
		if group := unknown.GetSpecifiedShortnames(); group != "" {
			name, hyphens = group, "-"
			name, _, _ = strings.Cut(name, "=")
		}
		return fmt.Errorf("unknown flag %s%s%s", hyphens, name, suggestFlag(cmd, name))
	case errors.As(err, &missing):
		flag := missing.GetFlag()
		return fmt.Errorf("--%s needs a value: %s", flag.Name, flag.Usage)
	case errors.As(err, &invalid):
		return valueError(invalid)
	case errors.As(err, &syntax):
		return fmt.Errorf("%q is not a flag%s", syntax.GetSpecifiedFlag(), seeHelp(cmd))
	}
	return err
}

// suggestFlag says which flag may have been meant, or where all are listed.
func suggestFlag(cmd *cobra.Command, name string) string {
	var names []string
	cmd.Flags().VisitAll(func(flag *pflag.Flag) { names = append(names, flag.Name) })
	if meant, ok := near.Word(name, names); ok {
		return fmt.Sprintf("; did you mean --%s?", meant)
	}
	for _, c := range cmd.Commands() {
		if c.Name() == name {
			return fmt.Sprintf("; did you mean %s?", typedAs(c))
		}
	}
	return seeHelp(cmd)
}

// seeHelp says where all commands and flags are listed.
func seeHelp(cmd *cobra.Command) string {
	return fmt.Sprintf("; %s --help lists all", typedAs(cmd))
}

// typedAs is what a person types for a command: CommandPath, with the program
// by the name that it was called by.
func typedAs(cmd *cobra.Command) string {
	return console.ProgramName() + strings.TrimPrefix(cmd.CommandPath(), cmd.Root().Name())
}

// valueError says what a flag takes.
func valueError(err *pflag.InvalidValueError) error {
	flag, value := err.GetFlag(), err.GetValue()
	var want string
	var written decimalError
	if errors.As(err, &written) {
		return fmt.Errorf("--%s is %q; %w", flag.Name, value, written)
	}
	switch flag.Value.Type() {
	case "duration":
		want = wantedTime(flag.Name, value)
		if errors.Is(err, errTooLong) {
			want = errTooLong.Error()
		} else if formed.MatchString(strings.TrimSpace(value)) {
			want = "too long: want at most 2562047h" // as many as time.Duration holds
		}
	case "int", "int64":
		if errors.Is(err, errNegative) {
			return fmt.Errorf("--%s is %s; %w", flag.Name, value, errNegative)
		}
		want = "want a whole number"
	case "uint64":
		want = "want a whole number of at least 0"
	case "float64":
		want = "want a number"
	case "bool":
		want = "want true or false"
	default: // values that are read here name themselves
		return err.Unwrap()
	}
	return fmt.Errorf("--%s is %q; %s", flag.Name, value, want)
}

// wantedTime says what a time looks like. A number without a unit could mean two
// things that differ by minutes of a person's time, so that it is asked for.
func wantedTime(flag, value string) string {
	long, short := "m", "s"
	if flag != "for" {
		long, short = "s", "ms"
	}
	if value != "" && strings.Trim(value, "0123456789.") == "" {
		return fmt.Sprintf("%[1]s%[2]s or %[1]s%[3]s?", value, long, short)
	}
	return fmt.Sprintf("want a time with its unit, as in 10%s or 1.5%s", short, long)
}

// checkGiven returns an error where the arguments give a flag twice that has one
// value, since the first would go unheard, or a text that is empty: that of a
// shell's variable which is not set, say, and would be as if it were not there.
func checkGiven(root *cobra.Command, args []string) error {
	if len(args) > 0 && (args[0] == cobra.ShellCompRequestCmd || args[0] == cobra.ShellCompNoDescRequestCmd) {
		return nil // a shell asks what may follow nothing
	}
	cmd, rest, err := root.Find(args)
	if err != nil {
		return nil // which the command itself reports
	}
	cmd.InitDefaultHelpFlag()
	values := map[string]string{}
	var wrong error
	_ = cmd.Flags().ParseAll(rest, func(flag *pflag.Flag, value string) error {
		before, given := values[flag.Name]
		values[flag.Name] = value
		_, list := flag.Value.(pflag.SliceValue)
		switch {
		case wrong != nil:
		case given && !list:
			wrong = fmt.Errorf("--%s is given twice: %s and %s", flag.Name, before, value)
		case strings.TrimSpace(value) == "" && strings.HasPrefix(flag.Value.Type(), "string"):
			wrong = fmt.Errorf("--%s is empty; give it a value or leave it out", flag.Name)
		}
		return nil
	})
	if wrong == nil && slices.Contains(cmd.Flags().Args(), "") {
		wrong = errors.New("there is an empty argument; give it a value or leave it out")
	}
	return wrong
}

// checkGroups returns an error where flags are given that exclude each other, or
// none of those of which one is needed.
func checkGroups(cmd *cobra.Command) (err error) {
	fail := func(format string, names ...any) {
		if err == nil {
			err = fmt.Errorf(format, names...)
		}
	}
	cmd.Flags().VisitAll(func(flag *pflag.Flag) {
		for _, group := range flag.Annotations["cobra_annotation_mutually_exclusive"] {
			given := slices.DeleteFunc(strings.Fields(group), func(name string) bool { return !cmd.Flags().Changed(name) })
			if len(given) > 1 {
				fail("--%s and --%s exclude each other; give one of them", given[0], given[1])
			}
		}
		for _, group := range flag.Annotations["cobra_annotation_one_required"] {
			names := strings.Fields(group)
			if !slices.ContainsFunc(names, cmd.Flags().Changed) {
				fail("give --%s", strings.Join(names, " or --"))
			}
		}
	})
	return err
}
