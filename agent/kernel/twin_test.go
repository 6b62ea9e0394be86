package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"apprentice/games"
)

// lengths are those at which the tiles of the assembly change.
var lengths = []int{0, 32, 64, 96, 128, 160, 224, 256, 288, 352, 512, 544, 736, 1024, 1056}

// onTiers runs f for every tier of this CPU, every length in units of unit
// lanes, and several seeds.
func onTiers(t *testing.T, unit int, f func(t *testing.T, rng *rand.Rand, n int)) {
	for _, tier := range []Tier{Scalar, AVX2, AVX512} {
		t.Run(tier.String(), func(t *testing.T) {
			ForceTier(t, tier)
			for _, n := range lengths {
				for seed := range uint64(8) {
					f(t, rand.New(rand.NewPCG(seed, uint64(n))), n/Lanes16*unit)
					if t.Failed() {
						t.Fatalf("length %d, seed %d", n, seed)
					}
				}
			}
		})
	}
}

// margin is how many elements lie before and after each vector. It is odd so
// that no vector is aligned.
const margin = 37

// vector is a slice with something on both sides that nobody may touch.
type vector[T int16 | float32] struct{ all, v []T }

func newVector[T int16 | float32](n int, draw func() T) vector[T] {
	all := make([]T, n+2*margin)
	for i := range all {
		all[i] = draw()
	}
	return vector[T]{all, all[margin : margin+n : margin+n]}
}

func (v vector[T]) clone() vector[T] {
	all := slices.Clone(v.all)
	return vector[T]{all, all[margin : len(all)-margin : len(all)-margin]}
}

// same fails the test unless got is want bit for bit, margins included.
func same[T int16 | float32](t *testing.T, what string, got, want vector[T]) {
	t.Helper()
	for i := range want.all {
		if bits(got.all[i]) != bits(want.all[i]) {
			t.Errorf("%s: element %d of %d is %v, want %v", what, i-margin, len(want.v), got.all[i], want.all[i])
			return
		}
	}
}

func bits[T int16 | float32](x T) uint32 {
	if f, ok := any(x).(float32); ok {
		return math.Float32bits(f)
	}
	return uint32(uint16(x))
}

// anyInt16 draws any value, the extreme ones often.
func anyInt16(rng *rand.Rand) func() int16 {
	return func() int16 {
		extreme := []int16{math.MinInt16, math.MaxInt16, -1, 0, 1, 254, 255, 256}
		if i := rng.IntN(2 * len(extreme)); i < len(extreme) {
			return extreme[i]
		}
		return int16(rng.Uint32())
	}
}

// outputWeight draws a weight in the range that SCReLUDot allows.
func outputWeight(rng *rand.Rand) func() int16 {
	return func() int16 {
		return []int16{-128, 128, -127, 127, int16(rng.IntN(257) - 128)}[rng.IntN(5)]
	}
}

// anyFloat32 draws values around the corners of SCReLU, zeros of both signs,
// infinities, denormals and numbers of all sizes. It draws no NaN, whose bits
// nothing promises.
func anyFloat32(rng *rand.Rand) func() float32 {
	below1, above1 := math.Nextafter32(1, 0), math.Nextafter32(1, 2)
	extreme := []float32{0, float32(math.Copysign(0, -1)), 1, -1, below1, above1, 1e-42, -1e-42, 1e30, -1e30}
	return func() float32 {
		switch i := rng.IntN(4 * len(extreme)); {
		case i < len(extreme):
			return extreme[i]
		case i < 2*len(extreme):
			return float32(rng.NormFloat64() * math.Pow(10, float64(rng.IntN(20)-10)))
		}
		return float32(rng.NormFloat64())
	}
}

func drawRows(rng *rand.Rand, table int) []games.Feature {
	rows := make([]games.Feature, rng.IntN(40))
	for i := range rows {
		rows[i] = games.Feature(rng.IntN(table))
	}
	return rows
}

const tableRows = 11

