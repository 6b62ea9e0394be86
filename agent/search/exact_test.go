package search

import (
	"context"
	"math/rand/v2"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
)

// hashEvaluator gives every position an arbitrary value: whatever a search
// does wrong changes its result.
type hashEvaluator struct{}

func (hashEvaluator) Reset(games.Position) {}
func (hashEvaluator) Push(*games.Delta)    {}
func (hashEvaluator) Pop()                 {}
func (hashEvaluator) Value(pos games.Position) int {
	return int(pos.Key()*0x9E3779B97F4A7C15>>54) - 512
}

// materialEvaluator counts pieces.
type materialEvaluator struct{ hashEvaluator }

func (materialEvaluator) Value(pos games.Position) int { return pos.Material() }

func newHash() Evaluator     { return hashEvaluator{} }
func newMaterial() Evaluator { return materialEvaluator{} }

// minimax is the slow twin of a search without any technique.
func minimax(pos games.Position, e Evaluator, depth, ply int) int {
	if ply > 0 {
		if o := pos.Ended(ply); o.Over() {
			return outcomeValue(o.Result, ply)
		}
	}
	moves := pos.Moves(nil, games.AllMoves)
	if len(moves) == 0 {
		return outcomeValue(pos.Outcome().Result, ply)
	}
	if depth == 0 {
		return e.Value(pos)
	}
	best := -infinity
	for _, m := range moves {
		pos.Make(m, nil)
		best = max(best, -minimax(pos, e, depth-1, ply+1))
		pos.Unmake()
	}
	return best
}

// randomPosition plays up to plies random moves from the start of g.
func randomPosition(g games.Game, rng *rand.Rand, plies int) games.Position {
	pos := g.Start()
	for range plies {
		moves := pos.Moves(nil, games.AllMoves)
		if pos.Outcome().Over() || len(moves) == 0 {
			break
		}
		pos.Make(moves[rng.IntN(len(moves))], nil)
	}
	return pos
}

// exactTechniques are those that change the order of moves and the windows
// they are searched with, but not the value of a search.
func exactTechniques() Techniques {
	return Techniques{
		PVS: true, MateDistance: true,
		Killers: true, Countermoves: true, History: true, Continuation: true, CaptureHist: true,
	}
}

func TestPlainSearchIsMinimax(t *testing.T) {
	games := []struct {
		game     games.Game
		plies    int
		depth    int
		searches int
	}{
		{tictactoe.Game{}, 4, 9, 30},
		{chess.Game{}, 60, 3, 25},
	}
	for _, g := range games {
		for name, techniques := range map[string]Techniques{"none": {}, "ordering": exactTechniques()} {
			opts := Options{Techniques: techniques, Margins: DefaultMargins(), Slots: g.game.NumSlots()}
			s := New(newHash, opts)
			rng := rand.New(rand.NewPCG(7, 7))
			for i := range g.searches {
				pos := randomPosition(g.game, rng, rng.IntN(g.plies+1))
				if pos.Outcome().Over() {
					continue
				}
				depth := 1 + i%g.depth
				want := minimax(pos, hashEvaluator{}, depth, 0)
				got := s.Search(context.Background(), pos, Limits{Depth: depth}, nil)
				if got.Value != want {
					t.Errorf("%s, techniques %s, depth %d, %q: value %d, minimax %d", g.game.Name(), name, depth, pos.FEN(), got.Value, want)
				}
				pos.Make(got.Move, nil)
				if v := -minimax(pos, hashEvaluator{}, depth-1, 1); v != want {
					t.Errorf("%s, techniques %s, depth %d: the move found is worth %d, the best %d", g.game.Name(), name, depth, v, want)
				}
				pos.Unmake()
			}
		}
	}
}

func TestTicTacToeIsADraw(t *testing.T) {
	for _, opts := range []Options{{Techniques: Techniques{}}, DefaultOptions()} {
		pos := tictactoe.Game{}.Start()
		r := New(newMaterial, opts).Search(context.Background(), pos, Limits{Depth: 12}, nil)
		if r.Value != 0 {
			t.Errorf("value of the empty board is %d", r.Value)
		}
	}
}

// TestTicTacToeSolved plays the searcher against every line of play: it never
// loses, whichever side it has.
func TestTicTacToeSolved(t *testing.T) {
	s := New(newMaterial, DefaultOptions())
	var walk func(pos games.Position, us games.Side)
	walk = func(pos games.Position, us games.Side) {
		if o := pos.Outcome(); o.Over() {
			if winner, ok := o.Winner(pos.Side()); ok && winner != us {
				t.Fatalf("lost as %v: %q", us, pos.FEN())
			}
			return
		}
		moves := pos.Moves(nil, games.AllMoves)
		if pos.Side() == us {
			moves = []games.Move{s.Search(context.Background(), pos, Limits{Depth: 10}, nil).Move}
		}
		for _, m := range moves {
			pos.Make(m, nil)
			walk(pos, us)
			pos.Unmake()
		}
	}
	walk(tictactoe.Game{}.Start(), games.First)
	walk(tictactoe.Game{}.Start(), games.Second)
}
