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