func TestSteps(t *testing.T) {
	onTiers(t, Lanes16, func(t *testing.T, rng *rand.Rand, n int) {
		src := newVector(n, anyInt16(rng))
		var r [4][]int16
		for i := range r {
			r[i] = newVector(n, anyInt16(rng)).v
		}
		for _, f := range []struct {
			name       string
			fast, twin func(dst, src []int16)
		}{
			{"Add", func(d, s []int16) { Add(d, s, r[0]) }, func(d, s []int16) { addScalar(d, s, r[0]) }},
			{"Sub", func(d, s []int16) { Sub(d, s, r[0]) }, func(d, s []int16) { subScalar(d, s, r[0]) }},
			{"AddSub", func(d, s []int16) { AddSub(d, s, r[0], r[1]) },
				func(d, s []int16) { addSubScalar(d, s, r[0], r[1]) }},
			{"AddSubSub", func(d, s []int16) { AddSubSub(d, s, r[0], r[1], r[2]) },
				func(d, s []int16) { addSubSubScalar(d, s, r[0], r[1], r[2]) }},
			{"AddAddSubSub", func(d, s []int16) { AddAddSubSub(d, s, r[0], r[1], r[2], r[3]) },
				func(d, s []int16) { addAddSubSubScalar(d, s, r[0], r[1], r[2], r[3]) }},
		} {
			got := newVector(n, anyInt16(rng))
			want := got.clone()
			f.fast(got.v, src.v)
			f.twin(want.v, src.v)
			same(t, f.name, got, want)

			inPlace := src.clone()
			f.fast(inPlace.v, inPlace.v)
			if !slices.Equal(inPlace.v, want.v) {
				t.Errorf("%s: in place is not the same", f.name)
			}
		}
	})
}

func TestUpdate(t *testing.T) {
	onTiers(t, Lanes16, func(t *testing.T, rng *rand.Rand, n int) {
		weights := newVector(tableRows*n, anyInt16(rng))
		src := newVector(2*n, anyInt16(rng))
		for added := range games.MaxDelta + 1 {
			for removed := range games.MaxDelta + 1 {
				d := games.Delta{NumAdded: uint8(added), NumRemoved: uint8(removed)}
				for view := range 2 {
					for i := range games.MaxDelta {
						d.Added[view][i] = games.Feature(rng.IntN(tableRows))
						d.Removed[view][i] = games.Feature(rng.IntN(tableRows))
					}
				}
				got := newVector(2*n, anyInt16(rng))
				want := got.clone()
				Update(got.v, src.v, weights.v, &d)
				updateScalar(want.v, src.v, weights.v, &d)
				same(t, fmt.Sprintf("Update +%d -%d", added, removed), got, want)
			}
		}
	})
}

func TestSumRows(t *testing.T) {
	onTiers(t, Lanes16, func(t *testing.T, rng *rand.Rand, n int) {
		weights, bias := newVector(tableRows*n, anyInt16(rng)), newVector(n, anyInt16(rng))
		rows := drawRows(rng, tableRows)
		got := newVector(n, anyInt16(rng))
		want := got.clone()
		SumRows(got.v, bias.v, weights.v, rows)
		sumRowsScalar(want.v, bias.v, weights.v, rows)
		same(t, "SumRows", got, want)
	})
}

func TestSCReLUDot(t *testing.T) {
	onTiers(t, Lanes16, func(t *testing.T, rng *rand.Rand, n int) {
		us, them := newVector(n, anyInt16(rng)), newVector(n, anyInt16(rng))
		w := newVector(2*n, outputWeight(rng))
		if got, want := SCReLUDot(us.v, w.v[:n]), screluDotScalar(us.v, w.v[:n]); got != want {
			t.Errorf("SCReLUDot: %d, want %d", got, want)
		}
		if got, want := SCReLUDotPair(us.v, them.v, w.v), screluDotPairScalar(us.v, them.v, w.v); got != want {
			t.Errorf("SCReLUDotPair: %d, want %d", got, want)
		}
	})
}

// The largest sums there are do not overflow, on either side of zero and past
// the length up to which one call of assembly holds them.
func TestSCReLUDotExtreme(t *testing.T) {
	onTiers(t, Lanes16, func(t *testing.T, _ *rand.Rand, n int) {
		for _, value := range []int16{255, math.MaxInt16} {
			for _, weight := range []int16{127, -127, 128, -128} {
				acc, w := make([]int16, 4*n), make([]int16, 8*n)
				for i := range w {
					acc[i/2], w[i] = value, weight
				}
				one := 255 * 255 * int64(weight)
				if got, want := SCReLUDot(acc, w[:4*n]), one*int64(4*n); got != want {
					t.Errorf("SCReLUDot of %d at %d * %d: %d, want %d", 4*n, value, weight, got, want)
				}
				if got, want := SCReLUDotPair(acc[:n], acc[n:2*n], w[:2*n]), one*int64(2*n); got != want {
					t.Errorf("SCReLUDotPair of 2 * %d at %d * %d: %d, want %d", n, value, weight, got, want)
				}
			}
		}
	})
}

