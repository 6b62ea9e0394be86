//go:build unix

package main

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// running is a command that runs.
type running struct {
	*exec.Cmd
	stdin  io.WriteCloser
	out    syncBuffer
	stderr bytes.Buffer
}

// runCommand starts the program in a folder of its own.
func runCommand(t *testing.T, name string, args ...string) *running {
	t.Helper()
	r := &running{Cmd: exec.Command(name, args...)}
	r.Dir = t.TempDir()
	r.Stdout, r.Stderr = &r.out, &r.stderr
	var err error
	if r.stdin, err = r.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Process.Kill() })
	return r
}

// code waits for the end and returns the exit code.
func (r *running) code(t *testing.T) int {
	t.Helper()
	err := r.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return r.ProcessState.ExitCode()
}

// TestFirstSignalEnds checks that one signal is enough for commands that wait for
// a file or an engine, or that would take for ever, and that none of them has to be
// stopped because it does not end.
func TestFirstSignalEnds(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Skip(err)
	}
	for _, test := range []struct{ args, input string }{
		{"games show " + pipe, ""},
		{"games show /dev/zero", ""},
		{"perft --depth 50", ""},
		{"perft --depth 50 --divide", ""},
		{"perft --suite " + pipe, ""},
		{"eval --suite " + pipe, ""},
		{"match --a random --b random --openings " + pipe, ""},
		{"match --a engine:/bin/sleep?arg=60&nodes=1 --b random", ""},
		{"match --a engine:/bin/sleep?arg=60&protocol=xboard&depth=1 --b random", ""},
		{"bench --depth 100", ""},
		{"uci", "go perft 50\n"},
		{"uci", "go infinite\n"},
		{"uci", "setoption name Network value " + pipe + "\n"},
	} {
		t.Run(test.args, func(t *testing.T) {
			t.Parallel()
			for wait := time.Second; ; wait *= 2 {
				r := runCommand(t, "apprentice", strings.Fields(test.args)...)
				io.WriteString(r.stdin, test.input)
				time.Sleep(wait) // so that it is at work
				r.Process.Signal(syscall.SIGTERM)
				code := r.code(t)
				if code < 0 && wait < time.Minute {
					continue // the signal came before anything was ready for it
				}
				if code > exitError || code < 0 || strings.Contains(r.stderr.String(), "did not end within") {
					t.Errorf("exit code %d, %q", code, r.stderr.String())
				}
				return
			}
		})
	}
}

// TestSignals checks what signals do, and in which order.
func TestSignals(t *testing.T) {
	for _, tt := range []struct {
		name    string
		signals []os.Signal
		grace   time.Duration
		steps   int
		want    string
	}{
		{"one", []os.Signal{os.Interrupt}, time.Hour, 1, "stopping"},
		{"hangup", []os.Signal{syscall.SIGHUP}, time.Hour, 1, "hangup"},
		{"hangup, then two", []os.Signal{syscall.SIGHUP, syscall.SIGTERM, os.Interrupt}, time.Hour, 4, "hangup stopping leaving exit 2: apprentice: stopped at once\n"},
		{"one, deaf", []os.Signal{syscall.SIGTERM}, time.Millisecond, 3, "stopping leaving exit 2: apprentice: stopped, since the command did not end within 1ms\n"},
	} {
		var stderr bytes.Buffer
		var got []string
		did := make(chan struct{}, 10)
		note := func(what string) func() {
			return func() { got = append(got, what); did <- struct{}{} }
		}
		ctx, s := newSignals(t.Context(), &stderr)
		s.grace = tt.grace
		s.exit = func(code int) { note(fmt.Sprintf("exit %d: %s", code, stderr.String()))() }
		signalsOf(ctx).onHangup(note("hangup"))
		s.onStopping(note("stopping"))
		s.onLeaving(note("leaving"))
		for _, sig := range tt.signals {
			s.got <- sig
		}
		go s.watch()
		for range tt.steps {
			<-did
		}
		s.release()
		if all := strings.Join(got, " "); all != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, all, tt.want)
		}
	}
}

// TestHangupSavesGame checks that a game is not lost with its terminal.
func TestHangupSavesGame(t *testing.T) {
	t.Parallel()
	r := runCommand(t, "apprentice", "play", "--nodes", "10", "--pgn", "g.pgn")
	io.WriteString(r.stdin, "e2e4\n")
	for end := time.Now().Add(testDeadline); !strings.Contains(r.out.String(), "it expects"); time.Sleep(10 * time.Millisecond) {
		if time.Now().After(end) {
			t.Fatalf("no answer: %q", r.out.String())
		}
	}
	r.Process.Signal(syscall.SIGHUP)
	code := r.code(t)
	if pgn, err := os.ReadFile(filepath.Join(r.Dir, "g.pgn")); err != nil || !strings.Contains(string(pgn), "1. e4") {
		t.Errorf("exit code %d, %v: %q\n%s", code, err, pgn, r.stderr.String())
	}
}

// TestNohup checks that a hangup that the program was told to ignore stays
// ignored.
func TestNohup(t *testing.T) {
	t.Parallel()
	r := newTraining(t)
	r.cmd = exec.Command("sh", append([]string{"-c", `trap "" HUP; exec "$@"`, "sh"}, r.cmd.Args...)...)
	r.cmd.Stdout, r.cmd.Stderr = &r.out, &r.out
	r.start()
	r.works()
	syscall.Kill(r.pid, syscall.SIGHUP)
	r.works()
	r.terminate()
	if log := r.log(); log != "" || !strings.Contains(r.out.String(), "Continue with:") {
		t.Errorf("log %q, output\n%s", log, r.out.String())
	}
}

// TestTrainHangupPiped checks that a hangup does not end a run that writes to a
// pipe, nor its lines.
func TestTrainHangupPiped(t *testing.T) {
	t.Parallel()
	r := newTraining(t).start()
	r.works()
	syscall.Kill(r.pid, syscall.SIGHUP)
	r.await("it says so", func() bool { return strings.Contains(r.out.String(), "hangup: the run continues") })
	r.works()
	r.terminate()
}
