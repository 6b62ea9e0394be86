//go:build unix

package main

import (
	"fmt"
	"strings"
	"syscall"
	"testing"

	"apprentice/agent/career"
	"apprentice/cmd/apprentice/internal/clitest"
)

// alternate enters and leaves the other screen of a terminal.
const alternate = "\x1b[?1049"

// Without a command the program greets, runs what is chosen, and leaves the
// terminal as it was.
func TestWelcome(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		act    func(w *clitest.Window)
		screen int // full screens after the first
		says   string
	}{
		"q":       {func(w *clitest.Window) { w.Types("q") }, 0, ""},
		"Ctrl-C":  {func(w *clitest.Window) { w.Types("\x03") }, 0, ""},
		"SIGTERM": {func(w *clitest.Window) { _ = w.Cmd.Process.Signal(syscall.SIGTERM) }, 0, ""},
		"help":    {func(w *clitest.Window) { w.Types("h") }, 0, "Available Commands"},
		"play": {func(w *clitest.Window) {
			w.Types("\x1b[C") // xiangqi
			w.Shows(fmt.Sprintf("level 1 of %d", len(career.Levels("xiangqi"))))
			w.Types("b")
			w.Shows("1. Red")
			w.Types("\x03")
			w.Shows("Leave?")
			w.Types("y")
		}, 1, "play --game xiangqi --level 1"},
		"train": {func(w *clitest.Window) {
			w.Types("\x1b[C\x1b[C") // tictactoe
			w.Shows("into tictactoe.run")
			w.Types("t")
			w.Shows("games/s")
			w.Types("ss")
		}, 1, "train --game tictactoe --for 5m"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := clitest.OpenWindow(t, t.TempDir(), nil)
			w.Shows("Play a beginner")
			test.act(w)
			raw := w.Ends(0)
			if enters, leaves := strings.Count(raw, alternate+"h"), strings.Count(raw, alternate+"l"); enters != 1+test.screen || leaves < enters {
				t.Errorf("the other screen is entered %d times and left %d times", enters, leaves)
			}
			if strings.LastIndex(raw, "\x1b[?1002h") > strings.LastIndex(raw, "\x1b[?1002l") {
				t.Error("the mouse is still heard")
			}
			if !strings.Contains(raw, test.says) {
				t.Errorf("it does not say %q", test.says)
			}
		})
	}
}
