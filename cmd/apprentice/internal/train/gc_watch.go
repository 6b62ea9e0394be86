package train

import (
	"fmt"
	"runtime/metrics"
	"time"

	"apprentice/internal/machine"
	"apprentice/selfplay/run/event"
)

// Bounds of the garbage collector: with a memory limit near the real need it
// may take most of the processor for hours, without an error.
const (
	gcInterval = time.Minute
	gcShare    = 0.25 // of the processor time between two looks that is worth a warning

	// runsShare is the part of the time that the runtime accounts for which the
	// process must really have run. Below it other programs had the processor:
	// the runtime then takes waiting in the collector for work in it.
	runsShare = 0.5

	// leastRun are the seconds of processor time between two looks below which
	// other programs had the processor, whatever the runtime accounts for. A
	// collector that is the main work takes more.
	leastRun = 15
)

// gcWatch looks how much processor time goes into the garbage collector.
type gcWatch struct {
	read   func() gcTimes
	last   gcTimes
	warned bool
}

// newGCWatch returns a watch on this process.
func newGCWatch() *gcWatch {
	w := &gcWatch{read: gcSeconds}
	w.last = w.read()
	return w
}

// gcTimes are seconds since the process began.
type gcTimes struct {
	gc, all float64 // the collector; it and the program together, as the runtime estimates them
	ran     float64 // processor time as the system counts it; 0 if it does not
}

// share returns the collector's part of the processor time since the last look,
// and whether it is the first one worth a warning.
func (w *gcWatch) share() (share float64, warn bool) {
	now, last := w.read(), w.last
	w.last = now
	all := now.all - last.all
	if all <= 0 || now.ran > 0 && now.ran-last.ran < max(runsShare*all, leastRun) {
		return 0, false
	}
	share = (now.gc - last.gc) / all
	warn = share > gcShare && !w.warned
	w.warned = w.warned || warn
	return share, warn
}

// gcSeconds returns the times of this process so far.
func gcSeconds() gcTimes {
	samples := []metrics.Sample{{Name: "/cpu/classes/gc/total:cpu-seconds"}, {Name: "/cpu/classes/user:cpu-seconds"}}
	metrics.Read(samples)
	for _, s := range samples {
		if s.Value.Kind() != metrics.KindFloat64 {
			return gcTimes{}
		}
	}
	times := gcTimes{gc: samples[0].Value.Float64()}
	times.all = times.gc + samples[1].Value.Float64()
	if ran, err := machine.Usage(); err == nil {
		times.ran = ran.Seconds()
	}
	return times
}

// watchMemory warns where the memory limit makes the collector the main work.
func (s *sitting) watchMemory(w *gcWatch) {
	share, warn := w.share()
	if !warn {
		return
	}
	text := fmt.Sprintf("%.0f %% of the processor goes into collecting garbage: --memory is too small, give it more", 100*share)
	s.record(event.Warning{What: "memory", Text: text})
	s.notice(text)
}
