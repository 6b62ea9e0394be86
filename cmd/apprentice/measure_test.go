package main

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
)

// newRatedRun returns a run with matches of the given players, 30 pairs each.
func newRatedRun(t *testing.T, pairings ...[2]string) *run.File {
	t.Helper()
	g := tictactoe.Game{}
	file, err := run.Create(filepath.Join(t.TempDir(), "t.run"), run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	for _, p := range pairings {
		m := run.Match{
			A: p[0], B: p[1], Games: 60, Wins: 30, Draws: 20, Losses: 10,
			Penta: [5]int{2, 3, 10, 8, 7}, First: [3]int{20, 8, 2}, Settings: "{}",
		}
		if _, err := file.AddMatch(m); err != nil {
			t.Fatal(err)
		}
	}
	return file
}

// A player that cannot be compared with the others stops nothing: it keeps the
// rating it had, the others get theirs, and the log book says why, once.
func TestRateKeepsWhatItCannotFit(t *testing.T) {
	file := newRatedRun(t, [2]string{"gen:0", "random"}, [2]string{"gen:1", "gen:0"}, [2]string{"material:1", "material:3"})
	old := run.Rating{Player: "material:3", Generation: run.NoGeneration, Elo: 77, Low: 70, High: 84, Games: 10}
	if err := file.PutRatings([]run.Rating{old, {Player: "gen:1", Generation: 1, Elo: -5}}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := rate(file); err != nil {
			t.Fatal(err)
		}
	}
	ratings, err := file.Ratings()
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]run.Rating{}
	for _, r := range ratings {
		found[r.Player] = r
	}
	if found["material:3"] != old || !(found["gen:1"].Elo > 50) || found["gen:1"].Generation != 1 || found["gen:0"].Elo != 0 || !(found["random"].Elo < -50) || len(found) != 4 {
		t.Errorf("ratings %+v", ratings)
	}
	events, err := file.Events()
	if err != nil {
		t.Fatal(err)
	}
	const why = " has no rating: no chain of games connects it with the reference"
	if len(events) != 2 || events[0].Data != (run.RatingFailed{Reason: "material:1" + why}) || events[1].Data != (run.RatingFailed{Reason: "material:3" + why}) {
		t.Errorf("events %+v", events)
	}
}

// Each generation meets each of its opponents once, also where the first
// network is measured before there is another.
func TestMeasuresOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2} {
		file := newRun(t, 2)
		before, err := file.Matches()
		if err != nil {
			t.Fatal(err)
		}
		said := map[int]bool{}
		m := &measurer{game: tictactoe.Game{}, file: file, workers: 1, progress: func(generation, _, _ int) { said[generation] = true }}
		if _, err := m.measure(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		after, err := file.Matches()
		if err != nil {
			t.Fatal(err)
		}
		met := map[[2]string]int{}
		for _, match := range after {
			met[[2]string{match.A, match.B}]++
		}
		if len(after) <= len(before) || len(met) != len(after) || len(said) != 1 || !said[n] {
			t.Errorf("generation %d: %d matches of %d pairings, reported as %v", n, len(after), len(met), said)
		}
	}
}

// Without its anchor a run is rated by nobody, and goes on.
func TestRateWithoutTheAnchor(t *testing.T) {
	file := newRatedRun(t, [2]string{"gen:1", "random"})
	if err := rate(file); err != nil {
		t.Fatal(err)
	}
	ratings, err := file.Ratings()
	if err != nil || len(ratings) != 0 {
		t.Errorf("ratings %+v, %v", ratings, err)
	}
	if events, err := file.Events(); err != nil || len(events) != 2 {
		t.Errorf("events %+v, %v", events, err)
	}
}

// The pairs of a stored match reach the ratings: games that balance each other
// in pairs leave narrower intervals.
func TestEncountersHavePairs(t *testing.T) {
	m := run.Match{A: "a", B: "gen:0", Games: 60, Wins: 30, Losses: 30, Penta: [5]int{2: 30}, First: [3]int{15, 0, 15}}
	width := func(m run.Match) float64 {
		e := encounters([]run.Match{m})[0]
		if e.WDL() != wdlOf(m) || e.Pairs != m.Penta {
			t.Errorf("%+v became %+v", m, e)
		}
		file := newRatedRun(t)
		m.Settings = "{}"
		if _, err := file.AddMatch(m); err != nil {
			t.Fatal(err)
		}
		if err := rate(file); err != nil {
			t.Fatal(err)
		}
		ratings, err := file.Ratings()
		if err != nil || len(ratings) != 2 {
			t.Fatal(ratings, err)
		}
		for _, r := range ratings {
			if r.Player == "a" {
				return r.High - r.Low
			}
		}
		return math.NaN()
	}
	paired := width(m)
	m.Penta = [5]int{}
	if single := width(m); !(paired > 0 && paired < 0.5*single) {
		t.Errorf("width %.1f, without pairs %.1f", paired, single)
	}
}

// eval ratings names who has no rating and why.
func TestRatingsPrintReasons(t *testing.T) {
	file := newRatedRun(t, [2]string{"gen:1", "gen:0"}, [2]string{"x", "y"})
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
