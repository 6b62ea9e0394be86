package chronicle

import (
	"math"
	"testing"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// A player that cannot be compared with the others stops nothing: it keeps the
// rating it had, the others get theirs, and the log book says why, once.
func TestRateKeepsWhatItCannotFit(t *testing.T) {
	file := clitest.NewRatedRun(t, [2]string{"gen:0", "random"}, [2]string{"gen:1", "gen:0"}, [2]string{"material:1", "material:3"})
	old := run.Rating{Player: "material:3", Generation: run.NoGeneration, Elo: 77, Low: 70, High: 84, Games: 10}
	if err := file.PutRatings([]run.Rating{old, {Player: "gen:1", Generation: 1, Elo: -5}}); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := Rate(file); err != nil {
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
	if len(events) != 2 || events[0].Data != (event.RatingFailed{Reason: "material:1" + why}) || events[1].Data != (event.RatingFailed{Reason: "material:3" + why}) {
		t.Errorf("events %+v", events)
	}
}

// Without its anchor a run is rated by nobody, and goes on.
func TestRateWithoutTheAnchor(t *testing.T) {
	file := clitest.NewRatedRun(t, [2]string{"gen:1", "random"})
	if err := Rate(file); err != nil {
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
		e := Encounters([]run.Match{m})[0]
		if e.WDL() != wdlOf(m) || e.Pairs != m.Penta {
			t.Errorf("%+v became %+v", m, e)
		}
		file := clitest.NewRatedRun(t)
		m.Settings = "{}"
		if _, err := file.AddMatch(m); err != nil {
			t.Fatal(err)
		}
		if err := Rate(file); err != nil {
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
