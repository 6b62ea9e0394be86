package learn

import (
	"fmt"
	"sync"
	"testing"

	"apprentice/games/chess"
)

// benchData is some hundred thousand positions of random games of chess: more
// than a cache holds, with as many pieces as real games have.
func benchData(b *testing.B) *Window {
	return windowOf(b, chess.Game{}, Filter{Checks: true, Tactical: true}, benchGames())
}

var benchGames = sync.OnceValue(func() source { return randomGames(chess.Game{}, 1, 1, 600, 200) })

// benchTrainer returns a trainer with one worker, set to its first batch, and
// the size of that.
func benchTrainer(b *testing.B, hidden int) (t *trainer, batch int) {
	b.Helper()
	o := DefaultOptions()
	o.Hidden, o.MinSteps, o.Workers = hidden, 0, 1
	w := benchData(b)
	t, err := newTrainer(b.Context(), w, o, nil, Hooks{})
	must(b, err)
	b.Cleanup(t.close)
	order := newEpochOrder(t.samples.list, 1, 0)
	first, err := t.samples.take(b.Context(), order.numbers[0])
	must(b, err)
	t.spans = []span{order.span(0, first)}
	t.begin, t.end = 0, w.Samples()/t.steps
	t.chunkLosses(len(t.grads))
	return t, t.end
}

func benchHidden(b *testing.B, do func(t *trainer, batch int)) {
	for _, hidden := range []int{128, 256} {
		b.Run(fmt.Sprintf("hidden=%d", hidden), func(b *testing.B) {
			t, batch := benchTrainer(b, hidden)
			for b.Loop() {
				do(t, batch)
			}
			b.ReportMetric(float64(b.N)*float64(batch)/b.Elapsed().Seconds(), "positions/s")
		})
	}
}

// BenchmarkGradient is forward and backward pass over a batch on one core.
func BenchmarkGradient(b *testing.B) {
	benchHidden(b, func(t *trainer, batch int) {
		t.pool.run((batch+t.chunk-1)/t.chunk, t.taskGrad)
	})
}

// BenchmarkStep is the same with the optimiser after it: all that training
// does for a batch.
func BenchmarkStep(b *testing.B) {
	benchHidden(b, func(t *trainer, batch int) { t.step() })
}
