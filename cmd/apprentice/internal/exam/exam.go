// Package exam is the command eval: test suites, ladders of external engines,
// calibration, ratings, and statistics of counts.
package exam

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/eval"
)

// flags are the flags of the eval command.
type flags struct {
	game        cli.GameFlag
	suite       string
	spec        string
	verbose     bool
	nodes       int64
	depth       int
	moveTime    time.Duration
	tc          string
	concurrency int
	hash        int

	run, generation string // of --ladder and --calibration
	calibration     bool
	ladder, engines string
	games           int
	openings        string
	randomPlies     int
	seed            uint64
	maxPlies        int
}

func New() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Measure: test suites, external engines, ratings, statistics of matches",
		Long: `Eval measures what has been learnt.

With --suite it lets a player solve the positions of an EPD file: bm and am name
moves to play and to avoid; c0, or c8 with c9 or c7, gives moves points, as the
Strategic Test Suite does.

With --ladder a generation of a run plays external engines of known strength,
those of them that are installed, and gets an Elo on their scale: it climbs to
the rungs that are near, passes over those it beats, and keeps the result in the
run. --engines adds players, a SPEC a line with elo=NUMBER behind it where that
is known; players without one get theirs. The strength that engines are told to
play at was fitted with minutes for a game: with few nodes or little time they
play worse than their Elo, and the result flatters.

With --calibration it fits how the values of a generation become chances to win,
draw and lose: to half of the games that it played against itself after it was
trained, and tests on the other half. The run keeps the function.

` + player.SpecHelp,
		Example: `  apprentice eval --suite wac.epd --nodes 20000
  apprentice eval --suite sts.epd --spec gen:3@chess.run --movetime 200ms
  apprentice eval --run chess.run --ladder chess --movetime 100ms --games 100
  apprentice eval --run chess.run --calibration
  apprentice eval ratings --run chess.run
  apprentice eval stats --wdl "3099 7035 2900"`,
		Args: cli.NeedCommand,
		RunE: func(cmd *cobra.Command, args []string) error {
			switch do, err := f.task(cmd.Flags()); {
			case err != nil:
				return err
			case do != nil:
				return do(cmd.Context(), cmd.OutOrStdout())
			}
			return cli.ShowHelp(cmd, args)
		},
	}
	f.game.Add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.suite, "suite", "", "solve the positions of this EPD file")
	flags.StringVar(&f.spec, "spec", "career:last", "the player that solves them")
	flags.BoolVar(&f.verbose, "verbose", false, "a line for every position that is not solved")
	flags.Int64Var(&f.nodes, "nodes", 0, "nodes a move")
	flags.IntVar(&f.depth, "depth", 0, "plies a move")
	flags.DurationVar(&f.moveTime, "movetime", 0, "time a move, as in 100ms")
	flags.StringVar(&f.tc, "tc", "", "clock: seconds+increment, as in 8+0.08")
	flags.IntVar(&f.concurrency, "concurrency", console.UsableCPUs(), "positions or games at a time")
	flags.IntVar(&f.hash, "hash", 16, "MB of hash table for each of our players")
	flags.StringVar(&f.run, "run", "", "the run whose generation is measured")
	flags.StringVar(&f.generation, "generation", "last", "the generation: a number or last")
	flags.StringVar(&f.ladder, "ladder", "", "play the engines of this ladder: "+strings.Join(catalog.Ladders(), " or "))
	flags.StringVar(&f.engines, "engines", "", "play the players of this file, too")
	flags.IntVar(&f.games, "games", 40, "how many games a rung; odd numbers are rounded up to pairs")
	flags.StringVar(&f.openings, "openings", "", "openings: a .pgn file, or FEN or EPD lines")
	flags.IntVar(&f.randomPlies, "random-plies", -1, "random plies after the opening (default 4, fewer in short games, 0 with --openings)")
	flags.Uint64Var(&f.seed, "seed", 1, "of all chance in the matches")
	flags.IntVar(&f.maxPlies, "max-plies", eval.DefaultMaxPlies, "a longer game is a draw")
	flags.BoolVar(&f.calibration, "calibration", false, "fit how values become chances to win, draw and lose")
	cmd.MarkFlagsMutuallyExclusive("suite", "ladder", "calibration")
	cmd.MarkFlagsMutuallyExclusive("engines", "calibration")
	cmd.MarkFlagsMutuallyExclusive("suite", "engines")
	cmd.MarkFlagsMutuallyExclusive("suite", "run")
	cmd.AddCommand(newStats(), newRatings())
	return cmd
}

// task returns what the flags ask for; nil where that is nothing.
func (f *flags) task(set *pflag.FlagSet) (func(context.Context, io.Writer) error, error) {
	if err := cmp.Or(
		cli.MoveLimits(set, f.nodes, f.depth, f.moveTime),
		cli.Parallel("concurrency", f.concurrency), cli.CheckHash("hash", f.hash, 1), cli.CheckHash("hash", f.hash, f.concurrency),
		cli.AtLeast("games", f.games, 1), cli.AtLeast("max-plies", f.maxPlies, 1), f.idle(set),
	); err != nil {
		return nil, err
	}
	switch {
	case f.suite != "":
		return f.solve, nil
	case f.ladder != "" || f.engines != "":
		return f.climb, nil
	case f.calibration:
		return f.calibrate, nil
	case f.run != "":
		return nil, errors.New("--run is given; want --ladder, --engines or --calibration too, to say what to measure")
	}
	return nil, nil
}

// idle returns an error for a flag that has no say in what is measured.
func (f *flags) idle(set *pflag.FlagSet) error {
	task, others := "", []string(nil)
	ladder := []string{"games", "openings", "random-plies", "seed", "max-plies"}
	players := []string{"nodes", "depth", "movetime", "concurrency", "hash"}
	switch {
	case f.suite != "":
		task, others = "--suite", append(ladder, "generation", "tc")
	case f.ladder != "" || f.engines != "":
		task, others = "--ladder", []string{"spec", "verbose", "game"}
	case f.calibration:
		task, others = "--calibration", slices.Concat(ladder, players, []string{"tc", "spec", "verbose", "game"})
	}
	for _, name := range others {
		if set.Changed(name) {
			return fmt.Errorf("--%s says nothing with %s; leave it out", name, task)
		}
	}
	return nil
}

// limits are those of a move.
func (f *flags) limits() search.Limits {
	lim := search.Limits{Nodes: f.nodes, Depth: f.depth, MoveTime: f.moveTime}
	if lim.Nodes == 0 && lim.Depth == 0 && lim.MoveTime == 0 {
		lim.Nodes = player.DefaultNodes
	}
	return lim
}
