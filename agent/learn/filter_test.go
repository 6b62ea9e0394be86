package learn

import (
	"math"
	"testing"

	"apprentice/games/record"
	"apprentice/games/tictactoe"
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
		if got := tt.filter.keeps(tt.ply, tt.p); got != tt.want {
			t.Errorf("%s: keeps %v, want %v", tt.name, got, tt.want)
		}
	}
}

// withinFive reports whether a count of n trials with probability p is within
// five standard deviations of what is expected.
func withinFive(count, n int, p float64) bool {
	return math.Abs(float64(count)-float64(n)*p) <= 5*math.Sqrt(float64(n)*p*(1-p))
}

// Held-out games are one of HeldOut by default, a whole game is on one side,
// and which side does not depend on the games around it.
func TestHeldOut(t *testing.T) {
	const count = 5000
	g := tictactoe.Game{}
	played := randomGames(g, 100, 2, count, 9)
	f := DefaultFilter()
	f.Checks = true
	all := windowOf(t, g, f, played)
	heldGames, trained, held := 0, 0, 0
	for i := range played {
		var dec decodedGame
		(&decoder{g, f, 0}).decode(&dec, &played[i])
		if len(dec.ends) != len(played[i].Plies) {
			t.Errorf("game %d of %d plies: %d samples", i, len(played[i].Plies), len(dec.ends))
		}
		if dec.heldOut {
			heldGames++
			held += len(dec.ends)
		} else {
			trained += len(dec.ends)
		}
	}
	if !withinFive(heldGames, count, 1.0/DefaultHeldOut) {
		t.Errorf("%d of %d games held out, want one of %d", heldGames, count, DefaultHeldOut)
	}
	if all.Samples() != trained || all.HeldOut() != held {
		t.Errorf("together %d and %d samples, one by one %d and %d", all.Samples(), all.HeldOut(), trained, held)
	}
	if none := windowOf(t, g, Filter{}, played); none.HeldOut() != 0 {
		t.Errorf("HeldOut 0 holds out %d samples", none.HeldOut())
	}
}

// No two games share an identity, and one of HeldOut is held out whatever the
// number is.
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
	f := Filter{HeldOut: 4}
	n := 0
	for id := range seen {
		if f.holdsOut(id) {
			n++
		}
	}
	if !withinFive(n, len(seen), 0.25) {
		t.Errorf("of %d games %d are held out", len(seen), n)
	}
}

func TestFilterValidate(t *testing.T) {
	for _, tt := range []struct {
		filter Filter
		want   string
	}{
		{Filter{MinPly: -2}, "filter: MinPly is -2, want at least 0"},
		{Filter{Skip: 1}, "filter: Skip is 1, want 0 to less than 1"},
		{Filter{Skip: -0.1}, "filter: Skip is -0.1, want 0 to less than 1"},
		{Filter{HeldOut: 1}, "filter: HeldOut is 1, want 0 or at least 2"},
		{Filter{HeldOut: -3}, "filter: HeldOut is -3, want 0 or at least 2"},
	} {
		if _, err := OpenStore(t.TempDir(), tictactoe.Game{}, tt.filter); err == nil || err.Error() != tt.want {
			t.Errorf("OpenStore: %v, want %s", err, tt.want)
		}
	}
}

// Skip leaves out that share of the positions in training, those of any game, cell
// and ply alike, and none of those held out.
func TestSkip(t *testing.T) {
	const share = 0.3
	g := tictactoe.Game{}
	played := randomGames(g, 100, 2, 3000, 9)
	decode := func(f Filter) (byPly [9]int, low, heldOut int) {
		f.Checks = true
		for i := range played {
			var dec decodedGame
			(&decoder{g, f, 0}).decode(&dec, &played[i])
			if dec.heldOut {
				heldOut += len(dec.ends)
				continue
			}
			for k, packed := 0, dec.packed; len(packed) > 0; k++ {
				var sample []byte
				sample, packed = cutSample(packed)
				h, _ := parseHead(sample)
				byPly[h.ply]++
				if dec.cells[k] < numCells/2 {
					low++
				}
			}
		}
		return byPly, low, heldOut
	}
	all, allLow, allHeld := decode(DefaultFilter())
	f := DefaultFilter()
	f.Skip = share
	kept, keptLow, keptHeld := decode(f)
	for ply := range all {
		if !withinFive(kept[ply], all[ply], 1-share) {
			t.Errorf("ply %d: %d of %d kept, want %g", ply, kept[ply], all[ply], 1-share)
		}
	}
	if !withinFive(keptLow, allLow, 1-share) {
		t.Errorf("of %d samples in the lower cells %d kept, want %g", allLow, keptLow, 1-share)
	}
	if allHeld == 0 || keptHeld != allHeld {
		t.Errorf("%d of %d held-out samples kept", keptHeld, allHeld)
	}
}
