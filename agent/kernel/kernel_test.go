package kernel

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"apprentice/games"
)

// Values worked out by hand: they hold the scalar twins themselves.
func TestKnownValues(t *testing.T) {
	onTiers(t, Lanes16, func(t *testing.T, _ *rand.Rand, n int) {
		var table []int16 // row r is 1, 10, 100, 1000 throughout
		var tableF32 []float32
		for _, x := range []int16{1, 10, 100, 1000} {
			for range n {
				table, tableF32 = append(table, x), append(tableF32, float32(x))
			}
		}
		row := func(r int) []int16 { return table[r*n:][:n] }
		got, five := make([]int16, n), make([]int16, n)
		gotF32, fiveF32 := make([]float32, n), make([]float32, n)
		for i := range five {
			five[i], fiveF32[i] = 5, 5
		}
		check := func(name string, want int16) {
			t.Helper()
			for i := range got {
				if got[i] != want {
					t.Fatalf("%s: element %d is %d, want %d", name, i, got[i], want)
				}
			}
		}
		Add(got, five, row(3))
		check("Add", 1005)
		Sub(got, five, row(2))
		check("Sub", -95)
		AddSub(got, five, row(3), row(1))
		check("AddSub", 995)
		AddSubSub(got, five, row(3), row(1), row(2))
		check("AddSubSub", 895)
		AddAddSubSub(got, five, row(3), row(0), row(1), row(2))
		check("AddAddSubSub", 896)
		SumRows(got, five, table, []games.Feature{0, 3, 3})
		check("SumRows", 2006)

		SumRowsF32(gotF32, fiveF32, tableF32, []games.Feature{0, 3, 3})
		AddToRowsF32(tableF32, fiveF32, []games.Feature{1, 3, 1})
		AddF32(gotF32, fiveF32)
		for i := range gotF32 {
			if gotF32[i] != 2011 {
				t.Fatalf("SumRowsF32, AddF32: element %d is %v, want 2011", i, gotF32[i])
			}
			for r, want := range []float32{1, 20, 100, 1005} {
				if tableF32[r*n+i] != want {
					t.Fatalf("AddToRowsF32: row %d is %v, want %v", r, tableF32[r*n+i], want)
				}
			}
		}
	})
}

// Update steps each view by its own features, in its own half.
func TestUpdateKnownValues(t *testing.T) {
	onTiers(t, Lanes16, func(t *testing.T, _ *rand.Rand, n int) {
		var table []int16
		for _, x := range []int16{1, 10, 100, 1000, 3000, 9000} {
			for range n {
				table = append(table, x)
			}
		}
		d := games.Delta{NumAdded: 1, Added: [2][games.MaxDelta]games.Feature{{3}, {4}}}
		d.Removed = [2][games.MaxDelta]games.Feature{{0, 1}, {2, 5}}
		src, got := make([]int16, 2*n), make([]int16, 2*n)
		for removed, want := range [][2]int16{{1000, 3000}, {999, 2900}, {989, -6100}} {
			d.NumRemoved = uint8(removed)
			Update(got, src, table, &d)
			for i := range got {
				if got[i] != want[i/n] {
					t.Fatalf("%d removed: element %d of 2 * %d is %d, want %d", removed, i, n, got[i], want[i/n])
				}
			}
		}
	})
}

// A NaN stays one on every tier, so that a training that went wrong is seen.
func TestNaN(t *testing.T) {
	onTiers(t, LanesF32, func(t *testing.T, rng *rand.Rand, n int) {
		if n == 0 {
			return
		}
		i := rng.IntN(n)
		acc, ones, dAcc, dW := make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
		for k := range ones {
			ones[k] = 1
		}
		acc[i] = float32(math.NaN())
		if got := SCReLUDotF32(acc, ones); got == got {
			t.Errorf("SCReLUDotF32 with a NaN: %v", got)
		}
		SCReLUBackF32(dAcc, dW, acc, ones, 1)
		if dAcc[i] != 0 || dW[i] == dW[i] {
			t.Errorf("SCReLUBackF32 of a NaN: dAcc %v, dW %v, want 0 and NaN", dAcc[i], dW[i])
		}
		w, m, v := make([]float32, n), make([]float32, n), make([]float32, n)
		AdamWF32(w, m, v, acc, AdamW{Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8, Clip: 1}.Params(0.1, 1))
		if w[i] == w[i] {
			t.Errorf("AdamWF32 with a NaN: %v", w[i])
		}
	})
}

