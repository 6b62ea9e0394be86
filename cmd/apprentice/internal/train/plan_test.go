package train

import (
	"strings"
	"testing"

	"apprentice/selfplay"
)

// The table of a plan says where networks start as soon as one of them learns on from
// its player's weights, and otherwise nothing.
func TestPlanSaysStarts(t *testing.T) {
	anew := selfplay.Step{Number: 1, Plan: selfplay.Plan{Units: 1, Epochs: 6, Hidden: 256}}
	on := selfplay.Step{Number: 2, Plan: selfplay.Plan{Units: 1, Epochs: 2, Hidden: 256, Warm: true}}
	var out strings.Builder
	if err := writeSteps(&out, []selfplay.Step{anew, on, anew}, 0); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(out.String(), "\n")
	for i, want := range []string{"epochs   start", "6  random", "2  player", "6  random"} {
		if !strings.HasSuffix(lines[i], want) {
			t.Errorf("line %q, want one that ends with %q", lines[i], want)
		}
	}
	if !strings.HasPrefix(lines[4], "start: ") {
		t.Errorf("no line says what a start is, but %q", lines[4])
	}
	out.Reset()
	if err := writeSteps(&out, []selfplay.Step{anew}, 0); err != nil || strings.Contains(out.String(), "start") {
		t.Errorf("%v, %q of networks that all begin anew", err, out.String())
	}
}
