package value

import (
	"math/rand/v2"
	"testing"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/gametest"
)

var _ search.Evaluator = (*Accumulators)(nil)

// An evaluator that follows moves, passes and takebacks says at any time what
// one says that is set up afresh, and what the definition says.
func TestIncrementalIsFull(t *testing.T) {
	for _, g := range testGames() {
		for seed := range uint64(4) {
			for _, hidden := range []int{32, 96} {
				rng := newRand(seed)
				n := quantize(t, trained(ShapeOf(g, hidden, 8), seed))
				a, fresh := n.NewEvaluator(g), n.NewEvaluator(g)
				a.Reset(g.Start())
				walk(g, rng, 600, a.Push, a.Pop, func(pos games.Position) {
					if rng.IntN(3) == 0 { // leave gaps: values are asked for now and then
						return
					}
					got, want := a.Value(pos), n.slowValue(pos)
					fresh.Reset(pos)
					if full := fresh.Value(pos); got != want || full != want {
						t.Fatalf("%s seed %d: incremental %d, full %d, definition %d", pos.FEN(), seed, got, full, want)
					}
				})
			}
		}
	}
}

// Views that a delta marks for a refresh are rebuilt, wherever in the line the
// mark is, and what the delta says of them is not read.
func TestRefresh(t *testing.T) {
	for _, g := range testGames() {
		for seed := range uint64(4) {
			rng := newRand(seed)
			n := quantize(t, trained(ShapeOf(g, 32, 4), seed))
			a := n.NewEvaluator(g)
			a.Reset(g.Start())
			push := func(d *games.Delta) {
				marked := *d
				for view := range marked.Refresh {
					if rng.IntN(4) == 0 {
						marked.Refresh[view] = true
						for i := range games.MaxDelta {
							marked.Added[view][i], marked.Removed[view][i] = 65535, 65535
						}
					}
				}
				a.Push(&marked)
			}
			walk(g, rng, 600, push, a.Pop, func(pos games.Position) {
				if rng.IntN(2) == 0 {
					return
				}
				if got, want := a.Value(pos), n.slowValue(pos); got != want {
					t.Fatalf("%s seed %d: incremental %d, definition %d", pos.FEN(), seed, got, want)
				}
			})
		}
	}
}

// Lines longer than the room there is at the start are followed as well.
func TestLongLine(t *testing.T) {
	g := chess.Game{}
	n := quantize(t, trained(ShapeOf(g, 32, 8), 1))
	a := n.NewEvaluator(g)
	pos := g.Start()
	a.Reset(pos)
	root := a.Value(pos)
	line := []string{"g1f3", "g8f6", "f3g1", "f6g8"}
	var d games.Delta
	const plies = 3*startPlies + 1
	for i := range plies {
		m, err := pos.ParseMove(line[i%len(line)])
		if err != nil {
			t.Fatal(err)
		}
		pos.Make(m, &d)
		a.Push(&d)
	}
	if got, want := a.Value(pos), n.slowValue(pos); got != want {
		t.Errorf("after %d plies: %d, want %d", plies, got, want)
	}
	for range plies {
		a.Pop()
		pos.Unmake()
	}
	if got := a.Value(pos); got != root {
		t.Errorf("back at the root: %d, was %d", got, root)
	}
}

// Reset in the middle of a line forgets the passes in it.
func TestResetForgetsPasses(t *testing.T) {
	g := chess.Game{}
	n := quantize(t, trained(ShapeOf(g, 32, 8), 1))
	a := n.NewEvaluator(g)
	pos := g.Start()
	var d games.Delta
	moves := pos.Moves(nil, games.AllMoves)
	pos.Make(moves[0], &d)
	for range 2 { // the second time after passes on both plies that were not taken back
		a.Reset(g.Start())
		a.Push(&d)
		if got, want := a.Value(pos), n.slowValue(pos); got != want {
			t.Errorf("after a move: %d, want %d", got, want)
		}
		a.Pop()
		if got, want := a.Value(g.Start()), n.slowValue(g.Start()); got != want {
			t.Errorf("after it was taken back: %d, want %d", got, want)
		}
		a.Push(&games.Delta{})
		a.Push(&d)
		a.Push(&games.Delta{})
	}
}

// An evaluator that was never set up values the position it is shown.
func TestValueWithoutReset(t *testing.T) {
	g := chess.Game{}
	n := quantize(t, trained(ShapeOf(g, 32, 8), 1))
	if got, want := n.NewEvaluator(g).Value(g.Start()), n.slowValue(g.Start()); got != want {
		t.Errorf("got %d, want %d", got, want)
	}
}

