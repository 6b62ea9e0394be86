package match

import (
	"encoding/json"
	"strings"
	"testing"

	"apprentice/eval"
	"apprentice/eval/rating"
	"apprentice/eval/stat"
	"apprentice/games"
)

// finished returns the board of a match of the players with the given results.
func finished(names []string, results map[[2]int]stat.WDL) *board {
	var t eval.Tournament
	for _, name := range names {
		t.Players = append(t.Players, eval.Entrant{Name: name})
	}
	t.Pairings = eval.RoundRobin(len(names))
	b := newBoard(&t, nil)
	for i, p := range t.Pairings {
		w := results[p]
		b.results[i] = eval.Result{A: names[p[0]], B: names[p[1]], WDL: w, AsFirst: w, Reasons: map[games.Reason]int{}}
	}
	b.ended(b.results)
	return b
}

// A player without a rating stands in the table of a match with the reason, and
// in JSON.
func TestMatchSaysWhyThereIsNoRating(t *testing.T) {
	b := finished([]string{"one", "two", "three", "four", "five"}, map[[2]int]stat.WDL{
		{0, 1}: {Wins: 4, Draws: 2, Losses: 4}, {2, 3}: {Wins: 3, Losses: 1},
	})
	var out strings.Builder
	b.print(&out)
	for _, want := range []string{
		"\n3  five       -      -      0       - ",
		"\n4  four       -      -      4  25.0 % ",
		"\nfive has no rating: it has played no game\n",
		"\nfour has no rating: no chain of games connects it with the reference\n",
		"\nthree has no rating: no chain of games connects it with the reference\n",
	} {
		if !strings.Contains(out.String(), want) {
			t.Errorf("no %q in:\n%s", want, out.String())
		}
	}
	if strings.Contains(out.String(), "NaN") {
		t.Error(out.String())
	}
	if line := b.progress(); strings.Contains(line, "five") || !strings.Contains(line, "three 3.0/4") {
		t.Errorf("progress: %s", line)
	}
	var buffer strings.Builder
	if err := b.report(&flags{}, head{}, false).write(&buffer); err != nil {
		t.Fatal(err)
	}
	var report struct {
		Players []struct {
			Name   string
			Elo    struct{ Value *float64 }
			Reason *string
		}
	}
	if err := json.Unmarshal([]byte(buffer.String()), &report); err != nil {
		t.Fatal(err)
	}
	if len(report.Players) != 5 {
		t.Fatalf("players %+v", report.Players)
	}
	for i, p := range report.Players {
		if rated := i < 2; rated != (p.Elo.Value != nil) || rated != (p.Reason == nil) {
			t.Errorf("player %d, %s: Elo %v, reason %v", i, p.Name, p.Elo.Value, p.Reason)
		}
	}
}

// Ten equal players in 45 matches of 600 games: the size at which a line search
// gives up in one of three tournaments.
func TestMatchRatesManyPlayers(t *testing.T) {
	names := strings.Split("a b c d e f g h i j", " ")
	for shift := range 20 {
		results := map[[2]int]stat.WDL{}
		for i, p := range eval.RoundRobin(len(names)) {
			wins := 250 + (i*37+shift*11)%90
			results[p] = stat.WDL{Wins: wins, Draws: 70, Losses: 530 - wins}
		}
		for _, r := range finished(names, results).ratings() {
			if r.Reason != rating.Rated {
				t.Errorf("shift %d: %s: %v", shift, r.Name, r.Reason)
			}
		}
	}
}
