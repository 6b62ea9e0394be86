package playscreen

import (
	"context"
	"errors"
	"io"

	tea "charm.land/bubbletea/v2"
)

// Restore is what a terminal must be told where the screen ends without its own
// end, as when the program is killed: the mouse is silent, pastes are plain, the
// cursor is seen, and the other screen is back.
const Restore = "\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1006l\x1b[?2004l\x1b[?25h\x1b[0m\x1b[?1049l"

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
	options := append([]tea.ProgramOption{tea.WithInput(in), tea.WithOutput(out), tea.WithContext(ctx), tea.WithoutSignalHandler()}, more...)
	program := tea.NewProgram(m, options...)
	m.send = func(msg tea.Msg) { program.Send(msg) }
	_, err = program.Run()
	if errors.Is(err, tea.ErrProgramKilled) && ctx.Err() != nil {
		return nil // it was asked to end
	}
	return err
}
