package selfplay

import (
	"context"
	"sync"
	"time"
)

// Clock measures how long a sitting has worked. Deadlines of a sitting are
// counted by it.
type Clock interface {
	// Elapsed returns the time since the sitting began, without the time in
	// which the process was suspended or the run was paused. It never decreases.
	Elapsed() time.Duration
}

// Reading is what the clocks of a machine say at one moment. Only differences
// of readings count.
type Reading struct {
	Mono time.Duration // the monotonic clock, which may or may not run while the machine sleeps
	Wall time.Duration // the wall clock, which may be set in either direction

	// Slept is how long the machine has slept so far while Mono stood still;
	// SleepKnown is false if the system does not report it.
	Slept      time.Duration
	SleepKnown bool
}

// Gap is time that went by without the process.
type Gap struct {
	Length time.Duration

	// Sure is false if only the wall clock says so: either the machine has
	// slept, or the clock was set forward.
	Sure bool
}

// Constants of the clock.
const (
	// tick is how often the clock is read while no caller asks for the time.
	tick = time.Second

	// longestTick is the longest time between two readings that counts as work,
	// in which a process may have got no processor. At the lowest priority of a
	// busy machine a reading may be late by half a minute; after a stop it is
	// later.
	longestTick = time.Minute

	// shortSleep is the longest sleep that is not worth a word, where the system
	// reports how long it slept, and the longest jump of the wall clock elsewhere.
	shortSleep = 10 * time.Second
)

// Awake is a Clock that adds up the time in which the process was running. It
// reads the clocks of the machine every second. If a reading is more than a
// minute late, the process was stopped or the machine asleep, and only one tick
// counts.
// Setting the wall clock changes nothing.
//
// Its methods are safe for concurrent use.
type Awake struct {
	read func() Reading
	gap  func(Gap)
	stop chan struct{}
	done chan struct{}

	mu      sync.Mutex
	last    Reading
	elapsed time.Duration
	held    bool
}

// NewAwake starts a clock at zero. It reports every gap to gap, which may be
// nil, from its own goroutine or from that of a caller of Elapsed. Stop ends it.
func NewAwake(gap func(Gap)) *Awake {
	a := newAwake(readClocks, gap)
	go func() {
		defer close(a.done)
		ticker := time.NewTicker(tick)
		defer ticker.Stop()
		for {
			select {
			case <-ticker.C:
				a.Elapsed()
			case <-a.stop:
				return
			}
		}
	}()
	return a
}

// newAwake returns a clock without a goroutine that reads it.
func newAwake(read func() Reading, gap func(Gap)) *Awake {
	if gap == nil {
		gap = func(Gap) {}
	}
	return &Awake{read: read, gap: gap, stop: make(chan struct{}), done: make(chan struct{}), last: read()}
}

// Stop ends the goroutine of the clock. The clock can still be read.
func (a *Awake) Stop() {
	close(a.stop)
	<-a.done
}

// Elapsed returns the time awake since the clock was made, without the time in
// which it was held.
func (a *Awake) Elapsed() time.Duration {
	elapsed, gap := a.advance()
	if gap.Length > 0 {
		a.gap(gap)
	}
	return elapsed
}

// Hold stops the clock, as in a pause, or starts it again.
func (a *Awake) Hold(held bool) {
	a.Elapsed()
	a.mu.Lock()
	defer a.mu.Unlock()
	a.held = held
}

// advance counts the time since the last reading and returns how much of it was
// lost.
func (a *Awake) advance() (elapsed time.Duration, gap Gap) {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.read()
	awake := max(now.Mono-a.last.Mono, 0)
	gap = lost(a.last, now)
	if awake > longestTick {
		awake = tick
	}
	if !a.held {
		a.elapsed += awake
	}
	a.last = now
	return a.elapsed, gap
}

// lost returns the time between two readings in which the process did not run;
// none for less than a delay of a busy machine.
func lost(last, now Reading) Gap {
	mono := max(now.Mono-last.Mono, 0)
	length := time.Duration(0)
	if mono > longestTick {
		length = mono - tick
	}
	sure := true
	switch {
	case now.SleepKnown && last.SleepKnown:
		if slept := now.Slept - last.Slept; slept > shortSleep {
			length += slept
		}
	case now.Wall-last.Wall-mono > shortSleep:
		sure = length > 0
		length += now.Wall - last.Wall - mono
	}
	return Gap{Length: length, Sure: sure}
}

// WithDeadline returns a context that is done when clock reaches at, or when
// ctx is. Its cause is then context.DeadlineExceeded. cancel frees what it
// holds.
func WithDeadline(ctx context.Context, clock Clock, at time.Duration) (_ context.Context, cancel context.CancelFunc) {
	ctx, end := context.WithCancelCause(ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			left := at - clock.Elapsed()
			if left <= 0 {
				end(context.DeadlineExceeded)
				return
			}
			// No longer than a tick: the clock may be held, or lose time.
			timer := time.NewTimer(min(left, tick))
			select {
			case <-timer.C:
			case <-ctx.Done():
				timer.Stop()
				return
			}
		}
	}()
	return ctx, func() {
		end(context.Canceled)
		<-ended
	}
}
