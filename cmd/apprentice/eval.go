package main

import (
	"cmp"
	"context"

	"io"
	"runtime"
	"time"

	"github.com/spf13/cobra"

	"apprentice/agent/search"
)

// evalFlags are the flags of the eval command.
type evalFlags struct {
	game        gameFlag
	suite       string
	spec        string
	verbose     bool
	nodes       int64
	depth       int
	moveTime    time.Duration
	concurrency int
	hash        int
}

func newEval() *cobra.Command {
	var f evalFlags
	cmd := &cobra.Command{
		Use:   "eval",
		Short: "Measure: test suites, ratings, statistics of matches",
		Long: `Eval measures what has been learnt.

With --suite it lets a player solve the positions of an EPD file: bm and am name
moves to play and to avoid; c0, or c8 with c9 or c7, gives moves points, as the
Strategic Test Suite does.

` + specHelp,
		Example: `  apprentice eval --suite wac.epd --nodes 20000
  apprentice eval --suite sts.epd --spec gen:3@chess.run --movetime 200ms
  apprentice eval ratings --run chess.run
  apprentice eval stats --wdl "3099 7035 2900"`,
		Args: needCommand,
		RunE: func(cmd *cobra.Command, args []string) error {
			if f.suite == "" {
				return showHelp(cmd, args)
			}
			return f.run(cmd.Context(), cmd.OutOrStdout())
		},
	}
	f.game.add(cmd)
	flags := cmd.Flags()
	flags.StringVar(&f.suite, "suite", "", "solve the positions of this EPD file")
	flags.StringVar(&f.spec, "spec", "gen:last", "the player that solves them")
	flags.BoolVar(&f.verbose, "verbose", false, "a line for every position that is not solved")
	flags.Int64Var(&f.nodes, "nodes", 0, "nodes a move")
	flags.IntVar(&f.depth, "depth", 0, "plies a move")
	flags.DurationVar(&f.moveTime, "movetime", 0, "time a move, as in 100ms")
	flags.IntVar(&f.concurrency, "concurrency", runtime.NumCPU(), "positions at a time")
	flags.IntVar(&f.hash, "hash", 16, "MB of hash table for each of our players")
	cmd.AddCommand(newStats(), newRatings())
	return cmd
}

// run does what the flags ask for.
func (f *evalFlags) run(ctx context.Context, out io.Writer) error {
	if err := cmp.Or(
		atLeast("nodes", f.nodes, 0), atLeast("depth", f.depth, 0),
		atLeast("concurrency", f.concurrency, 1), atLeast("hash", f.hash, 1),
	); err != nil {
		return err
	}
	return f.solve(ctx, out)
}

// limits are those of a move.
func (f *evalFlags) limits() search.Limits {
	lim := search.Limits{Nodes: f.nodes, Depth: f.depth, MoveTime: f.moveTime}
	if lim.Nodes == 0 && lim.Depth == 0 && lim.MoveTime == 0 {
		lim.Nodes = defaultNodes
	}
	return lim
}
