package learn

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// order returns the whole permutation.
func order(n int, seed uint64, epoch int) []int {
	p := newPermutation(n, orderKey(seed, epoch))
	all := make([]int, n)
	for i := range all {
		all[i] = p.at(i)
	}
	return all
}

// Every number occurs once, whatever the size of the grid.
func TestPermutation(t *testing.T) {
	check := func(n int, seed uint64, epoch int) bool {
		seen := make([]bool, n)
		for _, x := range order(n, seed, epoch) {
			if x < 0 || x >= n || seen[x] {
				return false
			}
			seen[x] = true
		}
		return true
	}
	for n := 1; n < 300; n++ {
		if !check(n, 5, 2) {
			t.Errorf("seed 5: no permutation of %d", n)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 20_000).Draw(t, "n")
		if !check(n, rapid.Uint64().Draw(t, "seed"), rapid.IntRange(0, 100).Draw(t, "epoch")) {
			t.Errorf("no permutation of %d", n)
		}
	})
}

// Seed and epoch decide the order, and nothing else does.
func TestPermutationSeed(t *testing.T) {
	const n = 1000
	first := order(n, 1, 0)
	if !slices.Equal(first, order(n, 1, 0)) {
		t.Error("the same seed gives two orders")
	}
	for _, other := range [][]int{order(n, 2, 0), order(n, 1, 1), order(n, 0, 1)} {
		same := 0
		for i := range first {
			if first[i] == other[i] {
				same++
			}
		}
		if same > 12 { // one is expected; the probability of 13 is 1e-10
			t.Errorf("%d of %d places agree between two orders", same, n)
		}
	}
}

// chiSquared compares counts with a uniform distribution.
func chiSquared(counts []int) float64 {
	total := 0
	for _, c := range counts {
		total += c
	}
	want := float64(total) / float64(len(counts))
	sum := 0.0
	for _, c := range counts {
		sum += (float64(c) - want) * (float64(c) - want) / want
	}
	return sum
}

// Every number is equally likely in every place.
func TestPermutationPlaces(t *testing.T) {
	const n, trials = 12, 24_000
	var places [n * n]int
	for seed := range uint64(trials) {
		for i, x := range order(n, seed, 0) {
			places[i*n+x]++
		}
	}
	// (n-1)^2 = 121 degrees of freedom, so a standard deviation of 16.
	if x := chiSquared(places[:]); x > 121+5*16 {
		t.Errorf("chi-squared is %.0f, want about 121", x)
	}
}

// Where one number goes does not tell where its neighbour in the data set goes,
// which is often a position of the same game.
func TestPermutationPairs(t *testing.T) {
	const n, bins, trials = 2000, 10, 40_000
	for _, apart := range []int{1, 2, 45, 1000} { // 45: below it in the grid
		var pairs [bins * bins]int
		for seed := range uint64(trials) {
			p := newPermutation(n, orderKey(seed, 1))
			pairs[p.at(700)*bins/n*bins+p.at(700+apart)*bins/n]++
		}
		// 99 degrees of freedom, so a standard deviation of 14.
		if x := chiSquared(pairs[:]); x > 99+5*14 {
			t.Errorf("%d apart: chi-squared is %.0f, want about 99", apart, x)
		}
	}
}

// A batch from the front is a fair sample of the whole.
func TestPermutationSpreads(t *testing.T) {
	const n = 100_000
	for seed := range uint64(5) {
		sum := 0.0
		p := newPermutation(n, orderKey(seed, 0))
		const batch = 10_000
		for i := range batch {
			sum += float64(p.at(i))
		}
		// The mean of a uniform draw deviates by n/sqrt(12*batch) = 289.
		if mean := sum / batch; mean < n/2-5*289 || mean > n/2+5*289 {
			t.Errorf("seed %d: the first tenth has mean %.0f, want about %d", seed, mean, n/2)
		}
	}
}
