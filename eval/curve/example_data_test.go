package curve

import (
	"fmt"
	"math"
	"math/rand/v2"
)

// learning returns the charts of a made-up run of so many generations.
func learning(generations int, seed uint64) Figure {
	rng := rand.New(rand.NewPCG(seed, 1))
	var rows []Row
	add := func(g int, measure string, value, margin float64) {
		rows = append(rows, Row{
			Generation: g, Seconds: 120 * math.Pow(1.25, float64(g)), Games: int64(3000 * math.Pow(1.3, float64(g))),
			Positions: int64(200000 * (math.Pow(1.3, float64(g)) - 1)), Measure: measure,
			Value: value, Low: value - margin, High: value + margin, N: 200,
		})
	}
	share := func(elo float64) float64 { return 1 / (1 + math.Pow(10, -elo/400)) }
	for g := range generations {
		elo := 1150*(1-math.Exp(-float64(g)/4)) + 12*rng.NormFloat64()
		if g == 0 {
			elo = 0
		}
		add(g, "elo", elo, 45*min(float64(g), 1))
		for _, o := range []struct {
			name string
			elo  float64
		}{{"random", -250}, {"material:2", 420}, {"generation 0", 0}, {"generation 8", 1000}} {
			p := share(elo - o.elo)
			add(g, "win rate vs "+o.name, p, 2*math.Sqrt(p*(1-p)/200))
		}
		add(g, "held-out loss", 0.052+0.05*math.Exp(-float64(g)/3), math.NaN())
		add(g, "draw rate", 0.10+0.35*(1-math.Exp(-float64(g)/5)), math.NaN())
	}
	hours := func(r Row) float64 { return r.Seconds / 3600 }
	positions := func(r Row) float64 { return float64(r.Positions) }
	return Figure{
		Title:    "chess: what the apprentice learnt",
		Subtitle: fmt.Sprintf("%d generations, seed %d; matches of 200 games at 400 nodes a move", generations, seed),
		Charts: []Chart{
			{
				Title: "Win rate against fixed opponents", Subtitle: "W/(W+D+L), 95 % Wilson interval", XLabel: "hours", Percent: true,
				Series: []Series{
					Collect(rows, "win rate vs random", "random", hours), Collect(rows, "win rate vs material:2", "material:2", hours),
					Collect(rows, "win rate vs generation 0", "generation 0", hours), Collect(rows, "win rate vs generation 8", "generation 8", hours),
				},
			},
			{
				Title: "Elo", Subtitle: "Bradley-Terry over all matches, generation 0 = 0, 95 % interval", XLabel: "positions experienced", LogX: true,
				Series: []Series{Collect(rows, "elo", "Elo", positions)},
			},
			{
				Title: "Held-out loss", Subtitle: "squared error of the expectation on games kept aside", XLabel: "generation",
				Series: []Series{Collect(rows, "held-out loss", "loss", func(r Row) float64 { return float64(r.Generation) })},
			},
			{
				Title: "Draw rate of self-play", Subtitle: "D/(W+D+L)", XLabel: "positions experienced", LogX: true, Percent: true,
				Series: []Series{Collect(rows, "draw rate", "draws", positions)},
			},
		},
	}
}
