package playscreen

import (
	"context"
	"io"
	"runtime"

	tea "charm.land/bubbletea/v2"

	"apprentice/cmd/apprentice/internal/fullscreen"
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
	// One more processor than there are: where players keep all of them busy, the
	// system shares them out in smaller slices than the scheduler of Go, and a key
	// is seen in a third of the time.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(runtime.GOMAXPROCS(0) + 1))
	screen := fullscreen.New(ctx, m, in, out, append([]tea.ProgramOption{tea.WithFPS(framesPerSecond)}, more...)...)
	m.send = screen.Send
	over, err := screen.Run()
	if over { // otherwise the journal has every move, and the program ends
		m.leave()
	}
	return err
}
