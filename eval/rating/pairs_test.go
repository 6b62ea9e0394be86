package rating

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"apprentice/eval/internal/evaltest"
	"apprentice/eval/stat"
)

// simulatePairs plays n pairs of games. Each opening favours who begins by the
// advantage and a deviation of its own.
func simulatePairs(rng *rand.Rand, a, b string, difference, advantage, deviation, drawRate float64, n int) Encounter {
	e := Encounter{A: a, B: b}
	for range n {
		bias := advantage + deviation*rng.NormFloat64()
		x, y := stat.EloExpectation(difference+bias), stat.EloExpectation(difference-bias)
		dx, dy := drawShare(x, drawRate), drawShare(y, drawRate)
		first, second := evaltest.Result(rng, x-dx/2, dx), evaltest.Result(rng, y-dy/2, dy)
		e.First.Count(first)
		e.Second.Count(second)
		e.Pairs.Count(first, second)
	}
	return e
}

// However much the openings decide, the interval of a rating holds what it
// estimates about as often as 95 % says, with sides known and not, and it is
// about as wide as that of the pentanomial, not as that of independent games.
func TestRateCoversByPairs(t *testing.T) {
	const trials, pairs, difference, drawRate = 1000, 30, 50, 0.3
	for _, deviation := range []float64{0, 150, 300, 600} {
		t.Run(fmt.Sprint(deviation), func(t *testing.T) {
			rng := rand.New(rand.NewPCG(uint64(deviation), 30))
			sum := 0.0
			for range 20_000 { // openings flatten what a difference scores
				bias := deviation * rng.NormFloat64()
				sum += stat.EloExpectation(difference+bias) + stat.EloExpectation(difference-bias)
			}
			truth := stat.Elo(sum / 40_000)
			var inside, width [4]float64 // sides known, unknown, pairs unknown, and the pentanomial
			for range trials {
				e := simulatePairs(rng, "a", "b", difference, 0, deviation, drawRate, pairs)
				either := Encounter{A: "a", B: "b", Either: e.WDL(), Pairs: e.Pairs}
				single := Encounter{A: "a", B: "b", First: e.First, Second: e.Second}
				intervals := [4]stat.Interval{3: e.Pairs.Strength().Elo}
				for i, e := range []Encounter{e, either, single} {
					intervals[i] = eloOf(t, Rate([]Encounter{e}, anchor("b"), DefaultPrior).Ratings, "a")
				}
				for i, interval := range intervals {
					width[i] += (interval.High - interval.Low) / trials
					if interval.Low <= truth && truth <= interval.High {
						inside[i] += 100.0 / trials
					}
				}
			}
			t.Logf("covers %.1f %%, width %.0f: sides known, unknown, pairs unknown, pentanomial", inside, width)
			for i, name := range []string{"sides known", "sides unknown"} {
				if inside[i] < 93 || inside[i] > 97.5 {
					t.Errorf("%s: %.1f %% of intervals hold the truth, want about 95 %%", name, inside[i])
				}
				if !evaltest.Near(width[i], width[3], 0.1*width[3]) {
					t.Errorf("%s: mean width %.0f, that of the pentanomial %.0f", name, width[i], width[3])
				}
			}
			if deviation >= 300 && width[2] < 1.2*width[0] {
				t.Errorf("without pairs the mean width is %.0f, with them %.0f", width[2], width[0])
			}
		})
	}
}

func TestCorrelationOfPairs(t *testing.T) {
	even := stat.WDL{Wins: 15, Draws: 0, Losses: 15}
	const shrunk = 30.0 / (30 + independentPairs)
	for name, c := range map[string]struct {
		pairs         stat.Pentanomial
		first, second stat.WDL
		want          float64
	}{
		"an opening decides":   {stat.Pentanomial{stat.DDorWL: 30}, even, even, -shrunk},
		"one player wins both": {stat.Pentanomial{stat.LL: 15, stat.WW: 15}, even, even, shrunk},
		"independent":          {stat.Pentanomial{8, 0, 16, 0, 8}, stat.WDL{Wins: 16, Draws: 0, Losses: 16}, stat.WDL{Wins: 16, Draws: 0, Losses: 16}, 0},
		"sides decide":         {stat.Pentanomial{stat.DDorWL: 30}, stat.WDL{Wins: 30}, stat.WDL{Losses: 30}, 0},
		"no pairs":             {stat.Pentanomial{}, even, even, 0},
		"one pair":             {stat.Pentanomial{stat.WW: 1}, even, even, 0},
		"more than games":      {stat.Pentanomial{stat.DDorWL: 31}, even, even, 0},
		"negative":             {stat.Pentanomial{stat.LL: -1, stat.DDorWL: 20}, even, even, 0},
		"impossible":           {stat.Pentanomial{stat.LL: 15, stat.WW: 15}, stat.WDL{Wins: 29, Draws: 0, Losses: 1}, even, shrunk},
	} {
		if got := correlation(c.pairs, c.first, c.second); !evaltest.Near(got, c.want, 1e-12) {
			t.Errorf("%s: %g, want %g", name, got, c.want)
		}
	}
}

