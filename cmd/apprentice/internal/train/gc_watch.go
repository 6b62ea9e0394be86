package train

import (
	"fmt"
	"runtime/metrics"
	"time"

	"apprentice/selfplay/run"
)

// Bounds of the garbage collector: with a memory limit near the real need it
// may take most of the processor for hours, without an error.
const (
	gcInterval = time.Minute
	gcShare    = 0.25 // of the processor time between two looks that is worth a warning
)

// gcWatch looks how much processor time goes into the garbage collector.
type gcWatch struct {
	read   func() (gc, all float64) // processor seconds so far
	gc     float64
	all    float64
	warned bool
}

// newGCWatch returns a watch on this process.
func newGCWatch() *gcWatch {
	w := &gcWatch{read: gcSeconds}
	w.gc, w.all = w.read()
	return w
}

// share returns the collector's part of the processor time since the last look,
// and whether it is the first one worth a warning.
func (w *gcWatch) share() (share float64, warn bool) {
	gc, all := w.read()
	if all > w.all {
		share = (gc - w.gc) / (all - w.all)
	}
	w.gc, w.all = gc, all
	warn = share > gcShare && !w.warned
	w.warned = w.warned || warn
	return share, warn
}

// gcSeconds returns the processor time of the collector, and of it and the
// program together.
func gcSeconds() (gc, all float64) {
	samples := []metrics.Sample{{Name: "/cpu/classes/gc/total:cpu-seconds"}, {Name: "/cpu/classes/user:cpu-seconds"}}
	metrics.Read(samples)
	for i, s := range samples {
		if s.Value.Kind() != metrics.KindFloat64 {
			return 0, 0
		}
		all += s.Value.Float64()
		if i == 0 {
			gc = all
		}
	}
	return gc, all
}

// watchMemory warns where the memory limit makes the collector the main work.
func (s *sitting) watchMemory(w *gcWatch) {
	share, warn := w.share()
	if !warn {
		return
	}
	text := fmt.Sprintf("%.0f %% of the processor goes into collecting garbage: --memory is too small, give it more", 100*share)
	s.record(run.Warning{What: "memory", Text: text})
	s.notice(text)
}
