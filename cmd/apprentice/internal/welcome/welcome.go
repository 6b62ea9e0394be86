// Package welcome is what the program does when it is called without a command on
// a terminal: it greets, and offers to play, to learn and to watch. What a person
// chooses is run as the command line that it stands for. Elsewhere, as in a pipe,
// the program prints its help.
package welcome

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/fullscreen"
	"apprentice/cmd/apprentice/internal/settings"
)

// Add has a program greet where it is called without a command.
func Add(root *cobra.Command) {
	root.RunE = func(cmd *cobra.Command, args []string) error {
		t := console.TerminalOf(cmd.OutOrStdout())
		in, ok := cmd.InOrStdin().(*os.File)
		if !t.Interactive || !ok || !term.IsTerminal(int(in.Fd())) {
			return cli.ShowHelp(cmd, args)
		}
		args, err := choose(cmd.Context(), t, in)
		if err != nil || len(args) == 0 {
			return err
		}
		// The command line stays on the screen: next time it can be typed.
		fmt.Fprintln(t, console.Quiet.Render(console.ProgramName()+" "+strings.Join(args, " ")))
		root.SetArgs(args)
		return root.ExecuteContext(cmd.Context())
	}
}

// choose shows the screen and returns the arguments of the command that the
// person chooses; none where the person leaves.
func choose(ctx context.Context, t *console.Terminal, in io.Reader) ([]string, error) {
	m := newModel(options{
		program: console.ProgramName(), ascii: !console.ShowsGlyphs(os.Getenv), profile: t.Profile, now: time.Now,
		state: settings.StateFolder(os.Getenv), games: catalog.Games(),
	})
	over, err := fullscreen.New(ctx, m, in, t.Screen,
		tea.WithWindowSize(t.Width, t.Height), tea.WithColorProfile(t.Profile)).Run()
	if !over || ctx.Err() != nil {
		return nil, err
	}
	return m.chosen, err
}
