package playscreen

import (
	"context"
	"errors"
	"io"
	"runtime"

	tea "charm.land/bubbletea/v2"
)

// Restore is what a terminal must be told where the screen ends without its own
// end, as when the program is killed: the mouse is silent, pastes are plain, the
// cursor is seen, and the other screen is back.
const Restore = "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?25h\x1b[0m\x1b[?1049l"

// framesPerSecond bounds how often the screen is drawn; what changes waits for the
// next frame.
const framesPerSecond = 120

// Run shows the screen until the person leaves or ctx is done. The game is saved
// in either case.
func Run(ctx context.Context, o Options, in io.Reader, out io.Writer, more ...tea.ProgramOption) error {
	thinking, cancel := context.WithCancel(ctx)
	defer cancel()
	m, err := New(thinking, o)
	if err != nil {
		return err
	}
	defer m.leave()
	// One more processor than there are: where players keep all of them busy, the
	// system shares them out in smaller slices than the scheduler of Go, and a key
	// is seen in a third of the time.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1))
	options := append([]tea.ProgramOption{tea.WithInput(in), tea.WithOutput(out), tea.WithContext(ctx),
		tea.WithoutSignalHandler(), tea.WithFPS(framesPerSecond)}, more...)
	program := tea.NewProgram(m, options...)
	m.send = func(msg tea.Msg) { program.Send(msg) }
	_, err = program.Run()
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return nil // it was asked to end
	}
	return err
}
