package kernel

import (
	"math/rand/v2"
	"testing"

	"apprentice/games"
)

// Vectors of a network of the usual width, and the features of a chess position
// near the start, spread over a table of 768 rows.
const (
	benchWidth = 128
	benchTable = 768
	benchRows  = 30
)

func onTiersB(b *testing.B, f func(b *testing.B, rng *rand.Rand)) {
	for _, tier := range []Tier{Scalar, AVX2, AVX512} {
		b.Run(tier.String(), func(b *testing.B) {
			ForceTier(b, tier)
			f(b, rand.New(rand.NewPCG(1, 1)))
		})
	}
}

func ints(n int, rng *rand.Rand) []int16 {
	v := make([]int16, n)
	for i := range v {
		v[i] = int16(rng.IntN(255) - 127)
	}
	return v
}

func floats(n int, rng *rand.Rand) []float32 {
	v := make([]float32, n)
	for i := range v {
		v[i] = float32(rng.NormFloat64())
	}
	return v
}

func spread(rng *rand.Rand) []games.Feature {
	rows := make([]games.Feature, benchRows)
	for i := range rows {
		rows[i] = games.Feature(rng.IntN(benchTable))
	}
	return rows
}

func BenchmarkAddSub(b *testing.B) {
	onTiersB(b, func(b *testing.B, rng *rand.Rand) {
		dst, src, add, sub := ints(benchWidth, rng), ints(benchWidth, rng), ints(benchWidth, rng), ints(benchWidth, rng)
		for b.Loop() {
			AddSub(dst, src, add, sub)
		}
	})
}

func BenchmarkUpdate(b *testing.B) {
	onTiersB(b, func(b *testing.B, rng *rand.Rand) {
		dst, src, table := ints(2*benchWidth, rng), ints(2*benchWidth, rng), ints(benchTable*benchWidth, rng)
		d := &games.Delta{NumAdded: 1, NumRemoved: 1}
		d.Added[0][0], d.Added[1][0], d.Removed[0][0], d.Removed[1][0] = 1, 700, 9, 333
		for b.Loop() {
			Update(dst, src, table, d)
		}
	})
}

func BenchmarkSumRows(b *testing.B) {
	onTiersB(b, func(b *testing.B, rng *rand.Rand) {
		dst, bias, table := ints(benchWidth, rng), ints(benchWidth, rng), ints(benchTable*benchWidth, rng)
		rows := spread(rng)
		for b.Loop() {
			SumRows(dst, bias, table, rows)
		}
	})
}

func BenchmarkSCReLUDotPair(b *testing.B) {
	onTiersB(b, func(b *testing.B, rng *rand.Rand) {
		us, them, w := ints(benchWidth, rng), ints(benchWidth, rng), ints(2*benchWidth, rng)
		for b.Loop() {
			SCReLUDotPair(us, them, w)
		}
	})
}

func BenchmarkSCReLUDot(b *testing.B) {
	onTiersB(b, func(b *testing.B, rng *rand.Rand) {
		acc, w := ints(benchWidth, rng), ints(benchWidth, rng)
		for b.Loop() {
			SCReLUDot(acc, w)
		}
	})
}

func BenchmarkSumRowsF32(b *testing.B) {
	onTiersB(b, func(b *testing.B, rng *rand.Rand) {
		dst, bias, table := floats(benchWidth, rng), floats(benchWidth, rng), floats(benchTable*benchWidth, rng)
		rows := spread(rng)
		for b.Loop() {
			SumRowsF32(dst, bias, table, rows)
		}
	})
}

func BenchmarkAddToRowsF32(b *testing.B) {
	onTiersB(b, func(b *testing.B, rng *rand.Rand) {
		g, table := make([]float32, benchWidth), floats(benchTable*benchWidth, rng)
		rows := spread(rng)
		for b.Loop() {
			AddToRowsF32(table, g, rows)
		}
	})
}

func BenchmarkSCReLUDotF32(b *testing.B) {
	onTiersB(b, func(b *testing.B, rng *rand.Rand) {
		acc, w := floats(benchWidth, rng), floats(benchWidth, rng)
		for b.Loop() {
			SCReLUDotF32(acc, w)
		}
	})
}

func BenchmarkSCReLUBackF32(b *testing.B) {
	onTiersB(b, func(b *testing.B, rng *rand.Rand) {
		dAcc, dW, acc, w := floats(benchWidth, rng), floats(benchWidth, rng), floats(benchWidth, rng), floats(benchWidth, rng)
		for b.Loop() {
			SCReLUBackF32(dAcc, dW, acc, w, 0)
		}
	})
}

func BenchmarkDrainF32(b *testing.B) {
	onTiersB(b, func(b *testing.B, rng *rand.Rand) {
		dst, src := floats(benchTable*benchWidth, rng), floats(benchTable*benchWidth, rng)
		for b.Loop() {
			DrainF32(dst, src)
		}
	})
}

func BenchmarkAdamWF32(b *testing.B) {
	onTiersB(b, func(b *testing.B, rng *rand.Rand) {
		const n = 16 * benchWidth
		w, m, v, g := floats(n, rng), make([]float32, n), make([]float32, n), floats(n, rng)
		p := AdamW{Beta1: 0.9, Beta2: 0.999, Epsilon: 1e-8, WeightDecay: 0.01, Clip: 2}.Params(1e-3, 1)
		for b.Loop() {
			AdamWF32(w, m, v, g, p)
		}
	})
}
