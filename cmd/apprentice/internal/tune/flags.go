package tune

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/agent/career"
	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	spsa "apprentice/eval/tune"
	"apprentice/selfplay/run"
)

// flags are the flags of the tune command.
type flags struct {
	set *pflag.FlagSet

	games []string
	nets  []string
	nodes int64

	pairs    int
	duration time.Duration
	workers  int
	seed     uint64
	gains    spsa.Gains

	state string
}

// freeFlags may change when a tuning is resumed: they do not decide what is
// played, or the settings have what they decide.
var freeFlags = []string{"help", "workers", "state", "net"}

// add adds the flags.
func (f *flags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	f.set = flags
	flags.StringSliceVar(&f.games, "game", shippedGames(), "games to play; all share one set of margins")
	flags.StringArrayVar(&f.nets, "net", nil, "network of a game, as in chess=net:new.net or chess=gen:5@chess.run (default the last that ships)")
	flags.Int64Var(&f.nodes, "nodes", 4000, "nodes per move")
	flags.IntVar(&f.pairs, "pairs", 0, "pairs of games to play of each game, in all sittings together")
	flags.DurationVar(&f.duration, "for", 0, "how long to tune instead of --pairs, as in 8h, in all sittings together")
	flags.IntVar(&f.workers, "workers", console.UsableCPUs(), "pairs at a time; with 1 the result depends on the seed alone")
	flags.Uint64Var(&f.seed, "seed", 1, "random seed")
	flags.Float64Var(&f.gains.R, "r", 0.004, "how far a won game moves a margin at the end, in units of c; further at first")
	flags.Float64Var(&f.gains.C, "c", 1, "how far both players are from the values so far at the end, in steps; further at first")
	flags.StringVar(&f.state, "state", "", "keep the values in this file; the same command resumes from it")
	cmd.MarkFlagsMutuallyExclusive("pairs", "for")
}

// shippedGames returns the games whose networks ship with the program.
func shippedGames() []string {
	return slices.DeleteFunc(catalog.Names(), func(name string) bool { return len(career.Stages(name)) == 0 })
}

// check reports flags that make no sense.
func (f *flags) check() error {
	if err := cli.AtLeast("nodes", f.nodes, 1); err != nil {
		return err
	}
	if err := cli.Parallel("workers", f.workers); err != nil {
		return err
	}
	switch {
	case f.set.Changed("for"):
		if f.duration <= 0 {
			return fmt.Errorf("--for is %v; want a positive time", f.duration)
		}
	case f.set.Changed("pairs"):
		if err := cli.CheckGames("pairs", f.pairs, 1); err != nil {
			return err
		}
	default:
		return errors.New("say how much to play, with --pairs or --for: the margins move less and less until then")
	}
	for _, gain := range []struct {
		flag  string
		value float64
	}{{"r", f.gains.R}, {"c", f.gains.C}} {
		if !(gain.value > 0) || math.IsInf(gain.value, 0) {
			return fmt.Errorf("--%s is %v; want a positive number", gain.flag, gain.value)
		}
	}
	return nil
}

// tables returns a table for each game.
func (f *flags) tables() ([]table, error) {
	specs := make(map[string]string, len(f.nets)) // by game
	for _, net := range f.nets {
		game, spec, ok := strings.Cut(net, "=")
		if !ok {
			return nil, fmt.Errorf("--net is %q; want GAME=NETWORK, as in chess=net:new.net or chess=gen:5@chess.run", net)
		}
		if specs[game] != "" {
			return nil, fmt.Errorf("--net gives %s two networks", game)
		}
		specs[game] = spec
	}
	var tables []table
	seen := map[string]bool{}
	for i, name := range f.games {
		g, err := catalog.Lookup(name)
		if err != nil {
			return nil, err
		}
		if seen[g.Name()] {
			return nil, fmt.Errorf("--game names %s twice", g.Name())
		}
		seen[g.Name()] = true
		f.games[i] = g.Name() // in the case that a state compares
		t := table{game: g, nodes: f.nodes}
		if t.spec, err = player.ParseNetwork(cmp.Or(specs[g.Name()], "career:last")); err != nil {
			return nil, err
		}
		if t.network, err = t.spec.Network(g); err != nil {
			return nil, err
		}
		tables = append(tables, t)
	}
	for game := range specs {
		if !seen[game] {
			return nil, fmt.Errorf("--net names a network of %s; --game does not name the game", game)
		}
	}
	if len(tables) == 0 {
		return nil, errors.New("--game names no game")
	}
	return tables, nil
}

// files returns the files of the tuning.
func (f *flags) files(tables []table) files.Set {
	used := files.Set{States: []files.Use{{By: "--state", Path: f.state}}}
	for _, t := range tables {
		used.Reads = append(used.Reads, files.Use{By: "--net", Path: t.spec.File()})
	}
	return used
}

// settings returns all that decides what is found but time and workers.
func (f *flags) settings(tables []table) (map[string]string, error) {
	margins := fmt.Sprint(search.DefaultMargins(), params())
	all := cli.Settings(f.set, freeFlags...)
	all["sha256 of the margins"] = run.Sum([]byte(margins))
	for _, t := range tables {
		sum, err := t.spec.Fingerprint(t.game)
		if err != nil {
			return nil, err
		}
		all["sha256 of the network of "+t.game.Name()] = sum
	}
	return all, nil
}

// again returns the command that resumes the tuning.
func (f *flags) again() string { return cli.Again("tune", f.set) }
