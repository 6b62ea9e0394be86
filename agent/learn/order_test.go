package learn

import (
	"fmt"
	"math"
	"slices"
	"sync"
	"testing"

	"apprentice/games/record"
	"apprentice/games/tictactoe"
)

// slowOrder is the order of an epoch over samples that lie bucket after bucket,
// so many in each, as their numbers.
func slowOrder(counts []int, seed uint64, epoch int) (all []int) {
	key := orderKey(seed, epoch)
	buckets := newPermutation(len(counts), key)
	for i := range counts {
		b := buckets.at(i)
		before := 0
		for _, n := range counts[:b] {
			before += n
		}
		if counts[b] == 0 {
			continue
		}
		p := newPermutation(counts[b], key+1+uint64(b))
		for k := range counts[b] {
			all = append(all, before+p.at(k))
		}
	}
	return all
}

const manyGenerations = 8

// manyGames is one of manyGenerations, whose samples have a value each that no
// other has. Another seed makes other games of it for whoever asks for their
// identity.
func manyGames(generation int, seed uint64) source {
	games := randomGames(tictactoe.Game{}, uint64(1000*generation), generation, 150, 9)
	value := int16(4000 * (generation - manyGenerations/2))
	for i := range games {
		games[i].Seed = seed
		for k := range games[i].Plies {
			games[i].Plies[k].Value = value
			value++
		}
	}
	return games
}

func generationOfValue(value int) int { return (value + 4000*manyGenerations/2) / 4000 }

// manyBuckets is a window of manyGames, some 8000 samples, so many a bucket.
func manyBuckets(t testing.TB, perBucket int, seed uint64) *Window {
	t.Helper()
	s := newStore(t, tictactoe.Game{}, Filter{HeldOut: 20, Checks: true, Tactical: true})
	s.bucketSamples, s.spillSamples = perBucket, 700
	for n := range manyGenerations {
		add(t, s, n, manyGames(n, seed), 0)
	}
	return s.Window(0, 0)
}

// batches trains, and returns the values of the samples in each batch, in
// order.
func batches(t *testing.T, w *Window, o Options) (all [][]int) {
	t.Helper()
	tr, err := newTrainer(t.Context(), w, o, nil, Hooks{})
	must(t, err)
	defer tr.close()
	var mu sync.Mutex
	tr.taskGrad = func(worker, chunk int) {
		l := tr.lanes[worker]
		begin := tr.begin + chunk*tr.chunk
		l.load(tr.spans, begin, min(begin+tr.chunk, tr.end), tr.state.Epoch, &tr.model)
		values := make([]int, len(l.packed))
		for i, p := range l.packed {
			values[i] = unpacked(p).Value
		}
		mu.Lock()
		defer mu.Unlock()
		if tr.state.Step == len(all) {
			all = append(all, make([]int, tr.end-tr.begin))
		}
		copy(all[tr.state.Step][chunk*tr.chunk:], values)
	}
	for range o.Epochs {
		must(t, tr.epoch(t.Context()))
	}
	return all
}

// Each epoch uses each sample once, to the last, in the order of the slow twin,
// with buckets in memory or not, with any number of workers, and whether a
// batch is a part of a bucket or spans many.
func TestEpochUsesEachSampleOnce(t *testing.T) {
	for _, perBucket := range []int{20, 300, 1 << 18} {
		w := manyBuckets(t, perBucket, 0)
		var counts []int
		l, err := w.list(t.Context(), trained)
		must(t, err)
		for _, b := range l.buckets {
			counts = append(counts, b.samples)
		}
		samples := samplesOf(t, w, trained)
		seen := map[int]int{}
		for _, s := range samples {
			seen[s.Value]++
		}
		if len(seen) != w.Samples() || w.Samples() < 6000 {
			t.Fatalf("%d values of %d samples: no good test", len(seen), w.Samples())
		}
		for _, tt := range []struct {
			batch, workers int
			memory         int64
		}{{500, 1, 0}, {500, 4, 1}, {7, 2, 1}, {1 << 20, 2, 1}} {
			o := smallOptions()
			o.Batch, o.MinSteps, o.Epochs, o.Workers, o.Memory = tt.batch, 0, 2, tt.workers, tt.memory
			got := batches(t, w, o)
			name := fmt.Sprintf("%d a bucket, %+v", perBucket, tt)
			if want := 2 * o.steps(w.Samples()); len(got) != want {
				t.Errorf("%s: %d batches, want %d", name, len(got), want)
			}
			var values, want []int
			for _, b := range got {
				values = append(values, b...)
			}
			for epoch := range 2 {
				for _, i := range slowOrder(counts, o.Seed, epoch) {
					want = append(want, samples[i].Value)
				}
			}
			if !slices.Equal(values, want) {
				t.Errorf("%s: the order is not that of the slow twin", name)
			}
			used := map[int]int{}
			for _, v := range values {
				used[v]++
			}
			for v := range seen {
				if used[v] != 2 {
					t.Fatalf("%s: the sample with value %d is used %d times in two epochs", name, v, used[v])
				}
			}
		}
	}
}

