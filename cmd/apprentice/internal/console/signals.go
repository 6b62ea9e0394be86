package console

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"
	"time"
)

// Signals ends a command in an orderly way when it is asked to: the first
// interrupt, termination or hangup makes its context done, and the second one
// ends the program at once. So does the first one after a time of grace, for
// what does not look at its context.
type Signals struct {
	stderr io.Writer
	cancel context.CancelCauseFunc
	got    chan os.Signal
	quit   chan struct{}
	grace  time.Duration
	exit   func(code int)

	patience time.Duration // with each of leaving

	mu       sync.Mutex
	hangup   func()   // what a hangup does instead of ending the command
	stopping func()   // says that the first signal was taken
	leaving  []func() // give back what a program must not leave behind
}

// grace is how long a command may take to end. Where nothing is stuck that is a
// fraction of a second, and some seconds on a machine that is very busy.
const grace = 15 * time.Second

// patience is how long what ends the program may take at its end.
const patience = time.Second

// stoppedBy is the cause of a context that a signal has ended.
type stoppedBy struct{ signal os.Signal }

// Error names the signal.
func (s stoppedBy) Error() string { return fmt.Sprintf("stopped by a signal (%v)", s.signal) }

// signalsKey finds the signals of a context.
type signalsKey struct{}

// CatchSignals returns a context that the signals of the program end. A hangup
// that the program is started to ignore, as by nohup, stays ignored.
func CatchSignals(ctx context.Context, stderr io.Writer) (context.Context, *Signals) {
	ctx, s := newSignals(ctx, stderr)
	signal.Notify(s.got, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) {
		signal.Notify(s.got, syscall.SIGHUP)
	}
	go s.watch()
	return ctx, s
}

// newSignals returns signals that nothing sends yet.
func newSignals(ctx context.Context, stderr io.Writer) (context.Context, *Signals) {
	s := &Signals{stderr: stderr, got: make(chan os.Signal, 4), quit: make(chan struct{}), grace: grace, patience: patience, exit: os.Exit}
	ctx, s.cancel = context.WithCancelCause(context.WithValue(ctx, signalsKey{}, s))
	return ctx, s
}

// SignalsOf returns the signals that ctx comes from. Without any, as in tests,
// the hooks are never called.
func SignalsOf(ctx context.Context) *Signals {
	s, ok := ctx.Value(signalsKey{}).(*Signals)
	if !ok {
		return new(Signals)
	}
	return s
}

// Release ends the watch.
func (s *Signals) Release() {
	signal.Stop(s.got)
	close(s.quit)
	s.cancel(nil)
}

// watch takes the signals one by one.
func (s *Signals) watch() {
	var late <-chan time.Time
	for first := true; ; {
		select {
		case sig := <-s.got:
			hangup, stopping := s.hooks()
			switch {
			case sig == syscall.SIGHUP && hangup != nil:
				hangup()
			case first:
				first = false
				late = time.After(s.grace)
				s.cancel(stoppedBy{sig})
				stopping()
			default:
				s.leave("stopped at once")
				return
			}
		case <-late:
			s.leave(fmt.Sprintf("stopped, since the command did not end within %v", s.grace))
			return
		case <-s.quit:
			return
		}
	}
}

// hooks returns what to call.
func (s *Signals) hooks() (hangup, stopping func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stopping = s.stopping
	if stopping == nil {
		stopping = func() {}
	}
	return s.hangup, stopping
}

// Interrupt does what a signal from the keyboard does, which a terminal in raw
// mode does not send.
func (s *Signals) Interrupt() {
	select {
	case s.got <- os.Interrupt:
	default: // the command is ending already
	}
}

// OnHangup lets the command outlive its terminal: a hangup calls f.
func (s *Signals) OnHangup(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hangup = f
}

// OnStopping has f called after the first signal that ends the command.
func (s *Signals) OnStopping(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopping = f
}

// OnLeaving has f called when the program ends without its command. An f that
// takes longer than a moment, as where a terminal takes no output, is left behind.
func (s *Signals) OnLeaving(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leaving = append(s.leaving, f)
}

// leave ends the program.
func (s *Signals) leave(why string) {
	s.mu.Lock()
	leaving := s.leaving
	s.mu.Unlock()
	for _, f := range leaving {
		Within(s.patience, f)
	}
	LastWords(s.stderr, "apprentice: "+why)
	s.exit(ExitError)
}

// LastWords writes a line before the program ends, unless nothing reads it.
func LastWords(w io.Writer, text string) {
	Within(patience, func() { fmt.Fprintln(w, text) })
}

// Within calls f and returns when f does, after d at the latest: an f that takes
// longer is left behind.
func Within(d time.Duration, f func()) {
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(d):
	}
}

// WhyDone returns why a context was ended, in words.
func WhyDone(ctx context.Context) string {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause.Error()
	}
	return "interrupted"
}