// The backward pass is the derivative of the forward pass.
func TestSCReLUBackIsDerivative(t *testing.T) {
	const n, h, d = 64, 1.0 / 1024, 0.75
	rng := rand.New(rand.NewPCG(1, 2))
	acc, w, dAcc, dW := make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
	for i := range acc {
		acc[i], w[i] = float32(rng.Float64()*2-0.5), float32(rng.NormFloat64())
		for math.Abs(float64(acc[i])) < 2*h || math.Abs(float64(acc[i]-1)) < 2*h {
			acc[i] += 4 * h // away from the corners
		}
	}
	SCReLUBackF32(dAcc, dW, acc, w, d)
	value := func() (sum float64) { // in float64: the differences are small
		for i := range acc {
			c := min(max(float64(acc[i]), 0), 1)
			sum += c * c * float64(w[i])
		}
		return sum
	}
	slope := func(x *float32) float64 {
		old := *x
		*x = old + h
		up, high := value(), *x
		*x = old - h
		down, low := value(), *x
		*x = old
		return (up - down) / float64(high-low)
	}
	if got, want := float64(SCReLUDotF32(acc, w)), value(); math.Abs(got-want) > 1e-4 {
		t.Errorf("SCReLUDotF32: %v, want %v", got, want)
	}
	for i := range acc {
		if want := d * slope(&acc[i]); math.Abs(float64(dAcc[i])-want) > 1e-3 {
			t.Errorf("dAcc[%d] = %v, want %v at acc %v, w %v", i, dAcc[i], want, acc[i], w[i])
		}
		if want := d * slope(&w[i]); math.Abs(float64(dW[i])-want) > 1e-3 {
			t.Errorf("dW[%d] = %v, want %v at acc %v", i, dW[i], want, acc[i])
		}
	}
}

// Many steps agree with the formulas of the paper in float64.
func TestAdamWF32IsAdamW(t *testing.T) {
	const n, rate = 16, 0.01
	a := AdamW{Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8, WeightDecay: 0.1, Clip: 0.5}
	rng := rand.New(rand.NewPCG(3, 4))
	w, m, v, g := make([]float32, n), make([]float32, n), make([]float32, n), make([]float32, n)
	var w64, m64, v64 [n]float64
	clipped := false
	for step := range int64(200) {
		for i := range g {
			g[i] = float32(rng.NormFloat64() + float64(i-8)/4)
		}
		AdamWF32(w, m, v, g, a.Params(rate, step+1))
		for i := range w64 {
			g := float64(g[i])
			m64[i] = a.Beta1*m64[i] + (1-a.Beta1)*g
			v64[i] = a.Beta2*v64[i] + (1-a.Beta2)*g*g
			mean := m64[i] / (1 - math.Pow(a.Beta1, float64(step+1)))
			square := v64[i] / (1 - math.Pow(a.Beta2, float64(step+1)))
			x := w64[i] - rate*a.WeightDecay*w64[i] - rate*mean/(math.Sqrt(square)+a.Epsilon)
			w64[i] = min(max(x, -a.Clip), a.Clip)
			clipped = clipped || w64[i] == -a.Clip
			if math.Abs(float64(w[i])-w64[i]) > 1e-4 {
				t.Fatalf("step %d, weight %d: %v, want %v", step+1, i, w[i], w64[i])
			}
		}
	}
	if !clipped {
		t.Error("no weight reached its bound")
	}
}

