package thinker_test

import (
	"context"
	"errors"
	"math/rand/v2"
	"testing"
	"time"

	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/thinker"
	"apprentice/eval"
	"apprentice/games"
	"apprentice/games/tictactoe"
)

// network returns a player with random weights.
func network(t *testing.T) *thinker.Network {
	t.Helper()
	g := tictactoe.Game{}
	n, err := value.Quantize(value.NewWeights(value.ShapeOf(g, 32, 1), rand.New(rand.NewPCG(1, 2))))
	if err != nil {
		t.Fatal(err)
	}
	return thinker.NewNetwork("it", g, n, value.Calibration{}, search.DefaultOptions())
}

func TestLinesAreInOrder(t *testing.T) {
	n := network(t)
	pos, err := tictactoe.Game{}.ParseFEN("XX1/oo1/3 x")
	if err != nil {
		t.Fatal(err)
	}
	lines := n.Lines(t.Context(), pos, search.Limits{Nodes: 5000}, 3, nil)
	if len(lines) != 3 || pos.FormatMove(lines[0].PV[0]) != "c3" {
		t.Fatalf("lines %+v, want three that begin with c3", lines)
	}
	for i := range lines[1:] {
		if lines[i].Value < lines[i+1].Value {
			t.Errorf("line %d has value %d, the next one %d", i, lines[i].Value, lines[i+1].Value)
		}
	}
	if e, ok := n.Expectation(lines[0].Value); e != 1 || !ok {
		t.Errorf("a win is worth %v, %v", e, ok)
	}
	other, err := pos.ParseMove("a1")
	if err != nil {
		t.Fatal(err)
	}
	only := n.Lines(t.Context(), pos, search.Limits{Nodes: 5000}, 1, []games.Move{other})
	if len(only) != 1 || only[0].PV[0] != other {
		t.Errorf("of one move there are the lines %+v", only)
	}
	if e, _ := n.Expectation(only[0].Value); e != 0 {
		t.Errorf("a loss is worth %v", e)
	}
}

func TestNetworkMovesAtOnce(t *testing.T) {
	n := network(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	pos := tictactoe.Game{}.Start()
	r, err := n.Think(ctx, eval.Situation{Pos: pos}, search.Limits{Infinite: true}, nil)
	if err != nil || !pos.Legal(r.Move) || !n.CanHurry() {
		t.Errorf("it plays %v, error %v", r.Move, err)
	}
}

// Clocks of the situation are those of the search where it has no other limit.
func TestNetworkKnowsTheClock(t *testing.T) {
	n := network(t)
	pos := tictactoe.Game{}.Start()
	clocks := [2]search.Clock{{Time: time.Millisecond}, {Time: time.Hour}}
	if _, err := n.Think(t.Context(), eval.Situation{Pos: pos, Clocks: &clocks}, search.Limits{}, nil); err != nil {
		t.Error(err)
	}
}

// mute is a player that fails until it is made a second time.
type mute struct {
	eval.Player
	begun, closed, fails bool
}

func (m *mute) NewGame(context.Context, uint64) error { m.begun = true; return nil }
func (m *mute) Close() error                          { m.closed = true; return nil }

func (m *mute) Move(_ context.Context, s eval.Situation, _ search.Limits) (eval.Choice, error) {
	switch {
	case m.fails:
		return eval.Choice{}, errors.New("it lost its voice")
	case !m.begun:
		return eval.Choice{}, errors.New("no game has begun")
	}
	return eval.Choice{Move: s.Pos.Moves(nil, games.AllMoves)[0]}, nil
}

func TestExternalComesBackAfterItFailed(t *testing.T) {
	var made []*mute
	x, err := thinker.NewExternal(t.Context(), eval.Entrant{Name: "mute", New: func(context.Context) (eval.Player, error) {
		made = append(made, &mute{fails: len(made) == 0})
		return made[len(made)-1], nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	s := eval.Situation{Pos: tictactoe.Game{}.Start()}
	if _, err := x.Think(t.Context(), s, search.Limits{}, nil); err == nil {
		t.Error("there is no error")
	}
	if !made[0].closed {
		t.Error("the one that failed is not closed")
	}
	r, err := x.Think(t.Context(), s, search.Limits{}, nil)
	if err != nil || !s.Pos.Legal(r.Move) || len(made) != 2 {
		t.Errorf("the second time it plays %v, error %v, of %d", r.Move, err, len(made))
	}
	if _, ok := x.Expectation(100); ok || x.CanHurry() || x.Name() != "mute" {
		t.Error("it has expectations, or can hurry, or another name")
	}
	if err := x.Close(); err != nil || !made[1].closed || x.Close() != nil {
		t.Errorf("closed: %v", err)
	}
}