// The value of a position does not depend on who sits on which side: colours
// exchanged, the side to move has the same value, by float and by integer.
func TestColourFlip(t *testing.T) {
	for _, g := range testGames() {
		w := trained(ShapeOf(g, 32, 8), 3)
		n := quantize(t, w)
		a := n.NewEvaluator(g)
		var sides [2]int
		for seed := range uint64(60) {
			pos := gametest.RandomPosition(g, newRand(seed), int(seed))
			flipped := flip(t, g, pos)
			if pos.Side() == flipped.Side() {
				t.Fatalf("%s: flipped to %s", pos.FEN(), flipped.FEN())
			}
			sides[pos.Side()]++
			a.Reset(pos)
			v := a.Value(pos)
			a.Reset(flipped)
			if got := a.Value(flipped); got != v {
				t.Errorf("%s has value %d, flipped %d", pos.FEN(), v, got)
			}
			// The features come in another order, so that sums may differ in
			// the last bits.
			if x, y := w.Forward(pos), w.Forward(flipped); x-y > 1e-9 || y-x > 1e-9 {
				t.Errorf("%s has logit %v, flipped %v", pos.FEN(), x, y)
			}
		}
		if sides[0] == 0 || sides[1] == 0 {
			t.Errorf("%s: sides to move %v: one was never tested", g.Name(), sides)
		}
	}
}

// With weights that make the view of the side to move count plus and the other
// minus, a pass turns the sign round: the views are not mixed up.
func TestSideToMove(t *testing.T) {
	g := chess.Game{}
	w := newWeights(ShapeOf(g, 32, 1))
	for f := range w.Features / 2 { // own pieces
		w.FeatureW[f*w.Hidden] = 0.05
	}
	w.OutW[0], w.OutW[w.Hidden] = 1, -1
	a := quantize(t, w).NewEvaluator(g)
	for _, tt := range []struct {
		fen  string
		sign int
	}{
		{"4k3/8/8/8/8/8/PPPPPPPP/4K3 w - - 0 1", 1},
		{"4k3/8/8/8/8/8/PPPPPPPP/4K3 b - - 0 1", -1},
		{"4k3/pppppppp/8/8/8/8/8/4K3 w - - 0 1", -1},
		{"4k3/pppppppp/8/8/8/8/8/4K3 b - - 0 1", 1},
		{"4k3/pppppppp/8/8/8/8/PPPPPPPP/4K3 b - - 0 1", 0},
	} {
		pos, err := g.ParseFEN(tt.fen)
		if err != nil {
			t.Fatal(err)
		}
		a.Reset(pos)
		v := a.Value(pos)
		if sign := min(max(v, -1), 1); sign != tt.sign {
			t.Errorf("%s: value %d, want sign %d", tt.fen, v, tt.sign)
		}
		if x := w.Forward(pos) * Scale; x-float64(v) > 5 || float64(v)-x > 5 {
			t.Errorf("%s: value %d, float %v", tt.fen, v, x)
		}
	}
}

func TestNoAllocation(t *testing.T) {
	g := chess.Game{}
	n := quantize(t, trained(ShapeOf(g, 64, 8), 1))
	a := n.NewEvaluator(g)
	pos := g.Start()
	a.Reset(pos)
	m, err := pos.ParseMove("e2e4")
	if err != nil {
		t.Fatal(err)
	}
	var d games.Delta
	refresh := games.Delta{Refresh: [2]bool{true, true}}
	var sum int
	if got := testing.AllocsPerRun(100, func() {
		pos.Make(m, &d)
		a.Push(&d)
		sum += a.Value(pos)
		a.Push(&games.Delta{})
		sum += a.Value(pos)
		a.Pop()
		a.Push(&refresh)
		sum += a.Value(pos)
		a.Pop()
		a.Pop()
		pos.Unmake()
		a.Reset(pos)
	}); got != 0 {
		t.Errorf("%v allocations a move", got)
	}
}

// benchmark walks the moves of a random game as a search would: each move is
// made, valued and taken back before one of them is played.
func benchmark(b *testing.B, hidden int, value bool) {
	g := chess.Game{}
	n := quantize(b, trained(ShapeOf(g, hidden, 8), 1))
	a := n.NewEvaluator(g)
	pos := gametest.RandomPosition(g, rand.New(rand.NewPCG(1, 1)), 20)
	moves := pos.Moves(nil, games.AllMoves)
	a.Reset(pos)
	var d games.Delta
	i := 0
	for b.Loop() {
		pos.Make(moves[i], &d)
		a.Push(&d)
		if value {
			a.Value(pos)
		}
		a.Pop()
		pos.Unmake()
		if i++; i == len(moves) {
			i = 0
		}
	}
}

func BenchmarkMove(b *testing.B)     { benchmark(b, 128, false) }
func BenchmarkValue128(b *testing.B) { benchmark(b, 128, true) }
func BenchmarkValue256(b *testing.B) { benchmark(b, 256, true) }
func BenchmarkValue512(b *testing.B) { benchmark(b, 512, true) }

func benchmarkRefresh(b *testing.B, hidden int) {
	g := chess.Game{}
	n := quantize(b, trained(ShapeOf(g, hidden, 8), 1))
	a := n.NewEvaluator(g)
	pos := g.Start()
	for b.Loop() {
		a.Reset(pos)
	}
}

func BenchmarkRefresh128(b *testing.B) { benchmarkRefresh(b, 128) }
func BenchmarkRefresh256(b *testing.B) { benchmarkRefresh(b, 256) }
func BenchmarkRefresh512(b *testing.B) { benchmarkRefresh(b, 512) }
