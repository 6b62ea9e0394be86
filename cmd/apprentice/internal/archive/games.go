package archive

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/selfplay/run"
)

// runFlags choose games of a run.
type runFlags struct {
	path       string
	generation string
	index      int64
}

// add adds --run, which must be given, and --generation.
func (f *runFlags) add(cmd *cobra.Command) {
	f.addOptional(cmd)
	if err := cmd.MarkFlagRequired("run"); err != nil {
		panic(err) // the flag is defined above
	}
}

// addOptional adds --run and --generation.
func (f *runFlags) addOptional(cmd *cobra.Command) {
	cmd.Flags().StringVar(&f.path, "run", "", "the run file")
	cmd.Flags().StringVar(&f.generation, "generation", "last", "a generation: a number or last")
}

// addIndex adds --index.
func (f *runFlags) addIndex(cmd *cobra.Command, usage string) {
	cli.Count(cmd.Flags(), &f.index, "index", "0", usage)
}

// outTo returns the files of a command that writes what is in the run to --out.
func (f *runFlags) outTo(path string) files.Set {
	return files.Set{Reads: []files.Use{{By: "--run", Path: f.path}}, Replaces: []files.Use{{By: "--out", Path: path}}}
}

// open opens the run for reading.
func (f *runFlags) open() (games.Game, *run.File, error) {
	file, err := files.OpenRun(f.path)
	if err != nil {
		return nil, nil, err
	}
	g, err := catalog.Lookup(file.Config().Game)
	if err != nil {
		file.Close()
		return nil, nil, fmt.Errorf("%s: %w", f.path, err)
	}
	return g, file, nil
}

// number returns the generation whose games are meant. Until the first one has a
// network, the last generation is that one: the start has played no games.
func (f *runFlags) number(file *run.File) (int, error) {
	number, err := player.GenerationNumber(file, f.generation)
	if err != nil {
		return 0, err
	}
	if number == 0 && f.generation == "last" {
		_, begun, err := file.Last()
		if err != nil {
			return 0, err
		}
		if !begun {
			return 0, fmt.Errorf("%s has no games yet", f.path)
		}
		number = 1
	}
	return number, hasGames(file, f.path, number)
}

// hasGames returns an error where a run has no games of a generation.
func hasGames(file *run.File, path string, number int) error {
	_, err := file.Generation(number)
	if !errors.Is(err, run.ErrUnknownGeneration) {
		return err
	}
	all, err := file.Generations()
	if err != nil {
		return err
	}
	return player.UnknownGeneration(path, number, 1, len(all))
}

// errStop ends a walk through games early.
var errStop = errors.New("stop")

// each calls visit for the chosen games of the run in order.
func (f *runFlags) each(ctx context.Context, visit func(g games.Game, file *run.File, played *record.Game) error) error {
	g, file, err := f.open()
	if err != nil {
		return err
	}
	defer file.Close()
	number, err := f.number(file)
	if err != nil {
		return err
	}
	found := false
	for game, err := range file.Source(number, number).Games() {
		if ctx.Err() != nil {
			return console.Stopped(ctx, ctx.Err())
		}
		if err != nil {
			return err
		}
		if f.index >= 0 && game.Index != uint64(f.index) {
			continue
		}
		found = true
		if err := visit(g, file, game); errors.Is(err, errStop) {
			return nil
		} else if err != nil {
			return err
		}
	}
	if !found && f.index >= 0 {
		return fmt.Errorf("%s: generation %d has no game %d", f.path, number, f.index)
	}
	return nil
}
