//go:build unix

package console

import (
	"bufio"
	"os"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// screen returns a screen of the given size, and what reads from it.
func screen(t *testing.T, columns uint16) (master, tty *os.File) {
	t.Helper()
	master, tty, err := pty.Open()
	if err != nil {
		t.Skip("no terminal: ", err)
	}
	t.Cleanup(func() {
		tty.Close()
		master.Close()
	})
	resize(t, master, columns)
	return master, tty
}

func resize(t *testing.T, master *os.File, columns uint16) {
	t.Helper()
	if err := pty.Setsize(master, &pty.Winsize{Rows: 24, Cols: columns}); err != nil {
		t.Fatal(err)
	}
}

// Text is as wide as the screen is when it is written, not when the program began.
func TestParagraphFollowsScreen(t *testing.T) {
	t.Setenv("TERM", "xterm")
	master, tty := screen(t, 20)
	out := TerminalOf(tty)
	lines := bufio.NewScanner(master)
	longest := func() (longest int) {
		t.Helper()
		if err := out.Paragraph(strings.Repeat("word ", 40) + "end"); err != nil {
			t.Fatal(err)
		}
		for lines.Scan() {
			longest = max(longest, len(strings.TrimSpace(lines.Text())))
			if strings.Contains(lines.Text(), "end") {
				return longest
			}
		}
		t.Fatal(lines.Err())
		return 0
	}
	for _, columns := range []uint16{20, 80, 30} {
		resize(t, master, columns)
		if got := longest(); got > int(columns) || got < int(columns)-len("word ") {
			t.Errorf("lines of %d characters in %d columns", got, columns)
		}
	}
}

// A terminal without colours gets none, and what is unknown gets some.
func TestMonochrome(t *testing.T) {
	for _, variable := range []string{"NO_COLOR", "COLORTERM", "CLICOLOR", "CLICOLOR_FORCE", "TMUX"} {
		t.Setenv(variable, "")
		os.Unsetenv(variable)
	}
	_, tty := screen(t, 80)
	for name, colors := range map[string]bool{
		"vt100": false, "vt100-w": false, "vt220": false, "vt220-8bit": false, "xterm-mono": false, "linux-m": false, "dumb": false,
		"xterm": true, "xterm-256color": true, "linux": true, "screen": true, "tmux-256color": true, "vt525": true, "foot": true, "nobody-knows-it": true,
	} {
		t.Setenv("TERM", name)
		out := TerminalOf(tty)
		if out.Colors != colors {
			t.Errorf("TERM=%s: colours %v, want %v", name, out.Colors, colors)
		}
		if out.Interactive != (name != "dumb") {
			t.Errorf("TERM=%s: interactive %v", name, out.Interactive)
		}
	}
}
