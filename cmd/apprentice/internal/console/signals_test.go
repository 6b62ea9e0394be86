//go:build unix

package console

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"
)

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
		{"two, and a leaving that is stuck", []os.Signal{syscall.SIGTERM, os.Interrupt}, time.Hour, 3, "stopping leaving exit 2: apprentice: stopped at once\n"},
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
		SignalsOf(ctx).OnHangup(note("hangup"))
		s.OnStopping(note("stopping"))
		if strings.Contains(tt.name, "stuck") {
			s.patience = time.Millisecond
			s.OnLeaving(func() { select {} })
		} else {
			s.patience = time.Hour
		}
		s.OnLeaving(note("leaving"))
		for _, sig := range tt.signals {
			s.got <- sig
		}
		go s.watch()
		for range tt.steps {
			<-did
		}
		s.Release()
		if all := strings.Join(got, " "); all != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, all, tt.want)
		}
	}
}
