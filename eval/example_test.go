package eval_test

import (
	"context"
	"fmt"

	"apprentice/eval"
	"apprentice/eval/rating"
	"apprentice/eval/stat"
	"apprentice/games/tictactoe"
)

// A match of twenty pairs of games. Each pair begins with two random plies.
// The players are deterministic, so the result is the same on every machine.
func ExampleMatch_Play() {
	a, err := eval.Builtin("material:2")
	if err != nil {
		fmt.Println(err)
		return
	}
	b, err := eval.Builtin("random")
	if err != nil {
		fmt.Println(err)
		return
	}
	match := eval.Match{
		Game: tictactoe.Game{}, A: a, B: b,
		Options: eval.Options{Pairs: 20, RandomPlies: 2, Seed: 1, Concurrency: 2},
	}
	result, err := match.Play(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result)
	fmt.Println("pairs", result.Pairs)
	// Output:
	// material:2 - random: +28 =7 -5, expectation 78.8 %, Elo 227.6 +- 119.2
	// pairs [0, 0, 6, 5, 9]
}

// A match that ends as soon as a test is decided.
func ExampleStopBy() {
	strong, _ := eval.Builtin("material:3")
	weak, _ := eval.Builtin("random")
	test := stat.SPRT{Elo0: 0, Elo1: 100, Alpha: 0.05, Beta: 0.05}
	match := eval.Match{Game: tictactoe.Game{}, A: strong, B: weak}
	match.Options = eval.Options{Pairs: 1000, RandomPlies: 1, Seed: 2, Stop: eval.StopBy(test)}
	result, err := match.Play(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(result.Pairs.Pairs(), "pairs:", test.Decide(result.LLR(test)))
	// Output: 12 pairs: H1
}

// Three players meet each other and are rated on one scale.
func ExampleTournament_Play() {
	tournament := eval.Tournament{Game: tictactoe.Game{}, Pairings: eval.RoundRobin(3)}
	for _, spec := range []string{"random", "material:1", "material:4"} {
		player, err := eval.Builtin(spec)
		if err != nil {
			fmt.Println(err)
			return
		}
		tournament.Players = append(tournament.Players, player)
	}
	tournament.Options = eval.Options{Pairs: 30, RandomPlies: 1, Seed: 1}
	results, err := tournament.Play(context.Background())
	if err != nil {
		fmt.Println(err)
		return
	}
	scale := rating.Rate(eval.Encounters(results), map[string]float64{"random": 0}, rating.DefaultPrior)
	rating.Sort(scale.Ratings)
	for _, r := range scale.Ratings {
		fmt.Println(r.Name, r.Elo.Text(0))
	}
	// Output:
	// material:4 407 +- 95
	// material:1 134 +- 76
	// random 0 +- 0
}
