package learn

import (
	"math"
	"testing"

	"apprentice/games/record"
	"apprentice/games/tictactoe"

	"pgregory.net/rapid"
)

func TestFilterKeeps(t *testing.T) {
	const has, check, tactical = record.HasValue, record.Check, record.Tactical
	for _, tt := range []struct {
		name   string
		filter Filter
		ply    int
		p      record.Ply
		want   bool
	}{
		{"quiet", DefaultFilter(), 0, record.Ply{Flags: has}, true},
		{"random move", DefaultFilter(), 0, record.Ply{}, false},
		{"random move, all allowed", Filter{Checks: true, Tactical: true}, 0, record.Ply{Flags: check | tactical}, false},
		{"in check", DefaultFilter(), 0, record.Ply{Flags: has | check}, false},
		{"in check, allowed", Filter{Checks: true}, 0, record.Ply{Flags: has | check}, true},
		{"in check, other allowed", Filter{Tactical: true}, 0, record.Ply{Flags: has | check}, false},
		{"tactical", DefaultFilter(), 0, record.Ply{Flags: has | tactical}, false},
		{"tactical, allowed", Filter{Tactical: true}, 0, record.Ply{Flags: has | tactical}, true},
		{"tactical, other allowed", Filter{Checks: true}, 0, record.Ply{Flags: has | tactical}, false},
		{"mate", DefaultFilter(), 0, record.Ply{Flags: has, Value: 31999}, true},
		{"mated", DefaultFilter(), 0, record.Ply{Flags: has, Value: -31998}, true},
		{"too early", Filter{MinPly: 4}, 3, record.Ply{Flags: has}, false},
		{"late enough", Filter{MinPly: 4}, 4, record.Ply{Flags: has}, true},
	} {
		if got := tt.filter.keeps(1, tt.ply, tt.p); got != tt.want {
			t.Errorf("%s: keeps %v, want %v", tt.name, got, tt.want)
		}
	}
}

// withinFive reports whether a count of n trials with probability p is within
// five standard deviations of what is expected.
func withinFive(count, n int, p float64) bool {
	return math.Abs(float64(count)-float64(n)*p) <= 5*math.Sqrt(float64(n)*p*(1-p))
}

// The share of positions left out is Skip, over games and over the plies of
// one; the same ones are left out every time, and more of them by a larger
// Skip.
func TestSkip(t *testing.T) {
	p := record.Ply{Flags: record.HasValue}
	const count, plies = 400, 100
	for _, skip := range []float64{0, 0.1, 0.5, 0.9} {
		f := Filter{Skip: skip}
		more := Filter{Skip: (1 + skip) / 2}
		total, byPly := 0, [plies]int{}
		for i := range count {
			id := identity(&record.Game{Generation: 3, Index: uint64(i), Seed: 9})
			for ply := range plies {
				keeps := f.keeps(id, ply, p)
				if keeps {
					total++
					byPly[ply]++
				} else if more.keeps(id, ply, p) {
					t.Fatalf("game %d, ply %d: left out by skip %g, kept by %g", i, ply, skip, more.Skip)
				}
				if keeps != f.keeps(id, ply, p) {
					t.Fatalf("game %d, ply %d: kept and not", i, ply)
				}
			}
		}
		if !withinFive(total, count*plies, 1-skip) {
			t.Errorf("skip %g: %d of %d kept", skip, total, count*plies)
		}
		for ply, n := range byPly {
			if !withinFive(n, count, 1-skip) {
				t.Errorf("skip %g: %d of %d kept at ply %d", skip, n, count, ply)
			}
		}
	}
}

// Held-out games are one of HeldOut by default, a whole game is on one side,
// and which side does not depend on the games around it.
func TestHeldOut(t *testing.T) {
	const count = 5000
	g := tictactoe.Game{}
	played := randomGames(g, 100, 2, count, 9)
	f := DefaultFilter()
	f.Checks = true
	all := dataset(t, g, f, played)
	heldGames, trained, held := 0, 0, 0
	for i := range played {
		one := dataset(t, g, f, played[i:i+1])
		switch {
		case one.Len() == len(played[i].Plies) && one.HeldOutLen() == 0:
			trained += one.Len()
		case one.Len() == 0 && one.HeldOutLen() == len(played[i].Plies):
			heldGames++
			held += one.HeldOutLen()
		default:
			t.Errorf("game %d of %d plies: %d to train on, %d held out", i, len(played[i].Plies), one.Len(), one.HeldOutLen())
		}
	}
	if !withinFive(heldGames, count, 1.0/DefaultHeldOut) {
		t.Errorf("%d of %d games held out, want one of %d", heldGames, count, DefaultHeldOut)
	}
	if all.Len() != trained || all.HeldOutLen() != held {
		t.Errorf("together %d and %d samples, one by one %d and %d", all.Len(), all.HeldOutLen(), trained, held)
	}
	if none := dataset(t, g, Filter{}, played); none.HeldOutLen() != 0 {
		t.Errorf("HeldOut 0 holds out %d samples", none.HeldOutLen())
	}
}

// No two games share an identity, and skipping does not know which games are
// held out.
func TestIdentity(t *testing.T) {
	seen := map[uint64]record.Game{}
	for generation := range 20 {
		for seed := range uint64(20) {
			for index := range uint64(50) {
				g := record.Game{Generation: generation, Seed: seed, Index: index}
				id := identity(&g)
				if other, twice := seen[id]; twice {
					t.Fatalf("%+v and %+v have the same identity", other, g)
				}
				seen[id] = g
			}
		}
	}
	f := Filter{Skip: 0.5, HeldOut: 4}
	kept, n := 0, 0
	for id := range seen {
		if f.holdsOut(id) {
			n++
			if f.keeps(id, 0, record.Ply{Flags: record.HasValue}) {
				kept++
			}
		}
	}
	if !withinFive(n, len(seen), 0.25) || !withinFive(kept, n, 0.5) {
		t.Errorf("of %d games %d are held out and %d of them kept at ply 0", len(seen), n, kept)
	}
}

func TestFraction(t *testing.T) {
	for h, want := range map[uint64]float64{0: 0, 1 << 63: 0.5, math.MaxUint64: 1 - 1.0/(1<<53)} {
		if got := fraction(h); got != want {
			t.Errorf("fraction(%#x) = %v, want %v", h, got, want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if x := fraction(rapid.Uint64().Draw(t, "hash")); !(x >= 0 && x < 1) {
			t.Errorf("fraction %v", x)
		}
	})
}

func TestFilterValidate(t *testing.T) {
	for _, tt := range []struct {
		filter Filter
		want   string
	}{
		{Filter{MinPly: -2}, "filter: MinPly is -2, want at least 0"},
		{Filter{Skip: 1}, "filter: Skip is 1, want at least 0 and less than 1"},
		{Filter{Skip: -0.1}, "filter: Skip is -0.1, want at least 0 and less than 1"},
		{Filter{Skip: math.NaN()}, "filter: Skip is NaN, want at least 0 and less than 1"},
		{Filter{HeldOut: 1}, "filter: HeldOut is 1, want 0 or at least 2"},
		{Filter{HeldOut: -3}, "filter: HeldOut is -3, want 0 or at least 2"},
	} {
		d := NewDataset(tictactoe.Game{}, tt.filter)
		if err := d.Add(source{}); err == nil || err.Error() != tt.want {
			t.Errorf("Add: %v, want %s", err, tt.want)
		}
	}
}
