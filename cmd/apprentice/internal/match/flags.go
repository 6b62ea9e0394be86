package match

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/eval"
	"apprentice/games"
)

// flags are the flags of the match command.
type flags struct {
	set *pflag.FlagSet

	game     cli.GameFlag
	a, b     string
	players  []string
	gauntlet bool

	games       int
	concurrency int
	seed        uint64

	limits cli.LimitFlags
	tc     string
	margin time.Duration
	hash   int

	openings     string
	openingsSum  string // of the content, once it is read
	openingOrder string
	openingStart int
	openingPlies int
	randomPlies  int

	maxPlies int
	rules    eval.Adjudication

	sprt cli.SPRTFlag

	pgn, state, json, store string
	plain                   bool
}

// Defaults of a match.
const (
	defaultGames     = 100   // of each pairing
	defaultSPRTGames = 40000 // an SPRT that needs more is better stopped
)

// Orders of openings.
const (
	orderRandom     = "random"
	orderSequential = "sequential"
)

// add adds the flags.
func (f *flags) add(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.SortFlags = false
	f.set = flags
	flags.StringVarP(&f.a, "a", "a", "", "the first player")
	flags.StringVarP(&f.b, "b", "b", "", "the second player")
	flags.StringArrayVar(&f.players, "player", nil, "a player; give it twice or more instead of --a and --b")
	flags.BoolVar(&f.gauntlet, "gauntlet", false, "let the first player meet all others (default: all meet each other)")
	f.game.Add(cmd)

	flags.IntVar(&f.games, "games", defaultGames, fmt.Sprintf("games per pairing (%d with --sprt); an odd number is rounded up to pairs", defaultSPRTGames))
	flags.IntVar(&f.concurrency, "concurrency", console.UsableCPUs(), "games at a time")
	flags.Uint64Var(&f.seed, "seed", 1, "random seed")

	f.limits.Add(flags)
	flags.StringVar(&f.tc, "tc", "", "clock as moves/seconds+increment, as in 8+0.08, 40/60+0.5 or 1:30+1")
	flags.DurationVar(&f.margin, "margin", eval.DefaultMargin, "how far a player may overrun its time")
	flags.IntVar(&f.hash, "hash", 16, "hash table of each network, in MB")

	flags.StringVar(&f.openings, "openings", "", "file of openings: .pgn, or one FEN or EPD per line")
	flags.StringVar(&f.openingOrder, "opening-order", orderRandom, "order of the openings: random or sequential")
	flags.IntVar(&f.openingStart, "opening-start", 1, "number of the first opening to play, in that order")
	flags.IntVar(&f.openingPlies, "opening-plies", 0, "play only the first N plies of each opening (0: all)")
	cli.Count(flags, &f.randomPlies, "random-plies", "0", "random plies after the opening (default 4, fewer in short games, 0 with --openings)")

	flags.IntVar(&f.maxPlies, "max-plies", eval.DefaultMaxPlies, "plies after which a game is a draw")
	flags.IntVar(&f.rules.Draw.Moves, "draw-moves", 0, "adjudicate a draw once the last N values of both sides are within --draw-value (0: off)")
	flags.IntVar(&f.rules.Draw.Value, "draw-value", 10, "largest value that counts as drawn, in centipawns")
	flags.IntVar(&f.rules.Draw.From, "draw-from", 40, "earliest move for an adjudicated draw, opening included")
	flags.IntVar(&f.rules.Resign.Moves, "resign-moves", 0, "adjudicate a loss once the last N values of a side are --resign-value or more below 0 (0: off)")
	flags.IntVar(&f.rules.Resign.Value, "resign-value", 600, "how far below 0 a value counts as lost, in centipawns")
	flags.BoolVar(&f.rules.Resign.BothSides, "resign-both", false, "the values of the winner must agree with the loss")

	f.sprt.Add(flags, "stop as soon as the test is decided")

	flags.StringVar(&f.pgn, "pgn", "", "append the games to this file")
	flags.StringVar(&f.state, "state", "", "keep each game in this file as it ends; the same command resumes from it")
	flags.StringVar(&f.json, "json", "", "write the result to this file as JSON; - is standard output, and the rest goes to standard error")
	flags.StringVar(&f.store, "store", "", "keep the result in the run whose generations played, and update its ratings")
	flags.BoolVar(&f.plain, "plain", false, "print plain lines of progress, even on a terminal")
	cmd.MarkFlagsMutuallyExclusive("player", "a")
	cmd.MarkFlagsMutuallyExclusive("player", "b")
}

// specs returns who plays.
func (f *flags) specs() ([]player.Spec, error) {
	texts := f.players
	switch len(texts) {
	case 0:
		switch {
		case f.a == "" && f.b == "":
			return nil, errors.New("name two players with --a and --b, or more with --player")
		case f.a == "":
			return nil, errors.New("--a is missing: name an opponent for --b")
		case f.b == "":
			return nil, errors.New("--b is missing: name an opponent for --a")
		}
		texts = []string{f.a, f.b}
	case 1:
		return nil, errors.New("--player is given once; a match has two players or more")
	}
	specs := make([]player.Spec, len(texts))
	for i, text := range texts {
		var err error
		if specs[i], err = player.ParseSpec(text); err != nil {
			return nil, err
		}
	}
	return specs, nil
}

