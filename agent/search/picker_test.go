package search

import (
	"cmp"
	"math/rand/v2"
	"slices"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/xiangqi"
)

// handed is a move that a picker handed out.
type handed struct {
	move  games.Move
	stage stage
	slot  int
	gain  int
}

// handOut returns what f's picker hands out, up to the first move of which done
// says so.
func (w *worker) handOut(f *frame, done func(handed) bool) (out []handed) {
	for m := w.nextMove(f); m != games.NoMove; m = w.nextMove(f) {
		h := handed{m, f.picker.stage, f.picker.slot, f.picker.gain}
		out = append(out, h)
		if done(h) {
			break
		}
	}
	return out
}

func never(handed) bool { return false }

// randomWorker returns a worker for g with arbitrary histories.
func randomWorker(g games.Game, rng *rand.Rand) *worker {
	opts := DefaultOptions()
	opts.HashKB, opts.Slots = 64, g.NumSlots()
	w := New(newMaterial, opts).workers[0]
	for _, h := range [][]int16{w.h.quiet, w.h.tactical, w.h.after[w.h.row(w.h.slots):]} {
		for i := range h {
			h[i] = int16(rng.IntN(2*historyMax) - historyMax)
		}
	}
	return w
}

// randomPicker puts w before a random position of g, with a table move, killers
// and a countermove of which some are legal.
func randomPicker(w *worker, g games.Game, rng *rand.Rand) (f *frame, tableMove games.Move) {
	w.reset(randomPosition(g, rng, rng.IntN(120)))
	moves := w.pos.Moves(nil, games.AllMoves)
	any := func() games.Move {
		if len(moves) == 0 || rng.IntN(3) == 0 {
			return games.Move(rng.Uint32())
		}
		return moves[rng.IntN(len(moves))]
	}
	f = w.frame(0)
	if f.killers = [2]games.Move{any(), any()}; f.killers[0] == f.killers[1] {
		f.killers[1] = games.NoMove // as the search keeps them
	}
	f.known[0], f.lastSlot = true, rng.IntN(w.h.slots)
	w.h.counter[f.lastSlot] = any()
	if m := any(); w.pos.Legal(m) {
		tableMove = m
	}
	return f, tableMove
}

// rank is where a move belongs in the order of a picker: its class, and what it
// is sorted by within that, the highest first; refutations are not sorted.
func (w *worker) rank(f *frame, m, tableMove games.Move, refutations []games.Move) (class, score int) {
	side, slot, gain := w.pos.Side(), w.slot(m), w.pos.Gain(m)
	tactical := 20*gain + int(w.h.tactical[w.h.tacticalIndex(side, slot, gain)])
	switch {
	case m == tableMove:
		return 0, 0
	case gain != 0 && w.pos.SEE(m, 0):
		return 1, tactical
	case gain != 0:
		return 4, tactical
	case slices.Contains(refutations, m):
		return 2, 0
	}
	return 3, w.quietHistory(f, side, slot)
}

// A picker hands out every legal move once, in the order of its stages, and
// within them by what is known. Skipped quiet moves are left out, no others.
func TestPickerOrder(t *testing.T) {
	for _, g := range []games.Game{chess.Game{}, xiangqi.Game{}} {
		rng := rand.New(rand.NewPCG(3, 4))
		w := randomWorker(g, rng)
		for range 300 {
			f, tableMove := randomPicker(w, g, rng)
			refutations := []games.Move{f.killers[0], f.killers[1], w.h.counter[f.lastSlot]}
			p := w.pick(f, tableMove)
			legal := w.pos.Moves(nil, games.AllMoves)
			left := rng.IntN(2*len(legal) + 1) // moves until the quiet ones are skipped, if ever
			out := w.handOut(f, func(h handed) bool {
				if left--; left == 0 {
					p.skipQuiets = true
				}
				if p.skipQuiets && left < 0 && h.gain == 0 {
					t.Errorf("%s: a quiet move after they were to be skipped", w.pos.FEN())
				}
				return false
			})
			for i, h := range out {
				class, score := w.rank(f, h.move, tableMove, refutations)
				if h.slot != w.slot(h.move) || h.gain != w.pos.Gain(h.move) {
					t.Fatalf("%s: %s has slot %d, gain %d", w.pos.FEN(), w.pos.FormatMove(h.move), h.slot, h.gain)
				}
				if i == 0 {
					continue
				}
				lastClass, lastScore := w.rank(f, out[i-1].move, tableMove, refutations)
				if class < lastClass || class == lastClass && score > lastScore {
					t.Fatalf("%s: %s of class %d, %d comes after class %d, %d",
						w.pos.FEN(), w.pos.FormatMove(h.move), class, score, lastClass, lastScore)
				}
			}
			w.checkHanded(t, out, func(m games.Move) bool { return w.pos.Gain(m) != 0 || !p.skipQuiets })
		}
	}
}

