package run

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestMatches(t *testing.T) {
	f := newRun(t)
	want := []Match{
		{A: "gen:1", B: "random", Generation: 1, Games: 6, Wins: 3, Draws: 2, Losses: 1, Penta: [5]int{0, 1, 0, 1, 1}, Settings: "nodes 100", Seed: math.MaxUint64, Played: testConfig.Created, Seconds: 1.5,
			ASHA: "a", BSHA: "b", Program: Program{"0.2", "123"}, Scale: 3},
		{A: "gen:1", B: "material:2", Generation: 1, Games: 1, Losses: 1},
		{A: "gen:2", B: "gen:1", Generation: 2, Games: 4, Wins: 2, Draws: 1, Losses: 1, First: [3]int{2, 0, 0}, Settings: "nodes 100"},
	}
	for i := range want {
		id, err := f.AddMatch(want[i])
		must(t, err)
		want[i].ID = id
	}
	if _, err := f.AddMatch(Match{A: "gen:1", B: "random", Games: 2, Wins: 1}); err == nil {
		t.Error("AddMatch takes a match whose counts are wrong")
	}
	if _, err := f.AddMatch(Match{A: "gen:1", B: "random", Games: 2, Wins: 1, Draws: 1, First: [3]int{0, 0, 1}}); err == nil {
		t.Error("AddMatch takes a loss with the first move from a match without losses")
	}
	got, err := f.Matches()
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Matches (-want +got):\n%s", diff)
	}
}

func TestRatings(t *testing.T) {
	f := newRun(t)
	must(t, f.PutRatings([]Rating{{Player: "old"}}))
	want := []Rating{
		{Player: "random", Generation: NoGeneration, Elo: math.NaN(), Low: math.Inf(-1), High: math.Inf(1), Games: 10, Reason: "lost every game"},
		{Player: "gen:0", Generation: 0, Elo: -10, Low: -20, High: math.NaN(), Games: 10},
		{Player: "gen:1", Generation: 1, Elo: 50.5, Low: 40, High: 61, Games: 20},
	}
	must(t, f.PutRatings(want))
	got, err := f.Ratings()
	must(t, err)
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("Ratings (-want +got):\n%s", diff)
	}
	// A failure in the middle keeps the old ones.
	if err := f.PutRatings([]Rating{{Player: "a"}, {Player: "a"}}); err == nil {
		t.Error("PutRatings takes a player twice")
	}
	if got, err := f.Ratings(); err != nil || len(got) != len(want) {
		t.Errorf("after a failed PutRatings: %v, %v", got, err)
	}
}

// A match says which networks met: gen:3 means nothing outside the file.
func TestMatchNetworks(t *testing.T) {
	f := newRun(t)
	must(t, f.Finish(Generation{Number: 1, Player: Sum(testNetwork(0))}, testNetwork(1)))
	for _, m := range []Match{
		{A: "gen:1", B: "gen:0"}, {A: "gen:7", B: "random"}, {A: "gen:last", B: "gen:1", BSHA: "of another file"},
	} {
		_, err := f.AddMatch(m)
		must(t, err)
	}
	matches, err := f.Matches()
	must(t, err)
	var got [][2]string
	for _, m := range matches {
		got = append(got, [2]string{m.ASHA, m.BSHA})
	}
	want := [][2]string{{Sum(testNetwork(1)), Sum(testNetwork(0))}, {"", ""}, {"", "of another file"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("networks of the matches (-want +got):\n%s", diff)
	}
}

// The views are for people with an SQLite tool at hand: they must hold what
// their names say.
func TestViews(t *testing.T) {
	f := newRun(t)
	a, b := testShard(1, 0), testShard(1, 1)
	must(t, f.AddShard(a))
	must(t, f.AddShard(b))
	must(t, f.Finish(Generation{Number: 1, Units: 2, WallSeconds: 90}, testNetwork(1)))
	must(t, f.PutRatings([]Rating{{Player: "gen:1", Generation: 1, Elo: 7}, {Player: "gen:0"}, {Player: "random", Generation: NoGeneration}}))
	_, err := f.AddMatch(Match{A: "gen:1", B: "random", Games: 4, Wins: 2, Draws: 1, Losses: 1})
	must(t, err)

	var rows, games int
	var positions int64
	var minutes, elo, expectation, draws float64
	must(t, f.r.QueryRow(`SELECT count(*), max(games), max(positions), max(minutes), max(elo) FROM curve`).Scan(&rows, &games, &positions, &minutes, &elo))
	if rows != 2 || games != 20 || positions != a.Positions+b.Positions || minutes != 1.5 || elo != 7 {
		t.Errorf("curve: %d rows, %d games, %d positions, %g minutes, Elo %g", rows, games, positions, minutes, elo)
	}
	must(t, f.r.QueryRow(`SELECT units_played, draw_percent FROM progress`).Scan(&rows, &draws))
	if rows != 2 || draws != 30 {
		t.Errorf("progress: %d units, %g %% draws", rows, draws)
	}
	must(t, f.r.QueryRow(`SELECT expectation FROM results`).Scan(&expectation))
	if expectation != 0.625 {
		t.Errorf("results: expectation %g", expectation)
	}
}
