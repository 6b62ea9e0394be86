package main

import (
	"bytes"
	"os"
	"strings"
	"syscall"
	"testing"

	"apprentice/cmd/apprentice/internal/console"
)

// full is an output that takes some bytes and no more.
type full struct{ room int }

// Write takes what there is room for.
func (f *full) Write(p []byte) (int, error) {
	n := min(len(p), f.room)
	f.room -= n
	if n < len(p) {
		return n, &os.PathError{Op: "write", Path: "/dev/stdout", Err: syscall.ENOSPC}
	}
	return n, nil
}

// Output that cannot be written makes any command fail, whatever it does.
func TestFullOutput(t *testing.T) {
	for _, args := range []string{
		"version", "--help", "train --help", "bench --game tictactoe --depth 1", "perft --depth 1", "perft --depth 1 --divide", "games",
		"games outcome", "games outcome --moves e4", "eval stats --wdl 1-2-3", "train --knobs", "completion bash",
		"match --game tictactoe --a random --b random --games 2", "uci go depth 1", "uci d", "play --nodes 1",
	} {
		for _, room := range []int{0, 3} {
			var stderr bytes.Buffer
			code := execute(strings.Fields(args), strings.NewReader(""), &full{room}, &stderr)
			if want := "no space left on device"; code != console.ExitError || !strings.Contains(stderr.String(), want) {
				t.Errorf("%s, room for %d bytes: exit code %d, %q; want %d and %q", args, room, code, stderr.String(), console.ExitError, want)
			}
		}
	}
}
