//go:build unix

package clitest

import (
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"
)

// Window is a terminal in which the program runs.
type Window struct {
	t     *testing.T
	Cmd   *exec.Cmd
	Done  chan struct{} // closed when the program has ended
	pty   *os.File
	deaf  chan struct{} // closed: nothing is read until the program has ended, or is found stuck
	gone  chan struct{} // closed when the process is gone; some of what it wrote may be unread
	stuck chan struct{} // closed when the program should have ended by now

	mu     sync.Mutex
	screen *vt.Emulator
	raw    strings.Builder
}

// OpenWindow runs the program in a terminal of 100 by 30, in a home folder. It is
// killed at the end of the test at the latest.
func OpenWindow(t *testing.T, home string, env []string, args ...string) *Window {
	t.Helper()
	return OpenSized(t, 100, 30, home, env, args...)
}

// OpenSized is OpenWindow for a terminal of any size.
func OpenSized(t *testing.T, width, height int, home string, env []string, args ...string) *Window {
	t.Helper()
	w := &Window{t: t, screen: vt.NewEmulator(width, height), Done: make(chan struct{}),
		deaf: make(chan struct{}), gone: make(chan struct{}), stuck: make(chan struct{})}
	w.Cmd = exec.Command(program, args...)
	w.Cmd.Dir = home
	w.Cmd.Env = append(append(os.Environ(), "HOME="+home, "XDG_STATE_HOME=", "XDG_CONFIG_HOME=", "LC_ALL=C.UTF-8", Screens, "TERM=xterm-256color", "NO_COLOR="), env...)
	var err error
	if w.pty, err = pty.StartWithSize(w.Cmd, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = w.Cmd.Wait() // the exit code is asked of its state
		close(w.gone)
	}()
	go w.read()
	go w.answer()
	t.Cleanup(func() {
		_ = w.Cmd.Process.Kill() // it may have ended
		<-w.Done
		_ = w.pty.Close()
	})
	return w
}

// read shows what the program writes until it ends.
func (w *Window) read() {
	buffer := make([]byte, 1<<16)
	for {
		n, err := w.pty.Read(buffer)
		w.mu.Lock()
		w.raw.Write(buffer[:n])
		_, _ = w.screen.Write(buffer[:n]) // an emulator in memory
		w.mu.Unlock()
		if err != nil {
			break
		}
		select {
		case <-w.deaf:
			select {
			case <-w.gone:
			case <-w.stuck:
			}
		default:
		}
	}
	<-w.gone
	close(w.Done)
}

// answer passes on what the terminal answers to questions of the program. The
// terminal never waits for a program that has ended, or takes nothing.
func (w *Window) answer() {
	answers := make(chan []byte, 1<<10)
	go func() {
		for answer := range answers {
			_, _ = w.pty.Write(answer) // it may have ended
		}
	}()
	defer close(answers)
	buffer := make([]byte, 1<<10)
	for {
		n, err := w.screen.Read(buffer)
		if err != nil {
			return
		}
		select {
		case answers <- slices.Clone(buffer[:n]):
		default:
		}
	}
}

// Deafen makes the terminal take no more output until the program has ended.
func (w *Window) Deafen() { close(w.deaf) }

// Resize changes the size of the terminal.
func (w *Window) Resize(width, height int) {
	w.t.Helper()
	w.mu.Lock()
	w.screen.Resize(width, height)
	w.mu.Unlock()
	if err := pty.Setsize(w.pty, &pty.Winsize{Cols: uint16(width), Rows: uint16(height)}); err != nil {
		w.t.Fatal(err)
	}
}

// Text returns what the screen shows.
func (w *Window) Text() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.screen.String()
}

// Picture returns the screen as an SVG file.
func (w *Window) Picture() []byte {
	w.mu.Lock()
	defer w.mu.Unlock()
	return SVG(w.screen)
}

// Shows waits until the screen shows one of some texts.
func (w *Window) Shows(texts ...string) {
	w.t.Helper()
	w.Until(Deadline, fmt.Sprintf("one of %q", texts), func(screen string) bool {
		return slices.ContainsFunc(texts, func(text string) bool { return strings.Contains(screen, text) })
	})
}

// Until waits until something is so with the text of the screen.
func (w *Window) Until(patience time.Duration, what string, so func(screen string) bool) {
	w.t.Helper()
	for end := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		screen := w.Text()
		if so(screen) {
			return
		}
		if time.Now().After(end) {
			w.t.Fatalf("the screen does not show %s:\n%s", what, screen)
		}
	}
}

// Types sends keys.
func (w *Window) Types(keys string) {
	w.t.Helper()
	if _, err := w.pty.WriteString(keys); err != nil {
		w.t.Fatal(err)
	}
}

// Ends waits for the end of the program and returns all that it has written.
func (w *Window) Ends(code int) string {
	w.t.Helper()
	select {
	case <-w.Done:
	case <-time.After(Deadline):
		w.t.Fatalf("the program does not end:\n%s", w.stacks())
	}
	if got := w.Cmd.ProcessState.ExitCode(); got != code {
		w.t.Errorf("exit code %d, want %d", got, code)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.raw.String()
}

// stacks has a program that is stuck say where, and returns the last of what it
// has written.
func (w *Window) stacks() string {
	close(w.stuck)
	_ = w.Cmd.Process.Signal(syscall.SIGQUIT) // it may have ended just now
	select {
	case <-w.Done:
	case <-time.After(time.Minute):
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	raw := w.raw.String()
	return raw[max(0, len(raw)-mostStacks):]
}

// mostStacks is how much is shown of what a stuck program writes.
const mostStacks = 100_000
