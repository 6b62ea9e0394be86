package playscreen

import (
	"context"
	"errors"
	"io"
	"runtime"

	tea "charm.land/bubbletea/v2"
)

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
