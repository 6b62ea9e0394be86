package search

import (
	"math/bits"
	"sync/atomic"

	"apprentice/games"
)

// Bound says how a value relates to the true one.
type Bound uint8

// Bounds. Exact is both of the others.
const (
	NoBound Bound = iota
	Upper         // the true value is at most this: the node failed low
	Lower         // the true value is at least this: the node failed high
	Exact
)

// table is a transposition table shared by all threads without locks.
//
// An entry is two words: data, and key XOR data. A reader that catches one
// word of one writer and one of another computes a key that is not its own and
// ignores the entry (Hyatt and Mann, "A lock-less transposition-table
// implementation for parallel search", ICGA Journal 25(1), 2002). Four entries
// make a bucket of one cache line.
type table struct {
	buckets []bucket
	shared  bool  // by several threads: words are then stored atomically, which costs a barrier each
	age     uint8 // of this search, 5 bits
}

const bucketSize = 4

type bucket [2 * bucketSize]uint64

// entry is the unpacked data word:
//
//	bits  0-15 move
//	bits 16-31 value, mates counted from the node
//	bits 32-47 static value, noValue if the side to move is in check
//	bits 48-55 depth
//	bits 56-57 bound
//	bit  58    the node was once on a principal variation
//	bits 59-63 age
type entry struct {
	move   games.Move
	value  int
	static int
	depth  int
	bound  Bound
	pv     bool
}

func pack(e entry, age uint8) uint64 {
	data := uint64(e.move) | uint64(uint16(e.value))<<16 | uint64(uint16(e.static))<<32 |
		uint64(uint8(e.depth))<<48 | uint64(e.bound)<<56 | uint64(age)<<59
	if e.pv {
		data |= 1 << 58
	}
	return data
}

func unpack(data uint64) entry {
	return entry{
		move:   games.Move(data),
		value:  int(int16(data >> 16)),
		static: int(int16(data >> 32)),
		depth:  int(uint8(data >> 48)),
		bound:  Bound(data>>56) & 3,
		pv:     data>>58&1 != 0,
	}
}

// newTable returns an empty table of at most size bytes, and one bucket at
// least. shared says whether several threads will use it.
func newTable(size int, shared bool) *table {
	return &table{buckets: make([]bucket, max(size/64, 1)), shared: shared}
}

// clear forgets everything.
func (t *table) clear() {
	clear(t.buckets)
	t.age = 0
}

// nextAge marks what is stored from now on as newer.
func (t *table) nextAge() { t.age = (t.age + 1) & 31 }

// bucket returns the bucket of key. The upper half of the product spreads keys
// over any number of buckets (Lemire).
func (t *table) bucket(key uint64) *bucket {
	hi, _ := bits.Mul64(key, uint64(len(t.buckets)))
	return &t.buckets[hi]
}

// touch loads the bucket of key into the cache, for a probe that comes soon. The
// processor does not wait for it.
func (t *table) touch(key uint64) { prefetch(t.bucket(key)) }

// probe returns what is known about the position with this key.
func (t *table) probe(key uint64) (entry, bool) {
	b := t.bucket(key)
	for i := 0; i < len(b); i += 2 {
		data := atomic.LoadUint64(&b[i+1])
		if atomic.LoadUint64(&b[i])^data == key && data != 0 {
			return unpack(data), true
		}
	}
	return entry{}, false
}

// store keeps e for key. It replaces the entry of the same position if e is
// about as deep, else the shallowest one of the bucket, a search's age counting
// as eight plies.
func (t *table) store(key uint64, e entry) {
	b := t.bucket(key)
	victim, worst := 0, 1<<30
	for i := 0; i < len(b); i += 2 {
		data := atomic.LoadUint64(&b[i+1])
		if data == 0 {
			victim, worst = i, -1<<30
			continue
		}
		depth, age := int(uint8(data>>48)), uint8(data>>59)
		if atomic.LoadUint64(&b[i])^data == key {
			if e.move == games.NoMove {
				e.move = games.Move(data)
			}
			if e.bound != Exact && age == t.age && e.depth+4 <= depth {
				return
			}
			victim = i
			break
		}
		if worth := depth - 8*int((t.age-age)&31); worth < worst {
			victim, worst = i, worth
		}
	}
	data := pack(e, t.age)
	if !t.shared {
		b[victim], b[victim+1] = key^data, data
		return
	}
	atomic.StoreUint64(&b[victim], key^data)
	atomic.StoreUint64(&b[victim+1], data)
}

// full returns how many of a thousand entries were stored by this search.
func (t *table) full() int {
	n, seen := 0, 0
	for i := range t.buckets[:min(len(t.buckets), 1000/bucketSize)] {
		for j := 1; j < 2*bucketSize; j += 2 {
			seen++
			if data := atomic.LoadUint64(&t.buckets[i][j]); data != 0 && uint8(data>>59) == t.age {
				n++
			}
		}
	}
	return n * 1000 / seen
}
