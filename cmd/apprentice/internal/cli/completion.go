package cli

import (
	"io"

	"github.com/spf13/cobra"
)

// addCompletion adds the command completion. Its scripts go to the output that
// the program has when it runs; cobra's own take the one of when they are made.
func addCompletion(root *cobra.Command) {
	root.InitDefaultCompletionCmd()
	scripts := map[string]func(w io.Writer, descriptions bool) error{
		"bash": root.GenBashCompletionV2,
		"fish": root.GenFishCompletion,
		"zsh": func(w io.Writer, descriptions bool) error {
			if descriptions {
				return root.GenZshCompletion(w)
			}
			return root.GenZshCompletionNoDesc(w)
		},
		"powershell": func(w io.Writer, descriptions bool) error {
			if descriptions {
				return root.GenPowerShellCompletionWithDesc(w)
			}
			return root.GenPowerShellCompletion(w)
		},
	}
	completion, _, err := root.Find([]string{"completion"})
	if err != nil {
		return // a program without commands
	}
	for _, shell := range completion.Commands() {
		script, ok := scripts[shell.Name()]
		if !ok {
			continue
		}
		shell.RunE = func(cmd *cobra.Command, _ []string) error {
			bare, err := cmd.Flags().GetBool("no-descriptions")
			if err != nil {
				return err
			}
			return script(cmd.OutOrStdout(), !bare)
		}
	}
}
