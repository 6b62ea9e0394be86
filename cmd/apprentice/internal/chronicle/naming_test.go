package chronicle

import (
	"slices"
	"testing"
)

// Runs of one name are told apart by their folders.
func TestShortNames(t *testing.T) {
	for _, test := range []struct{ paths, want []string }{
		{[]string{"/x/night.run"}, []string{"night"}},
		{[]string{"/x/night.run", "/y/day.run"}, []string{"night", "day"}},
		{[]string{"/x/d1/a.run", "/x/d2/a.run"}, []string{"d1/a", "d2/a"}},
		{[]string{"/d1/e/a.run", "/d2/e/a.run", "/d2/e/b.run"}, []string{"d1/e/a", "d2/e/a", "b"}},
		{[]string{"/a.run", "/x/a.run"}, []string{"/a", "x/a"}},
		{[]string{"/x/a.run", "/x/a"}, []string{"a.run", "a"}},
		{[]string{"/x/a.run", "/y/a.run", "/y/a"}, []string{"x/a", "y/a.run", "a"}},
		{[]string{"/x/a.run", "/x/a.run"}, []string{"/x/a", "/x/a"}},
		{[]string{"/x/日.run", "/y/日.run"}, []string{"x/日", "y/日"}},
	} {
		if got := shortNames(test.paths); !slices.Equal(got, test.want) {
			t.Errorf("%q are called %q; want %q", test.paths, got, test.want)
		}
	}
}

// A picture of two runs of one name has two names.
func TestFigureNamesRunsApart(t *testing.T) {
	runs := []*History{{path: "/d1/a.run"}, {path: "/d2/a.run", knobs: "lambda=0.5"}}
	nameRuns(runs)
	if runs[0].name != "d1/a" || runs[1].name != "d2/a (lambda=0.5)" {
		t.Errorf("they are called %q and %q", runs[0].name, runs[1].name)
	}
}
