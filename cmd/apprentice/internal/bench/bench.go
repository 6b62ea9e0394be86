// Package bench is the command bench: the node-count signature of the program,
// and its speed.
package bench

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
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/games"
	"apprentice/internal/opening"
)

// The positions of bench, after random plies drawn from a seed that never changes.
const (
	seed         = 1
	positions    = 40
	defaultDepth = 10 // plies
	defaultHash  = 16 // MB
	mostPlies    = 64 // random plies before a position
)

// flags are the flags of the bench command.
type flags struct {
	game    cli.GameFlag
	depth   int
	hash    int
	threads int
	player  string
}

// New returns the command bench.
func New() *cobra.Command {
	var f flags
	cmd := &cobra.Command{
		Use:   "bench",
		Short: "Node-count signature and speed",
		Long: `Bench searches fixed positions to a fixed depth with a fixed random network. The
number of nodes is a signature of the program's behaviour: it is the same on
every machine, and changes whenever search, network or rules behave differently.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd.Context(), cmd.OutOrStdout()) },
	}
	f.game.Add(cmd)
	flags := cmd.Flags()
	flags.IntVar(&f.depth, "depth", defaultDepth, "plies per position")
	flags.IntVar(&f.hash, "hash", defaultHash, "hash table, in MB")
	flags.IntVar(&f.threads, "threads", 1, "threads; the node count is a signature only with 1")
	flags.StringVar(&f.player, "net", "", "use this network instead: gen:N@FILE, career:N or net:FILE")
	return cmd
}

func (f *flags) run(ctx context.Context, out io.Writer) error {
	g, err := f.game.Game()
	if err != nil {
		return err
	}
	if err := cmp.Or(cli.Within("depth", f.depth, 1, search.MaxPly), cli.CheckHash("hash", f.hash, 1), cli.Parallel("threads", f.threads)); err != nil {
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
func (f *flags) search(ctx context.Context, g games.Game, out io.Writer) (nodes int64, took time.Duration, err error) {
	network, err := f.network(g)
	if err != nil {
		return 0, 0, err
	}
	opts := search.DefaultOptions()
	opts.Hash, opts.Threads = f.hash, f.threads
	a := agent.New(g, network, opts)

	rng := rand.New(rand.NewPCG(seed, 0))
	for i := range positions {
		_, pos := opening.Random(g, rng, plies(g, i))
		a.NewGame()
		begun := time.Now()
		r := a.BestMove(ctx, pos, search.Limits{Depth: f.depth}, nil)
		took += time.Since(begun)
		if err := ctx.Err(); err != nil {
			return 0, 0, err
		}
		nodes += r.Nodes
		fmt.Fprintf(out, "%2d/%d  %9d  %s\n", i+1, positions, r.Nodes, pos.FEN())
	}
	return nodes, took, nil
}

// plies returns how many random plies come before position i. It spreads the
// positions over the phases of a game; random games may last twice as long as
// typical ones.
func plies(g games.Game, i int) int { return min(2+2*i, 2*g.TypicalPlies(), mostPlies) }

// network returns the network that was named, or a random one.
func (f *flags) network(g games.Game) (*value.Network, error) {
	if f.player != "" {
		spec, err := player.ParseNetwork(f.player)
		if err != nil {
			return nil, err
		}
		return spec.Network(g)
	}
	return player.RandomNetwork(g)
}
