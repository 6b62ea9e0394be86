package train

import (
	"context"
	"os"
	"sync"
	"time"

	"charm.land/bubbletea/v2"
	"golang.org/x/term"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/cmd/apprentice/internal/runscreen"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// live is a reporter that keeps what the screen shows, and the screen.
type live struct {
	options runscreen.Options
	limit   time.Duration
	clock   selfplay.Clock

	mu      sync.Mutex
	state   runscreen.Progress
	begun   time.Duration // when the phase began, on the clock
	program *tea.Program  // nil while there is no picture
	apart   bool          // the terminal was given back
	giving  sync.Mutex    // held while it is given back or taken
}

// newLive returns a reporter about the run of a sitting.
func (f *flags) newLive(s *sitting) *live {
	l := &live{limit: f.duration, clock: s.own, options: runscreen.Options{
		Path: f.run, Feed: runscreen.NewFeed(s.file), Workers: f.workers, Generations: f.generations,
		ASCII: cli.ASCII(f.given),
		Order: func(kind run.OrderKind) error {
			select {
			case s.keyed <- kind:
			default: // so many wait that one more makes no difference
			}
			return nil
		},
		Suspend: console.Suspend,
	}}
	l.options.Trainer = l
	if g, err := catalog.Lookup(s.file.Config().Game); err == nil {
		l.options.Game, l.options.Look = g, catalog.LookOf(g)
	}
	return l
}

func (l *live) status(s selfplay.Status) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s.Phase != l.state.Status.Phase || s.Generation != l.state.Status.Generation {
		l.begun = l.clock.Elapsed()
		l.state.Share = s.Share()
		l.state.Measured, l.state.ToMeasure = 0, 0
	}
	l.state.Status = s
}

func (l *live) measuring(generation, done, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if generation != l.state.Status.Generation {
		return
	}
	l.state.Measured, l.state.ToMeasure = done, total
}

// event shows what asks for attention. The rest is in the log book.
func (l *live) event(e run.Event) {
	switch e.Data.(type) {
	case event.Refused, event.Relearned, event.RatingFailed, event.ProgramChanged, event.WorkerLeft, event.WorkerRefused, event.Cheated:
		l.notice(printable.Text(printable.Short(e.Data.String())))
	}
}

func (l *live) notice(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state.Notice = text
}

// Progress implements runscreen.Trainer.
func (l *live) Progress() runscreen.Progress {
	l.mu.Lock()
	defer l.mu.Unlock()
	p := l.state
	p.Elapsed, p.Limit = l.clock.Elapsed(), l.limit
	p.PhaseElapsed = p.Elapsed - l.begun
	return p
}

// show draws the screen until end is called or ctx is done. end reports whether the
// picture is gone, and does not wait long for it. interrupt is what Ctrl-C does.
// ended, which may be nil, is called when the picture is gone, for whatever reason;
// the work that it shows has nothing to do with it.
func (l *live) show(ctx context.Context, t *console.Terminal, interrupt, ended func()) (end func() bool) {
	l.options.Interrupt = interrupt
	l.options.Mono = !t.Colors
	options := []tea.ProgramOption{
		tea.WithInput(nil), tea.WithOutput(t.Screen), tea.WithoutSignalHandler(), tea.WithWindowSize(t.Width, t.Height),
		tea.WithColorProfile(t.Profile),
	}
	if _, drawn := t.Screen.(frames); drawn && term.IsTerminal(int(os.Stdin.Fd())) {
		options = append(options, tea.WithInput(os.Stdin))
	}
	program := tea.NewProgram(runscreen.New(l.options, t.Width, t.Height), options...)
	l.set(program)
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		// A picture that fails, or panics, is no reason to end a run.
		_ = selfplay.Guard("the screen", func() error {
			_, err := program.Run()
			return err
		})
		l.set(nil)
		if ended != nil {
			ended()
		}
	}()
	leave := func() { program.Send(runscreen.End()) }
	stop := context.AfterFunc(ctx, leave)
	return func() bool {
		stop()
		go leave()
		select {
		case <-gone:
			return true
		case <-time.After(screenPatience):
			return false
		}
	}
}

// screenPatience bounds the time to give the screen back.
const screenPatience = time.Second

// tickerPatience is far more than a goroutine takes to stop a ticker.
const tickerPatience = 50 * time.Millisecond

// set keeps the program that draws.
func (l *live) set(program *tea.Program) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.program, l.apart = program, false
}

// drawing returns the program that draws, nil for none.
func (l *live) drawing() *tea.Program {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.program
}

// shown reports whether there is a picture, seen or not.
func (l *live) shown() bool { return l.drawing() != nil }

// redraw draws the whole picture anew, soon.
func (l *live) redraw() {
	if program := l.drawing(); program != nil {
		go program.Send(tea.ClearScreen())
	}
}

// release gives the terminal back as it was.
func (l *live) release() {
	l.giving.Lock()
	defer l.giving.Unlock()
	if program := l.drawing(); program != nil && !l.apart {
		l.apart = true
		_ = program.ReleaseTerminal() // what cannot be given back is lost
		// The goroutine that draws stops its ticker after it was told to, which
		// must not happen after the next beginning.
		time.Sleep(tickerPatience)
	}
}

// take takes the terminal again and draws the picture anew.
func (l *live) take() {
	l.giving.Lock()
	defer l.giving.Unlock()
	program := l.drawing()
	if program == nil {
		return
	}
	if l.apart {
		l.apart = false
		_ = program.RestoreTerminal() // without it there is no picture, and the run continues
	}
	go program.Send(tea.ClearScreen())
}
