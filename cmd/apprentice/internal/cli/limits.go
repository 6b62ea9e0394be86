package cli

import (
	"fmt"
	"time"

	"github.com/spf13/pflag"

	"apprentice/agent/search"
	"apprentice/eval"
)

// DefaultNodes is the limit of a move where no flag limits it.
const DefaultNodes = 1000

// LimitFlags are the flags --nodes, --depth and --movetime, which limit the
// moves of all players of a command.
type LimitFlags struct {
	set      *pflag.FlagSet
	nodes    int64
	depth    int
	moveTime time.Duration
}

// Add adds the flags.
func (f *LimitFlags) Add(flags *pflag.FlagSet) {
	f.set = flags
	flags.Int64Var(&f.nodes, "nodes", 0, fmt.Sprintf("nodes per move (default %d if nothing else limits a move)", DefaultNodes))
	flags.IntVar(&f.depth, "depth", 0, "plies per move")
	flags.DurationVar(&f.moveTime, "movetime", 0, "time per move, as in 100ms")
}

// Check returns an error for a limit that is given and that no player can keep.
func (f *LimitFlags) Check() error { return MoveLimits(f.set, f.nodes, f.depth, f.moveTime) }

// CheckHeard returns an error for a limit that is given where every player has
// limits of its own.
func (f *LimitFlags) CheckHeard(players ...eval.Entrant) error {
	for _, p := range players {
		if p.Limits == nil {
			return nil
		}
	}
	for _, flag := range []string{"nodes", "depth", "movetime"} {
		if f.set.Changed(flag) {
			return fmt.Errorf("--%s has no effect on %s: limits of a player's own come first", flag, players[0].Name)
		}
	}
	return nil
}

// Limits returns the limits. clocked reports whether the players have clocks,
// which are limit enough.
func (f *LimitFlags) Limits(clocked bool) search.Limits {
	lim := search.Limits{Nodes: f.nodes, Depth: f.depth, MoveTime: f.moveTime}
	if lim.Nodes == 0 && lim.Depth == 0 && lim.MoveTime == 0 && !clocked {
		lim.Nodes = DefaultNodes
	}
	return lim
}
