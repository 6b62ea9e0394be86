package train

import (
	"math"
	"runtime"
	"testing"

	"apprentice/internal/machine"
)

// A collector that takes more than a quarter is named, once, and not while other
// programs have the processor.
func TestGCWatch(t *testing.T) {
	now := gcTimes{gc: 10, all: 100, ran: 100}
	w := &gcWatch{read: func() gcTimes { return now }, last: now}
	for i, step := range []struct {
		to    gcTimes
		share float64
		warn  bool
	}{
		{gcTimes{10, 100, 100}, 0, false},    // nothing went by
		{gcTimes{14, 120, 120}, 0.2, false},  // little
		{gcTimes{114, 220, 150}, 0, false},   // the process ran less than half of it
		{gcTimes{118, 224, 154}, 0, false},   // it hardly ran, and all of that is the collector
		{gcTimes{132, 264, 178}, 0.35, true}, // it ran more than half
		{gcTimes{152, 284, 198}, 1, false},   // known by now
		{gcTimes{152, 314, 228}, 0, false},
	} {
		now = step.to
		if share, warn := w.share(); math.Abs(share-step.share) > 1e-9 || warn != step.warn {
			t.Errorf("step %d: share %g, warning %v; want %g, %v", i, share, warn, step.share, step.warn)
		}
	}
}

// Where the system does not count processor time, the runtime's word is taken.
func TestGCWatchWithoutUsage(t *testing.T) {
	now := gcTimes{}
	w := &gcWatch{read: func() gcTimes { return now }}
	now = gcTimes{gc: 3, all: 10}
	if share, warn := w.share(); share != 0.3 || !warn {
		t.Errorf("share %g, warning %v; want 0.3 and true", share, warn)
	}
}

// The runtime and the system say how much time they have taken.
func TestGCSeconds(t *testing.T) {
	runtime.GC()
	times := gcSeconds()
	if !(times.gc > 0 && times.all >= times.gc) {
		t.Errorf("the collector took %g s of %g", times.gc, times.all)
	}
	if _, err := machine.Usage(); err == nil && times.ran <= 0 {
		t.Error("no processor time")
	}
}
