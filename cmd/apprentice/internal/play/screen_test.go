//go:build unix

package play

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/clitest"
)

// alternate enters and leaves the other screen of a terminal.
const alternate = "\x1b[?1049"

func TestFullScreenOnATerminal(t *testing.T) {
	t.Parallel()
	home := t.TempDir()
	w := clitest.OpenWindow(t, home, nil, "play", "--nodes", "50", "--stage", "0")
	w.Shows("generation 0")
	w.Types("nf3\r")
	w.Shows("2. White")
	_ = w.Cmd.Process.Kill()
	<-w.Done

	w = clitest.OpenWindow(t, home, nil, "play", "--nodes", "50")
	w.Shows("Continue the game")
	w.Types("c")
	w.Shows("1. Nf3")
	w.Shows("generation 0")
	w.Types("\x03")
	w.Shows("Leave?")
	w.Types("y")
	raw := w.Ends(0)
	if !strings.Contains(raw, "The game is kept") {
		t.Error("it does not say where the game is")
	}
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
		w := clitest.OpenWindow(t, t.TempDir(), test.env, append([]string{"play", "--nodes", "50"}, test.args...)...)
		w.Shows("You play chess against generation")
		w.Types("e4\r")
		w.Shows("it expects")
		w.Shows("2. White>")
		w.Types("quit\r")
		w.Shows("Save the game")
		w.Types("\r")
		if raw := w.Ends(0); strings.Contains(raw, alternate) {
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
	w := clitest.OpenWindow(t, home, nil, "play", "--load", pgn, "--ply", "2", "--side", "both", "--tc", "10+5", "--pieces", "letters", "--size", "1")
	w.Shows("2. White")
	w.Shows("10:00")
	w.Types("Nf3\r")
	w.Shows("2... Black")
	w.Types("set pieces outline\r")
	w.Shows("Pieces is outline now.")
	w.Types("\x03\x03")
	w.Ends(0)
	out, err := os.ReadFile(filepath.Join(home, ".config", "apprentice", "settings"))
	if err != nil || !strings.Contains(string(out), "\npieces = outline\n") || strings.Contains(string(out), "\nsize = 1\n") {
		t.Errorf("settings, error %v:\n%s", err, out)
	}
	w = clitest.OpenWindow(t, home, nil, "play", "--pieces", "nonsense")
	if raw := w.Ends(2); !strings.Contains(raw, `--pieces is "nonsense"; want auto, solid`) {
		t.Errorf("it says %q", raw)
	}
	w = clitest.OpenWindow(t, home, nil, "play", "--opponent", "material:1", "--side", "none", "--game", "tictactoe")
	w.Shows("The game is over")
	w.Types("\x03\x03")
	w.Ends(0)
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
	r = clitest.Start(t, "play", "--size", "99")
	if code := r.Code(t); code != 2 || !strings.Contains(r.Complaints.String(), "--size") {
		t.Errorf("exit code %d, complaints %q", code, r.Complaints.String())
	}
}
