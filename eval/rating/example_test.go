package rating_test

import (
	"fmt"

	"apprentice/eval/rating"
	"apprentice/eval/stat"
)

// Random play holds the scale at 0. The new network never met it, and is rated
// by its games with the old one; the newcomer has played no game.
func ExampleRate() {
	scale := rating.Rate([]rating.Encounter{
		{A: "old", B: "random", First: stat.WDL{Wins: 45, Draws: 3, Losses: 2}, Second: stat.WDL{Wins: 40, Draws: 4, Losses: 6}},
		{A: "new", B: "old", First: stat.WDL{Wins: 30, Draws: 12, Losses: 8}, Second: stat.WDL{Wins: 20, Draws: 15, Losses: 15}},
		{A: "newcomer", B: "old"},
	}, map[string]float64{"random": 0}, rating.DefaultPrior)
	rating.Sort(scale.Ratings)
	for _, r := range scale.Ratings {
		if r.Reason != rating.Rated {
			fmt.Printf("%-8s  no rating: %v\n", r.Name, r.Reason)
			continue
		}
		fmt.Printf("%-8s  %v from %d games\n", r.Name, r.Elo.Text(0), r.WDL.Games())
	}
	fmt.Println("first move", scale.Advantage.Text(0))
	// Output:
	// new       457 +- 109 from 100 games
	// old       358 +- 89 from 200 games
	// random    0 +- 0 from 100 games
	// newcomer  no rating: it has played no game
	// first move 68 +- 52
}
