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
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(processors(runtime.GOMAXPROCS(0))))
	screen := fullscreen.New(ctx, m, in, out, append([]tea.ProgramOption{tea.WithFPS(framesPerSecond)}, more...)...)
	m.send = screen.Send
	over, err := screen.Run()
	if over { // otherwise the journal has every move, and the program ends
		m.leave()
	}
	return err
}

// processors returns how many processors the scheduler of Go is told of where there
// are n: one for each goroutine that may be at work for long, which are those of
// the player, those of the analyst and the reader of the book of openings, and one
// for the person. A goroutine that waits for a processor waits for 10 ms at each
// turn; the system shares them out in much smaller slices.
func processors(n int) int { return 2*n + 2 }
