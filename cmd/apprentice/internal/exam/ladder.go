package exam

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/eval"
	"apprentice/games"
)

// ladderFlags are the flags of eval ladder.
type ladderFlags struct {
	run, generation string
	engines         string
	own             bool // the players of engines only
	games           int
	limits          cli.LimitFlags
	tc              string
	concurrency     int
	hash            int
	openings        string
	randomPlies     int
	seed            uint64
	maxPlies        int
}

func newLadder() *cobra.Command {
	var f ladderFlags
	cmd := &cobra.Command{
		Use:   "ladder --run FILE",
		Short: "Rate a generation by games against engines of known strength",
		Long: `Ladder lets a generation of a run play external engines of known strength, those
of them that are installed, and gives it an Elo on their scale. It works its way
to the rungs of about equal strength, skips those that it beats, and keeps the
result in the run.

--engines adds players from a file: one SPEC per line, followed by elo=NUMBER if
that is known; players without one are rated, too.

The UCI_Elo of engines was fitted in games of several minutes. With few nodes or
little time they play worse than that, and the result flatters.

` + player.SpecHelp,
		Example: `  apprentice eval ladder chess.run --movetime 100ms --games 100
  apprentice eval ladder chess.run --engines friends.txt --no-ladder`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := cmp.Or(
				cli.CheckRandomPlies(cmd.Flags(), f.randomPlies), f.limits.Check(), cli.Parallel("concurrency", f.concurrency),
				cli.CheckHash("hash", f.hash, 1), cli.CheckHash("hash", f.hash, f.concurrency),
				cli.CheckGames("games", f.games, 1), cli.AtLeast("max-plies", f.maxPlies, 1),
			); err != nil {
				return err
			}
			if f.own && f.engines == "" {
				return errors.New("--no-ladder needs players to play instead: name their file with --engines")
			}
			return f.climb(cmd.Context(), cmd.OutOrStdout())
		},
	}
	addRun(cmd, &f.run, &f.generation)
	flags := cmd.Flags()
	flags.StringVar(&f.engines, "engines", "", "also play the players of this file")
	flags.BoolVar(&f.own, "no-ladder", false, "play only the players of --engines")
	flags.IntVar(&f.games, "games", 40, "games per rung; an odd number is rounded up to pairs")
	f.limits.Add(flags)
	flags.StringVar(&f.tc, "tc", "", "clock as seconds+increment, as in 8+0.08")
	flags.IntVar(&f.concurrency, "concurrency", console.UsableCPUs(), "games at a time")
	flags.IntVar(&f.hash, "hash", 16, "hash table of each network, in MB")
	flags.StringVar(&f.openings, "openings", "", "file of openings: .pgn, or one FEN or EPD per line")
	cli.Count(flags, &f.randomPlies, "random-plies", "0", "random plies after the opening (default 4, fewer in short games, 0 with --openings)")
	flags.Uint64Var(&f.seed, "seed", 1, "random seed")
	flags.IntVar(&f.maxPlies, "max-plies", eval.DefaultMaxPlies, "plies after which a game is a draw")
	return cmd
}

// climb lets the generation climb.
func (f *ladderFlags) climb(ctx context.Context, out io.Writer) error {
	file, err := files.OpenRunToWrite(f.run)
	if err != nil {
		return err
	}
	defer file.Close()
	g, err := catalog.Lookup(file.Config().Game)
	if err != nil {
		return err
	}
	opts := search.DefaultOptions()
	opts.Hash = f.hash
	rungs, c, err := f.rungs(ctx, g, opts, out)
	if err != nil {
		return err
	}
	c.file, c.game, c.out = file, g, out
	if c.generation, err = player.GenerationNumber(file, f.generation); err != nil {
		return err
	}
	if c.subject, err = player.Generation(g, file, c.generation, chronicle.GenerationName(c.generation), opts); err != nil {
		return err
	}
	if c.options, err = f.conditions(ctx, g); err != nil {
		return err
	}
	c.settings = f.settings(c)
	return c.run(ctx, rungs)
}

// rungs returns the opponents, and a climber that knows whose scale theirs is.
func (f *ladderFlags) rungs(ctx context.Context, g games.Game, opts search.Options, out io.Writer) ([]eval.Rung, *climber, error) {
	c := &climber{ladder: chronicle.OwnLadder, scale: "the players of " + f.engines}
	var rungs []eval.Rung
	ladder, ok := catalog.LadderOf(g)
	switch {
	case !ok && f.engines == "":
		return nil, nil, fmt.Errorf("no external engine is known for %s; name players of your own with --engines", g.Name())
	case ok && !f.own:
		var missing []string
		var err error
		if rungs, missing, err = installed(ladder, g, opts); err != nil {
			return nil, nil, err
		}
		if len(missing) > 0 {
			fmt.Fprintf(out, "not installed: %s\n", strings.Join(missing, ", "))
		}
		c.ladder, c.scale = g.Name(), ladder.Scale
	}
	if f.engines != "" {
		own, err := readEngines(ctx, g, f.engines, opts)
		if err != nil {
			return nil, nil, err
		}
		rungs = append(rungs, own...)
	}
	for _, r := range rungs {
		if !math.IsNaN(r.Elo) {
			return rungs, c, nil
		}
	}
	return nil, nil, errors.New("no player with a known Elo: install an engine of the ladder, or name one with --engines")
}

// conditions are those of every match of the ladder.
func (f *ladderFlags) conditions(ctx context.Context, g games.Game) (eval.Options, error) {
	o := eval.Options{
		Pairs: (f.games + 1) / 2, RandomPlies: f.randomPlies, Seed: f.seed, Limits: f.limits.Limits(f.tc != ""),
		MaxPlies: f.maxPlies, Concurrency: f.concurrency,
	}
	var err error
	if f.tc != "" {
		if o.Clock, err = player.ParseTimeControl(f.tc); err != nil {
			return o, fmt.Errorf("--tc: %w", err)
		}
	}
	if f.openings != "" {
		if o.Openings, _, err = player.ReadOpenings(ctx, g, f.openings, player.AllPlies); err != nil {
			return o, err
		}
	}
	if o.RandomPlies < 0 {
		o.RandomPlies = 0
		if f.openings == "" {
			o.RandomPlies = player.OpeningPlies(g)
		}
	}
	return o, nil
}

// settings are the conditions as the run keeps them: matches under equal ones may
// be counted together.
func (f *ladderFlags) settings(c *climber) chronicle.MatchSettings {
	words := limitWords(c.options.Limits)
	if f.tc != "" {
		words = console.JoinAnd(slices.DeleteFunc([]string{words, "a clock of " + f.tc}, func(s string) bool { return s == "" }))
	}
	if f.openings != "" {
		words += ", openings " + f.openings
	}
	words += fmt.Sprintf(", seed %d", f.seed)
	return chronicle.MatchSettings{Nodes: int(c.options.Limits.Nodes), RandomPlies: c.options.RandomPlies, Ladder: c.ladder, Conditions: words}
}
