//go:build unix

package clitest

import (
	"bytes"
	"errors"
	"io"
	"os/exec"
	"sync"
	"testing"
	"time"
)

// Running is a process of the program.
type Running struct {
	*exec.Cmd
	In         io.WriteCloser // its standard input
	Out        Buffer         // its standard output so far
	Complaints bytes.Buffer   // its standard error, to be read after the end
}

// Start starts the program in a folder of its own. It is killed at the end of
// the test at the latest.
func Start(t *testing.T, args ...string) *Running {
	t.Helper()
	r := &Running{Cmd: exec.Command("apprentice", args...)}
	r.Dir = t.TempDir()
	r.Stdout, r.Stderr = &r.Out, &r.Complaints
	var err error
	if r.In, err = r.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := r.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Process.Kill() })
	return r
}

// Code waits for the end of the process and returns its exit code.
func (r *Running) Code(t *testing.T) int {
	t.Helper()
	err := r.Wait()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return r.ProcessState.ExitCode()
}

// Buffer is a buffer that two goroutines may use.
type Buffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write appends p.
func (s *Buffer) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.Write(p)
}

// String returns what was written so far.
func (s *Buffer) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.b.String()
}

// Deadline is far beyond what anything in these tests takes.
const Deadline = 5 * time.Minute
