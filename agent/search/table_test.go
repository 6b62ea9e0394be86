package search

import (
	"math/rand/v2"
	"sync"
	"testing"

	"apprentice/games"
)

func TestPackedEntry(t *testing.T) {
	tests := []entry{
		{},
		{move: 65535, value: MateValue, static: noValue, depth: 127, bound: Exact, pv: true},
		{move: 1, value: -MateValue, static: -MaxValue, depth: 0, bound: Upper},
		{move: 40000, value: -1, static: 1, depth: 64, bound: Lower, pv: true},
	}
	for _, e := range tests {
		for age := range uint8(32) {
			if got := unpack(pack(e, age)); got != e {
				t.Errorf("age %d: %+v comes back as %+v", age, e, got)
			}
		}
	}
}

func TestTableStoresAndForgets(t *testing.T) {
	table := newTable(64<<10, false)
	rng := rand.New(rand.NewPCG(1, 2))
	want := map[uint64]entry{}
	for range 200 {
		key := rng.Uint64()
		e := entry{move: games.Move(rng.Uint32()), value: rng.IntN(2000) - 1000, depth: 1 + rng.IntN(20), bound: Lower}
		table.store(key, e)
		want[key] = e
	}
	for key, e := range want {
		if got, ok := table.probe(key); !ok || got != e {
			t.Fatalf("key %#x: got %+v, %v, want %+v", key, got, ok, e)
		}
		if got, ok := table.probe(key ^ 1<<40); ok {
			t.Fatalf("found %+v for a key never stored", got)
		}
	}
	table.clear()
	for key := range want {
		if _, ok := table.probe(key); ok {
			t.Fatal("an entry survived clear")
		}
	}
}

func TestTableReplacesShallowAndOld(t *testing.T) {
	table := newTable(64, false) // one bucket
	for i := range 4 {
		table.store(uint64(i+1), entry{depth: 10 + i, bound: Lower, move: 9})
	}
	table.store(5, entry{depth: 1, bound: Lower})
	if _, ok := table.probe(1); ok {
		t.Error("the shallowest entry was kept")
	}
	table.nextAge()
	table.store(6, entry{depth: 2, bound: Lower})
	if _, ok := table.probe(5); ok {
		t.Error("the shallowest entry of the last search was kept")
	}
	table.store(4, entry{depth: 12, bound: Upper})
	if e, ok := table.probe(4); !ok || e.move != 9 || e.depth != 12 {
		t.Errorf("entry of the same position is %+v, want the new depth and the old move", e)
	}
	for range 3 {
		table.nextAge()
	}
	table.store(7, entry{depth: 1, bound: Lower})
	if _, ok := table.probe(6); ok {
		t.Error("a shallow old entry was kept")
	}
}

// TestTableTornEntries mixes the words of different entries, as racing writers
// do: none may be taken for a stored one.
func TestTableTornEntries(t *testing.T) {
	table := newTable(64, true)
	var wg sync.WaitGroup
	for g := range 4 {
		wg.Go(func() {
			rng := rand.New(rand.NewPCG(uint64(g), 0))
			for range 20000 {
				key := 1 + rng.Uint64N(16)
				table.store(key, entry{value: int(key) * 100, static: int(key), depth: int(key), bound: Exact, move: games.Move(key)})
				key = 1 + rng.Uint64N(16)
				if e, ok := table.probe(key); ok && (e.value != int(key)*100 || e.static != int(key) || e.move != games.Move(key)) {
					t.Errorf("key %d: torn entry %+v", key, e)
					return
				}
			}
		})
	}
	wg.Wait()
}
