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

	nodes    int64
	depth    int
	moveTime time.Duration
	tc       string
	margin   time.Duration
	hash     int

	openings     string
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
	flags.StringVar(&f.a, "a", "", "the first player")
	flags.StringVar(&f.b, "b", "", "the second player")
	flags.StringArrayVar(&f.players, "player", nil, "a player; give it twice or more instead of --a and --b")
	flags.BoolVar(&f.gauntlet, "gauntlet", false, "the first player meets all others, instead of all each other")
	f.game.Add(cmd)

	flags.IntVar(&f.games, "games", defaultGames, fmt.Sprintf("how many games of each two players, %d with --sprt; odd numbers are rounded up to pairs", defaultSPRTGames))
	flags.IntVar(&f.concurrency, "concurrency", console.UsableCPUs(), "games at a time")
	flags.Uint64Var(&f.seed, "seed", 1, "of all chance in the match")

	flags.Int64Var(&f.nodes, "nodes", 0, fmt.Sprintf("nodes a move (default %d where nothing else limits)", player.DefaultNodes))
	flags.IntVar(&f.depth, "depth", 0, "plies a move")
	flags.DurationVar(&f.moveTime, "movetime", 0, "time a move, as in 100ms")
	flags.StringVar(&f.tc, "tc", "", "clock, as in 8+0.08, 40/60+0.5 or 1:30+1: moves/seconds+increment")
	flags.DurationVar(&f.margin, "margin", eval.DefaultMargin, "by how much a player may overrun its time")
	flags.IntVar(&f.hash, "hash", 16, "MB of hash table for each of our players")

	flags.StringVar(&f.openings, "openings", "", "openings: a .pgn file, or FEN or EPD lines")
	flags.StringVar(&f.openingOrder, "opening-order", orderRandom, "the order of the openings: random or sequential")
	flags.IntVar(&f.openingStart, "opening-start", 1, "begin with this opening of that order")
	flags.IntVar(&f.openingPlies, "opening-plies", 0, "play only so many plies of each opening; 0 for all")
	flags.IntVar(&f.randomPlies, "random-plies", -1, "random plies after the opening (default 4, fewer in short games, 0 with --openings)")
	cli.HideDefault(flags, "random-plies")
	flags.Lookup("random-plies").DefValue = "0" // which help leaves out: the sentence tells

	flags.IntVar(&f.maxPlies, "max-plies", eval.DefaultMaxPlies, "a longer game is a draw")
	flags.IntVar(&f.rules.Draw.Moves, "draw-moves", 0, "a draw when both players saw little in so many moves each; 0: play on")
	flags.IntVar(&f.rules.Draw.Value, "draw-value", 10, "what is little, in centipawns")
	flags.IntVar(&f.rules.Draw.From, "draw-from", 40, "but not before so many moves of each, opening included")
	flags.IntVar(&f.rules.Resign.Moves, "resign-moves", 0, "a loss for who saw a lost position in so many moves; 0: play on")
	flags.IntVar(&f.rules.Resign.Value, "resign-value", 600, "what is lost, in centipawns below 0")
	flags.BoolVar(&f.rules.Resign.BothSides, "resign-both", false, "the winner must have seen as much")

	f.sprt.Add(flags, "stop when decided")

	flags.StringVar(&f.pgn, "pgn", "", "append the games to this file")
	flags.StringVar(&f.state, "state", "", "keep every game in this file as it ends; the same command goes on from there")
	flags.StringVar(&f.json, "json", "", "write the result to this file; - is standard output, with all else on standard error")
	flags.StringVar(&f.store, "store", "", "keep the result in this run, whose generations the players are, and rate them anew")
	flags.BoolVar(&f.plain, "plain", false, "plain lines of progress, also on a terminal")
	cmd.MarkFlagsMutuallyExclusive("player", "a")
	cmd.MarkFlagsMutuallyExclusive("player", "b")
}

