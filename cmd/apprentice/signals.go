package main

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

// signals ends a command in an orderly way when it is asked to: the first
// interrupt, termination or hangup makes its context done, and the second one
// ends the program at once. So does the first one after a time of grace, for
// what does not look at its context.
type signals struct {
	stderr io.Writer
	cancel context.CancelCauseFunc
	got    chan os.Signal
	quit   chan struct{}
	grace  time.Duration
	exit   func(code int)

	mu       sync.Mutex
	hangup   func()   // what a hangup does instead of ending the command
	stopping func()   // says that the first signal was taken
	leaving  []func() // give back what a program must not leave behind
}

// grace is how long a command may take to end. Where nothing is stuck that is a
// fraction of a second, and some seconds on a machine that is very busy.
const grace = 15 * time.Second

// stoppedBy is the cause of a context that a signal has ended.
type stoppedBy struct{ signal os.Signal }

// Error names the signal.
func (s stoppedBy) Error() string { return fmt.Sprintf("stopped by a signal (%v)", s.signal) }

// signalsKey finds the signals of a context.
type signalsKey struct{}

// catchSignals returns a context that the signals of the program end. A hangup
// that the program is started to ignore, as by nohup, stays ignored.
func catchSignals(ctx context.Context, stderr io.Writer) (context.Context, *signals) {
	ctx, s := newSignals(ctx, stderr)
	signal.Notify(s.got, os.Interrupt, syscall.SIGTERM)
	if !signal.Ignored(syscall.SIGHUP) {
		signal.Notify(s.got, syscall.SIGHUP)
	}
	go s.watch()
	return ctx, s
}

// newSignals returns signals that nothing sends yet.
func newSignals(ctx context.Context, stderr io.Writer) (context.Context, *signals) {
	s := &signals{stderr: stderr, got: make(chan os.Signal, 4), quit: make(chan struct{}), grace: grace, exit: os.Exit}
	ctx, s.cancel = context.WithCancelCause(context.WithValue(ctx, signalsKey{}, s))
	return ctx, s
}

// signalsOf returns the signals that ctx comes from. Without any, as in tests,
// the hooks are never called.
func signalsOf(ctx context.Context) *signals {
	s, ok := ctx.Value(signalsKey{}).(*signals)
	if !ok {
		return new(signals)
	}
	return s
}

// release ends the watch.
func (s *signals) release() {
	signal.Stop(s.got)
	close(s.quit)
	s.cancel(nil)
}

// watch takes the signals one by one.
func (s *signals) watch() {
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
func (s *signals) hooks() (hangup, stopping func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	stopping = s.stopping
	if stopping == nil {
		stopping = func() {}
	}
	return s.hangup, stopping
}

// onHangup lets the command outlive its terminal: a hangup calls f.
func (s *signals) onHangup(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hangup = f
}

// onStopping has f called after the first signal that ends the command.
func (s *signals) onStopping(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.stopping = f
}

// onLeaving has f called when the program ends without its command. f must not
// take longer than a moment.
func (s *signals) onLeaving(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.leaving = append(s.leaving, f)
}

// leave ends the program.
func (s *signals) leave(why string) {
	s.mu.Lock()
	leaving := s.leaving
	s.mu.Unlock()
	for _, f := range leaving {
		f()
	}
	lastWords(s.stderr, "apprentice: "+why)
	s.exit(exitError)
}

// lastWords writes a line before the program ends, unless nobody takes it.
func lastWords(w io.Writer, text string) {
	const patience = time.Second
	done := make(chan struct{})
	go func() {
		defer close(done)
		fmt.Fprintln(w, text)
	}()
	select {
	case <-done:
	case <-time.After(patience):
	}
}

// causeOf returns why a context was ended, in words.
func causeOf(ctx context.Context) string {
	if cause := context.Cause(ctx); cause != nil && !errors.Is(cause, context.Canceled) {
		return cause.Error()
	}
	return "interrupted"
}
