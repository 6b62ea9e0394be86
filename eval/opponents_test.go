package eval

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
)

// builtin returns the opponent of a spec.
func builtin(t *testing.T, spec string) Entrant {
	t.Helper()
	e, err := Builtin(spec)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestBuiltin(t *testing.T) {
	for spec, name := range map[string]string{"random": "random", "material:2": "material:2", "material:07": "material:7"} {
		e := builtin(t, spec)
		p, err := e.New(t.Context())
		if err != nil || e.Name != name || p.Name() != name && spec != "random" {
			t.Errorf("%s: entrant %s, error %v", spec, e.Name, err)
		}
	}
	for _, spec := range []string{"random:1", "material", "material:0", "material:x", "material:21"} {
		if _, err := Builtin(spec); err == nil || errors.Is(err, ErrUnknownPlayer) {
			t.Errorf("%s: error is %v, want one about the argument", spec, err)
		}
	}
	for _, spec := range []string{"", "stockfish", "gen:3"} {
		if _, err := Builtin(spec); !errors.Is(err, ErrUnknownPlayer) {
			t.Errorf("%q: error is %v, want ErrUnknownPlayer", spec, err)
		}
	}
}

// chosen returns the move of a player in a position, in coordinates.
func chosen(t *testing.T, p Player, fen string, seed uint64, lim search.Limits) (string, Choice) {
	t.Helper()
	pos, err := chess.Game{}.ParseFEN(fen)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.NewGame(t.Context(), seed); err != nil {
		t.Fatal(err)
	}
	c, err := p.Move(t.Context(), Situation{Start: fen, Pos: pos}, lim)
	if err != nil {
		t.Fatal(err)
	}
	if !pos.Legal(c.Move) || pos.FEN() != fen {
		t.Fatalf("%s: move %#04x, position now %s", fen, uint16(c.Move), pos.FEN())
	}
	return pos.FormatMove(c.Move), c
}

// What counted material must see, for both colours: a hanging queen, one that
// is defended, a mate, and that a capture may cost more than it takes.
func TestMaterialSees(t *testing.T) {
	for _, c := range []struct{ why, fen, move string }{
		{"white takes the queen", "4k3/8/8/3q4/4P3/8/8/4K3 w - - 0 1", "e4d5"},
		{"black takes the queen", "4k3/8/8/4p3/3Q4/8/8/4K3 b - - 0 1", "e5d4"},
		{"white mates", "6k1/5ppp/8/8/8/8/8/R3K3 w - - 0 1", "a1a8"},
		{"black mates", "r3k3/8/8/8/8/8/5PPP/6K1 b - - 0 1", "a8a1"},
	} {
		for seed := range uint64(5) {
			move, choice := chosen(t, NewMaterial(2), c.fen, seed, search.Limits{Nodes: 1})
			if move != c.move || !choice.HasValue || choice.Value <= 0 || choice.Depth < 1 {
				t.Errorf("%s, seed %d: %s plays %s (%+v), want %s", c.why, seed, c.fen, move, choice, c.move)
			}
		}
	}
	defended := "4k3/8/2p5/3p4/8/8/3Q4/4K3 w - - 0 1"
	for seed := range uint64(5) {
		if move, _ := chosen(t, NewMaterial(1), defended, seed, search.Limits{}); move == "d2d5" {
			t.Errorf("seed %d: %s: the queen takes a defended pawn", seed, defended)
		}
	}
}

// The same seed plays the same move; among equal ones different seeds differ.
func TestMaterialSeeds(t *testing.T) {
	start := chess.Game{}.Start().FEN()
	moves := map[string]bool{}
	for seed := range uint64(8) {
		p := NewMaterial(1)
		a, _ := chosen(t, p, start, seed, search.Limits{})
		b, _ := chosen(t, p, start, seed, search.Limits{})
		if a != b {
			t.Errorf("seed %d: %s, then %s", seed, a, b)
		}
		moves[a] = true
	}
	if len(moves) < 3 {
		t.Errorf("eight seeds begin with only %v", moves)
	}
}

func TestRandomIsUniform(t *testing.T) {
	p, pos := NewRandom(), tictactoe.Game{}.Start()
	if err := p.NewGame(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	const each = 1000
	counts := map[games.Move]int{}
	for range 9 * each {
		c, err := p.Move(t.Context(), Situation{Pos: pos}, search.Limits{})
		if err != nil || c.HasValue {
			t.Fatalf("%+v, %v", c, err)
		}
		counts[c.Move]++
	}
	chi2 := 0.0
	for _, m := range pos.Moves(nil, games.AllMoves) {
		d := float64(counts[m] - each)
		chi2 += d * d / each
	}
	if chi2 > 26.1 { // 8 degrees of freedom, 0.1 %
		t.Errorf("seed 1: chi squared is %.1f: %v", chi2, counts)
	}
	if err := p.NewGame(t.Context(), 2); err != nil {
		t.Fatal(err)
	}
	over, err := tictactoe.Game{}.ParseFEN("XXX/oo1/3 o")
	if err != nil {
		t.Fatal(err)
	}
	if over.Moves(nil, games.AllMoves) == nil {
		if _, err := p.Move(t.Context(), Situation{Pos: over}, search.Limits{}); err == nil {
			t.Error("a move in a game that is over")
		}
	}
}

// Chess games between the opponents: material wins from both sides, the
// arbiter agrees with every outcome, and workers change nothing.
func TestMaterialBeatsRandom(t *testing.T) {
	m := Match{Game: chess.Game{}, A: builtin(t, "random"), B: builtin(t, "material:2")}
	m.Options = Options{Pairs: 4, RandomPlies: 4, Seed: 7, MaxPlies: 300, Arbiter: chess.Game{}.Arbitrate}
	want, all := played(t, m)
	if want.AsFirst.Losses < 2 || want.AsSecond.Losses < 2 || want.WDL.Wins > 0 {
		t.Errorf("seed 7: random scores %v as white and %v as black", want.AsFirst, want.AsSecond)
	}
	m.Concurrency = 4
	got, again := played(t, m)
	if timeless(got).String() != timeless(want).String() || bytesOf(again) != bytesOf(all) {
		t.Errorf("seed 7: %v alone, %v with four workers", want, got)
	}
}

func TestAgentPlays(t *testing.T) {
	g := tictactoe.Game{}
	weights := value.NewWeights(value.Shape{Features: g.NumFeatures(), Hidden: 32, Buckets: 1, MaxActive: g.MaxActive()}, rand.New(rand.NewPCG(1, 1)))
	network, err := value.Quantize(weights)
	if err != nil {
		t.Fatal(err)
	}
	e := Entrant{Name: "agent", New: func(context.Context) (Player, error) {
		opts := search.DefaultOptions()
		opts.Hash = 1
		return NewAgent("agent", agent.New(g, network, opts)), nil
	}}
	m := Match{Game: g, A: e, B: builtin(t, "random"), Options: Options{Pairs: 20, Seed: 3, Limits: search.Limits{Nodes: 3000}}}
	r, all := played(t, m)
	if r.WDL.Losses > 0 || r.WDL.Wins < 25 { // a search of tictactoe to the end never loses
		t.Errorf("seed 3: the agent scores %v", r.WDL)
	}
	if r.Effort[0].Nodes == 0 || all[0].Game.Plies[0].Flags == 0 {
		t.Errorf("nothing is known of the agent's search: %+v", r.Effort[0])
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := m.Play(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("error is %v after cancelling", err)
	}
}
