package uci

import (
	"context"
	"errors"
	"io"
	"strings"
)

// maxWaiting is how many lines may wait for the end of a count; no more are read
// then.
const maxWaiting = 1000

// Run talks until quit, the end of the input, or until ctx is done. At the end
// of the input it lets a search with limits of its own finish, so that
// commands can be piped in. For the same reason every line that comes while moves
// are counted waits for the end of that, quit and isready too. Only stop does not:
// it ends the count, and the lines that wait come next.
func (e *Engine) Run(ctx context.Context, in io.Reader) error {
	reading, done := context.WithCancel(ctx)
	defer done()
	lines, failed := readLines(reading, in)
	ended := false
	for {
		input, counted := lines, (<-chan struct{})(nil)
		if e.counting() {
			counted = e.running.done
		} else if len(e.waiting) > 0 {
			line := e.waiting[0]
			e.waiting = e.waiting[1:]
			if e.line(ctx, line) {
				return nil
			}
			continue
		} else if ended {
			e.finish()
			return <-failed
		}
		if ended || len(e.waiting) >= maxWaiting {
			input = nil
		}
		select {
		case <-ctx.Done():
			e.stop()
			return nil
		case <-counted:
			e.running = nil
		case line, ok := <-input:
			switch {
			case !ok:
				ended = true
			case e.counting() && !e.isStop(line):
				e.waiting = append(e.waiting, line)
			case e.line(ctx, line):
				return nil
			}
		}
	}
}

// counting reports whether moves are counted.
func (e *Engine) counting() bool { return e.running != nil && e.running.count }

// isStop reports whether a line means stop, which is heard while moves are counted.
func (e *Engine) isStop(line string) bool {
	words := e.fromCommand(strings.Fields(line))
	return len(words) > 0 && words[0] == "stop"
}

// line carries out one line and reports whether it was quit.
func (e *Engine) line(ctx context.Context, line string) (quit bool) {
	if line == tooLong {
		e.complain(errors.New(strings.TrimSpace(line)))
		return false
	}
	if quit = e.command(ctx, strings.Fields(line)); quit {
		e.stop()
		if e.style.protocol == protocolUCCI {
			e.out.printf("bye")
		}
	}
	return quit
}
