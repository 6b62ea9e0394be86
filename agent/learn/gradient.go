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
	minChunkSamples = 64   // of a small batch, so that four workers all get some
)

// chunkSize returns the number of samples of each chunk but the last in a batch
// of that many samples.
func chunkSize(batch int) int {
	return min(max((batch+3)/4, minChunkSamples), chunkSamples)
}

// lane is the working memory of one worker: the samples of the chunk in work
// and the state of the network for one of them.
type lane struct {
	starts  []uint32        // of samples in their bucket
	packed  [][]byte        // the samples, where their buckets keep them
	flips   []bool          // which of them are seen as in a mirror; empty: none
	touched byte            // of each sample a byte went in: its sum means nothing
	words   []games.Feature // their features, both views of a sample and one sample after the other
	ends    []int           // where in words each sample ends
	targets []float64

	acc  [2][]float32 // accumulators of the two views, us first
	back [2][]float32 // derivatives of the loss by them
}

func newLane(s value.Shape) *lane {
	l := &lane{
		starts:  make([]uint32, 0, chunkSamples),
		packed:  make([][]byte, 0, chunkSamples),
		flips:   make([]bool, 0, chunkSamples),
		words:   make([]games.Feature, 0, chunkSamples*2*s.MaxActive),
		ends:    make([]int, 0, chunkSamples),
		targets: make([]float64, 0, chunkSamples),
	}
	for view := range 2 {
		l.acc[view] = make([]float32, s.Hidden)
		l.back[view] = make([]float32, s.Hidden)
	}
	return l
}

// model is the network in training, what it sees and the unit of its targets.
type model struct {
	*params
	inputs *games.InputSet // of the network; nil: the game's own, which samples have
	common int             // features that training adds, the last ones (common.go)
	mirror []games.Feature // what each feature of the game's own set is in a mirror; nil: samples are seen as they are
	scale  float64         // centipawns to a logit of the target
}

// load fetches the samples in places [begin, end) of the order of an epoch, whose
// spans cover them, half of them as in a mirror if m has one.
func (l *lane) load(spans []span, begin, end, epoch int, m *model) {
	l.packed, l.flips = l.packed[:0], l.flips[:0]
	for i := range spans {
		s := &spans[i]
		l.starts = l.starts[:0]
		for place := max(begin, s.begin); place < min(end, s.end); place++ {
			number := s.order.at(place - s.begin)
			l.starts = append(l.starts, s.bucket.starts[number])
			l.flips = append(l.flips, m.mirror != nil && inMirror(number, epoch))
		}
		l.cut(s.bucket, l.starts)
	}
	l.unpack(m)
}

// loadInOrder fetches the samples [begin, end) of a bucket, as they are.
func (l *lane) loadInOrder(b *bucket, begin, end int, m *model) {
	l.packed, l.flips = l.packed[:0], l.flips[:0]
	l.cut(b, b.starts[begin:end])
	l.unpack(m)
}

// cut finds the samples that start there. Almost every one costs a cache miss or
// two; touched one after the other, before anything is done with them, the
// misses of many samples overlap.
func (l *lane) cut(b *bucket, starts []uint32) {
	for _, start := range starts {
		sample, _ := cutSample(b.data[start:])
		l.packed = append(l.packed, sample)
		l.touched += sample[len(sample)-1]
	}
}

func (l *lane) unpack(m *model) {
	l.words, l.ends, l.targets = l.words[:0], l.ends[:0], l.targets[:0]
	for i, packed := range l.packed {
		h, _ := parseHead(packed) // load of the bucket has checked it
		begin := len(l.words)
		l.words = h.appendFeatures(l.words)
		if i < len(l.flips) && l.flips[i] {
			for k, f := range l.words[begin:] {
				l.words[begin+k] = m.mirror[f]
			}
		}
		if m.inputs != nil {
			m.inputs.Renumber(l.words[begin : begin+h.n])
			m.inputs.Renumber(l.words[begin+h.n:])
			if m.common > 0 {
				l.words = m.appendCommon(l.words, begin, h.n)
			}
		}
		l.ends = append(l.ends, len(l.words))
		l.targets = append(l.targets, target(h.value, m.scale))
	}
}

// views returns the features of the sample in words[begin:end].
func (l *lane) views(begin, end int) (v views) {
	middle := (begin + end) / 2
	return views{l.words[begin:middle:middle], l.words[middle:end:end]}
}

// views are the features of the side to move and of its opponent.
type views struct{ us, them []games.Feature }

// forward returns the output of the network for a sample and the bucket that
// gave it, and keeps the accumulators.
func (l *lane) forward(m *model, v views) (output float64, bucket int) {
	bucket = value.Bucket(m.active(v.us), m.shape.MaxActive, m.shape.Buckets)
	us, them := m.out(bucket)
	kernel.SumRowsF32(l.acc[0], m.featureB, m.featureW, v.us)
	kernel.SumRowsF32(l.acc[1], m.featureB, m.featureW, v.them)
	sum := kernel.SCReLUDotF32(l.acc[0], us) + kernel.SCReLUDotF32(l.acc[1], them)
	return float64(sum + m.outB[bucket]), bucket
}

// backward adds to grad the gradient of a loss whose derivative by the output
// of the network is d, for the sample of the last forward.
func (l *lane) backward(m *model, grad *params, v views, bucket int, d float32) {
	us, them := m.out(bucket)
	dUs, dThem := grad.out(bucket)
	grad.outB[bucket] += d
	kernel.SCReLUBackF32(l.back[0], dUs, l.acc[0], us, d)
	kernel.SCReLUBackF32(l.back[1], dThem, l.acc[1], them, d)
	kernel.AddF32(grad.featureB, l.back[0])
	kernel.AddF32(grad.featureB, l.back[1])
	kernel.AddToRowsF32(grad.featureW, l.back[0], v.us)
	kernel.AddToRowsF32(grad.featureW, l.back[1], v.them)
}

// train adds to grad the gradient of the mean loss over a batch, so far as the
// loaded samples are part of it, and returns the sum of their losses.
func (l *lane) train(m *model, grad *params, batch int) float64 {
	sum, begin := 0.0, 0
	share := 1 / float64(batch)
	for i, end := range l.ends {
		v := l.views(begin, end)
		output, bucket := l.forward(m, v)
		value, slope := loss(output, l.targets[i])
		sum += value
		l.backward(m, grad, v, bucket, float32(slope*share))
		begin = end
	}
	return sum
}

// measure returns the sum of the losses of the loaded samples.
func (l *lane) measure(m *model) float64 {
	sum, begin := 0.0, 0
	for i, end := range l.ends {
		output, _ := l.forward(m, l.views(begin, end))
		value, _ := loss(output, l.targets[i])
		sum += value
		begin = end
	}
	return sum
}
