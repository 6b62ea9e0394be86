package train

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/selfplay/run"
)

// measured is what a run has learnt, and what it says of its strength.
type measured struct {
	Networks []run.NetworkRow
	Places   []run.External
	Matches  []run.Match
	Ratings  []run.Rating
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
	var errs [4]error
	m.Networks, errs[0] = file.Networks()
	m.Places, errs[1] = file.Externals()
	m.Matches, errs[2] = file.Matches()
	m.Ratings, errs[3] = file.Ratings()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// upTo returns what the generations up to n have learnt and how they did.
func (m measured) upTo(n int) (part measured) {
	for _, network := range m.Networks {
		if network.Generation <= n {
			part.Networks = append(part.Networks, network)
		}
	}
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

// elosAreEqual trains runs of four generations by the flags small, in one
// sitting and in four, by one worker and by others, and one that repeats the
// first. They must have the same networks, the same matches and the same Elo, to
// the last digit, and so must a run of two generations as far as it goes.
func elosAreEqual(t *testing.T, small string) {
	t.Helper()
	small += " --generations "
	path := func(name string) string { return filepath.Join(t.TempDir(), name) }
	one := path("one.run")
	want := trained(t, one, small+"4 --workers 1")
	if len(want.Networks) != 5 || len(want.Places) != 5 || len(want.Matches) < 15 || len(want.Ratings) < 6 {
		t.Fatalf("%d networks, %d places, %d matches, %d ratings",
			len(want.Networks), len(want.Places), len(want.Matches), len(want.Ratings))
	}
	for i, p := range want.Places {
		t.Logf("generation %d: network %.12s, Elo %.3f [%.3f, %.3f]", p.Generation, want.Networks[i].SHA, p.Elo, p.Low, p.High)
	}
	same := cmp.Options{
		cmpopts.IgnoreFields(run.External{}, "Measured"),
		cmpopts.IgnoreFields(run.Match{}, "Played", "Seconds"),
		cmpopts.IgnoreFields(run.NetworkRow{}, "Format", "Size"),
	}
	check := func(name string, want, got measured) {
		t.Helper()
		if diff := cmp.Diff(want, got, same); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	check("in four sittings", want, trained(t, path("four.run"),
		small+"1 --workers 3", "--generations 2 --workers 2", "--generations 3 --workers 1", "--generations 4 --workers 2"))
	check("a shorter run", want.upTo(2), trained(t, path("short.run"), small+"2 --workers 2").upTo(2))
	check("repeated", want, trained(t, path("again.run"), "--workers 2 --replay "+one))
}

// Elo is a function of the networks, and the networks are a function of the seed.
func TestElosAreEqual(t *testing.T) {
	clitest.NotInShort(t)
	elosAreEqual(t, "--game tictactoe --seed 3 --set units=2 --set epochs=1 --set width=32 --set measure=80")
}

// TestSoakElosAreEqual is TestElosAreEqual for games that need a search, in
// whole generations. It takes half an hour.
//
//	APPRENTICE_SOAK=1 go test -timeout 0 -v -run TestSoakElosAreEqual ./cmd/apprentice/internal/train
func TestSoakElosAreEqual(t *testing.T) {
	if os.Getenv("APPRENTICE_SOAK") == "" {
		t.Skip("a soak: set APPRENTICE_SOAK=1")
	}
	for _, game := range []string{"chess", "xiangqi"} {
		t.Run(game, func(t *testing.T) { elosAreEqual(t, "--seed 3 --game "+game) })
	}
}
