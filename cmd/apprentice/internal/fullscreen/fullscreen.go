// Package fullscreen runs programs that fill a terminal, and gives the terminal
// back however they end: also where it takes no more output, or the program
// itself is stuck.
package fullscreen

import (
	"context"
	"io"
	"os"
	"time"

	tea "charm.land/bubbletea/v2"
	"golang.org/x/term"

	"apprentice/cmd/apprentice/internal/console"
)

// Screen is a program that fills a terminal.
type Screen struct {
	*tea.Program

	ctx   context.Context
	in    *os.File // nil where the input is no terminal
	state *term.State
	out   io.Writer
}

// How long the end of a program may take: by itself, and each time that what the
// terminal has not taken was thrown away, which a large frame needs several times.
const (
	patience     = time.Second
	lastPatience = 50 * time.Millisecond
	discards     = 20
)

// New returns a program that shows a model until it ends or ctx is done. Where
// the command of ctx has to leave at once, it gives the terminal back.
func New(ctx context.Context, m tea.Model, in io.Reader, out io.Writer, more ...tea.ProgramOption) *Screen {
	options := append([]tea.ProgramOption{
		tea.WithInput(in), tea.WithOutput(out), tea.WithoutSignalHandler(),
	}, more...)
	s := &Screen{Program: tea.NewProgram(m, options...), ctx: ctx, out: out}
	if f, ok := in.(*os.File); ok {
		if state, err := term.GetState(int(f.Fd())); err == nil {
			s.in, s.state = f, state
		}
	}
	console.SignalsOf(ctx).OnLeaving(s.restore)
	return s
}

// Run shows the screen. It returns no error where ctx has ended it. over is false
// where the program had to be left behind: its model may still be in use.
//
// Bubble Tea writes to the terminal and waits for itself without an end. A terminal
// that has stopped reading, as behind a connection that hangs, would keep it for
// ever.
func (s *Screen) Run() (over bool, err error) {
	done := make(chan error, 1)
	go func() {
		_, err := s.Program.Run()
		done <- err
	}()
	select {
	case err = <-done:
		return true, err
	case <-s.ctx.Done():
	}
	// A program that is killed, as by tea.WithContext, closes its input while it
	// may still read from it.
	go s.Quit()
	if err, over = within(done, patience); over {
		return true, err
	}
	for i := 0; i < discards && !over; i++ {
		if f, ok := s.out.(*os.File); ok {
			console.Discard(f) // which makes room for the end
		}
		err, over = within(done, lastPatience)
	}
	s.restore() // again where the program has done it, since that may be lost, too
	return over, err
}

// within waits for the end of a program, but not for long.
func within(done <-chan error, d time.Duration) (err error, over bool) {
	select {
	case err := <-done:
		return err, true
	case <-time.After(d):
		return nil, false
	}
}

// restore gives the terminal back in the place of the program.
func (s *Screen) restore() {
	console.Within(lastPatience, func() { _, _ = io.WriteString(s.out, console.Restore) }) // the program ends
	if s.state != nil {
		_ = term.Restore(int(s.in.Fd()), s.state) // the same
	}
}
