package selfplay

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"
)

// fakeClocks are clocks that a test moves.
type fakeClocks struct{ now Reading }

func (f *fakeClocks) read() Reading { return f.now }

// pass lets both clocks run for a time, read every second.
func (f *fakeClocks) pass(a *Awake, d time.Duration) {
	for ; d > 0; d -= tick {
		f.now.Mono += min(d, tick)
		f.now.Wall += min(d, tick)
		a.Elapsed()
	}
}

func TestAwake(t *testing.T) {
	const hour = time.Hour
	for _, tt := range []struct {
		name    string
		known   bool // the system says how long it slept
		between func(f *fakeClocks, a *Awake)
		elapsed time.Duration // 120 s of work pass beside
		gaps    []Gap
	}{
		{"nothing", true, func(*fakeClocks, *Awake) {}, 120 * time.Second, nil},
		{"wall set forward", true, func(f *fakeClocks, _ *Awake) { f.now.Wall += hour }, 120 * time.Second, nil},
		{"wall set back", true, func(f *fakeClocks, _ *Awake) { f.now.Wall -= hour }, 120 * time.Second, nil},
		{"wall set forward, sleep unknown", false, func(f *fakeClocks, _ *Awake) { f.now.Wall += hour }, 120 * time.Second, []Gap{{hour, false}}},
		{"wall set back, sleep unknown", false, func(f *fakeClocks, _ *Awake) { f.now.Wall -= hour }, 120 * time.Second, nil},
		{"sleep that mono leaves out", true, func(f *fakeClocks, _ *Awake) { f.now.Wall += hour; f.now.Slept += hour }, 120 * time.Second, []Gap{{hour, true}}},
		{"sleep that mono counts", false, func(f *fakeClocks, _ *Awake) { f.now.Wall += hour; f.now.Mono += hour }, 121 * time.Second, []Gap{{hour - tick, true}}},
		{"stopped for two minutes", true, func(f *fakeClocks, _ *Awake) { f.now.Wall += 2 * time.Minute; f.now.Mono += 2 * time.Minute }, 121 * time.Second, []Gap{{119 * time.Second, true}}},
		{"stopped, wall set back meanwhile", true, func(f *fakeClocks, _ *Awake) { f.now.Wall -= hour; f.now.Mono += 2 * time.Minute }, 121 * time.Second, []Gap{{119 * time.Second, true}}},
		{"stopped, then asleep", true, func(f *fakeClocks, _ *Awake) { f.now.Mono += 2 * time.Minute; f.now.Slept += hour }, 121 * time.Second, []Gap{{hour + 119*time.Second, true}}},
		{"late on a busy machine", true, func(f *fakeClocks, _ *Awake) { f.now.Wall += 40 * time.Second; f.now.Mono += 40 * time.Second }, 160 * time.Second, nil},
		{"a short sleep", true, func(f *fakeClocks, _ *Awake) { f.now.Wall += 8 * time.Second; f.now.Slept += 8 * time.Second }, 120 * time.Second, nil},
		{"a sleep of 20 seconds", true, func(f *fakeClocks, _ *Awake) { f.now.Wall += 20 * time.Second; f.now.Slept += 20 * time.Second }, 120 * time.Second, []Gap{{20 * time.Second, true}}},
		{"mono goes back", true, func(f *fakeClocks, _ *Awake) { f.now.Mono -= hour }, 120 * time.Second, nil},
		{"paused", true, func(f *fakeClocks, a *Awake) { a.Hold(true); f.pass(a, hour); a.Hold(false) }, 120 * time.Second, nil},
		{"paused and stopped", true, func(f *fakeClocks, a *Awake) {
			a.Hold(true)
			f.now.Mono += hour
			a.Hold(false)
		}, 120 * time.Second, []Gap{{hour - tick, true}}},
	} {
		f := &fakeClocks{Reading{Mono: 5 * hour, Wall: 9 * hour, SleepKnown: tt.known}}
		var gaps []Gap
		a := newAwake(f.read, func(g Gap) { gaps = append(gaps, g) })
		f.pass(a, time.Minute)
		tt.between(f, a)
		a.Elapsed()
		f.pass(a, time.Minute)
		if got := a.Elapsed(); got != tt.elapsed {
			t.Errorf("%s: %v awake, want %v", tt.name, got, tt.elapsed)
		}
		if !slices.Equal(gaps, tt.gaps) {
			t.Errorf("%s: gaps %v, want %v", tt.name, gaps, tt.gaps)
		}
	}
}

// TestAwakeRuns checks that the clock of the machine goes forward and ends.
func TestAwakeRuns(t *testing.T) {
	a := NewAwake(nil)
	for last := a.Elapsed(); last < 5*time.Millisecond; {
		now := a.Elapsed()
		if now < last {
			t.Fatalf("%v after %v", now, last)
		}
		last = now
	}
	a.Stop()
}

func TestWithDeadline(t *testing.T) {
	f := &fakeClocks{}
	a := newAwake(f.read, nil)
	ctx, cancel := WithDeadline(t.Context(), a, 0)
	<-ctx.Done()
	if err := context.Cause(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("cause %v at the deadline", err)
	}
	cancel()

	// The clock stands still: only cancel ends it.
	ctx, cancel = WithDeadline(t.Context(), a, time.Nanosecond)
	if ctx.Err() != nil {
		t.Error("done before its time")
	}
	cancel()
	if err := context.Cause(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cause %v after cancel", err)
	}
}
