package learn

import (
	"math"

	"apprentice/agent/value"
	"apprentice/games"
)

// slowModel is the network, its loss and its optimiser as their definitions
// have them: in float64, one sample and one number after the other.
type slowModel struct {
	value.Shape
	flat  []float64 // feature weights, feature biases, output weights, output biases
	m, v  []float64 // moments of AdamW
	scale float64
	twice bool // views have common features besides

	mirror func(games.Feature) games.Feature // how slowTrain sees half of the samples; nil: as they are
}

func newSlowModel(w *value.Weights, scale float64) *slowModel {
	s := &slowModel{Shape: w.Shape, scale: scale}
	for _, part := range [][]float32{w.FeatureW, w.FeatureB, w.OutW, w.OutB} {
		for _, x := range part {
			s.flat = append(s.flat, float64(x))
		}
	}
	s.m, s.v = make([]float64, len(s.flat)), make([]float64, len(s.flat))
	return s
}

// Where the parts of flat begin.
func (s *slowModel) featureB() int { return s.Features * s.Hidden }
func (s *slowModel) outW() int     { return s.featureB() + s.Hidden }
func (s *slowModel) outB() int     { return s.outW() + s.Buckets*2*s.Hidden }

// unit is number i of the accumulator of these features.
func (s *slowModel) unit(i int, features []games.Feature) float64 {
	x := s.flat[s.featureB()+i]
	for _, f := range features {
		x += s.flat[int(f)*s.Hidden+i]
	}
	return x
}

func (s *slowModel) bucket(sample *Sample) int {
	n := len(sample.Us)
	if s.twice {
		n /= 2
	}
	return min((n-1)*s.Buckets/s.MaxActive, s.Buckets-1)
}

// forward is the logit of a position.
func (s *slowModel) forward(sample *Sample) float64 {
	b := s.bucket(sample)
	out := s.flat[s.outB()+b]
	for half, view := range [][]games.Feature{sample.Us, sample.Them} {
		for i := range s.Hidden {
			c := min(max(s.unit(i, view), 0), 1)
			out += c * c * s.flat[s.outW()+(2*b+half)*s.Hidden+i]
		}
	}
	return out
}

func slowSigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// target is the expectation of the value.
func (s *slowModel) target(sample *Sample) float64 {
	return slowSigmoid(float64(sample.Value) / s.scale)
}

// loss is the squared error of the expectation.
func (s *slowModel) loss(sample *Sample) float64 {
	e := slowSigmoid(s.forward(sample)) - s.target(sample)
	return e * e
}

func (s *slowModel) meanLoss(batch []Sample) float64 {
	sum := 0.0
	for i := range batch {
		sum += s.loss(&batch[i])
	}
	return sum / float64(len(batch))
}

const differenceStep = 1e-6

// difference returns the derivative of the mean loss by parameter i as a
// central finite difference.
func (s *slowModel) difference(batch []Sample, i int) float64 {
	const h = differenceStep
	x := s.flat[i]
	s.flat[i] = x + h
	above := s.meanLoss(batch)
	s.flat[i] = x - h
	below := s.meanLoss(batch)
	s.flat[i] = x
	return (above - below) / (2 * h)
}

// gradient returns the gradient of the mean loss by the chain rule.
func (s *slowModel) gradient(batch []Sample) []float64 {
	grad := make([]float64, len(s.flat))
	for k := range batch {
		sample := &batch[k]
		p := slowSigmoid(s.forward(sample))
		d := 2 * (p - s.target(sample)) * p * (1 - p) / float64(len(batch))
		b := s.bucket(sample)
		grad[s.outB()+b] += d
		for half, view := range [][]games.Feature{sample.Us, sample.Them} {
			for i := range s.Hidden {
				out := s.outW() + (2*b+half)*s.Hidden + i
				x := s.unit(i, view)
				if x <= 0 {
					continue
				}
				grad[out] += d * min(x, 1) * min(x, 1)
				if x >= 1 {
					continue
				}
				back := d * s.flat[out] * 2 * x
				grad[s.featureB()+i] += back
				for _, f := range view {
					grad[int(f)*s.Hidden+i] += back
				}
			}
		}
	}
	return grad
}

// step is one step of AdamW, number t from 1 (Loshchilov and Hutter, 2019,
// algorithm 2), with weights clipped afterwards.
func (s *slowModel) step(grad []float64, t int, rate, decay, clip float64) {
	const beta1, beta2, epsilon = 0.9, 0.999, 1e-8
	for i, g := range grad {
		s.m[i] = beta1*s.m[i] + (1-beta1)*g
		s.v[i] = beta2*s.v[i] + (1-beta2)*g*g
		mean := s.m[i] / (1 - math.Pow(beta1, float64(t)))
		square := s.v[i] / (1 - math.Pow(beta2, float64(t)))
		x := s.flat[i] - rate*(mean/(math.Sqrt(square)+epsilon)+decay*s.flat[i])
		s.flat[i] = min(max(x, -clip), clip)
	}
}
