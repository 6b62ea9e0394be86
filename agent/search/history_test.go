package search

import (
	"context"
	"slices"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/xiangqi"
)

// Static values move towards what searches found after the same last moves, up
// and down, for the side that searched only.
func TestCorrection(t *testing.T) {
	for _, side := range []games.Side{games.First, games.Second} {
		for _, sign := range []int{1, -1} {
			w, f := workerAt(t, positions[0], DefaultOptions())
			f.lastSlot, f.beforeSlot = 7, 9
			f.static = 0
			last := 0
			for range 3 {
				w.correct(f, side, sign*200, Exact, 6)
				now := w.corrected(f, side, 0)
				if now*sign <= last*sign {
					t.Errorf("side %v: %d after %d, searches found %d", side, now, last, sign*200)
				}
				last = now
			}
			other := *f
			other.lastSlot, other.beforeSlot = 8, 9
			if v := w.corrected(&other, side, 0); v != 0 {
				t.Errorf("side %v: another move is corrected by %d", side, v)
			}
			// The entry of the pair is shared by the sides, that of the move is not.
			if v := w.corrected(f, side.Other(), 0); v*sign >= last*sign {
				t.Errorf("side %v: the other side is corrected by %d, this one by %d", side, v, last)
			}
			// One search, be its value ever so far away, moves little.
			fresh, g := workerAt(t, positions[0], DefaultOptions())
			g.lastSlot, g.beforeSlot, g.static = 7, 9, 0
			fresh.correct(g, side, sign*MaxValue, Exact, 60)
			if v, most := fresh.corrected(g, side, 0)*sign, 2*correctionMax/4*w.o.CorrectionWeight/1024; v <= 0 || v > most {
				t.Errorf("side %v: corrected by %d at once, at most %d is wanted", side, v, most)
			}
			for range 10000 {
				w.correct(f, side, sign*MaxValue, Exact, 60)
			}
			most := 2 * correctionMax * w.o.CorrectionWeight / 1024
			if v := w.corrected(f, side, 0) * sign; v <= last*sign || v > most {
				t.Errorf("side %v: corrected by %d in the end, at most %d is wanted", side, v, most)
			}
			if v := w.corrected(f, side, sign*MaxValue); v*sign > MaxValue {
				t.Errorf("a corrected value of %d is one of a mate", v)
			}
		}
	}
}

// A bound that the static value does not violate teaches nothing, nor does a
// mate.
func TestCorrectionIgnores(t *testing.T) {
	for _, test := range []struct {
		why   string
		value int
		bound Bound
		learn bool
	}{
		{"at least less than the static value", 50, Lower, false},
		{"at least more", 150, Lower, true},
		{"at most more", 150, Upper, false},
		{"at most less", 50, Upper, true},
		{"exactly more", 150, Exact, true},
		{"mate", MateValue - 3, Exact, false},
		{"mated", 3 - MateValue, Exact, false},
	} {
		w, f := workerAt(t, positions[0], DefaultOptions())
		f.lastSlot, f.beforeSlot, f.static = 7, 9, 100
		w.correct(f, games.First, test.value, test.bound, 20)
		if learnt := w.corrected(f, games.First, 0) != 0; learnt != test.learn {
			t.Errorf("%s: learnt is %t", test.why, learnt)
		}
	}
}

// What refuted a node is remembered: a quiet move as killer and countermove and
// in the histories, a capture in its own. What was tried before it loses.
func TestRefuted(t *testing.T) {
	const depth, before = 4, 7
	best, other := tried{move: 11, slotBits: 101}, tried{move: 12, slotBits: 102}
	capture, loser := tried{move: 13, slotBits: 103, gain: 300}, tried{move: 14, slotBits: 104, gain: 100}
	for _, test := range []struct {
		why                     string
		best                    tried
		quiet, other, won, lost int // signs of what is learnt of the four moves
	}{
		{"a quiet move", best, 1, -1, -1, -1},
		{"a capture", capture, 0, 0, 1, -1},
	} {
		w, f := workerAt(t, positions[0], DefaultOptions())
		f.known[0], f.lastSlot = true, before
		f.rows[0] = w.h.row(before)
		f.try(other)
		f.try(loser)
		if test.best == best {
			f.try(capture)
		}
		w.refuted(f, games.First, test.best, depth)
		tactical := func(x tried) int {
			return int(w.h.tactical[w.h.tacticalIndex(games.First, x.slot(), int(x.gain))])
		}
		bonus := w.historyBonus(depth)
		malus := -bonus * w.o.Malus / 1024
		amount := func(sign int) int {
			switch {
			case sign > 0:
				return bonus
			case sign < 0:
				return malus
			}
			return 0
		}
		got := []int{int(w.h.quiet[best.slot()]), int(w.h.quiet[other.slot()]), tactical(capture), tactical(loser)}
		want := []int{amount(test.quiet), amount(test.other), amount(test.won), amount(test.lost)}
		if !slices.Equal(got, want) {
			t.Errorf("%s: the histories have %v, want %v", test.why, got, want)
		}
		if after := int(w.h.after[before*w.h.slots+best.slot()]); after != amount(test.quiet) {
			t.Errorf("%s: after the move before it %d, want %d", test.why, after, amount(test.quiet))
		}
		quiet := test.best == best
		if (f.killers[0] == best.move) != quiet || (w.h.counter[before] == best.move) != quiet {
			t.Errorf("%s: killers %v, countermove %d", test.why, f.killers, w.h.counter[before])
		}
	}
}

