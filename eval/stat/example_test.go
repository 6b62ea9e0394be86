package stat_test

import (
	"fmt"

	"apprentice/eval/stat"
	"apprentice/games"
)

// Games that were played one by one.
func ExampleWDL_Strength() {
	played := stat.WDL{Wins: 60, Draws: 25, Losses: 15}
	s := played.Strength()
	fmt.Printf("%v: expectation %.3f, Elo %v, LOS %.4f\n", played, s.Expectation.Value, s.Elo, s.LOS)
	// Output: +60 =25 -15: expectation 0.725, Elo 168.4 +- 64.3, LOS 1.0000
}

// Both games of a pair begin with the same opening. Where the opening decides
// most games, pairs give a narrower interval than the same games one by one.
func ExamplePentanomial_Strength() {
	var pairs stat.Pentanomial
	for range 80 {
		pairs.Count(games.Win, games.Loss)
	}
	for range 20 {
		pairs.Count(games.Win, games.Draw)
	}
	singles := stat.WDL{Wins: 100, Draws: 20, Losses: 80}
	fmt.Println("pairs", pairs, pairs.Strength().Elo)
	fmt.Println("games", singles, singles.Strength().Elo)
	// Output:
	// pairs [0, 0, 80, 20, 0] 34.9 +- 15.2
	// games +100 =20 -80 34.9 +- 46.2
}

// A test of whether a change gains Elo, after 500 pairs.
func ExampleSPRT() {
	test := stat.SPRT{Elo0: 0, Elo1: 5, Alpha: 0.05, Beta: 0.05}
	pairs := stat.Pentanomial{10, 90, 200, 160, 40}
	llr := test.LLR(pairs)
	lower, upper := test.Bounds()
	fmt.Printf("LLR %.2f (%.2f, %.2f): %v\n", llr, lower, upper, test.Decide(llr))
	// Output: LLR 3.98 (-2.94, 2.94): H1
}

// Nine puzzles of ten were solved; the interval is not symmetric.
func ExampleWilson() {
	share := stat.Wilson(9, 10)
	fmt.Printf("%.3f, from %.3f to %.3f\n", share.Value, share.Low, share.High)
	// Output: 0.900, from 0.596 to 0.982
}
