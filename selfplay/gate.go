package selfplay

import (
	"context"
	"sync"
)

// Gate lets a person pause a run. Workers call Wait between two games, the
// learner between two steps, and measurements between two games; all of them
// block there while the gate is closed. A nil Gate is always open.
//
// Its methods are safe for concurrent use.
type Gate struct {
	mu     sync.Mutex
	opened chan struct{} // closed when the gate opens; nil while it is open
}

// Close makes callers of Wait block. It reports whether the gate was open.
func (g *Gate) Close() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.opened != nil {
		return false
	}
	g.opened = make(chan struct{})
	return true
}

// Open lets all callers of Wait pass. It reports whether the gate was closed.
func (g *Gate) Open() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.opened == nil {
		return false
	}
	close(g.opened)
	g.opened = nil
	return true
}

// Closed reports whether Wait would block.
func (g *Gate) Closed() bool {
	if g == nil {
		return false
	}
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.opened != nil
}

// Wait returns nil as soon as the gate is open, or ctx.Err() if ctx is done
// first.
func (g *Gate) Wait(ctx context.Context) error {
	if g == nil {
		return nil
	}
	for {
		g.mu.Lock()
		opened := g.opened
		g.mu.Unlock()
		if opened == nil {
			return nil
		}
		select {
		case <-opened:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}
