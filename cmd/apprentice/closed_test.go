//go:build linux

package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
)

// An output that a shell closed is an error, and one that nobody wants is none:
// other programs hand down the null device for reading and writing.
func TestClosedOutput(t *testing.T) {
	clitest.NotInShort(t)
	t.Chdir(t.TempDir())
	for _, args := range []string{
		"version", "--help", "games outcome", "eval stats --wdl 1-2-3", "perft --depth 1", "bench --game tictactoe --depth 1",
		"match --game tictactoe --a random --b random --games 2",
	} {
		for _, test := range []struct {
			to   string
			code int
		}{{">&-", console.ExitError}, {">/dev/null", console.ExitOK}, {"| cat", console.ExitOK}, {"", console.ExitOK}} {
			var said strings.Builder
			shell := exec.Command("sh", "-c", "apprentice "+args+" "+test.to+"; exit $?")
			shell.Stdout, shell.Stderr = &strings.Builder{}, &said
			code := 0
			if err := shell.Run(); err != nil {
				code = shell.ProcessState.ExitCode()
			}
			if want := test.code != console.ExitOK; code != test.code || strings.Contains(said.String(), "cannot write standard output: file already closed") != want {
				t.Errorf("%s %s: exit code %d, %q", args, test.to, code, said.String())
			}
		}
		unwanted, err := os.OpenFile(os.DevNull, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer unwanted.Close()
		for _, command := range [][]string{append([]string{"apprentice"}, strings.Fields(args)...), {"sh", "-c", "apprentice " + args + "; exit $?"}} {
			c := exec.Command(command[0], command[1:]...)
			c.Stdout = unwanted
			if err := c.Run(); err != nil {
				t.Errorf("%q with an output that nobody wants: %v", command, err)
			}
		}
	}
	// What writes elsewhere needs no output.
	shell := exec.Command("sh", "-c", "apprentice eval stats --wdl 1-2-3 >out && apprentice completion bash >/dev/null && apprentice version >&- 2>err; cat err")
	said, err := shell.Output()
	if err != nil || string(said) != "apprentice: cannot write standard output: file already closed\n" {
		t.Errorf("%q, %v", said, err)
	}
}
