package value

import (
	"math"
	"slices"
	"strings"
	"testing"

	"apprentice/games/chess"
	"apprentice/games/gametest"
)

// dequantized returns float weights that are exactly the integers of n.
func (n *Network) dequantized() *Weights {
	w := newWeights(n.shape)
	for i, q := range n.featureW {
		w.FeatureW[i] = float32(q) / quantFeature
	}
	for i, q := range n.featureB {
		w.FeatureB[i] = float32(q) / quantFeature
	}
	for i, q := range n.outW {
		w.OutW[i] = float32(q) / float32(int(quantOutput)<<n.outShift[i/(2*w.Hidden)])
	}
	for i, q := range n.outB {
		w.OutB[i] = float32(float64(q) / float64(int64(quantSum)<<n.outShift[i]))
	}
	return w
}

// The integers compute what the floats do, once the floats are rounded to what
// integers can hold: all that is left is the rounding of the result to a whole
// centipawn, and of float32.
func TestQuantizedIsFloat(t *testing.T) {
	for _, g := range testGames() {
		for seed := range uint64(40) {
			n := quantize(t, trained(ShapeOf(g, 64, 8), seed%4))
			w := n.dequantized()
			pos := gametest.RandomPosition(g, newRand(seed), 2*int(seed))
			a := n.NewEvaluator(g)
			a.Reset(pos)
			if got, want := float64(a.Value(pos)), w.Forward(pos)*Scale; math.Abs(got-want) > 0.51 {
				t.Errorf("%s seed %d: integer %v, float %v", pos.FEN(), seed, got, want)
			}
		}
	}
}

// roundingDeviation is the standard deviation, in centipawns, of what rounding
// does to the value of these features, by a model in which every weight moves
// by an independent error, uniform in half a step either way:
//
//	unit:   sigma_u = sqrt(active+1)/255/sqrt(12)
//	value:  Scale * sqrt(sum (2*c*w*sigma_u)^2 + (c^2*step/sqrt(12))^2)
//
// over the units that are not clamped for the first term; step is that of
// output weights. What the slope 2*c leaves out is sigma_u^2, below 0.001.
func roundingDeviation(active int, units []float64, row []float32, step float64) float64 {
	sigma := math.Sqrt(float64(active+1)/12) / quantFeature
	var variance float64
	for i, x := range units {
		c := min(max(x, 0), 1)
		byOutput := c * c * step / math.Sqrt(12)
		variance += byOutput * byOutput
		if c > 0 && c < 1 {
			byUnit := 2 * c * float64(row[i]) * sigma
			variance += byUnit * byUnit
		}
	}
	return Scale * math.Sqrt(variance)
}

// largest gives every bucket one output weight that is larger than all others.
func largest(w *Weights, x float32) *Weights {
	for b := range w.Buckets {
		w.OutW[b*2*w.Hidden] = x
	}
	return w
}

// Rounding moves a value by no more than the model says, five deviations and
// half a centipawn, and its mean square agrees with the model. Five deviations
// of networks 128 wide, over random chess positions, are
//
//	80 centipawns with an output weight of 1 or more in the bucket (shift 0)
//	50 with none above 0.99 (shift 1)
//	12 for a random network (shift 4)
func TestRoundingError(t *testing.T) {
	g := chess.Game{}
	s := ShapeOf(g, 128, 8)
	for _, tt := range []struct {
		name      string
		weights   func(seed uint64) *Weights
		deviation float64 // a fifth of the bounds above
		shift     uint8
	}{
		{"largest 1.5", func(seed uint64) *Weights { return largest(trained(s, seed), 1.5) }, 16, 0},
		{"largest 0.9", func(seed uint64) *Weights { return largest(trained(s, seed), 0.9) }, 10, 1},
		{"random", func(seed uint64) *Weights { return NewWeights(s, newRand(seed)) }, 2.4, 4},
	} {
		const count = 60
		var squares float64
		for seed := range uint64(count) {
			w := tt.weights(seed)
			n := quantize(t, w)
			pos := gametest.RandomPosition(g, newRand(seed), int(seed))
			us := pos.Side()
			mine, theirs := pos.Features(us, nil), pos.Features(us.Other(), nil)
			var units []float64
			for i := range w.Hidden {
				units = append(units, w.unit(i, mine))
			}
			for i := range w.Hidden {
				units = append(units, w.unit(i, theirs))
			}
			b := Bucket(len(mine), w.MaxActive, w.Buckets)
			if n.outShift[b] != tt.shift {
				t.Errorf("%s seed %d: shift %d, want %d", tt.name, seed, n.outShift[b], tt.shift)
			}
			sd := roundingDeviation(len(mine), units, w.OutW[b*2*w.Hidden:][:2*w.Hidden], 1/float64(int(quantOutput)<<n.outShift[b]))
			if sd > tt.deviation {
				t.Errorf("%s %s seed %d: deviation of %.1f centipawns, want %.1f at most", tt.name, pos.FEN(), seed, sd, tt.deviation)
			}
			diff := float64(n.slowValue(pos)) - w.Forward(pos)*Scale
			if math.Abs(diff) > 5*sd+0.5 {
				t.Errorf("%s %s seed %d: integer is %.1f centipawns from float, deviation %.1f", tt.name, pos.FEN(), seed, diff, sd)
			}
			squares += diff * diff / (sd*sd + 1./12) // and the rounding of the result
		}
		// The sum of squares is chi-square with 60 degrees: outside 30 to 100
		// it is once in a thousand.
		if squares < 30 || squares > 100 {
			t.Errorf("%s: mean square error is %.2f of the model's, want about 1", tt.name, squares/count)
		}
	}
}

