package learn

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/record"

	"pgregory.net/rapid"
)

// gradientOf returns the gradient and the summed loss of all samples of d, which
// fill one bucket.
func gradientOf(t *testing.T, d *Window, w *value.Weights) (*params, float64) {
	t.Helper()
	list, err := d.list(t.Context(), trained)
	must(t, err)
	var b bucket
	must(t, b.load(t.Context(), list, 0))
	p := newParams(w.Shape)
	p.set(w)
	m := &model{params: p, scale: value.Scale}
	grad := newParams(w.Shape)
	l := newLane(w.Shape)
	l.loadInOrder(&b, 0, len(b.starts), m)
	return grad, l.train(m, grad, len(b.starts))
}

// gradientCase is a batch and a network for it in which everything occurs:
// most buckets, and units below, within and above the bounds of the rectifier.
func gradientCase(t *testing.T, g games.Game) (*Window, []Sample, *value.Weights) {
	t.Helper()
	played := randomGames(g, 7, 1, 4, 400)
	if g.Name() == "tictactoe" {
		played = randomGames(g, 7, 1, 40, 9)
	}
	n := 0
	for _, game := range played {
		for i := range game.Plies {
			if n++; n%5 != 0 { // every fifth position will do
				game.Plies[i].Flags &^= record.HasValue
			}
		}
	}
	d := windowOf(t, g, Filter{Checks: true, Tactical: true}, played)
	batch := samplesOf(t, d, trained)
	w := lively(value.ShapeOf(g, 32, 8), 3)
	slow := newSlowModel(w, 1)
	buckets, ends := map[int]bool{}, [3]int{}
	for _, s := range batch {
		buckets[slow.bucket(&s)] = true
		for i := range w.Hidden {
			switch x := slow.unit(i, s.Us); {
			case math.Abs(x-1) < 2*differenceStep || math.Abs(slow.unit(i, s.Them)-1) < 2*differenceStep:
				t.Fatalf("unit %d sits on the kink of the rectifier, where there is no derivative", i)
			case x <= 0:
				ends[0]++
			case x < 1:
				ends[1]++
			default:
				ends[2]++
			}
		}
	}
	if len(batch) < 30 || len(batch) > chunkSamples || len(buckets) < 3 || slices.Min(ends[:]) == 0 {
		t.Fatalf("%d samples in buckets %v with units %v are no good test", len(batch), buckets, ends)
	}
	return d, batch, w
}

// The gradient is that of the loss: central differences of the slow twin say
// the same of every group of parameters, to a part in a thousand. What is
// smaller than a hundredth of the largest of its group is held to that.
func TestGradientIsFiniteDifference(t *testing.T) {
	for _, g := range testGames() {
		t.Run(g.Name(), func(t *testing.T) {
			d, batch, w := gradientCase(t, g)
			grad, _ := gradientOf(t, d, w)
			slow := newSlowModel(w, value.Scale)
			checks := 1000 // of a group
			if testing.Short() {
				checks = 100
			}
			for _, group := range []struct {
				name       string
				begin, end int
			}{
				{"feature weights", 0, slow.featureB()},
				{"feature biases", slow.featureB(), slow.outW()},
				{"output weights", slow.outW(), slow.outB()},
				{"output biases", slow.outB(), len(slow.flat)},
			} {
				largest := 0.0
				for _, x := range grad.flat[group.begin:group.end] {
					largest = max(largest, math.Abs(float64(x)))
				}
				if largest == 0 {
					t.Errorf("%s: the gradient is 0", group.name)
				}
				stride := max((group.end-group.begin)/checks, 1) | 1 // odd: all units in turn
				for i := group.begin; i < group.end; i += stride {
					got, want := float64(grad.flat[i]), slow.difference(batch, i)
					if math.Abs(got-want) > 1e-3*max(math.Abs(want), largest/100) {
						t.Errorf("%s, parameter %d: gradient %g, difference %g", group.name, i-group.begin, got, want)
					}
				}
			}
		})
	}
}

// The chain rule in float64, which the twin of training uses, gives the same
// numbers for all parameters, and the summed loss agrees.
func TestGradientIsSlowGradient(t *testing.T) {
	for _, g := range testGames() {
		d, batch, w := gradientCase(t, g)
		grad, loss := gradientOf(t, d, w)
		slow := newSlowModel(w, value.Scale)
		largest := 0.0
		want := slow.gradient(batch)
		for _, x := range want {
			largest = max(largest, math.Abs(x))
		}
		for i, x := range want {
			if got := float64(grad.flat[i]); math.Abs(got-x) > 1e-5*largest {
				t.Errorf("%s parameter %d: gradient %g, want %g", g.Name(), i, got, x)
			}
		}
		if want := slow.meanLoss(batch) * float64(len(batch)); math.Abs(loss-want) > 1e-5*want {
			t.Errorf("%s: losses sum to %g, want %g", g.Name(), loss, want)
		}
	}
}

// Features that no sample has and buckets that none falls into have no
// gradient, and neither has the padding.
func TestGradientOfUnused(t *testing.T) {
	for _, g := range testGames() {
		d, batch, w := gradientCase(t, g)
		grad, _ := gradientOf(t, d, w)
		slow := newSlowModel(w, 1)
		seen, buckets := map[games.Feature]bool{}, map[int]bool{}
		for _, s := range batch {
			buckets[slow.bucket(&s)] = true
			for _, f := range append(slices.Clone(s.Us), s.Them...) {
				seen[f] = true
			}
		}
		zero := func(what string, part []float32) {
			for i, x := range part {
				if x != 0 {
					t.Errorf("%s: %s has gradient %g at %d", g.Name(), what, x, i)
					return
				}
			}
		}
		for f := range g.NumFeatures() {
			if !seen[games.Feature(f)] {
				zero(fmt.Sprintf("unseen feature %d", f), grad.featureW[f*w.Hidden:(f+1)*w.Hidden])
			}
		}
		for b := range w.Buckets {
			if !buckets[b] {
				zero(fmt.Sprintf("empty bucket %d", b), grad.outW[b*2*w.Hidden:(b+1)*2*w.Hidden])
				zero(fmt.Sprintf("empty bucket %d", b), grad.outB[b:b+1])
			}
		}
		zero("the padding", grad.flat[len(slow.flat):])
	}
}

// A small batch is still work for four workers, and no batch needs more
// gradients than that or than its full chunks.
func TestChunkSize(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		batch := rapid.IntRange(1, 200_000).Draw(t, "batch")
		size := chunkSize(batch)
		if size < minChunkSamples || size > chunkSamples {
			t.Errorf("chunks of %d", size)
		}
		chunks, full := (batch+size-1)/size, (batch+chunkSamples-1)/chunkSamples
		if batch >= 4*minChunkSamples && chunks < 4 || chunks > max(full, 4) {
			t.Errorf("%d chunks", chunks)
		}
	})
}