// There are two killers, the last one first, never twice the same.
func TestKillers(t *testing.T) {
	w, f := workerAt(t, positions[0], DefaultOptions())
	f.known[0] = false
	f.lastSlot = 3
	for _, m := range []games.Move{1, 1, 2, 3, 3} {
		w.remember(f, tried{move: m})
	}
	if f.killers != [2]games.Move{3, 2} {
		t.Errorf("killers %v, want 3 and 2", f.killers)
	}
	if m := w.h.counter[3]; m != games.NoMove {
		t.Errorf("a countermove %d where no move went before", m)
	}
}

// Histories stay within their bounds and come back from them: bonuses of a move
// that always works or never does wear off.
func TestGravity(t *testing.T) {
	for _, sign := range []int{1, -1} {
		var h int16
		for range 1000 {
			gravity(&h, sign*2000)
		}
		if v := int(h) * sign; v < historyMax*9/10 || v > historyMax {
			t.Errorf("%d after a thousand bonuses of %d", h, sign*2000)
		}
		top := h
		gravity(&h, -sign*2000)
		if fall := int(top-h) * sign; fall < 3500 || fall > 4000 {
			t.Errorf("from %d one malus leads to %d", top, h)
		}
	}
}

// The history of a quiet move weighs what it did here and after the moves one,
// two and four plies before, each with its switch and its weight.
func TestQuietHistory(t *testing.T) {
	o := DefaultOptions()
	o.AfterOne, o.AfterTwo, o.AfterFour = 2048, 1024, 512
	w, f := workerAt(t, positions[0], o)
	const slot = 5
	f.rows = [3]int{w.h.row(1), w.h.row(2), w.h.row(3)}
	after := func(i int) *int16 { return &w.h.after[f.rows[i]+slot] }
	w.h.quiet[slot], w.h.quiet[w.h.slots+slot] = 1000, -7
	*after(0), *after(1), *after(2) = 100, 10, 4
	for _, test := range []struct {
		history, continuation bool
		side                  games.Side
		want                  int
	}{
		{true, true, games.First, 1000 + 200 + 10 + 2},
		{true, true, games.Second, -7 + 200 + 10 + 2},
		{true, false, games.First, 1000},
		{false, true, games.First, 212},
		{false, false, games.First, 0},
	} {
		o.History, o.Continuation = test.history, test.continuation
		w.o = &o
		if got := w.quietHistory(f, test.side, slot); got != test.want {
			t.Errorf("%+v: %d", test, got)
		}
	}
	// Plies before the root are not known, and nothing is learnt about them.
	f.known = [3]bool{true, false, true}
	w.rewardQuiet(f, games.First, slot, 500)
	if *after(0) <= 100 || *after(1) != 10 || *after(2) <= 4 {
		t.Errorf("rewarded: %d, %d, %d", *after(0), *after(1), *after(2))
	}
}

// The rows of a node are those of the moves one, two and four plies before.
func TestRowsFollowTheLine(t *testing.T) {
	w, _ := workerAt(t, positions[0], DefaultOptions())
	w.reset(position(t, positions[0]))
	var slots []int
	for ply, text := range []string{"e2e4", "e7e5", "g1f3", "b8c6", "f1b5"} {
		m := chessMove(t, w.pos, text)
		slots = append(slots, w.slot(m))
		w.push(m, w.slot(m), ply)
	}
	f := w.frame(5)
	for i, back := range []int{1, 2, 4} {
		if f.rows[i] != w.h.row(slots[5-back]) || !f.known[i] {
			t.Errorf("row %d is not that of the move %d plies before", i, back)
		}
	}
	if f.lastSlot != slots[4] || f.beforeSlot != slots[3] {
		t.Errorf("last slots %d and %d, want %d and %d", f.lastSlot, f.beforeSlot, slots[4], slots[3])
	}
	if early := w.frame(3); early.known != [3]bool{true, true, false} {
		t.Errorf("after three moves %v are known", early.known)
	}
	for range slots {
		w.pop()
	}
	// A pass is no move that anything follows.
	w.pushNull(0)
	if f := w.frame(1); f.known[0] || !f.null || f.inCheck || f.lastSlot != w.h.slots {
		t.Errorf("after a pass: %v, null %t, slot %d", f.known, f.null, f.lastSlot)
	}
}

// A search fills all tables but the row of no move. After clear nothing is left.
func TestClearForgets(t *testing.T) {
	for _, g := range []games.Game{chess.Game{}, xiangqi.Game{}} {
		opts := DefaultOptions()
		opts.HashKB, opts.Slots = 64, g.NumSlots()
		s := New(newMaterial, opts)
		for range 2 {
			s.Search(context.Background(), g.Start(), Limits{Nodes: 30000}, nil)
			h := &s.workers[0].h
			for name, table := range map[string][]int16{
				"quiet": h.quiet, "tactical": h.tactical, "after": h.after, "last": h.last, "pair": h.pair,
			} {
				if !slices.ContainsFunc(table, notZero) {
					t.Errorf("%s: a search leaves %s empty", g.Name(), name)
				}
			}
			s.Clear()
			for name, table := range map[string][]int16{
				"quiet": h.quiet, "tactical": h.tactical, "after": h.after, "last": h.last, "pair": h.pair,
			} {
				if i := slices.IndexFunc(table, notZero); i >= 0 {
					t.Errorf("%s: %s keeps %d at %d", g.Name(), name, table[i], i)
				}
			}
		}
	}
}

func notZero(v int16) bool { return v != 0 }
