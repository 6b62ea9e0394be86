package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/selfplay/run"
)

func newGames(own signatures) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "games",
		Short: "List, show, replay, check, copy, prune and export the games of a run",
		Args:  needCommand,
		RunE:  showHelp,
	}
	cmd.AddCommand(newGamesList(), newGamesShow(), newGamesReplay(own), newGamesCheck(), newGamesExport(), newGamesCopy(), newGamesPrune(),
		newGamesNetwork(), newGamesOutcome())
	return cmd
}

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
	cmd.Flags().Int64Var(&f.index, "index", -1, usage)
}

// outTo returns the files of a command that writes what is in the run to --out.
func (f *runFlags) outTo(path string) commandFiles {
	return commandFiles{reads: []fileUse{{"--run", f.path}}, replaces: []fileUse{{"--out", path}}}
}

// open opens the run for reading.
func (f *runFlags) open() (games.Game, *run.File, error) {
	file, err := openRun(f.path)
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
	return unknownGeneration(path, number, 1, len(all))
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
	number, err := generationNumber(file, f.generation)
	if err != nil {
		return err
	}
	if err := hasGames(file, f.path, number); err != nil {
		return err
	}
	found := false
	for game, err := range file.Source(number, number).Games() {
		if ctx.Err() != nil {
			return stopped(ctx, ctx.Err())
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

func newGamesList() *cobra.Command {
	var f runFlags
	var limit int
	cmd := &cobra.Command{
		Use:   "list --run FILE",
		Short: "List the games of a generation, a line each",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := bufio.NewWriter(cmd.OutOrStdout())
			defer out.Flush()
			n := 0
			return f.each(cmd.Context(), func(_ games.Game, _ *run.File, played *record.Game) error {
				if n++; limit > 0 && n > limit {
					return errStop
				}
				if n == 1 {
					fmt.Fprintf(out, "%8s  %5s  %-11s  %s\n", "game", "plies", "result", "reason")
				}
				_, err := fmt.Fprintf(out, "%8d  %5d  %-11s  %v\n", played.Index, len(played.Plies), resultWords(played.Outcome), played.Outcome.Reason)
				return err
			})
		},
	}
	f.add(cmd)
	cmd.Flags().IntVar(&limit, "limit", 100, "at most so many games; 0 for all")
	f.index = -1
	return cmd
}

func newGamesExport() *cobra.Command {
	var f runFlags
	var style styleFlags
	var path string
	cmd := &cobra.Command{
		Use:   "export --run FILE --out FILE.pgn",
		Short: "Write the games of a generation as PGN",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.outTo(path).check(); err != nil {
				return err
			}
			export := func(to io.Writer) error {
				out := bufio.NewWriter(to)
				if err := f.each(cmd.Context(), func(g games.Game, file *run.File, played *record.Game) error {
					written, err := style.written(g)
					if err != nil {
						return err
					}
					return record.WriteStyledPGN(out, g, named(played), selfplayTags(file), written)
				}); err != nil {
					return err
				}
				return out.Flush()
			}
			if path == "" || path == standardOutput {
				return export(cmd.OutOrStdout())
			}
			return writeFile(path, export)
		},
	}
	f.add(cmd)
	f.addIndex(cmd, "only this game")
	style.addNotation(cmd)
	style.addRanks(cmd)
	cmd.Flags().StringVar(&path, "out", "", "the PGN file (default standard output)")
	return cmd
}

func newGamesNetwork() *cobra.Command {
	var f runFlags
	var path string
	cmd := &cobra.Command{
		Use:   "network --run FILE --out FILE.safetensors",
		Short: "Write the network of a generation as a network file",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if path == "" {
				return errors.New("name the network file with --out")
			}
			if err := f.outTo(path).check(); err != nil {
				return err
			}
			blob, number, err := generationBlob(f.path, f.generation)
			if err != nil {
				return err
			}
			if err := writeFile(path, content(blob)); err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s: generation %d of %s, sha256 %s\n", printable.Text(path), number, printable.Text(f.path), run.Sum(blob))
			return err
		},
	}
	f.add(cmd)
	cmd.Flags().StringVar(&path, "out", "", "the network file")
	return cmd
}

// named returns the game with the names of its players filled in.
func named(played *record.Game) *record.Game {
	named := played.Clone()
	name := fmt.Sprintf("generation %d", played.Generation-1)
	named.First, named.Second = name, name
	return &named
}

// selfplayTags are the PGN tags of a self-play game.
func selfplayTags(file *run.File) []record.Tag {
	return []record.Tag{
		{Name: "Event", Value: "self-play"},
		{Name: "Date", Value: file.Config().Created.Format("2006.01.02")},
	}
}

func newGamesOutcome() *cobra.Command {
	var game gameFlag
	var style styleFlags
	var fen, moves string
	cmd := &cobra.Command{
		Use:   "outcome",
		Short: "Say who has won after some moves, and by which rule",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			g, err := game.game()
			if err != nil {
				return err
			}
			_, typed, err := style.of(g)
			if err != nil {
				return err
			}
			pos := g.Start()
			if fen != "" {
				if pos, err = games.ReadFEN(g, fen); err != nil {
					return err
				}
			}
			for i, word := range strings.Fields(moves) {
				m, err := typed.ParseMove(pos, word)
				if err != nil {
					return fmt.Errorf("move %d: %w", i+1, err)
				}
				pos.Make(m, nil)
			}
			outcome := record.ForFirst(pos.Outcome(), pos.Side())
			out := cmd.OutOrStdout()
			fmt.Fprintln(out, resultWords(outcome))
			if outcome.Over() {
				fmt.Fprintln(out, outcome.Reason)
			}
			return nil
		},
	}
	game.add(cmd)
	style.addRanks(cmd)
	cmd.Flags().StringVar(&fen, "fen", "", "the position (default the start position)")
	cmd.Flags().StringVar(&moves, "moves", "", "moves from there, separated by spaces")
	return cmd
}

// resultWords returns a result from First's view in words.
func resultWords(o games.Outcome) string {
	switch o.Result {
	case games.Win:
		return "first wins"
	case games.Loss:
		return "second wins"
	case games.Draw:
		return "draw"
	}
	return "ongoing"
}
