package control

import (
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/selfplay/run"
)

// TestOrderOf checks the arguments of the control command.
func TestOrderOf(t *testing.T) {
	for _, tt := range []struct {
		args, path string
		kind       run.OrderKind
		run        string // "" for an error
	}{
		{"pause", "", run.OrderPause, cli.DefaultRun()},
		{"a.run pause", "", run.OrderPause, "a.run"},
		{"stop a.run", "", run.OrderStop, "a.run"},
		{"stop stop", "", run.OrderStop, "stop"},
		{"finish", "a.run", run.OrderFinish, "a.run"},
		{"a.run finish", "b.run", "", ""},
		{"a.run", "", "", ""},
		{"halt a.run", "", "", ""},
	} {
		kind, path, err := orderOf(strings.Fields(tt.args), tt.path)
		if kind != tt.kind || path != tt.run || (err == nil) != (tt.run != "") {
			t.Errorf("%q, --run %q: %q, %q, %v", tt.args, tt.path, kind, path, err)
		}
	}
}