// A random network tells positions apart by a few dozen centipawns and is the
// same for the same seed.
func TestRandomNetwork(t *testing.T) {
	for _, g := range testGames() {
		s := ShapeOf(g, 128, 8)
		w := NewWeights(s, newRand(1))
		if !slices.Equal(w.FeatureW, NewWeights(s, newRand(1)).FeatureW) || slices.Equal(w.FeatureW, NewWeights(s, newRand(2)).FeatureW) {
			t.Error("weights do not depend on the seed alone")
		}
		var values []float64
		for seed := range uint64(200) {
			pos := gametest.RandomPosition(g, newRand(seed), int(seed%80))
			values = append(values, w.Forward(pos)*Scale)
		}
		var mean, variance float64
		for _, v := range values {
			mean += v / float64(len(values))
		}
		for _, v := range values {
			variance += (v - mean) * (v - mean) / float64(len(values))
		}
		if sd := math.Sqrt(variance); sd < 10 || sd > 120 || math.Abs(mean) > 300 {
			t.Errorf("%s: values spread by %.1f around %.1f centipawns", g.Name(), sd, mean)
		}
		quantize(t, w)
	}
}

func TestQuantizeErrors(t *testing.T) {
	s := ShapeOf(chess.Game{}, 32, 2)
	for _, tt := range []struct {
		name  string
		spoil func(*Weights)
		want  string
	}{
		{"output weight", func(w *Weights) { w.OutW[7] = 2 }, "output.weight, bucket 0: weight 7 is 2"},
		{"not a number", func(w *Weights) { w.FeatureB[3] = float32(math.NaN()) }, "feature.bias: weight 3 is NaN"},
		{"infinite", func(w *Weights) { w.OutB[1] = float32(math.Inf(-1)) }, "output.bias: weight 1 is -Inf"},
		{"feature weight", func(w *Weights) { w.FeatureW[40] = -200 }, "feature.weight: weight 40 is -200"},
		{"overflow", func(w *Weights) { w.FeatureW[40] = -4.1 }, "feature.weight: unit 8 could reach"},
		{"bias", func(w *Weights) { w.FeatureB[8] = -129 }, "feature.bias: weight 8"},
		{"length", func(w *Weights) { w.OutW = w.OutW[1:] }, "output.weight has 127 weights"},
		{"shape", func(w *Weights) { w.Hidden = 33 }, "width 33"},
	} {
		w := newWeights(s)
		tt.spoil(w)
		if _, err := Quantize(w); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: error %v, want %q", tt.name, err, tt.want)
		}
	}
}

// Weights at the limit that the learner clips to are exact, wherever they stand
// and whatever their signs, and saturate instead of wrapping around.
func TestExtremeWeights(t *testing.T) {
	g := chess.Game{}
	for _, sign := range []float32{1, -1} {
		w := newWeights(ShapeOf(g, 1024, 2))
		for i := range w.FeatureW {
			w.FeatureW[i] = MaxWeight
		}
		for i := range w.FeatureB {
			w.FeatureB[i] = MaxWeight
		}
		for i := range w.OutW {
			w.OutW[i] = sign * MaxWeight
		}
		n := quantize(t, w)
		a := n.NewEvaluator(g)
		pos := g.Start()
		a.Reset(pos)
		if got, want := a.Value(pos), int(sign)*MaxCentipawns; got != want {
			t.Errorf("value %d, want %d", got, want)
		}
		w.OutB[1] = -sign * 1e30
		if got, want := quantize(t, w).NewEvaluator(g).Value(pos), -int(sign)*MaxCentipawns; got != want {
			t.Errorf("value with a huge bias is %d, want %d", got, want)
		}
	}
}

func TestRoundingIsSymmetric(t *testing.T) {
	for _, tt := range []struct {
		sum   int64
		shift uint8
		want  int
	}{
		{0, 0, 0}, {centipawn/2 - 1, 0, 0}, {centipawn / 2, 0, 1}, {centipawn, 0, 1}, {7*centipawn + 1, 0, 7},
		{centipawn/2 - 1, 3, 0}, {centipawn / 2, 3, 1}, {7*centipawn + 1, 4, 7},
		{math.MaxInt64 / 2, 0, MaxCentipawns},
	} {
		if got := centipawns(tt.sum<<tt.shift, tt.shift); got != tt.want {
			t.Errorf("centipawns(%d) = %d, want %d", tt.sum, got, tt.want)
		}
		if got := centipawns(-tt.sum<<tt.shift, tt.shift); got != -tt.want {
			t.Errorf("centipawns(%d) = %d, want %d", -tt.sum, got, -tt.want)
		}
	}
}
