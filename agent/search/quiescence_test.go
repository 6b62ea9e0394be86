package search

import (
	"math/rand/v2"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
	"apprentice/games/xiangqi"
)

// countingOptions are those of a player that prunes nothing but by the window,
// with a table or without.
func countingOptions(table bool) Options {
	return Options{
		HashKB: 1024, Slots: drop{}.NumSlots(), Margins: DefaultMargins(),
		Techniques: Techniques{Table: table, Quiescence: true, PVS: true, MateDistance: true, Killers: true, History: true},
	}
}

// Where a check need not be answered, two sides that threaten each other come
// to rest. In the first position both have threats all over the board.
func TestThreatsComeToRest(t *testing.T) {
	const most = 2000 // nodes for two plies
	threats := []games.Position{dropAfter(t, "cadefbgbgcg")}
	rng := rand.New(rand.NewPCG(11, 0))
	for range 300 {
		threats = append(threats, randomPosition(drop{}, rng, rng.IntN(35)))
	}
	all := DefaultOptions()
	all.HashKB = 1024
	for name, opts := range map[string]Options{
		"all techniques": all, "few": countingOptions(true), "no table": countingOptions(false),
	} {
		s := New(newHash, opts)
		for _, pos := range threats {
			s.Clear()
			if r := search(s, pos, Limits{Depth: 2, Nodes: most}); r.Nodes >= most {
				t.Errorf("%s: two plies after %s take %d nodes or more", name, pos.FEN(), most)
			}
		}
	}
}

// A check that was ignored is followed until the reply that makes use of it is
// seen, and not beyond. Both sides threaten to complete a line here.
func TestIgnoredChecks(t *testing.T) {
	pos := tictactoe.Game{}.Start()
	for _, name := range []string{"a1", "a2", "b1", "b2"} {
		m, err := pos.ParseMove(name)
		if err != nil {
			t.Fatal(err)
		}
		pos.Make(m, nil)
	}
	w := New(newMaterial, countingOptions(false)).workers[0]
	for ignored, want := range []int{MateValue - 1, MateValue - 1, 0, 0} {
		w.reset(pos)
		if !w.frame(0).inCheck {
			t.Fatalf("%s: no check", pos.FEN())
		}
		if v := w.quiesce(-infinity, infinity, 0, ignored); v != want {
			t.Errorf("after %d ignored checks the value is %d, want %d", ignored, v, want)
		}
	}
}

// Checks that answer checks are followed as long as none is ignored: the only
// way out of this check gives check, and the answer to that mates.
func TestAnsweredChecks(t *testing.T) {
	for _, fen := range []string{
		"6r1/8/8/8/3k4/5p2/7B/q6K w - - 0 1",
		"Q6k/7b/5P2/3K4/8/8/8/6R1 b - - 0 1",
	} {
		w := New(newMaterial, countingOptions(false)).workers[0]
		w.reset(position(t, fen))
		if v := w.quiesce(-infinity, infinity, 0, 0); v != 2-MateValue {
			t.Errorf("%s: value %d, want mate on the next move, %d", fen, v, 2-MateValue)
		}
	}
}

// A side has ignored a check where its opponent can win at once: by the slow
// twin, which looks at the replies. In chess and xiangqi no legal move does.
func TestLeftInCheck(t *testing.T) {
	for _, g := range []games.Game{drop{}, tictactoe.Game{}, chess.Game{}, xiangqi.Game{}} {
		lines := g.Name() == "drop" || g.Name() == "tictactoe"
		rng := rand.New(rand.NewPCG(5, 0))
		ignored, moves := 0, 0
		w := New(newMaterial, Options{Slots: g.NumSlots()}).workers[0]
		for range 1500 {
			w.pos = randomPosition(g, rng, rng.IntN(100))
			if !w.pos.InCheck() {
				continue
			}
			for _, m := range w.pos.Moves(nil, games.AllMoves) {
				w.pos.Make(m, nil)
				if !w.pos.Ended(1).Over() {
					moves++
					left := w.leftInCheck()
					if left {
						ignored++
					}
					if left != (lines && winsNow(w.pos)) {
						t.Errorf("%s: %s after a move out of check: ignored is %t", g.Name(), w.pos.FEN(), left)
					}
				}
				w.pos.Unmake()
			}
		}
		if moves == 0 || (ignored > 0) != lines {
			t.Errorf("%s: %d of %d moves ignore a check", g.Name(), ignored, moves)
		}
	}
}

// winsNow reports whether the side to move can win with one move.
func winsNow(pos games.Position) bool {
	for _, m := range pos.Moves(nil, games.AllMoves) {
		pos.Make(m, nil)
		lost := pos.Outcome().Result == games.Loss
		pos.Unmake()
		if lost {
			return true
		}
	}
	return false
}

