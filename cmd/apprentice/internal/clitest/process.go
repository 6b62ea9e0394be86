package clitest

import (
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"testing"
)

// killsFlag names a number of kills for a longer test than the usual one.
const killsFlag = "APPRENTICE_TEST_KILLS"

// Kills returns how often a test kills a process: as the environment says, or
// else usually so often, and less often where time is short.
func Kills(t *testing.T, usually int) int {
	t.Helper()
	if text := os.Getenv(killsFlag); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil || n < 1 {
			t.Fatalf("%s is %q", killsFlag, text)
		}
		return n
	}
	if testing.Short() {
		return usually / 5
	}
	return usually
}

// NotInShort skips a test under -short, as the race detector runs the tests: one of
// many processes that do one thing each, or of what others do at once, too.
func NotInShort(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("-short: nothing happens at once that other tests have not")
	}
}

// MoveTime is the time of a move in a PGN comment, which no two matches share.
var MoveTime = regexp.MustCompile(`\d+\.\d{3}s`)

// ExitCode returns the exit code of a program that has ended.
func ExitCode(err error) int {
	if exit, ok := err.(*exec.ExitError); ok {
		return exit.ExitCode()
	}
	return 0
}
