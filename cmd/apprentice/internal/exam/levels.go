package exam

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/cobra"

	"apprentice/agent/career"
	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/eval"
	"apprentice/eval/rating"
	"apprentice/games"
	"apprentice/internal/atomicfile"
)

// levelScale is whose Elo that of levels is: random moves have 0.
const levelScale = "random moves, version 1"

// What levels are made of: stages and nodes, from which those are taken that are
// far enough apart.
const (
	levelGap    = 70.0 // Elo from one level to the next
	levelsNodes = 2560 // at which the strongest one is measured
)

// levelNodes are the nodes that the first stage, those between and the last one
// may look at.
var levelNodes = [3][]int64{{10, 100}, {10, 20, 40, 80, 160}, {40, 160, 640, levelsNodes}}

// levelFlags are the flags of eval levels.
type levelFlags struct {
	games       int
	concurrency int
	out         string
}

func newLevels() *cobra.Command {
	var f levelFlags
	cmd := &cobra.Command{
		Use:   "levels",
		Short: "Measure the levels of play from the stages that ship",
		Long: `Levels lets the stages that ship play with several numbers of nodes, against each
other and against players that know only the rules, and rates them together. Those
that are far enough apart become the levels of play. The file belongs to
agent/career/stages. Measure again after a new career or a faster search.`,
		Example: `  apprentice eval levels --games 20 --out agent/career/stages/levels.csv`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			var levels []career.Level
			for _, name := range catalog.Names() {
				found, err := f.measure(cmd.Context(), name, cmd.OutOrStdout())
				if err != nil {
					return err
				}
				levels = append(levels, found...)
			}
			if f.out == "" {
				return career.WriteLevels(cmd.OutOrStdout(), levels)
			}
			return atomicfile.Write(f.out, func(w io.Writer) error { return career.WriteLevels(w, levels) })
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&f.games, "games", 20, "games of each two players; odd numbers are rounded up")
	flags.IntVar(&f.concurrency, "concurrency", console.UsableCPUs(), "games at a time")
	flags.StringVar(&f.out, "out", "", "write the file here (default standard output)")
	return cmd
}

// candidate is a level before it is known how strong it is.
type candidate struct {
	career.Level
	entrant eval.Entrant
}

// candidates returns what the levels of a game are chosen from.
func candidates(g games.Game) ([]candidate, error) {
	stages := career.Stages(g.Name())
	var list []candidate
	for i, s := range stages {
		kind := 1
		switch i {
		case len(stages) - 1:
			kind = 2
		case 0:
			kind = 0
		}
		for _, nodes := range levelNodes[kind] {
			entrant, err := player.New(g, fmt.Sprintf("career:%d?nodes=%d", s.Generation, nodes), search.DefaultOptions())
			if err != nil {
				return nil, err
			}
			list = append(list, candidate{career.Level{Game: g.Name(), Generation: s.Generation, Nodes: nodes, Scale: levelScale}, entrant})
		}
	}
	return list, nil
}

// measure returns the levels of a game; none where no stages ship.
func (f *levelFlags) measure(ctx context.Context, name string, out io.Writer) ([]career.Level, error) {
	g, err := catalog.Lookup(name)
	if err != nil {
		return nil, err
	}
	list, err := candidates(g)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	var entrants []eval.Entrant
	for _, spec := range []string{"random", "material:1", "material:2"} {
		e, err := eval.Builtin(spec)
		if err != nil {
			return nil, err
		}
		entrants = append(entrants, e)
	}
	for _, c := range list {
		entrants = append(entrants, c.entrant)
	}
	results, err := eval.Tournament{Game: g, Players: entrants, Pairings: eval.RoundRobin(len(entrants)), Options: eval.Options{
		Pairs: (f.games + 1) / 2, RandomPlies: player.OpeningPlies(g), Seed: 1, Concurrency: f.concurrency,
		Limits: search.Limits{Nodes: levelsNodes},
	}}.Play(ctx)
	if err != nil {
		return nil, err
	}
	scale := rating.Rate(eval.Encounters(results), map[string]float64{entrants[0].Name: 0}, rating.DefaultPrior)
	rating.Sort(scale.Ratings)
	for _, r := range scale.Ratings {
		if _, err := fmt.Fprintf(out, "# %s  %-28s %+5.0f [%+.0f, %+.0f] of %d games\n", name, r.Name, r.Elo.Value, r.Elo.Low, r.Elo.High, r.WDL.Games()); err != nil {
			return nil, err
		}
	}
	return chooseLevels(list, scale.Ratings), nil
}

// chooseLevels returns the candidates that are far enough apart as levels, the
// weakest first. The strongest one is always among them, and is not held back.
func chooseLevels(list []candidate, ratings []rating.Rating) []career.Level {
	var rated []career.Level
	for _, c := range list {
		i := slices.IndexFunc(ratings, func(r rating.Rating) bool { return r.Name == c.entrant.Name && r.Reason == rating.Rated })
		if i < 0 {
			continue
		}
		l := c.Level
		l.Elo, l.Low, l.High = ratings[i].Elo.Value, ratings[i].Elo.Low, ratings[i].Elo.High
		rated = append(rated, l)
	}
	slices.SortStableFunc(rated, func(a, b career.Level) int { return cmp.Compare(a.Elo, b.Elo) })
	var levels []career.Level
	for i, l := range rated {
		last := i == len(rated)-1
		if n := len(levels); n > 0 && l.Elo-levels[n-1].Elo < levelGap {
			if !last {
				continue
			}
			if n > 1 {
				levels = levels[:n-1]
			}
		}
		if last {
			l.Nodes = 0
		}
		levels = append(levels, l)
	}
	for i := range levels {
		levels[i].Number = i + 1
	}
	return levels
}
