package exam

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"strconv"

	"github.com/spf13/cobra"

	"apprentice/agent/career"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/eval/scale"
	"apprentice/games"
)

// What levels are made of: stages and nodes, from which those are taken that are
// far enough apart.
const (
	levelGap    = 70.0 // Elo from one level to the next
	levelsNodes = 2560 // at which the strongest one is measured
)

// levelNodes are the nodes that the first stage, those between and the last one
// may look at.
var levelNodes = [3][]int64{{10, 100}, {10, 20, 40, 80, 160}, {40, 160, 320, 640, 1280, levelsNodes}}

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
		Long: `Levels places the stages that ship, with several numbers of nodes a move, on the
Elo scale of their game, by games with its anchors. Those that are far enough apart
become the levels of play. The file belongs to agent/career/stages. Measure again
after a new career, a faster search or a new scale.`,
		Example: `  apprentice eval levels --games 240 --out agent/career/stages/levels.csv`,
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := f.check(); err != nil {
				return err
			}
			var levels []career.Level
			for _, name := range catalog.Names() {
				found, err := f.measure(cmd.Context(), name, cmd.OutOrStdout())
				if err != nil {
					return err
				}
				levels = append(levels, found...)
			}
			if f.out == "" || f.out == console.StandardOutput {
				return career.WriteLevels(cmd.OutOrStdout(), levels)
			}
			return files.Write(cmd.Context(), f.out, func(w io.Writer) error { return career.WriteLevels(w, levels) })
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&f.games, "games", 240, "games of each stage with each number of nodes, about")
	flags.IntVar(&f.concurrency, "concurrency", console.UsableCPUs(), "games at a time")
	flags.StringVar(&f.out, "out", "", "write the file here (default standard output)")
	return cmd
}

// check returns an error for flags that make no sense, before the games.
func (f *levelFlags) check() error {
	out := files.Set{Replaces: []files.Use{{By: "--out", Path: f.out}}}
	return cmp.Or(cli.CheckGames("games", f.games, 2), cli.Parallel("concurrency", f.concurrency), out.Check())
}

// measure returns the levels of a game; none where no stages ship.
func (f *levelFlags) measure(ctx context.Context, name string, out io.Writer) ([]career.Level, error) {
	g, err := catalog.Lookup(name)
	if err != nil {
		return nil, err
	}
	list := candidates(g)
	if len(list) == 0 {
		return nil, nil
	}
	s, err := scale.Of(name)
	if err != nil {
		return nil, err
	}
	for i := range list {
		c := &list[i]
		network, _, err := player.StageNetwork(g, strconv.Itoa(c.Generation))
		if err != nil {
			return nil, err
		}
		title := fmt.Sprintf("generation %d at %d nodes", c.Generation, c.Nodes)
		standing, err := scale.Exam{
			Game: g, Scale: s, Player: scale.ContestantAt(g, title, network, c.Nodes), Games: f.games, Workers: f.concurrency,
		}.Run(ctx)
		if err != nil {
			return nil, console.Stopped(ctx, err)
		}
		c.Elo, c.Low, c.High, c.Scale = standing.Elo.Value, standing.Elo.Low, standing.Elo.High, career.LevelScale(s.Version)
		if _, err := fmt.Fprintf(out, "# %s  %-28s %+5.0f [%+.0f, %+.0f] of %d games\n", name, title, c.Elo, c.Low, c.High, standing.Games()); err != nil {
			return nil, err
		}
	}
	return chooseLevels(list), nil
}

// candidates returns what the levels of a game are chosen from, before it is known
// how strong they are.
func candidates(g games.Game) []career.Level {
	stages := career.Stages(g.Name())
	var list []career.Level
	for i, s := range stages {
		kind := 1
		switch i {
		case len(stages) - 1:
			kind = 2
		case 0:
			kind = 0
		}
		for _, nodes := range levelNodes[kind] {
			list = append(list, career.Level{Game: g.Name(), Generation: s.Generation, Nodes: nodes})
		}
	}
	return list
}

// chooseLevels returns the candidates that are far enough apart as levels, the
// weakest first. The strongest one is always among them, and is not held back.
func chooseLevels(rated []career.Level) []career.Level {
	rated = slices.Clone(rated)
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
