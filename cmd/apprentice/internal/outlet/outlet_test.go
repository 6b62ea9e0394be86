package outlet

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// valve is a writer that blocks while it is shut.
type valve struct {
	mu   sync.Mutex // held while it is shut
	out  bytes.Buffer
	fail error
}

func (v *valve) Write(p []byte) (int, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.fail != nil {
		return 0, v.fail
	}
	return v.out.Write(p)
}

// long is more patience than any test needs.
const long = time.Minute

func TestWriterPasses(t *testing.T) {
	v := new(valve)
	w := New(v, Options{})
	var want strings.Builder
	for i := range 1000 {
		fmt.Fprintf(io.MultiWriter(w, &want), "line %d\n", i)
	}
	if !w.Drain(t.Context(), long) || v.out.String() != want.String() || w.Dropped() != 0 {
		t.Errorf("%d dropped of\n%s", w.Dropped(), v.out.String())
	}
	w.Close()
}

// TestWriterBlocked checks that a writer whose other end takes nothing goes on
// taking lines, and says in the end how many were lost.
func TestWriterBlocked(t *testing.T) {
	v := new(valve)
	w := New(v, Options{Limit: 100})
	v.mu.Lock()
	const lines = 10_000
	for i := range lines {
		fmt.Fprintf(w, "line %04d\n", i)
	}
	if w.Drain(t.Context(), time.Millisecond) {
		t.Error("drained through a shut valve")
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if w.Drain(ctx, long) {
		t.Error("drained though cancelled")
	}
	v.mu.Unlock()
	if !w.Drain(t.Context(), long) {
		t.Error("not drained through an open valve")
	}
	fmt.Fprintln(w, "after")
	w.Drain(t.Context(), long)
	w.Close()

	got := strings.Split(strings.TrimSpace(v.out.String()), "\n")
	kept, lost := len(got)-2, 0
	fmt.Sscanf(got[kept], "%d lines were dropped, because nobody read them", &lost)
	if kept < 1 || kept > 30 || kept+lost != lines || lost != w.Dropped() || got[0] != "line 0000" || got[kept+1] != "after" {
		t.Errorf("%d kept, %d lost, %d counted: %q", kept, lost, w.Dropped(), got)
	}
}

// What must not be lost is written at once or, where something was lost, after all
// that was waiting.
func TestWriterInsist(t *testing.T) {
	v := new(valve)
	w := New(v, Options{Limit: 10})
	defer w.Close()
	v.mu.Lock()
	io.WriteString(w, "waits\n")
	w.Insist([]byte("larger than the limit\n"))
	for w.Dropped() == 0 {
		io.WriteString(w, "too much\n")
	}
	w.Insist([]byte("last\n"))
	v.mu.Unlock()
	if !w.Drain(t.Context(), long) {
		t.Error("not drained through an open valve")
	}
	before, after, found := strings.Cut(v.out.String(), "last\n")
	if !found || !strings.HasPrefix(before, "waits\nlarger than the limit\n") || !strings.HasPrefix(after, "1 line was dropped") {
		t.Errorf("%q", v.out.String())
	}
}

// TestWriterScreen checks that a screen is told to draw itself anew instead.
func TestWriterScreen(t *testing.T) {
	v := new(valve)
	told := make(chan struct{}, 1)
	w := New(v, Options{Limit: 10, CaughtUp: func() bool { told <- struct{}{}; return true }})
	defer w.Close()
	v.mu.Lock()
	for range 100 {
		w.Write([]byte("a frame\nof two lines"))
	}
	v.mu.Unlock()
	<-told
	w.Drain(t.Context(), long)
	if out := v.out.String(); strings.Contains(out, "dropped") || !strings.HasPrefix(out, "a frame\nof two lines") {
		t.Errorf("%q", out)
	}
}

// TestWriterLarge checks that what is larger than the limit gets through alone.
func TestWriterLarge(t *testing.T) {
	v := new(valve)
	w := New(v, Options{Limit: 10})
	defer w.Close()
	large := strings.Repeat("x", 100_000)
	io.WriteString(w, large)
	if !w.Drain(t.Context(), long) || v.out.String() != large {
		t.Errorf("%d bytes of %d", v.out.Len(), len(large))
	}
}

func TestWriterFails(t *testing.T) {
	failure := errors.New("closed pipe")
	v := &valve{fail: failure}
	told := make(chan error, 10)
	w := New(v, Options{Failed: func(err error) { told <- err }})
	defer w.Close()
	for range 3 {
		if n, err := io.WriteString(w, "line\n"); n != 5 || err != nil {
			t.Errorf("%d, %v", n, err)
		}
		if w.Drain(t.Context(), long) {
			t.Error("drained into a closed pipe")
		}
	}
	if err := <-told; err != failure || len(told) > 0 {
		t.Errorf("told %v, and %d times more", err, len(told))
	}
}

func TestWriterAbandon(t *testing.T) {
	v := new(valve)
	w := New(v, Options{})
	w.Abandon()
	io.WriteString(w, "line\n")
	if w.Drain(t.Context(), long) || v.out.Len() > 0 {
		t.Errorf("%q", v.out.String())
	}
}