// checkHanded makes sure that no move was handed out twice and that none is
// missing of the legal moves that wanted says are.
func (w *worker) checkHanded(t *testing.T, out []handed, wanted func(games.Move) bool) {
	t.Helper()
	seen := map[games.Move]bool{}
	for _, h := range out {
		if seen[h.move] || !w.pos.Legal(h.move) {
			t.Fatalf("%s: move %d is handed out twice or not legal", w.pos.FEN(), h.move)
		}
		seen[h.move] = true
	}
	for _, m := range w.pos.Moves(nil, games.AllMoves) {
		if wanted(m) && !seen[m] {
			t.Fatalf("%s: %s is missing", w.pos.FEN(), w.pos.FormatMove(m))
		}
	}
}

// Killers come before the countermove, and a move that is both comes once.
func TestRefutationOrder(t *testing.T) {
	w, f := workerAt(t, quietPosition, DefaultOptions())
	a, b, c := chessMove(t, w.pos, "c1d3"), chessMove(t, w.pos, "e2e4"), chessMove(t, w.pos, "h2h3")
	f.known[0], f.lastSlot = true, 5
	for _, test := range []struct {
		killers [2]games.Move
		counter games.Move
		off     func(*Techniques)
		want    []games.Move
	}{
		{[2]games.Move{a, b}, c, nil, []games.Move{a, b, c}},
		{[2]games.Move{a, b}, a, nil, []games.Move{a, b}},
		{[2]games.Move{a, b}, b, nil, []games.Move{a, b}},
		{[2]games.Move{a, b}, c, func(t *Techniques) { t.Killers = false }, []games.Move{c}},
		{[2]games.Move{a, b}, c, func(t *Techniques) { t.Countermoves = false }, []games.Move{a, b}},
	} {
		o := DefaultOptions()
		if test.off != nil {
			test.off(&o.Techniques)
		}
		w.o = &o
		f.killers, w.h.counter[5] = test.killers, test.counter
		w.pick(f, games.NoMove)
		var got []games.Move
		for _, h := range w.handOut(f, never) {
			if h.stage == stageRefutation {
				got = append(got, h.move)
			}
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("killers %v, countermove %v: %v, want %v", test.killers, test.counter, got, test.want)
		}
	}
}

// A picker of captures hands out those that pass its threshold.
func TestPickTacticals(t *testing.T) {
	for _, g := range []games.Game{chess.Game{}, xiangqi.Game{}} {
		rng := rand.New(rand.NewPCG(5, 6))
		w := randomWorker(g, rng)
		captures := 0
		for range 300 {
			f, tableMove := randomPicker(w, g, rng)
			threshold := rng.IntN(400) - 100
			if tableMove != games.NoMove && w.pos.Gain(tableMove) == 0 {
				tableMove = games.NoMove
			}
			w.pickTacticals(f, tableMove, threshold)
			out := w.handOut(f, never)
			good := func(m games.Move) bool {
				return m == tableMove || w.pos.Gain(m) != 0 && w.pos.SEE(m, threshold)
			}
			for i, h := range out {
				if !good(h.move) || h.move == tableMove && i > 0 {
					t.Fatalf("%s: %s at place %d", w.pos.FEN(), w.pos.FormatMove(h.move), i)
				}
			}
			w.checkHanded(t, out, good)
			captures += len(out)
		}
		if captures < 300 {
			t.Errorf("%s: only %d captures", g.Name(), captures)
		}
	}
}

// A picker of evasions hands out all moves: the table's, captures, the others.
func TestPickEvasions(t *testing.T) {
	for _, g := range []games.Game{chess.Game{}, xiangqi.Game{}} {
		rng := rand.New(rand.NewPCG(7, 8))
		w := randomWorker(g, rng)
		for range 300 {
			f, tableMove := randomPicker(w, g, rng)
			w.pickEvasions(f, tableMove)
			out := w.handOut(f, never)
			w.checkHanded(t, out, func(games.Move) bool { return true })
			rank := func(h handed) (class, score int) {
				class, score = w.rank(f, h.move, tableMove, nil)
				if class == 4 {
					class = 1 // evasions that lose material are not told from others
				}
				return class, score
			}
			if !slices.IsSortedFunc(out, func(a, b handed) int {
				ca, sa := rank(a)
				cb, sb := rank(b)
				return cmp.Or(cmp.Compare(ca, cb), cmp.Compare(sb, sa))
			}) {
				t.Fatalf("%s: the order is %v", w.pos.FEN(), out)
			}
		}
	}
}