// Counts of pairs that do not fit the games are passed over.
func TestRatePassesOverImpossiblePairs(t *testing.T) {
	for _, c := range []struct {
		e     Encounter
		pairs stat.Pentanomial
	}{
		{Encounter{Either: stat.WDL{Wins: 3, Draws: 1, Losses: 2}}, stat.Pentanomial{stat.DDorWL: 4}},
		{Encounter{Either: stat.WDL{Wins: 3, Draws: 1, Losses: 2}}, stat.Pentanomial{stat.LL: -2, stat.DDorWL: 4}},
		{Encounter{Either: stat.WDL{Wins: 3, Draws: 1, Losses: 2}}, stat.Pentanomial{stat.DDorWL: -1}},
		{Encounter{First: stat.WDL{Wins: 2, Draws: 1, Losses: 2}, Second: stat.WDL{Wins: 1, Draws: 1, Losses: 0}}, stat.Pentanomial{stat.DDorWL: 3}},
		{Encounter{First: stat.WDL{Wins: 2, Draws: 1, Losses: 0}, Either: stat.WDL{Wins: 1, Draws: 1, Losses: 2}}, stat.Pentanomial{stat.LL: 2, stat.LD: 1}},
	} {
		c.e.A, c.e.B = "a", "b"
		want, pairs := c.e, c.pairs
		e := want
		e.Pairs = pairs
		if diff := cmp.Diff(Rate([]Encounter{want}, anchor("b"), 1), Rate([]Encounter{e}, anchor("b"), 1)); diff != "" {
			t.Errorf("%v in %+v (-without +with):\n%s", pairs, want, diff)
		}
	}
}

// Few pairs, and pairs that all end alike, narrow an interval, but not to
// nothing; games that are always drawn do not either.
func TestRateWidthIsNeverNothing(t *testing.T) {
	width := func(e Encounter) float64 {
		return eloOf(t, Rate([]Encounter{e}, anchor("b"), DefaultPrior).Ratings, "a").Margin()
	}
	for _, n := range []int{2, 5, 30, 1000} {
		games := stat.WDL{Wins: n, Draws: 0, Losses: n} // as either side
		single := Encounter{A: "a", B: "b", First: games, Second: games}
		paired := single
		paired.Pairs = stat.Pentanomial{stat.DDorWL: 2 * n}
		if ratio := width(paired) / width(single); ratio > 0.75 || ratio < 1/float64(n) {
			t.Errorf("%d pairs of one win each leave %.2f of the width", 2*n, ratio)
		}
		drawn := Encounter{A: "a", B: "b", First: stat.WDL{Draws: 2 * n}, Second: stat.WDL{Draws: 2 * n}, Pairs: stat.Pentanomial{stat.DDorWL: 2 * n}}
		if ratio := width(drawn) / width(single); ratio > 0.9 || ratio < 0.3/float64(n) {
			t.Errorf("%d drawn pairs leave %.3f of the width", 2*n, ratio)
		}
	}
}

// Openings that decide games make ratings surer, and the first move less sure:
// what it is worth hangs on the openings.
func TestRateAdvantageByPairs(t *testing.T) {
	const trials, advantage, deviation, pairs = 300, 60, 400, 40
	inside, narrow := 0, 0
	rng := rand.New(rand.NewPCG(4, 4))
	sum := 0.0
	for range 20_000 {
		sum += stat.EloExpectation(advantage + deviation*rng.NormFloat64())
	}
	truth := stat.Elo(sum / 20_000)
	for range trials {
		e := simulatePairs(rng, "a", "b", 0, advantage, deviation, 0.2, pairs)
		scale := Rate([]Encounter{e}, anchor("b"), DefaultPrior)
		if a := scale.Advantage; a.Low <= truth && truth <= a.High {
			inside++
		}
		if scale.Advantage.Margin() > eloOf(t, scale.Ratings, "a").Margin() {
			narrow++
		}
	}
	if share := float64(inside) / trials; share < 0.91 || share > 0.985 {
		t.Errorf("%.1f %% of intervals hold the advantage, want about 95 %%", 100*share)
	}
	if narrow < trials*9/10 {
		t.Errorf("only %d of %d ratings are surer than the advantage", narrow, trials)
	}
}