// What the table knows decides a null-window node; elsewhere a bound of it is a
// better static value, and a quiet move of it is not tried.
func TestQuiesceLooksUp(t *testing.T) {
	for _, test := range []struct {
		why   string
		hit   entry
		pv    bool
		value int
	}{
		{"exact", entry{value: 90, static: 33, bound: Exact}, false, 90},
		{"on the principal variation", entry{value: 90, static: 33, bound: Exact}, true, 90}, // as a static value
		{"at most more", entry{value: 90, static: 33, bound: Upper}, true, 33},
		{"at least more", entry{value: 90, static: 33, bound: Lower}, true, 90},
		{"at most less", entry{value: 20, static: 33, bound: Upper}, true, 20},
		{"none of its own", entry{value: -999, static: noValue, bound: Lower}, true, 40},
		{"mate", entry{value: toTable(MateValue-5, 2), static: 33, bound: Lower}, false, MateValue - 4},
	} {
		w, _ := workerAt(t, quietPosition, DefaultOptions())
		w.with(sideEvaluator{points: 40})
		test.hit.move = chessMove(t, w.pos, "c1d3")
		w.table.store(w.pos.Key(), test.hit)
		alpha, beta := 49, 50
		if test.pv {
			alpha, beta = -infinity, infinity
		}
		if v := w.quiesce(alpha, beta, 1, 0); v != test.value || w.nodes != 0 {
			t.Errorf("%s: value %d after %d nodes, want %d", test.why, v, w.nodes, test.value)
		}
	}
	// On the principal variation the table does not spare the search.
	w, _ := workerAt(t, hangingQueens[0].fen, DefaultOptions())
	w.table.store(w.pos.Key(), entry{value: 0, static: noValue, bound: Exact})
	if v := w.quiesce(-infinity, infinity, 1, 0); v != 100 {
		t.Errorf("value %d on the principal variation, want the pawn that is left", v)
	}
}

// What quiescence stores: bounds on the right side, and the static value as the
// evaluator has it.
func TestQuiesceStores(t *testing.T) {
	for _, test := range []struct {
		why   string
		alpha int
		bound Bound
		value int
		move  bool
	}{
		{"stands pat", -2000, Lower, -850, false},
		{"a capture fails high", 0, Lower, 100, true},
		{"fails low", 200, Upper, 100, false},
	} {
		w, f := workerAt(t, hangingQueens[0].fen, only(func(t *Techniques) { t.Table, t.Quiescence, t.Correction = true, true, true }))
		for range 9 { // so that the corrected value is another
			w.correct(f, w.pos.Side(), f.static-300, Exact, 8)
		}
		want := entry{value: test.value, static: -850, bound: test.bound}
		if test.alpha < -1500 {
			want.value = w.corrected(f, w.pos.Side(), -850)
		}
		w.quiesce(test.alpha, test.alpha+1, 1, 0)
		if test.move {
			want.move = chessMove(t, w.pos, hangingQueens[0].capture)
		}
		if e, ok := w.table.probe(w.pos.Key()); !ok || e != want {
			t.Errorf("%s: the table has %+v, want %+v", test.why, e, want)
		}
	}
}

// A capture that would not reach alpha even for free is not searched.
func TestDeltaPruning(t *testing.T) {
	for nodes := range int64(2) {
		w, f := workerAt(t, hangingQueens[0].fen, only(func(t *Techniques) { t.Quiescence, t.DeltaPruning = true, true }))
		gain := w.pos.Gain(chessMove(t, w.pos, hangingQueens[0].capture))
		alpha := f.static + w.o.DeltaMargin + gain - int(nodes)
		want := alpha // as if the queen were for free
		if nodes > 0 {
			want = 100
		}
		if v := w.quiesce(alpha, alpha+1, 1, 0); v != want || w.nodes != nodes {
			t.Errorf("alpha %d: value %d after %d nodes, want %d after %d", alpha, v, w.nodes, want, nodes)
		}
	}
}

// Of the quiet ways out of check the first is searched, and two more.
func TestQuietEvasions(t *testing.T) {
	w, _ := workerAt(t, "4r1k1/8/8/8/8/8/8/4K3 w - - 0 1", only(func(t *Techniques) { t.Quiescence = true }))
	legal := len(w.pos.Moves(nil, games.AllMoves))
	w.quiesce(-infinity, infinity, 1, 0)
	if w.nodes != 1+maxQuietEvasions || legal <= 3 {
		t.Errorf("%d of %d evasions were searched, want %d", w.nodes, legal, 1+maxQuietEvasions)
	}
}
