package train

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/internal/machine"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// sitting is one process that trains a run: how long it has, who asks what of
// it, and what the run file keeps of that.
type sitting struct {
	file    *run.File
	id      int64
	limit   time.Duration   // awake; 0 for none
	clock   *selfplay.Awake // of all work
	own     *ownClock       // of the work that is not an earlier sitting's
	dog     *watchdog
	gate    *selfplay.Gate
	out     *output
	live    *live
	lines   reporter // for pipes, logs and other programs
	news    news     // of the log book
	measure func(ctx context.Context, generation, games int) (selfplay.Strength, error)
	took    time.Duration // of the sitting's own time, once its work is over
	control string        // the command that gives orders, up to its last word

	ctx     context.Context // done when the sitting is to end
	cancel  context.CancelCauseFunc
	finish  atomic.Pointer[endedBy] // after this generation; nil: no
	events  chan event.Data         // to be written when there is time for it
	keyed   chan run.OrderKind      // orders from the keyboard
	pending sync.WaitGroup          // measurements that were ordered
}

// endedBy is the cause of a context that an order has ended.
type endedBy struct{ what, by string }

// Error says who wanted what.
func (e endedBy) Error() string { return fmt.Sprintf("%s, as %s asked", e.what, e.by) }

// attendInterval is how often a sitting looks what there is to do.
const attendInterval = time.Second

// begin enters the sitting into the run file.
func (s *sitting) begin(ctx context.Context, command string) (err error) {
	if err := s.news.begin(s.file); err != nil {
		return err
	}
	s.ctx, s.cancel = context.WithCancelCause(ctx)
	context.AfterFunc(s.ctx, s.file.Interrupt) // of waiting for a lock
	s.id, err = s.file.BeginSitting(run.Sitting{Program: console.Version(), Command: command})
	return err
}

// later has an event written soon. It never waits; a flood of events is cut.
func (s *sitting) later(e event.Data) {
	select {
	case s.events <- e:
	default:
	}
}

// gap is told that the process has lost time.
func (s *sitting) gap(g selfplay.Gap) {
	if g.Sure {
		s.later(event.Slept{Seconds: g.Length.Seconds()})
		s.notice(fmt.Sprintf("the machine slept, or this process was stopped, for %s; that time does not count", console.Clock(g.Length)))
		return
	}
	text := fmt.Sprintf("the machine slept, or its clock was set forward, by %s", console.Clock(g.Length))
	s.later(event.Warning{What: "clock", Text: text})
	s.notice(text)
}

// waits is told that a write waits for the lock of another program.
func (s *sitting) waits(what string, waited time.Duration) {
	s.notice(waitingWords(what, s.file.BlockedBy(), waited))
}

// waitingWords says that a write waits for the lock of another program, which
// may be unknown.
func waitingWords(what, holder string, waited time.Duration) string {
	if holder == "" {
		holder = "another program"
	}
	return fmt.Sprintf("cannot %s yet: %s has the run locked (%s so far); nothing is lost", what, holder, console.InWords(waited))
}

// notice shows a sentence.
func (s *sitting) notice(text string) { s.tell(func(r reporter) { r.notice(text) }) }

// tell has those report something who are seen. The picture is kept up to date
// also while others have the terminal.
func (s *sitting) tell(report func(reporter)) {
	if s.live != nil {
		report(s.live)
	}
	if s.out.place.Load() != onScreen {
		report(s.lines)
	}
}

// status implements selfplay.Options.Report. It holds the loop where a pause
// was ordered.
func (s *sitting) status(st selfplay.Status) {
	s.dog.status(st)
	s.tell(func(r reporter) { r.status(st) })
	if st.Phase == run.Done {
		s.tellNews()
	}
	if by := s.finish.Load(); by != nil && st.Phase == run.Done {
		s.cancel(*by)
	}
	_ = s.gate.Wait(s.ctx) // the loop looks at the context itself
}

// measuring is told how far the measurement of a generation has come, and holds
// it in a pause.
func (s *sitting) measuring(generation, done, total int) {
	s.dog.measuring(generation)
	s.tell(func(r reporter) { r.measuring(generation, done, total) })
	_ = s.gate.Wait(s.ctx)
}

