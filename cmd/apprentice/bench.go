package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"time"

	"github.com/spf13/cobra"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/internal/opening"
)

// The positions of bench: after so many random plies each, drawn from a seed
// that never changes.
const (
	benchSeed      = 1
	benchPositions = 40
	benchHidden    = 128
	benchBuckets   = 8
	benchDepth     = 10 // plies
	benchHash      = 16 // MB
)

// benchFlags are the flags of the bench command.
type benchFlags struct {
	game    gameFlag
	depth   int
	hash    int
	threads int
	player  string
}

func newBench() *cobra.Command {
	var f benchFlags
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Node-count signature and speed",
		Long: `Bench searches fixed positions to a fixed depth with a fixed random network. The
number of nodes is a signature of the program's behaviour: it is the same on
every machine and changes whenever search, network or rules behave differently.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context(), cmd.OutOrStdout()) },
	}
	f.game.add(cmd)
	flags := cmd.Flags()
	flags.IntVar(&f.depth, "depth", benchDepth, "plies")
	flags.IntVar(&f.hash, "hash", benchHash, "MB of hash table")
	flags.IntVar(&f.threads, "threads", 1, "threads; the node count is a signature with one only")
	flags.StringVar(&f.player, "net", "", "another network: gen:N@FILE or net:FILE")
	return cmd
}

func (f *benchFlags) run(ctx context.Context, out io.Writer) error {
	g, err := f.game.game()
	if err != nil {
		return err
	}
	if err := cmp.Or(within("depth", f.depth, 1, search.MaxPly), checkHash("hash", f.hash, 1), parallel("threads", f.threads)); err != nil {
		return err
	}
	nodes, took, err := f.search(ctx, g, out)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "\nTime            : %v\nNodes searched  : %d\nNodes/second    : %.0f\n",
		took.Round(time.Millisecond), nodes, float64(nodes)/took.Seconds())
	return nil
}

// search searches all positions and returns the nodes and the time of that.
func (f *benchFlags) search(ctx context.Context, g games.Game, out io.Writer) (nodes int64, took time.Duration, err error) {
	network, err := f.network(g)
	if err != nil {
		return 0, 0, err
	}
	opts := search.DefaultOptions()
	opts.Hash, opts.Threads = f.hash, f.threads
	a := agent.New(g, network, opts)

	rng := rand.New(rand.NewPCG(benchSeed, 0))
	for i := range benchPositions {
		_, pos := opening.Random(g, rng, benchPlies(g, i))
		a.NewGame()
		begun := time.Now()
		r := a.BestMove(ctx, pos, search.Limits{Depth: f.depth}, nil)
		took += time.Since(begun)
		if err := ctx.Err(); err != nil {
			return 0, 0, err
		}
		nodes += r.Nodes
		fmt.Fprintf(out, "%2d/%d  %9d  %s\n", i+1, benchPositions, r.Nodes, pos.FEN())
	}
	return nodes, took, nil
}

// benchPlies spreads the positions over the phases of a game.
func benchPlies(g games.Game, i int) int { return min(2+2*i, g.MaxActive()*2) }

// network returns the network that was named, or a random one.
func (f *benchFlags) network(g games.Game) (*value.Network, error) {
	if f.player != "" {
		return networkOf(g, f.player)
	}
	return randomNetwork(g)
}
