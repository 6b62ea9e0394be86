package exam

import (
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/clitest"
)

// eval ratings names who has no rating and why.
func TestRatingsPrintReasons(t *testing.T) {
	file := clitest.NewRatedRun(t, [2]string{"gen:1", "gen:0"}, [2]string{"x", "y"})
	path := file.Path()
	file.Close()
	var out strings.Builder
	f := ratingsFlags{run: path, anchor: "gen:0", prior: 1}
	if err := f.print(&out); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"x", "y"} {
		want := name + strings.Repeat(" ", 28+8-len(name)) + "-       -      60  no rating: no chain of games connects it with the reference\n"
		if !strings.Contains(out.String(), want) {
			t.Errorf("no line %q in:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "NaN") || strings.Contains(out.String(), "Inf") {
		t.Error(out.String())
	}
}
