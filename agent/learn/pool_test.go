package learn

import (
	"sync/atomic"
	"testing"
)

// Every task is done once, never two at a time by the same worker, and run
// waits for the last.
func TestPool(t *testing.T) {
	for workers := 1; workers <= 5; workers++ {
		p := newPool(workers)
		if n := len(p.start) + 1; n != workers { // the caller of run works too
			t.Errorf("a pool of %d has %d workers", workers, n)
		}
		for _, tasks := range []int{0, 1, 2, 3, 7, 200} {
			done := make([]atomic.Int32, tasks)
			busy := make([]atomic.Int32, workers)
			p.run(tasks, func(worker, task int) {
				if busy[worker].Add(1) != 1 {
					t.Errorf("worker %d of %d does two tasks at once", worker, workers)
				}
				done[task].Add(1)
				busy[worker].Add(-1)
			})
			for i := range done {
				if n := done[i].Load(); n != 1 {
					t.Errorf("%d workers: task %d of %d done %d times", workers, i, tasks, n)
				}
			}
		}
		p.close()
	}
}
