package worker

import (
	"bytes"
	"strings"
	"testing"
)

// A line that comes all night takes a few lines.
func TestRepeats(t *testing.T) {
	var out bytes.Buffer
	r := repeats{out: &out}
	for range 1000 {
		r.say("no server")
	}
	r.say("connected")
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 11 || !strings.HasSuffix(lines[9], "no server (512 times)") || !strings.HasSuffix(lines[10], "connected") {
		t.Errorf("%d lines:\n%s", len(lines), out.String())
	}
}
