package tune

import (
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

// freeFlags may change when a tuning goes on: they have no say in what is
// played, or what they say is in the settings by itself.
var freeFlags = []string{"help", "workers", "state", "net"}

// add adds the flags.
func (f *flags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	f.set = flags
	flags.StringSliceVar(&f.games, "game", shippedGames(), "the games to play; the margins are the same for all")
	flags.StringArrayVar(&f.nets, "net", nil, "the network of a game, as in chess=net:new.net or chess=gen:5@chess.run (default the last that ships)")
	flags.Int64Var(&f.nodes, "nodes", 4000, "nodes a move")
	flags.IntVar(&f.pairs, "pairs", 0, "how many pairs of each game, in all sittings together")
	flags.DurationVar(&f.duration, "for", 0, "or how long, as in 8h, in all sittings together")
	flags.IntVar(&f.workers, "workers", console.UsableCPUs(), "pairs at a time; with one the result is a function of the seed")
	flags.Uint64Var(&f.seed, "seed", 1, "of all chance")
	flags.Float64Var(&f.gains.R, "r", 0.004, "how many steps times c a margin moves for a game won, at the end; more at first")
	flags.Float64Var(&f.gains.C, "c", 1, "how many steps both players are away from the middle, at the end; a few more at first")
	flags.StringVar(&f.state, "state", "", "keep the values in this file; the same command goes on from there")
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
		if err := cli.AtLeast("pairs", f.pairs, 1); err != nil {
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
		t := table{game: g, nodes: f.nodes, spec: "career:last"}
		if spec := specs[g.Name()]; spec != "" {
			t.spec = spec
		}
		if t.network, err = player.Network(g, t.spec); err != nil {
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
func (f *flags) files() files.Set {
	files := files.Set{States: []files.Use{{By: "--state", Path: f.state}}}
	for _, net := range f.nets {
		_, spec, _ := strings.Cut(net, "=")
		files.Reads = append(files.Reads, player.Files("--net", []string{spec})...)
	}
	return files
}

// settings returns all that decides what is found but time and workers.
func (f *flags) settings(tables []table) (map[string]string, error) {
	margins := fmt.Sprint(search.DefaultMargins(), params())
	all := map[string]string{"version": console.Version(), "sha256 of the margins": run.Sum([]byte(margins))}
	f.set.VisitAll(func(flag *pflag.Flag) {
		if !slices.Contains(freeFlags, flag.Name) {
			all["--"+flag.Name] = flag.Value.String()
		}
	})
	for _, t := range tables {
		sum, err := player.Fingerprint(t.game, t.spec)
		if err != nil {
			return nil, err
		}
		all["sha256 of the network of "+t.game.Name()] = sum
	}
	return all, nil
}

// again returns the command that goes on with the tuning.
func (f *flags) again() string { return cli.Again("apprentice tune", f.set) }