func TestPanics(t *testing.T) {
	i, f := func(n int) []int16 { return make([]int16, n) }, func(n int) []float32 { return make([]float32, n) }
	rows := []games.Feature{0, 4, 1}
	delta := func(added, removed, feature int) *games.Delta {
		d := &games.Delta{NumAdded: uint8(added), NumRemoved: uint8(removed)}
		if removed > 0 {
			d.Removed[1][removed-1] = games.Feature(feature)
		} else {
			d.Added[1][added-1] = games.Feature(feature)
		}
		return d
	}
	tests := []struct {
		call func()
		want string
	}{
		{func() { Add(i(32), i(64), i(32)) }, "Add: lengths [32 64 32]"},
		{func() { Sub(i(33), i(33), i(33)) }, "multiples of 32"},
		{func() { AddSub(i(32), i(32), i(32), i(0)) }, "AddSub: lengths [32 32 32 0]"},
		{func() { AddSubSub(i(32), i(32), i(32), i(32), i(64)) }, "AddSubSub: lengths"},
		{func() { AddAddSubSub(i(32), i(32), i(32), i(64), i(32), i(32)) }, "AddAddSubSub: lengths"},
		{func() { SCReLUDot(i(32), i(64)) }, "SCReLUDot: lengths"},
		{func() { SCReLUDotPair(i(32), i(32), i(32)) }, "SCReLUDotPair"},
		{func() { SumRows(i(32), i(64), i(320), rows) }, "SumRows: lengths"},
		{func() { SumRows(i(32), i(32), i(4*32), rows) }, "SumRows: row 4 of width 32 lies outside a table of 128"},
		{func() { SumRows(i(32), i(32), i(5*32-1), rows) }, "SumRows: row 4"},
		{func() { Update(i(64), i(32), i(320), delta(1, 1, 0)) }, "Update (two views): lengths"},
		{func() { Update(i(96), i(96), i(320), delta(1, 1, 0)) }, "Update (two views): lengths"},
		{func() { Update(i(64), i(64), i(320), delta(1, 1, 10)) }, "Update: row 10"},
		{func() { Update(i(64), i(64), i(320), delta(1, 2, 10)) }, "Update: row 10"},
		{func() { Update(i(64), i(64), i(320), delta(2, 2, 10)) }, "Update: row 10"},
		{func() { Update(i(64), i(64), i(320), delta(1, 0, 10)) }, "Update: row 10"},
		{func() { SumRowsF32(f(16), f(0), f(160), rows) }, "SumRowsF32: lengths"},
		{func() { SumRowsF32(f(16), f(16), f(79), rows) }, "SumRowsF32: row 4"},
		{func() { AddToRowsF32(f(160), f(17), rows) }, "AddToRowsF32: lengths [17] must be equal and multiples of 16"},
		{func() { AddToRowsF32(f(64), f(16), rows) }, "AddToRowsF32: row 4"},
		{func() { SCReLUDotF32(f(16), f(32)) }, "SCReLUDotF32: lengths"},
		{func() { SCReLUBackF32(f(16), f(16), f(16), f(0), 1) }, "SCReLUBackF32: lengths"},
		{func() { AddF32(f(16), f(32)) }, "AddF32: lengths"},
		{func() { DrainF32(f(8), f(8)) }, "DrainF32: lengths"},
		{func() { AdamWF32(f(16), f(16), f(32), f(16), AdamWParams{}) }, "AdamWF32: lengths"},
	}
	for _, tier := range []Tier{Scalar, AVX2, AVX512} {
		t.Run(tier.String(), func(t *testing.T) {
			ForceTier(t, tier)
			for _, test := range tests {
				if got := message(test.call); !strings.Contains(got, test.want) {
					t.Errorf("panics with %q, want %q", got, test.want)
				}
			}
		})
	}
}

// message returns what f panics with.
func message(f func()) (text string) {
	defer func() { text = fmt.Sprint(recover()) }()
	f()
	return ""
}

// Buffers of a caller stay on its stack: no call makes them escape.
func TestNoAllocation(t *testing.T) {
	allocs := testing.AllocsPerRun(100, func() {
		var acc, next [64]int16
		var table [3 * 32]int16
		d := games.Delta{NumAdded: 1, NumRemoved: 1}
		Update(next[:], acc[:], table[:], &d)
		AddSub(acc[:], next[:], next[:], next[:])
		SumRows(acc[:32], next[:32], table[:], []games.Feature{0, 1, 2})
		if SCReLUDotPair(acc[:32], acc[32:], next[:]) != 0 {
			t.Error("the sum of nothing is not 0")
		}
		var w, m, v, g [16]float32
		AdamWF32(w[:], m[:], v[:], g[:], AdamWParams{Epsilon: 1, Clip: 1})
	})
	if allocs != 0 {
		t.Errorf("%v allocations", allocs)
	}
}