// specs returns who plays.
func (f *flags) specs() ([]string, error) {
	if len(f.players) == 0 {
		switch {
		case f.a == "" && f.b == "":
			return nil, errors.New("nobody plays: name two players with --a and --b, or more with --player")
		case f.a == "":
			return nil, errors.New("--a is missing: there is nobody for --b to play")
		case f.b == "":
			return nil, errors.New("--b is missing: there is nobody for --a to play")
		}
		return []string{f.a, f.b}, nil
	}
	if len(f.players) == 1 {
		return nil, errors.New("--player is given once; a match has two players or more")
	}
	return f.players, nil
}

// check reports flags that make no sense, alone or together.
func (f *flags) check() error {
	if err := cmp.Or(
		cli.AtLeast("games", f.games, 1), cli.MoveLimits(f.set, f.nodes, f.depth, f.moveTime),
		cli.Parallel("concurrency", f.concurrency), cli.CheckHash("hash", f.hash, 1), cli.AtLeast("max-plies", f.maxPlies, 1),
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
	for _, pair := range [][2]string{
		{"opening-order", "openings"}, {"opening-start", "openings"}, {"opening-plies", "openings"},
		{"draw-value", "draw-moves"}, {"draw-from", "draw-moves"},
		{"resign-value", "resign-moves"}, {"resign-both", "resign-moves"},
	} {
		if f.set.Changed(pair[0]) && !f.set.Changed(pair[1]) {
			return fmt.Errorf("--%s says nothing without --%s", pair[0], pair[1])
		}
	}
	return nil
}

// tournament turns the flags into a tournament.
func (f *flags) tournament(ctx context.Context) (eval.Tournament, error) {
	var t eval.Tournament
	g, err := f.game.Game()
	if err == nil {
		err = f.check()
	}
	if err != nil {
		return t, err
	}
	t = eval.Tournament{Game: g, Options: eval.Options{
		Pairs:        (f.games + 1) / 2,
		RandomPlies:  f.randomPlies,
		Seed:         f.seed,
		Limits:       search.Limits{Nodes: f.nodes, Depth: f.depth, MoveTime: f.moveTime},
		Margin:       f.margin,
		MaxPlies:     f.maxPlies,
		Adjudication: f.rules,
		Concurrency:  f.concurrency,
	}}
	if f.sprt.Text != "" && !f.set.Changed("games") {
		t.Pairs = defaultSPRTGames / 2
	}
	if f.nodes == 0 && f.depth == 0 && f.moveTime == 0 && f.tc == "" {
		t.Limits.Nodes = player.DefaultNodes
	}
	if f.tc != "" {
		if t.Clock, err = player.ParseTimeControl(f.tc); err != nil {
			return t, fmt.Errorf("--tc: %w", err)
		}
	}
	if t.Players, err = f.entrants(g); err != nil {
		return t, err
	}
	t.Pairings = eval.RoundRobin(len(t.Players))
	if f.gauntlet {
		t.Pairings = eval.Gauntlet(len(t.Players))
	}
	if err := f.book(ctx, &t); err != nil {
		return t, err
	}
	if arbiter, ok := g.(games.Arbiter); ok {
		t.Arbiter = arbiter.Arbitrate
	}
	return t, nil
}

// entrants returns the players, each with a name of its own.
func (f *flags) entrants(g games.Game) ([]eval.Entrant, error) {
	specs, err := f.specs()
	if err != nil {
		return nil, err
	}
	opts := search.DefaultOptions()
	opts.Hash = f.hash
	if err := player.CheckTables(specs, opts, min(f.concurrency, f.games)); err != nil {
		return nil, err
	}
	players := make([]eval.Entrant, len(specs))
	named := map[string]bool{}
	for i, spec := range specs {
		if players[i], err = player.New(g, spec, opts); err != nil {
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
	if t.Openings, err = player.ReadOpenings(ctx, t.Game, f.openings, f.openingPlies); err != nil {
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

// again returns the command that goes on with the match.
func (f *flags) again() string { return cli.Again("apprentice match", f.set) }