// time says how long the sitting has taken and may take.
func (s *sitting) time() string {
	elapsed := s.own.Elapsed()
	text := console.Clock(elapsed) + " elapsed"
	if s.limit > 0 {
		text += ", " + console.Clock(s.limit-elapsed) + " left"
	}
	return text
}

// attend does what is to be done besides the work, until done is closed.
func (s *sitting) attend(done <-chan struct{}) {
	ticker := time.NewTicker(attendInterval)
	defer ticker.Stop()
	var beaten time.Time
	collector, looked := newGCWatch(), time.Now()
	for {
		if time.Since(looked) >= gcInterval {
			looked = time.Now()
			s.watchMemory(collector)
		}
		if time.Since(beaten) >= chronicle.BeatInterval {
			beaten = time.Now()
			s.beat()
			s.watchDisk()
		}
		select {
		case <-ticker.C:
			s.out.follow(s.live != nil && s.live.shown())
			s.obeyAll()
			s.tellNews()
		case kind := <-s.keyed:
			s.take(run.Order{Kind: kind, By: "the keyboard"})
		case e := <-s.events:
			s.record(e)
		case <-done:
			return
		}
	}
}

// guard has standstills written down until done is closed. It waits for
// nothing that may stand still itself.
func (s *sitting) guard(done <-chan struct{}) {
	ticker := time.NewTicker(chronicle.BeatInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ticker.C:
			s.watch()
		case <-done:
			return
		}
	}
}

// record writes an event. If it cannot, the work continues.
func (s *sitting) record(e event.Data) {
	if err := s.file.AddEvent(0, e); err != nil {
		s.out.keep(err.Error())
	}
}

// beat writes that the sitting is alive.
func (s *sitting) beat() {
	cpu, _ := machine.Usage() // 0 where the system does not say
	if err := s.file.Beat(s.id, s.clock.Elapsed().Seconds(), cpu.Seconds()); err != nil {
		s.out.keep(err.Error())
	}
}

// end writes why the sitting has ended.
func (s *sitting) end(workErr error) error {
	stopped := s.ctx.Err() != nil
	why := chronicle.PlannedEnd
	switch {
	case stopped:
		why = console.WhyDone(s.ctx)
	case workErr != nil:
		why = workErr.Error()
		var p *selfplay.PanicError
		if errors.As(workErr, &p) {
			s.out.keep(fmt.Sprintf("%v\n%s", p, p.Stack))
			s.record(event.Warning{What: "panic", Text: p.Error()})
		}
	}
	s.cancel(nil) // measurements that were ordered
	s.pending.Wait()
	s.beat()
	for len(s.events) > 0 {
		s.record(<-s.events)
	}
	s.record(event.Ended{Why: why})
	s.tellNews()
	return s.file.EndSitting(s.id, why)
}

// work runs f, and with it the screen, the clock and the orders. Whatever
// happens to these, f continues.
func (s *sitting) work(signals *console.Signals, f func() error) error {
	endScreen := func() {}
	if s.live != nil {
		end := s.live.show(s.ctx, s.out.Terminal, signals.Interrupt, func() { s.out.follow(false) })
		endScreen = func() { s.out.endScreen(end) }
	}
	defer console.ControlJobs(s.out.suspend, func() {
		s.out.follow(s.live != nil && s.live.shown())
	})()
	signals.OnHangup(s.out.hangup)
	signals.OnStopping(func() {
		endScreen()
		s.notice("stopping; Ctrl-C once more stops at once")
	})
	signals.OnLeaving(func() {
		s.out.suspend()
		if s.live != nil {
			s.out.restore()
		}
	})

	done := make(chan struct{})
	var attended sync.WaitGroup
	attended.Go(func() { s.attend(done) })
	attended.Go(func() { s.guard(done) })
	err := selfplay.Guard("training", f)
	close(done)
	attended.Wait()
	endScreen()
	s.out.follow(false)
	return err
}