// mixing is what batches hold.
type mixing struct {
	batches          int
	chi              float64 // of the generations
	distinct, games  float64 // games in a batch, and how many chance expects
	pairs, wantPairs float64 // pairs of samples of one game
}

// add adds up one epoch over a window, in batches of about size samples.
func (m *mixing) add(t *testing.T, w *Window, gameOf map[int]int, size int) {
	o := smallOptions()
	o.Batch, o.MinSteps, o.Epochs, o.Memory = size, 0, 1, 1
	n := float64(len(gameOf))
	sizes, shares := map[int]float64{}, make([]float64, manyGenerations)
	for value, game := range gameOf {
		sizes[game]++
		shares[generationOfValue(value)] += 1 / n
	}
	for _, batch := range batches(t, w, o) {
		b := float64(len(batch))
		generations, seen := make([]float64, manyGenerations), map[int]float64{}
		for _, v := range batch {
			generations[generationOfValue(v)]++
			m.pairs += seen[gameOf[v]]
			seen[gameOf[v]]++
		}
		for i, share := range shares {
			m.chi += (generations[i] - share*b) * (generations[i] - share*b) / (share * b)
		}
		m.batches++
		m.distinct += float64(len(seen))
		for _, k := range sizes {
			miss := 1.0 // the chance that the batch holds none of k samples
			for i := 0.0; i < k; i++ {
				miss *= (n - b - i) / (n - i)
			}
			m.games += 1 - miss
			m.wantPairs += k * (k - 1) / 2 * b * (b - 1) / (n * (n - 1))
		}
	}
}

// With no more than a hundredth of the window in memory, a batch holds as many
// different games, and as many samples of each generation, as one that is drawn
// from the whole window.
func TestBatchesMixAsByChance(t *testing.T) {
	const size, windows = 50, 10
	var m mixing
	for seed := range uint64(windows) {
		w := manyBuckets(t, 64, seed)
		gameOf := map[int]int{} // by value of the sample
		for n := range manyGenerations {
			for i, g := range manyGames(n, seed) {
				for _, p := range g.Plies {
					if !w.store.filter.holdsOut(identity(&g)) {
						gameOf[int(p.Value)] = n<<16 | i
					}
				}
			}
		}
		if len(gameOf) != w.Samples() {
			t.Fatalf("%d samples, want %d", w.Samples(), len(gameOf))
		}
		m.add(t, w, gameOf, size)
	}
	// A chi-squared of 7 degrees of freedom has variance 14.
	batches := float64(m.batches)
	if mean := m.chi / batches; math.Abs(mean-7) > 5*math.Sqrt(14/batches) {
		t.Errorf("chi-squared of the generations in a batch is %.3f on average, want 7", mean)
	}
	// Pairs are rare: their number varies as in a Poisson process, and each
	// makes one game fewer in its batch.
	spread := math.Sqrt(m.wantPairs)
	if math.Abs(m.pairs-m.wantPairs) > 5*spread {
		t.Errorf("%.0f pairs of samples of one game, want %.0f", m.pairs, m.wantPairs)
	}
	if math.Abs(m.distinct-m.games) > 5*spread {
		t.Errorf("%.0f games in %d batches, want %.0f", m.distinct, m.batches, m.games)
	}
	if m.wantPairs < 1000 {
		t.Errorf("%.0f pairs are no good test", m.wantPairs)
	}
}

// Buckets are a power of two, at most one for each cell, and hold no more than
// the limit where there are enough cells.
func TestBucketCount(t *testing.T) {
	for _, tt := range []struct{ samples, limit, want int }{
		{0, 100, 1}, {1, 100, 1}, {100, 100, 1}, {101, 100, 2}, {200, 100, 2}, {201, 100, 4},
		{10_000_000, bucketSamples, 64}, {1_000_000_000, bucketSamples, 4096}, {1 << 40, bucketSamples, 4096},
	} {
		if got := bucketCount(tt.samples, tt.limit); got != tt.want {
			t.Errorf("%d samples: %d buckets, want %d", tt.samples, got, tt.want)
		}
	}
}

// The cells of all plies of many games are hit evenly, and those of one game
// are too.
func TestCells(t *testing.T) {
	var all, oneGame [numCells]int
	for index := range uint64(1000) {
		g := record.Game{Generation: 3, Seed: 1, Index: index}
		for ply := range 82 {
			all[cellOf(identity(&g), ply)]++
		}
	}
	for ply := range 82_000 {
		oneGame[cellOf(12345, ply)]++
	}
	// 4095 degrees of freedom, so a standard deviation of 90.
	for name, counts := range map[string][]int{"all": all[:], "one game": oneGame[:]} {
		if x := chiSquared(counts); math.Abs(x-4095) > 5*90 {
			t.Errorf("%s: chi-squared is %.0f, want about 4095", name, x)
		}
	}
}
