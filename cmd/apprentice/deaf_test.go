//go:build unix

package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"apprentice/cmd/apprentice/internal/clitest"
)

// A terminal that takes no more output, as behind a connection that hangs, keeps
// no full screen from ending, and is as it was when it takes some again.
func TestDeafTerminal(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ name, args, shows string }{
		{"welcome", "", "Play a beginner"},
		{"play", "play --level 1", "1. White"},
		{"train", "train --game tictactoe --for 10m --run t.run", "games/s"},
		{"watch", "watch t.run", "tictactoe"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			home := t.TempDir()
			if test.name == "watch" {
				apprentice(t, home, "", "train", "--game", "tictactoe", "--generations", "1", "--for", "1m", "--run", "t.run")
			}
			w := clitest.OpenWindow(t, home, []string{"COLORTERM=truecolor"}, strings.Fields(test.args)...)
			w.Shows(test.shows)
			w.Deafen()
			for i := range 100 { // each draws a screen anew
				w.Resize(200-i%2, 60)
				time.Sleep(10 * time.Millisecond)
			}
			_ = w.Cmd.Process.Signal(syscall.SIGTERM)
			raw := w.Ends(0)
			if enters, leaves := strings.LastIndex(raw, alternate+"h"), strings.LastIndex(raw, alternate+"l"); leaves < enters {
				t.Error("the other screen stays")
			}
			if strings.LastIndex(raw, "\x1b[?1002h") > strings.LastIndex(raw, "\x1b[?1002l") {
				t.Error("the mouse is still heard")
			}
		})
	}
}

// Full screens are run by the package that can leave them behind. That of train
// writes to an outlet, which never makes it wait.
func TestScreensCanBeLeft(t *testing.T) {
	for path, src := range sources(t) {
		if strings.Contains(src, "tea.NewProgram(") && !strings.HasPrefix(path, "internal/fullscreen/") && path != "internal/train/live.go" {
			t.Errorf("%s runs a program by itself; use fullscreen.New", path)
		}
	}
}

// sources returns the Go files of the program without its tests.
func sources(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	err := filepath.WalkDir("internal", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		blob, err := os.ReadFile(path)
		all[filepath.ToSlash(path)] = string(blob)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}
