package play

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/cmd/apprentice/internal/settings"
)

// NewSettings returns the command that shows and changes settings.
func NewSettings() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "settings [NAME VALUE]",
		Short: "Show or change what play looks like",
		Long: `Settings prints the file of settings, with what each is about and what it may be,
and the path of the file. With a name and a value it changes one, and leaves the
rest of the file as it is. Each setting is also a flag of play, which counts for
one game.`,
		Example: `  apprentice settings
  apprentice settings pieces letters
  apprentice settings theme auto`,
		Args: func(_ *cobra.Command, args []string) error {
			switch {
			case len(args) == 1:
				return fmt.Errorf("to what should %s be set? want settings %[1]s VALUE", args[0])
			case len(args) > 2:
				return fmt.Errorf("unexpected argument %q; settings takes one name and one value", args[2])
			}
			return nil
		},
		ValidArgsFunction: completeSettings,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 {
				return keepSetting(args[0], args[1])
			}
			path := settings.Path(os.Getenv)
			s, err := settings.Read(path)
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "# %s\n\n%s", path, s)
			return err
		},
	}
	return cmd
}

// completeSettings completes names and values of settings in a shell.
func completeSettings(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	var words []string
	switch len(args) {
	case 0:
		for _, s := range settings.All {
			words = append(words, s.Name+"\t"+s.Help)
		}
	case 1:
		if s, err := settings.Find(args[0]); err == nil {
			words = s.Choices
		}
	}
	return words, cobra.ShellCompDirectiveNoFileComp
}

// settingFlags are the settings that are flags of their own; the others are
// flags already, by the names that stand beside them.
var settingFlags = []string{"theme", "pieces", "size", "mouse"}

// addSettings adds the flags.
func addSettings(cmd *cobra.Command) {
	for _, name := range settingFlags {
		s, err := settings.Find(name)
		if err != nil { // the list above is wrong
			continue
		}
		cmd.Flags().String(name, "", s.Help+": "+strings.Join(s.Choices, ", ")+" (default of the settings: "+s.Default+")")
	}
}

// readSettings returns the settings of the file with those that flags change. A
// file that makes no sense is a complaint, not an error: people play all the
// same.
func readSettings(set *pflag.FlagSet) (s settings.Settings, complaint, err error) {
	s, complaint = settings.Read(settings.Path(os.Getenv))
	for _, name := range settingFlags {
		if flag := set.Lookup(name); flag != nil && flag.Changed {
			if err := s.Set(name, flag.Value.String()); err != nil {
				return s, complaint, fmt.Errorf("--%w", err)
			}
		}
	}
	return s, complaint, nil
}

// keepSetting changes one setting of the file.
func keepSetting(name, value string) error {
	return settings.Change(settings.Path(os.Getenv), name, value)
}
