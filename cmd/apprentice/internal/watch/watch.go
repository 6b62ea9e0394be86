// Package watch is the command watch: the full screen of a run that another
// process trains, or of one that nobody trains any more.
package watch

import (
	"context"
	"errors"
	"fmt"
	"os"

	tea "charm.land/bubbletea/v2"
	"github.com/spf13/cobra"
	"golang.org/x/term"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/fullscreen"
	"apprentice/cmd/apprentice/internal/runscreen"
	"apprentice/selfplay/run"
)

// flags are the flags of the watch command.
type flags struct {
	run        string
	generation int
	game       int64
	ascii      bool
}

// New returns the command.
func New() *cobra.Command {
	f := flags{game: -1}
	cmd := &cobra.Command{
		Use:   "watch",
		Short: "Watch a run learn on the full screen, from any terminal",
		Long: `Watch shows the screen of train for a run that another process trains, in as many
terminals as you like: what it has learnt, what it does now, and its games on the
board with its values. Its keys give orders to that process; ? lists them. Without
a process it shows the run as it is, and replays any of its games; 6 shows two of
its generations side by side, 7 the other machines that play.`,
		Example: `  apprentice watch
  apprentice watch night.run
  apprentice watch night.run --generation 3 --index 17`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			given := cmd.Flags().Changed
			switch {
			case given("index") && !given("generation"):
				return errors.New("--index is the number of a game in a generation; name that with --generation")
			case given("generation") && f.generation < 1:
				return fmt.Errorf("--generation is %d; it must be at least 1", f.generation)
			}
			f.ascii = cli.ASCII(cmd.Flags())
			return f.watch(cmd.Context(), console.TerminalOf(cmd.OutOrStdout()))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&f.run, "run", cli.DefaultRun(), "the run file")
	flags.IntVar(&f.generation, "generation", 0, "begin with games of this generation (default the newest)")
	cli.Count(flags, &f.game, "index", "0", "begin with this game of the generation (default the first)")
	flags.BoolVar(&f.ascii, "ascii", false, "draw with ASCII characters only (default unless the locale is UTF-8)")
	return cmd
}

// watch shows the screen until the person leaves.
func (f *flags) watch(ctx context.Context, t *console.Terminal) error {
	file, err := files.OpenRun(f.run)
	if err != nil {
		return err
	}
	defer file.Close()
	if !t.Interactive || !term.IsTerminal(int(os.Stdin.Fd())) {
		return fmt.Errorf("watch needs a terminal; this says the same in text: %s status --run %s", console.ProgramName(), console.ShellWord(f.run))
	}
	g, err := catalog.Lookup(file.Config().Game)
	if err != nil {
		return fmt.Errorf("%s: %w", f.run, err)
	}
	model := runscreen.New(runscreen.Options{
		Path: f.run, Feed: runscreen.NewFeed(file), Game: g, Look: catalog.LookOf(g),
		ASCII: f.ascii, Mono: !t.Colors,
		Order: f.order,
	}, t.Width, t.Height)
	if f.generation > 0 {
		model.Look(f.generation, max(f.game, 0))
	}
	_, err = fullscreen.New(ctx, model, os.Stdin, t.Screen,
		tea.WithWindowSize(t.Width, t.Height), tea.WithColorProfile(t.Profile)).Run()
	return err
}

// order asks the process that trains the run for something.
func (f *flags) order(kind run.OrderKind) error {
	by := fmt.Sprintf("process %d", os.Getpid())
	return run.AddOrder(f.run, kind, by)
}
