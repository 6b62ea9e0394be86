package engine

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"runtime"
	"strings"
	"sync"
	"time"
)

// Errors of a process that plays.
var (
	ErrDied   = errors.New("engine died")
	ErrSilent = errors.New("engine does not answer")
)

// Bounds on what is taken from an engine and kept for it.
const (
	maxLine   = 1 << 14 // bytes kept of a line; the rest is dropped
	maxLines  = 64      // lines of the engine not yet read here; beyond that it has to wait
	maxOrders = 4096    // lines that the engine has not read yet; beyond that it counts as silent
)

// pipeGrace is how long pipes may stay open after the engine has ended, as they do
// if a child of it still runs. exitGrace is how long an engine that closed its
// input may take to end before it counts as alive.
const (
	pipeGrace = 300 * time.Millisecond
	exitGrace = 200 * time.Millisecond
)

// process is a running engine: lines in, lines out. Neither direction can block
// the caller: one goroutine writes orders from a queue, another reads what the
// engine says. It is for use by one goroutine.
type process struct {
	cmd    *exec.Cmd
	mark   string // in the environment of the engine and all of its children
	stdin  io.WriteCloser
	orders chan string   // closed by close
	lines  chan string   // never closed
	done   chan struct{} // closed by close: output is no longer read
	deaf   chan struct{} // closed when the engine takes no more input
	gone   chan struct{} // closed once the process has ended; exit is set by then
	exit   error
	stderr tail
	said   string // the last line that until has read
	once   sync.Once
}

// start starts an executable. It gets a process group of its own, if the system
// has them, and a mark that all of its children inherit, so that they end with it.
// On Linux the engine also ends when this process does, even if that is killed.
func start(path string, args []string) (*process, error) {
	p := &process{
		cmd:    exec.Command(path, args...),
		orders: make(chan string, maxOrders),
		lines:  make(chan string, maxLines),
		done:   make(chan struct{}),
		deaf:   make(chan struct{}),
		gone:   make(chan struct{}),
	}
	p.cmd.Stdout = &lineCutter{pass: p.pass}
	p.cmd.Stderr = &p.stderr
	p.cmd.WaitDelay = pipeGrace
	p.mark = newMark()
	p.cmd.Env = append(os.Environ(), markVariable+"="+p.mark)
	ownGroup(p.cmd)
	var err error
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	started := make(chan error)
	go p.live(started)
	if err := <-started; err != nil {
		return nil, err
	}
	go p.write()
	return p, nil
}

// live starts the engine, waits for its end and kills the children that outlive
// it. It keeps its thread until then: a system that ends an engine with its parent
// takes the thread that started it for the parent.
func (p *process) live(started chan<- error) {
	runtime.LockOSThread()
	defer runtime.UnlockOSThread()
	err := p.cmd.Start()
	started <- err
	if err != nil {
		return
	}
	p.exit = p.cmd.Wait()
	killGroup(p.cmd.Process)
	killMarked(p.mark)
	close(p.gone)
}

// pass hands a line to the reader, or drops it after close.
func (p *process) pass(line string) {
	select {
	case p.lines <- line:
	case <-p.done:
	}
}

// write writes orders until there are no more or the engine stops reading.
func (p *process) write() {
	defer close(p.deaf)
	defer p.stdin.Close()
	for order := range p.orders {
		if _, err := io.WriteString(p.stdin, order); err != nil {
			return
		}
	}
}

// send gives the engine one or more lines. It does not wait until they are read.
func (p *process) send(format string, args ...any) error {
	select {
	case <-p.deaf:
		return p.death()
	case <-p.gone:
		return p.death()
	default:
	}
	select {
	case p.orders <- fmt.Sprintf(format, args...) + "\n":
		return nil
	default:
		return fmt.Errorf("%w: it reads none of its input", ErrSilent)
	}
}

// until waits for a line for which want is true. It fails if the engine ends or
// closes its input, after timeout, and when ctx is done.
func (p *process) until(ctx context.Context, timeout time.Duration, want func(line string) bool) error {
	timer := time.NewTimer(timeout)
	defer timer.Stop()
	for {
		select {
		case line := <-p.lines:
			if p.hears(line, want) {
				return nil
			}
		case <-p.gone:
			return p.lastWords(want)
		case <-p.deaf:
			return p.death()
		case <-timer.C:
			return fmt.Errorf("%w within %v", ErrSilent, timeout.Round(time.Millisecond))
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// hears notes a line and reports whether it is the wanted one.
func (p *process) hears(line string, want func(line string) bool) bool {
	line = strings.TrimSpace(line)
	if line != "" {
		p.said = line
	}
	return want(line)
}

// lastWords looks for the wanted line in what an engine said before it ended.
func (p *process) lastWords(want func(line string) bool) error {
	for {
		select {
		case line := <-p.lines:
			if p.hears(line, want) {
				return nil
			}
		default:
			return p.death()
		}
	}
}

// death returns the error of an engine that no longer reads, with what is known
// about its end.
func (p *process) death() error {
	select {
	case <-p.gone:
	case <-time.After(exitGrace):
		return fmt.Errorf("%w: it closed its input", ErrDied)
	}
	how := "it ended by itself"
	if p.exit != nil {
		how = p.exit.Error()
	}
	if last := p.stderr.lastLine(); last != "" {
		how += ": " + clip(last)
	}
	return fmt.Errorf("%w: %s", ErrDied, how)
}

// alive reports whether the engine runs and reads its input.
func (p *process) alive() bool {
	select {
	case <-p.gone:
		return false
	case <-p.deaf:
		return false
	default:
		return true
	}
}

// close asks the engine to quit, kills it if it has not done so after grace, and
// returns when it and its children are gone. Only the first call does anything.
func (p *process) close(grace time.Duration) {
	p.once.Do(func() {
		close(p.done)
		_ = p.send("quit") // it may be dead already
		close(p.orders)
		timer := time.NewTimer(grace)
		defer timer.Stop()
		select {
		case <-p.gone:
		case <-timer.C:
			killGroup(p.cmd.Process)
			<-p.gone
		}
		<-p.deaf
	})
}
