// Package outlet writes what a long job has to say without ever making the job
// wait: to a terminal that may be stopped, to a pipe that nobody reads, to a
// log that must not grow.
package outlet

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"
	"time"
)

// Options of a Writer.
type Options struct {
	// Limit is how many bytes may wait to be written, 64 KiB for 0. What comes
	// when they are too many is dropped, a Write at a time.
	Limit int

	// CaughtUp is called when all that was waiting is written after something
	// was dropped. If it returns true it draws a screen anew; otherwise, and
	// without it, a line says how many lines were dropped. It is called by a
	// goroutine of the Writer and must not block.
	CaughtUp func() bool

	// Failed is called once, when the other end is gone. All that comes later
	// is thrown away. It may be nil and is called as CaughtUp is.
	Failed func(error)
}

// Writer is an io.Writer that never blocks and never fails. A goroutine of its
// own passes what it is given to a writer that may do both. Its methods are
// safe for concurrent use.
type Writer struct {
	out     io.Writer
	options Options

	mu      sync.Mutex
	changed *sync.Cond // of everything below
	queue   bytes.Buffer
	last    bytes.Buffer // follows what was dropped
	busy    bool         // a write is under way
	dropped int          // lines since the last report
	total   int          // lines dropped in all
	passed  int64
	broken  bool
	closed  bool
}

// New returns a Writer to out.
func New(out io.Writer, o Options) *Writer {
	if o.Limit == 0 {
		o.Limit = 64 << 10
	}
	w := &Writer{out: out, options: o}
	w.changed = sync.NewCond(&w.mu)
	go w.pass()
	return w
}

// Write takes p, or drops it where too much is waiting. It returns len(p) and
// no error either way.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken || w.closed || len(p) == 0 {
		return len(p), nil
	}
	// A Write that is larger than the limit is taken when nothing else waits.
	waiting := w.queue.Len()
	if w.dropped > 0 || waiting > 0 && waiting+len(p) > w.options.Limit {
		// Once something is lost, so is all until the rest has left: a hole
		// has one place.
		n := max(bytes.Count(p, []byte("\n")), 1)
		w.dropped += n
		w.total += n
		return len(p), nil
	}
	w.queue.Write(p)
	w.changed.Broadcast()
	return len(p), nil
}

// Insist takes p as Write does, but never drops it: where something was lost, p is
// written when all that was waiting is.
func (w *Writer) Insist(p []byte) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.broken || w.closed {
		return
	}
	if w.dropped > 0 {
		w.last.Write(p)
	} else {
		w.queue.Write(p)
	}
	w.changed.Broadcast()
}

// Dropped returns how many lines were dropped in all. A Write without a line
// end counts as one.
func (w *Writer) Dropped() int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.total
}

// pass writes what is waiting until the Writer is closed or the other end is
// gone.
func (w *Writer) pass() {
	var piece []byte
	for {
		w.mu.Lock()
		for w.queue.Len() == 0 && w.dropped == 0 && !w.closed && !w.broken {
			w.changed.Wait()
		}
		if w.queue.Len() == 0 && w.dropped > 0 {
			w.caughtUp()
		}
		if w.broken || w.closed && w.queue.Len() == 0 {
			w.mu.Unlock()
			return
		}
		piece = append(piece[:0], w.queue.Next(pieceSize)...)
		w.busy = len(piece) > 0
		w.mu.Unlock()

		n, err := w.write(piece)
		w.mu.Lock()
		w.busy = false
		w.passed += int64(n)
		failed := err != nil && !w.broken
		w.broken = w.broken || err != nil
		w.changed.Broadcast()
		w.mu.Unlock()
		if failed && w.options.Failed != nil {
			w.options.Failed(err)
		}
	}
}

// caughtUp says that something was dropped, now that the rest is written. The
// mutex is held, and given up in between.
func (w *Writer) caughtUp() {
	lost, drawn := w.dropped, false
	w.dropped = 0
	if w.options.CaughtUp != nil {
		w.mu.Unlock()
		drawn = w.options.CaughtUp()
		w.mu.Lock()
	}
	_, _ = w.last.WriteTo(&w.queue) // both are memory
	if !drawn {
		fmt.Fprintf(&w.queue, "%s dropped, because nobody read them\n", linesWere(lost))
	}
}

// pieceSize is the largest write to the other end: small enough to see that it
// takes some of what is waiting.
const pieceSize = 4 << 10

// write passes a piece on.
func (w *Writer) write(piece []byte) (int, error) {
	if len(piece) == 0 {
		return 0, nil
	}
	return w.out.Write(piece)
}

// linesWere writes "1 line was" or "12 lines were".
func linesWere(n int) string {
	if n == 1 {
		return "1 line was"
	}
	return fmt.Sprintf("%d lines were", n)
}

// Drain waits until everything is written, the other end is gone, ctx is done,
// or nothing at all was taken for patience. It reports whether everything is
// written.
func (w *Writer) Drain(ctx context.Context, patience time.Duration) bool {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stalled := time.AfterFunc(patience, cancel)
	defer stalled.Stop()
	wake := context.AfterFunc(ctx, func() {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.changed.Broadcast()
	})
	defer wake()

	w.mu.Lock()
	defer w.mu.Unlock()
	for passed := w.passed; ; {
		if w.queue.Len() == 0 && w.last.Len() == 0 && w.dropped == 0 && !w.busy || w.broken {
			return !w.broken
		}
		if ctx.Err() != nil {
			return false
		}
		w.changed.Wait()
		if w.passed != passed {
			passed = w.passed
			stalled.Reset(patience)
		}
	}
}

// Close makes the goroutine of w end as soon as what is waiting is written. It
// does not wait for that, since it may never happen.
func (w *Writer) Close() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	w.changed.Broadcast()
}

// Abandon throws away what is waiting and all that comes later.
func (w *Writer) Abandon() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.broken = true
	w.changed.Broadcast()
}
