package train

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/selfplay/run"
)

// measured is what a run says about strength.
type measured struct {
	Places  []run.External
	Matches []run.Match
	Ratings []run.Rating
}

// trained trains the run at path by a command for each of some sittings, and
// returns what it has come to.
func trained(t *testing.T, path string, sittings ...string) measured {
	t.Helper()
	for _, s := range sittings {
		args := append([]string{"--run", path}, strings.Fields(s)...)
		if out, err := clitest.Run(t.Context(), New("tictactoe 7\n"), args...); err != nil {
			t.Fatalf("train %s: %v\n%s", s, err, out)
		}
	}
	file, err := run.OpenReadOnly(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var m measured
	var errs [3]error
	m.Places, errs[0] = file.Externals()
	m.Matches, errs[1] = file.Matches()
	m.Ratings, errs[2] = file.Ratings()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// upTo returns what was measured of the generations up to n.
func (m measured) upTo(n int) (part measured) {
	for _, p := range m.Places {
		if p.Generation <= n {
			part.Places = append(part.Places, p)
		}
	}
	for _, match := range m.Matches {
		if match.Generation <= n {
			part.Matches = append(part.Matches, match)
		}
	}
	return part
}

// Elo is a function of the networks: a run in one sitting and in three, by one
// worker and by others, a longer run, and one that repeats it, have the same to
// the last digit.
func TestElosAreEqual(t *testing.T) {
	clitest.NotInShort(t)
	const small = "--game tictactoe --seed 3 --set units=2 --set epochs=1 --set width=32 --set measure=80 --generations "
	path := func(name string) string { return filepath.Join(t.TempDir(), name) }
	one := path("one.run")
	want := trained(t, one, small+"3 --workers 1")
	if len(want.Places) != 4 || len(want.Matches) < 12 || len(want.Ratings) < 6 {
		t.Fatalf("%d places, %d matches, %d ratings", len(want.Places), len(want.Matches), len(want.Ratings))
	}
	same := cmp.Options{cmpopts.IgnoreFields(run.External{}, "Measured"), cmpopts.IgnoreFields(run.Match{}, "Played", "Seconds")}
	check := func(name string, want, got measured) {
		t.Helper()
		if diff := cmp.Diff(want, got, same); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	check("in three sittings", want, trained(t, path("three.run"), small+"1 --workers 3", "--generations 2 --workers 2", "--generations 3 --workers 1"))
	check("a shorter run", want.upTo(2), trained(t, path("short.run"), small+"2 --workers 2").upTo(2))
	check("repeated", want, trained(t, path("again.run"), "--workers 2 --replay "+one))
}
