package engine

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"strings"
	"sync"
	"time"
)

// Errors of a process that plays.
var (
	ErrDied   = errors.New("engine died")
	ErrSilent = errors.New("engine does not answer")
)

// Bounds on what is taken from an engine.
const (
	maxLine   = 1 << 16 // bytes kept of a line; the rest is thrown away
	quitGrace = 500 * time.Millisecond
)

// process is a running engine: lines in, lines out. Output is read all the
// time, so that an engine never blocks on a full pipe.
type process struct {
	cmd   *exec.Cmd
	stdin io.WriteCloser
	lines chan string   // closed when the output ends
	done  chan struct{} // closed by close: nobody listens any more
	once  sync.Once
}

// start runs an executable.
func start(path string, args []string) (*process, error) {
	cmd := exec.Command(path, args...)
	stdin, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	stdout, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	p := &process{cmd: cmd, stdin: stdin, lines: make(chan string, 64), done: make(chan struct{})}
	go p.read(stdout)
	return p, nil
}

// read passes lines on until the output ends.
func (p *process) read(stdout io.Reader) {
	defer close(p.lines)
	r := bufio.NewReaderSize(stdout, maxLine)
	for {
		line, more, err := r.ReadLine()
		if err != nil {
			return
		}
		text := string(line)
		for more && err == nil {
			_, more, err = r.ReadLine()
		}
		select {
		case p.lines <- text:
		case <-p.done:
		}
	}
}

// send writes one line.
func (p *process) send(format string, args ...any) error {
	if _, err := fmt.Fprintf(p.stdin, format+"\n", args...); err != nil {
		return fmt.Errorf("%w: %w", ErrDied, err)
	}
	return nil
}

// until returns the first line for which want is true. It fails when the
// engine ends, when timeout is over, and when ctx is done.
func (p *process) until(ctx context.Context, timeout time.Duration, want func(line string) bool) (string, error) {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		select {
		case line, ok := <-p.lines:
			if !ok {
				return "", ErrDied
			}
			if line = strings.TrimSpace(line); want(line) {
				return line, nil
			}
		case <-timer.C:
			return "", fmt.Errorf("%w within %v", ErrSilent, timeout)
		case <-ctx.Done():
			return "", ctx.Err()
		}
	}
}

// close asks the engine to quit, kills it where it does not, and waits until
// it is gone.
func (p *process) close() error {
	p.once.Do(func() {
		close(p.done)
		// Neither the write nor the wait may hang on an engine that does not read.
		killer := time.AfterFunc(quitGrace, func() { p.cmd.Process.Kill() })
		defer killer.Stop()
		_ = p.send("quit")
		_ = p.stdin.Close()
		for range p.lines { // Wait must not be called before the output has been read
		}
		_ = p.cmd.Wait()
	})
	return nil
}
