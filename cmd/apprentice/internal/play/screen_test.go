//go:build unix

package play

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/charmbracelet/x/vt"
	"github.com/creack/pty"

	"apprentice/cmd/apprentice/internal/clitest"
)

// terminal is a terminal in which the program runs.
type terminal struct {
	t    *testing.T
	pty  *os.File
	cmd  *exec.Cmd
	done chan struct{}

	mu     sync.Mutex
	screen *vt.Emulator
	raw    strings.Builder
}

// openTerminal runs the program in a terminal, with a home folder.
func openTerminal(t *testing.T, home string, env []string, args ...string) *terminal {
	t.Helper()
	const width, height = 100, 30
	w := &terminal{t: t, screen: vt.NewEmulator(width, height), done: make(chan struct{})}
	w.cmd = exec.Command("apprentice", args...)
	w.cmd.Dir = home
	w.cmd.Env = append(append(os.Environ(), "HOME="+home, "XDG_STATE_HOME=", "XDG_CONFIG_HOME=", "LC_ALL=C.UTF-8", clitest.Screens, "TERM=xterm-256color", "NO_COLOR="), env...)
	var err error
	if w.pty, err = pty.StartWithSize(w.cmd, &pty.Winsize{Cols: width, Rows: height}); err != nil {
		t.Fatal(err)
	}
	go func() {
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
		}
		_ = w.cmd.Wait() // the exit code is asked of its state
		close(w.done)
	}()
	go func() { _, _ = io.Copy(w.pty, w.screen) }()
	t.Cleanup(func() {
		_ = w.cmd.Process.Kill() // it may have ended
		<-w.done
		_ = w.pty.Close()
	})
	return w
}

// shows waits until the screen shows a text.
func (w *terminal) shows(text string) {
	w.t.Helper()
	for end := time.Now().Add(clitest.Deadline); ; time.Sleep(5 * time.Millisecond) {
		w.mu.Lock()
		screen := w.screen.String()
		w.mu.Unlock()
		if strings.Contains(screen, text) {
			return
		}
		if time.Now().After(end) {
			w.t.Fatalf("the screen does not show %q:\n%s", text, screen)
		}
	}
}

// types sends keys.
func (w *terminal) types(keys string) {
	w.t.Helper()
	if _, err := w.pty.WriteString(keys); err != nil {
		w.t.Fatal(err)
	}
}

// ends waits for the end of the program and returns all that it has written.
func (w *terminal) ends(code int) string {
	w.t.Helper()
	select {
	case <-w.done:
	case <-time.After(clitest.Deadline):
		w.t.Fatal("the program does not end")
	}
	if got := w.cmd.ProcessState.ExitCode(); got != code {
		w.t.Errorf("exit code %d, want %d", got, code)
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.raw.String()
}

// alternate enters and leaves the other screen of a terminal.
const alternate = "\x1b[?1049"

func TestFullScreenOnATerminal(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	w := openTerminal(t, home, nil, "play", "--nodes", "50", "--stage", "0")
	w.shows("generation 0")
	w.types("nf3\r")
	w.shows("2. White")
	_ = w.cmd.Process.Kill()
	<-w.done

	w = openTerminal(t, home, nil, "play", "--nodes", "50")
	w.shows("Continue the game")
	w.types("c")
	w.shows("1. Nf3")
	w.shows("generation 0")
	w.types("\x03")
	w.shows("Leave?")
	w.types("y")
	raw := w.ends(0)
	if strings.Count(raw, alternate+"h") != 1 || strings.Count(raw, alternate+"l") != 1 {
		t.Errorf("the other screen is not entered and left once")
	}
}

func TestLinesOnATerminal(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ env, args []string }{
		"--plain":   {nil, []string{"--plain"}},
		"TERM=dumb": {[]string{"TERM=dumb"}, nil},
	} {
		w := openTerminal(t, t.TempDir(), test.env, append([]string{"play", "--nodes", "50"}, test.args...)...)
		w.shows("You play chess against generation")
		w.types("e4\r")
		w.shows("it expects")
		w.types("quit\r")
		if name == "--plain" {
			w.shows("Save the game")
			w.types("\r")
		}
		if raw := w.ends(0); strings.Contains(raw, alternate) {
			t.Errorf("%s: the other screen is used", name)
		}
	}
}

func TestFlagsOfTheScreen(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	pgn := filepath.Join(home, "g.pgn")
	if err := os.WriteFile(pgn, []byte("1. e4 e5 2. Nf3 Nc6 *\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	w := openTerminal(t, home, nil, "play", "--load", pgn, "--ply", "2", "--side", "both", "--tc", "10+5", "--pieces", "letters", "--size", "1")
	w.shows("2. White")
	w.shows("10:00")
	w.types("Nf3\r")
	w.shows("2... Black")
	w.types("set pieces outline\r")
	w.shows("Pieces is outline now.")
	w.types("\x03\x03")
	w.ends(0)
	out, err := os.ReadFile(filepath.Join(home, ".config", "apprentice", "settings"))
	if err != nil || !strings.Contains(string(out), "\npieces = outline\n") || strings.Contains(string(out), "\nsize = 1\n") {
		t.Errorf("settings, error %v:\n%s", err, out)
	}
	w = openTerminal(t, home, nil, "play", "--pieces", "nonsense")
	if raw := w.ends(2); !strings.Contains(raw, `--pieces is "nonsense"; want auto, solid`) {
		t.Errorf("it says %q", raw)
	}
	w = openTerminal(t, home, nil, "play", "--opponent", "material:1", "--side", "none", "--game", "tictactoe")
	w.shows("The game is over")
	w.types("\x03\x03")
	w.ends(0)
}

// A person at a terminal and a pipe are told apart on both sides.
func TestPipesGetNoScreen(t *testing.T) {
	t.Parallel()
	r := clitest.Start(t, "play", "--nodes", "10")
	_, _ = io.WriteString(r.In, "e4\nquit\n")
	if code := r.Code(t); code != 0 || strings.Contains(r.Out.String(), "\x1b") {
		t.Errorf("exit code %d, output %q", code, r.Out.String())
	}
	r = clitest.Start(t, "play", "--tc", "1+1")
	if code := r.Code(t); code != 2 || !strings.Contains(r.Complaints.String(), "--tc is for the full screen") {
		t.Errorf("exit code %d, complaints %q", code, r.Complaints.String())
	}
}
