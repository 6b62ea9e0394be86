//go:build unix

package play

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"apprentice/cmd/apprentice/internal/clitest"
)

// TestHangupSavesGame checks that a game is not lost with its terminal.
func TestHangupSavesGame(t *testing.T) {
	t.Parallel()
	r := clitest.Start(t, "play", "--nodes", "10", "--pgn", "g.pgn")
	io.WriteString(r.In, "e2e4\n")
	for end := time.Now().Add(clitest.Deadline); !strings.Contains(r.Out.String(), "it expects"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("no answer: %q", r.Out.String())
		}
	}
	r.Process.Signal(syscall.SIGHUP)
	code := r.Code(t)
	if pgn, err := os.ReadFile(filepath.Join(r.Dir, "g.pgn")); err != nil || !strings.Contains(string(pgn), "1. e4") {
		t.Errorf("exit code %d, %v: %q\n%s", code, err, pgn, r.Complaints.String())
	}
}
