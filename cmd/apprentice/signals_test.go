//go:build unix

package main

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
)

// TestFirstSignalEnds checks that one signal is enough for commands that wait for
// a file, a reader or an engine, or that would take for ever, and that none of them has to be
// stopped because it does not end.
func TestFirstSignalEnds(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	pipe := func(name string) string {
		path := filepath.Join(folder, name)
		if err := syscall.Mkfifo(path, 0o600); err != nil {
			t.Skip(err)
		}
		return path
	}
	unwritten, run := pipe("unwritten"), filepath.Join(folder, "t.run")
	apprentice(t, folder, "", "train", "--game", "tictactoe", "--generations", "1", "--set", "units=2", "--for", "1m", "--run", run)
	hard, players := filepath.Join(folder, "hard.epd"), filepath.Join(folder, "players.txt")
	for path, text := range map[string]string{
		hard:    "r1bqkbnr/pppp1ppp/2n5/4p3/4P3/5N2/PPPP1PPP/RNBQKB1R w KQkq - bm Bb5;\n",
		players: "material:1 elo=1000\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, test := range []struct{ args, input string }{
		{"games show " + unwritten, ""},
		{"games show /dev/zero", ""},
		{"perft --depth 50", ""},
		{"perft --depth 50 --divide", ""},
		{"perft --suite " + unwritten, ""},
		{"eval suite " + unwritten, ""},
		{"match --a random --b random --openings " + unwritten, ""},
		{"match --a engine:/bin/sleep?arg=60&nodes=1 --b random", ""},
		{"match --a engine:/bin/sleep?arg=60&protocol=xboard&depth=1 --b random", ""},
		{"bench --depth 100", ""},
		{"eval suite " + hard + " --depth 100", ""},
		{"eval scale --game tictactoe --pairs 1000000 --out " + filepath.Join(folder, "scale.json"), ""},
		{"eval ladder " + run + " --no-ladder --games 1000000 --engines " + players, ""},
		{"eval levels", ""},
		{"uci", "go perft 50\n"},
		{"uci", "go infinite\n"},
		{"uci", "setoption name Network value " + unwritten + "\n"},
		{"match --game tictactoe --a random --b random --games 2 --pgn " + pipe("a.pgn"), ""},
		{"match --game tictactoe --a random --b random --games 2 --json " + pipe("a.json"), ""},
		{"games export " + run + " --out " + pipe("b.pgn"), ""},
		{"games network " + run + " --out " + pipe("net"), ""},
		{"plot " + run + " --out " + pipe("t.png"), ""},
	} {
		t.Run(test.args, func(t *testing.T) {
			t.Parallel()
			for wait := time.Second; ; wait *= 2 {
				r := clitest.Start(t, strings.Fields(test.args)...)
				io.WriteString(r.In, test.input)
				time.Sleep(wait) // so that it is at work
				r.Process.Signal(syscall.SIGTERM)
				code := r.Code(t)
				if code < 0 && wait < time.Minute {
					continue // the signal came before anything was ready for it
				}
				if code > console.ExitError || code < 0 || strings.Contains(r.Complaints.String(), "did not end within") {
					t.Errorf("exit code %d, %q", code, r.Complaints.String())
				}
				if strings.Contains(r.Complaints.String(), context.Canceled.Error()) {
					t.Errorf("the words of a package: %q", r.Complaints.String())
				}
				return
			}
		})
	}
}