// flagOf returns the flag that names player i.
func (f *flags) flagOf(i int) string {
	if len(f.players) > 0 {
		return "--player"
	}
	return [...]string{"--a", "--b"}[i]
}

// check reports flags that make no sense, alone or together.
func (f *flags) check() error {
	if err := cmp.Or(
		cli.CheckGames("games", f.games, 1), f.limits.Check(),
		cli.Parallel("concurrency", f.concurrency), cli.CheckHash("hash", f.hash, 1), cli.AtLeast("max-plies", f.maxPlies, 1), cli.CheckRandomPlies(f.set, f.randomPlies),
		cli.AtLeast("opening-start", f.openingStart, 1), cli.AtLeast("opening-plies", f.openingPlies, 0),
		cli.AtLeast("draw-moves", f.rules.Draw.Moves, 0), cli.AtLeast("draw-value", f.rules.Draw.Value, 0), cli.AtLeast("draw-from", f.rules.Draw.From, 0),
		cli.AtLeast("resign-moves", f.rules.Resign.Moves, 0), cli.AtLeast("resign-value", f.rules.Resign.Value, 1),
	); err != nil {
		return err
	}
	if f.margin <= 0 {
		return fmt.Errorf("--margin is %v; want a positive time", f.margin)
	}
	if f.openingOrder != orderRandom && f.openingOrder != orderSequential {
		return fmt.Errorf("--opening-order is %q; want %s or %s", f.openingOrder, orderRandom, orderSequential)
	}
	return cmp.Or(
		cli.NeedsOneOf(f.set, []string{"openings"}, "opening-order", "opening-start", "opening-plies"),
		cli.NeedsOneOf(f.set, []string{"draw-moves"}, "draw-value", "draw-from"),
		cli.NeedsOneOf(f.set, []string{"resign-moves"}, "resign-value", "resign-both"),
	)
}

// tournament turns the flags into a tournament. It returns who plays, too.
func (f *flags) tournament(ctx context.Context) (t eval.Tournament, specs []player.Spec, err error) {
	g, err := f.game.Game()
	if err == nil {
		err = f.check()
	}
	if err != nil {
		return t, nil, err
	}
	t = eval.Tournament{Game: g, Options: eval.Options{
		Pairs:        (f.games + 1) / 2,
		RandomPlies:  f.randomPlies,
		Seed:         f.seed,
		Limits:       f.limits.Limits(f.tc != ""),
		Margin:       f.margin,
		MaxPlies:     f.maxPlies,
		Adjudication: f.rules,
		Concurrency:  f.concurrency,
	}}
	if f.sprt.Text != "" && !f.set.Changed("games") {
		t.Pairs = defaultSPRTGames / 2
	}
	if f.tc != "" {
		if t.Clock, err = player.ParseTimeControl(f.tc); err != nil {
			return t, nil, fmt.Errorf("--tc: %w", err)
		}
	}
	if specs, err = f.specs(); err != nil {
		return t, nil, err
	}
	if t.Players, err = f.entrants(g, specs); err != nil {
		return t, nil, err
	}
	if err := f.limits.CheckHeard(t.Players...); err != nil {
		return t, nil, err
	}
	t.Pairings = eval.RoundRobin(len(t.Players))
	if f.gauntlet {
		if len(t.Players) < 3 {
			return t, nil, errors.New("--gauntlet has no effect on two players; name a third one with --player")
		}
		t.Pairings = eval.Gauntlet(len(t.Players))
	}
	if err := f.book(ctx, &t); err != nil {
		return t, nil, err
	}
	if arbiter, ok := g.(games.Arbiter); ok {
		t.Arbiter = arbiter.Arbitrate
	}
	return t, specs, nil
}

// entrants returns the players, each with a name of its own.
func (f *flags) entrants(g games.Game, specs []player.Spec) (players []eval.Entrant, err error) {
	opts := search.DefaultOptions()
	opts.Hash = f.hash
	if err := player.CheckTables(specs, opts, min(f.concurrency, f.games)); err != nil {
		return nil, err
	}
	players = make([]eval.Entrant, len(specs))
	named := map[string]bool{}
	for i, spec := range specs {
		if players[i], err = spec.Entrant(g, opts); err != nil {
			return nil, err
		}
		name := players[i].Name
		for n := 2; named[players[i].Name]; n++ {
			players[i].Name = fmt.Sprintf("%s (%d)", name, n)
		}
		named[players[i].Name] = true
	}
	return players, nil
}

// book gives the tournament its openings.
func (f *flags) book(ctx context.Context, t *eval.Tournament) (err error) {
	if f.randomPlies < 0 {
		t.RandomPlies = 0
		if f.openings == "" {
			t.RandomPlies = player.OpeningPlies(t.Game)
		}
	}
	if f.openings == "" {
		return nil
	}
	if t.Openings, f.openingsSum, err = player.ReadOpenings(ctx, t.Game, f.openings, f.openingPlies); err != nil {
		return err
	}
	if n := len(t.Openings); f.openingStart > n {
		return fmt.Errorf("--opening-start is %d; %s has %s", f.openingStart, f.openings, console.Plural(n, "opening"))
	}
	t.Skip = f.openingStart - 1
	if f.openingOrder == orderSequential {
		t.Book = eval.Sequential
	}
	return nil
}

// again returns the command that resumes the match.
func (f *flags) again() string { return cli.Again("match", f.set) }
