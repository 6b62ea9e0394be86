package value

import (
	"fmt"
	"math"
)

// Units of the integers of inference. An activation of 1 is quantFeature, an
// output weight of 1 is quantOutput, so that an output is in units of
// 1/(255*255*64), and a centipawn is exactly centipawn of them.
//
// A bucket without large output weights holds them in finer steps: its shift
// doubles quantOutput that many times. Most of the rounding error comes from
// these steps (see TestRoundingError).
const (
	quantFeature = 255
	quantOutput  = 64
	quantSum     = quantFeature * quantFeature * quantOutput
	centipawn    = quantSum / Scale // 10404
	maxOutput    = 127              // so that 255 times a weight fits an int16
	maxShift     = 4                // beyond, the features' steps are the coarser ones
	maxBias      = 1 << 52          // a larger one changes nothing: this one outweighs any sum, 2*4096*255*255*127
)

// Network is a network rounded to integers for use by a search. It is
// immutable and safe for concurrent use; evaluators share it.
type Network struct {
	shape    Shape
	featureW []int16 // as in Weights, times 255
	featureB []int16 // times 255
	outW     []int16 // times 64<<outShift of the bucket, within +-127
	outB     []int64 // times 255*255*64<<outShift
	outShift []uint8 // by bucket
}

// Shape returns the size of the network.
func (n *Network) Shape() Shape { return n.shape }

// Quantize rounds w to integers. It returns an error that names the weight if
// one is not finite or too large, or if the active features of a position
// could overflow an accumulator: |bias| + MaxActive*max|weight| of a unit must
// stay within an int16. Weights within +-MaxWeight never do up to 63 active
// features.
func Quantize(w *Weights) (*Network, error) {
	if err := w.Check(); err != nil {
		return nil, err
	}
	n := &Network{
		shape:    w.Shape,
		featureW: make([]int16, len(w.FeatureW)),
		featureB: make([]int16, len(w.FeatureB)),
		outW:     make([]int16, len(w.OutW)),
		outB:     make([]int64, len(w.OutB)),
		outShift: make([]uint8, len(w.OutB)),
	}
	if err := round(n.featureW, w.FeatureW, quantFeature, math.MaxInt16, nameFeatureW); err != nil {
		return nil, err
	}
	if err := round(n.featureB, w.FeatureB, quantFeature, math.MaxInt16, nameFeatureB); err != nil {
		return nil, err
	}
	for b := range w.Buckets {
		from, to := b*2*w.Hidden, (b+1)*2*w.Hidden
		shift := outputShift(w.OutW[from:to])
		name := fmt.Sprintf("%s, bucket %d", nameOutW, b)
		if err := round(n.outW[from:to], w.OutW[from:to], quantOutput<<shift, maxOutput, name); err != nil {
			return nil, err
		}
		n.outShift[b] = shift
		bias := math.Round(float64(w.OutB[b]) * float64(int64(quantSum)<<shift))
		n.outB[b] = int64(min(max(bias, -maxBias), maxBias))
	}
	return n, n.checkOverflow()
}

// round stores src in steps of 1/unit, up to limit of them.
func round(dst []int16, src []float32, unit, limit int, name string) error {
	for i, x := range src {
		q := math.Round(float64(x) * float64(unit))
		if math.Abs(q) > float64(limit) {
			return fmt.Errorf("%s: weight %d is %v, beyond +-%.3f", name, i, x, float64(limit)/float64(unit))
		}
		dst[i] = int16(q)
	}
	return nil
}

// outputShift returns how many times the steps of these output weights can be
// halved.
func outputShift(row []float32) uint8 {
	var largest float64
	for _, x := range row {
		largest = max(largest, math.Abs(float64(x)))
	}
	shift := uint8(0)
	for shift < maxShift && math.Round(largest*float64(int(quantOutput)<<(shift+1))) <= maxOutput {
		shift++
	}
	return shift
}

// checkOverflow makes sure that no sum of MaxActive features leaves an int16.
func (n *Network) checkOverflow() error {
	largest := make([]int, n.shape.Hidden)
	for row := n.featureW; len(row) > 0; row = row[n.shape.Hidden:] {
		for i := range largest {
			largest[i] = max(largest[i], int(row[i]), -int(row[i]))
		}
	}
	for i, l := range largest {
		b := int(n.featureB[i])
		if sum := max(b, -b) + n.shape.MaxActive*l; sum > math.MaxInt16 {
			return fmt.Errorf("%s: unit %d could reach %d with %d active features, beyond %d: weights up to %.3f are too large",
				nameFeatureW, i, sum, n.shape.MaxActive, math.MaxInt16, float64(l)/quantFeature)
		}
	}
	return nil
}

// centipawns turns an output sum of a bucket of this shift into a value:
// rounded half away from zero, so that a value and its mirror image round alike,
// and saturated.
func centipawns(sum int64, shift uint8) int {
	if sum < 0 {
		return -centipawns(-sum, shift)
	}
	unit := int64(centipawn) << shift
	return int(min((sum+unit/2)/unit, MaxCentipawns))
}
