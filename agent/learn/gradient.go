package learn

import (
	"apprentice/agent/kernel"
	"apprentice/agent/value"
	"apprentice/games"
)

// A batch is cut into chunks of samples. Chunks are numbered within their
// batch, each has a gradient of its own, and the gradients are added in the
// order of the chunks. So the sum does not depend on who computed what, and
// the number of workers changes no bit of the result.
const (
	chunkSamples    = 1024 // of a full batch: 16 gradients for 16384 samples
	minChunkSamples = 64   // of a small batch, of which four workers get some
)

// chunkSize returns the number of samples of each chunk but the last in a batch
// of that many samples.
func chunkSize(batch int) int {
	return min(max((batch+3)/4, minChunkSamples), chunkSamples)
}

// lane is the working memory of one worker: the samples of the chunk in work
// and the state of the network for one of them.
type lane struct {
	pieces  []piece
	words   []games.Feature // of the samples, one behind the other
	ends    []int           // where in words each sample ends
	targets []float64

	acc  [2][]float32 // accumulators of the two views, us first
	back [2][]float32 // derivatives of the loss by them
}

// piece says where the data set keeps the words of a sample.
type piece struct {
	segment    *segment
	begin, end uint32
}

func newLane(s value.Shape) *lane {
	l := &lane{
		pieces:  make([]piece, 0, chunkSamples),
		words:   make([]games.Feature, 0, chunkSamples*(headerWords+2*s.MaxActive)),
		ends:    make([]int, 0, chunkSamples),
		targets: make([]float64, 0, chunkSamples),
	}
	for view := range 2 {
		l.acc[view] = make([]float32, s.Hidden)
		l.back[view] = make([]float32, s.Hidden)
	}
	return l
}

// model is the network in training and the unit of its targets.
type model struct {
	*params
	scale float64 // centipawns to a logit of the target
}

// load fetches samples from all over the data set: in places [begin, end) of
// the order, or in their own order where that is nil. Almost every sample costs
// a cache miss or two; fetched in one go, first where they are and then what
// they are, the misses of many samples overlap.
func (l *lane) load(w *window, order *permutation, begin, end int, m *model) {
	l.pieces, l.words, l.ends, l.targets = l.pieces[:0], l.words[:0], l.ends[:0], l.targets[:0]
	for i := begin; i < end; i++ {
		number := i
		if order != nil {
			number = order.at(i)
		}
		s, k := w.locate(number)
		l.pieces = append(l.pieces, piece{s, s.starts[k], s.starts[k+1]})
	}
	for _, p := range l.pieces {
		l.words = append(l.words, p.segment.words[p.begin:p.end]...)
		l.ends = append(l.ends, len(l.words))
	}
	first := 0
	for _, end := range l.ends {
		s := decode(l.words[first:end])
		l.targets = append(l.targets, target(s.Value, m.scale))
		first = end
	}
}

// forward returns the output of the network for s and the bucket that gave it,
// and leaves the accumulators behind.
func (l *lane) forward(m *model, s *Sample) (output float64, bucket int) {
	bucket = value.Bucket(len(s.Us), m.shape.MaxActive, m.shape.Buckets)
	us, them := m.out(bucket)
	kernel.SumRowsF32(l.acc[0], m.featureB, m.featureW, s.Us)
	kernel.SumRowsF32(l.acc[1], m.featureB, m.featureW, s.Them)
	sum := kernel.SCReLUDotF32(l.acc[0], us) + kernel.SCReLUDotF32(l.acc[1], them)
	return float64(sum + m.outB[bucket]), bucket
}

// backward adds to grad the gradient of a loss whose derivative by the output
// of the network is d, for the sample of the last forward.
func (l *lane) backward(m *model, grad *params, s *Sample, bucket int, d float32) {
	us, them := m.out(bucket)
	dUs, dThem := grad.out(bucket)
	grad.outB[bucket] += d
	kernel.SCReLUBackF32(l.back[0], dUs, l.acc[0], us, d)
	kernel.SCReLUBackF32(l.back[1], dThem, l.acc[1], them, d)
	kernel.AddF32(grad.featureB, l.back[0])
	kernel.AddF32(grad.featureB, l.back[1])
	kernel.AddToRowsF32(grad.featureW, l.back[0], s.Us)
	kernel.AddToRowsF32(grad.featureW, l.back[1], s.Them)
}

// train adds to grad the gradient of the mean loss over a batch, so far as the
// loaded samples are part of it, and returns the sum of their losses.
func (l *lane) train(m *model, grad *params, batch int) float64 {
	sum, begin := 0.0, 0
	share := 1 / float64(batch)
	for i, end := range l.ends {
		s := decode(l.words[begin:end])
		output, bucket := l.forward(m, &s)
		value, slope := loss(output, l.targets[i])
		sum += value
		l.backward(m, grad, &s, bucket, float32(slope*share))
		begin = end
	}
	return sum
}

// measure returns the sum of the losses of the loaded samples.
func (l *lane) measure(m *model) float64 {
	sum, begin := 0.0, 0
	for i, end := range l.ends {
		s := decode(l.words[begin:end])
		output, _ := l.forward(m, &s)
		value, _ := loss(output, l.targets[i])
		sum += value
		begin = end
	}
	return sum
}