func TestSumRowsF32(t *testing.T) {
	onTiers(t, LanesF32, func(t *testing.T, rng *rand.Rand, n int) {
		weights, bias := newVector(tableRows*n, anyFloat32(rng)), newVector(n, anyFloat32(rng))
		rows := drawRows(rng, tableRows)
		got := newVector(n, anyFloat32(rng))
		want := got.clone()
		SumRowsF32(got.v, bias.v, weights.v, rows)
		sumRowsF32Scalar(want.v, bias.v, weights.v, rows)
		same(t, "SumRowsF32", got, want)
	})
}

func TestAddToRowsF32(t *testing.T) {
	onTiers(t, LanesF32, func(t *testing.T, rng *rand.Rand, n int) {
		got, g := newVector(tableRows*n, anyFloat32(rng)), newVector(n, anyFloat32(rng))
		want, rows := got.clone(), drawRows(rng, tableRows)
		AddToRowsF32(got.v, g.v, rows)
		addToRowsF32Scalar(want.v, g.v, rows)
		same(t, "AddToRowsF32", got, want)
	})
}

func TestSCReLUF32(t *testing.T) {
	onTiers(t, LanesF32, func(t *testing.T, rng *rand.Rand, n int) {
		acc, w := newVector(n, anyFloat32(rng)), newVector(n, anyFloat32(rng))
		if got, want := SCReLUDotF32(acc.v, w.v), screluDotF32Scalar(acc.v, w.v); bits(got) != bits(want) {
			t.Errorf("SCReLUDotF32: %v, want %v", got, want)
		}
		d := anyFloat32(rng)()
		gotAcc, gotW := newVector(n, anyFloat32(rng)), newVector(n, anyFloat32(rng))
		wantAcc, wantW := gotAcc.clone(), gotW.clone()
		SCReLUBackF32(gotAcc.v, gotW.v, acc.v, w.v, d)
		screluBackF32Scalar(wantAcc.v, wantW.v, acc.v, w.v, d)
		same(t, "SCReLUBackF32 dAcc", gotAcc, wantAcc)
		same(t, "SCReLUBackF32 dW", gotW, wantW)
	})
}

func TestAddAndDrainF32(t *testing.T) {
	onTiers(t, LanesF32, func(t *testing.T, rng *rand.Rand, n int) {
		got, src := newVector(n, anyFloat32(rng)), newVector(n, anyFloat32(rng))
		want, drained, empty := got.clone(), got.clone(), src.clone()
		kept := src.clone()
		AddF32(got.v, src.v)
		addF32Scalar(want.v, src.v)
		same(t, "AddF32", got, want)
		same(t, "AddF32 src", src, kept)

		DrainF32(drained.v, src.v)
		ZeroF32(empty.v)
		same(t, "DrainF32", drained, want)
		same(t, "DrainF32 src", src, empty)
	})
}

func TestAdamWF32(t *testing.T) {
	onTiers(t, LanesF32, func(t *testing.T, rng *rand.Rand, n int) {
		positive := func() float32 { return float32(math.Abs(float64(anyFloat32(rng)()))) }
		w, g := newVector(n, anyFloat32(rng)), newVector(n, anyFloat32(rng))
		m, v := newVector(n, anyFloat32(rng)), newVector(n, positive)
		a := AdamW{Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8, WeightDecay: 0.01, Clip: []float64{0, 127. / 64}[rng.IntN(2)]}
		p := a.Params(rng.Float64()*0.01, 1+rng.Int64N(1000))
		w2, m2, v2, g2 := w.clone(), m.clone(), v.clone(), g.clone()
		AdamWF32(w.v, m.v, v.v, g.v, p)
		adamWF32Scalar(w2.v, m2.v, v2.v, g2.v, &p)
		same(t, "AdamWF32 w", w, w2)
		same(t, "AdamWF32 m", m, m2)
		same(t, "AdamWF32 v", v, v2)
		same(t, "AdamWF32 g", g, g2)
	})
}
