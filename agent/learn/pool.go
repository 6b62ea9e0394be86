package learn

import (
	"sync"
	"sync/atomic"
)

// pool is a fixed set of goroutines that work through numbered tasks together
// with the caller.
type pool struct {
	start []chan struct{} // a token starts a worker on the present tasks
	next  atomic.Int64    // the first task not yet taken
	tasks int
	do    func(worker, task int)
	busy  sync.WaitGroup // workers that have not run out of tasks
	alive sync.WaitGroup
}

// newPool returns a pool of that many workers, the caller of run being the
// first of them. close ends the others.
func newPool(workers int) *pool {
	p := &pool{start: make([]chan struct{}, workers-1)}
	for i := range p.start {
		p.start[i] = make(chan struct{}, 1)
		p.alive.Go(func() {
			for range p.start[i] {
				p.work(i + 1)
				p.busy.Done()
			}
		})
	}
	return p
}

// run calls do(worker, task) once for every task below tasks and returns when
// all calls have. Calls with the same worker never overlap. Which worker takes
// which task is chance.
func (p *pool) run(tasks int, do func(worker, task int)) {
	p.tasks, p.do = tasks, do
	p.next.Store(0)
	helpers := p.start[:min(len(p.start), max(tasks-1, 0))]
	p.busy.Add(len(helpers))
	for _, start := range helpers {
		start <- struct{}{}
	}
	p.work(0)
	p.busy.Wait()
	p.do = nil
}

func (p *pool) work(worker int) {
	for task := p.next.Add(1) - 1; task < int64(p.tasks); task = p.next.Add(1) - 1 {
		p.do(worker, int(task))
	}
}

// close ends the workers and waits for them.
func (p *pool) close() {
	for _, start := range p.start {
		close(start)
	}
	p.alive.Wait()
}
