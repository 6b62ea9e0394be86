package learn

import (
	"fmt"
	"sync"
	"testing"

	"apprentice/games/chess"
)

// benchData is some hundred thousand positions of random games of chess: more
// than a cache holds, with as many pieces as real games have.
var benchData = sync.OnceValue(func() *Dataset {
	d := NewDataset(chess.Game{}, Filter{Checks: true, Tactical: true})
	if err := d.Add(randomGames(chess.Game{}, 1, 1, 600, 200), 0); err != nil {
		panic(err)
	}
	return d
})

// benchTrainer returns a trainer with one worker, set to its first batch, and
// the size of that.
func benchTrainer(b *testing.B, hidden int) (t *trainer, batch int) {
	b.Helper()
	o := DefaultOptions()
	o.Hidden, o.MinSteps, o.Workers = hidden, 0, 1
	t, err := newTrainer(benchData(), o, nil)
	must(b, err)
	b.Cleanup(t.pool.close)
	t.order = newPermutation(t.trained.len(), 1, 0)
	t.begin, t.end = 0, t.trained.len()/t.steps
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

// BenchmarkStep is the same with the optimiser behind it: all that training
// does for a batch.
func BenchmarkStep(b *testing.B) {
	benchHidden(b, func(t *trainer, batch int) { t.step() })
}
