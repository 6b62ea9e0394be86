package train

import (
	"math"
	"runtime"
	"testing"
)

// A collector that takes more than a quarter is named, once.
func TestGCWatch(t *testing.T) {
	gc, all := 1.0, 10.0
	w := &gcWatch{read: func() (float64, float64) { return gc, all }, gc: 1, all: 10}
	for i, step := range []struct {
		gc, all, share float64
		warn           bool
	}{
		{1, 10, 0, false},     // nothing went by
		{1.2, 11, 0.2, false}, // little
		{2, 13, 0.4, true},
		{3, 14, 1, false}, // known by now
		{3, 20, 0, false},
	} {
		gc, all = step.gc, step.all
		if share, warn := w.share(); math.Abs(share-step.share) > 1e-9 || warn != step.warn {
			t.Errorf("step %d: share %g, warning %v; want %g, %v", i, share, warn, step.share, step.warn)
		}
	}
}

// The runtime says how much time it has taken.
func TestGCSeconds(t *testing.T) {
	runtime.GC()
	if gc, all := gcSeconds(); !(gc > 0 && all >= gc) {
		t.Errorf("the collector took %g s of %g", gc, all)
	}
}
