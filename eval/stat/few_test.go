package stat

import (
	"math"
	"testing"

	"apprentice/eval/internal/evaltest"
)

// What one, two and a few results say. A share that may be anything before wins
// the next game with (wins+1)/(games+2); it is above 1/2 with 1 - 2^-(n+1)
// after n wins.
func TestSuperiorityOfFewGames(t *testing.T) {
	for _, c := range []struct {
		games WDL
		pairs Pentanomial
		want  float64
	}{
		{WDL{Wins: 1}, Pentanomial{}, 0.75},
		{WDL{Losses: 1}, Pentanomial{}, 0.25},
		{WDL{Wins: 2}, Pentanomial{WW: 1}, 0.875},
		{WDL{Losses: 2}, Pentanomial{LL: 1}, 0.125},
		{WDL{Wins: 1, Draws: 1}, Pentanomial{WD: 1}, 0.75},
		{WDL{Draws: 1}, Pentanomial{}, 0.5},
		{WDL{Wins: 1, Losses: 1}, Pentanomial{DDorWL: 1}, 0.5},
		{WDL{Wins: 2, Draws: 2}, Pentanomial{WD: 2}, 0.875},
		{WDL{Wins: 4}, Pentanomial{WW: 2}, 1 - 1.0/32},
		{WDL{Wins: 1, Draws: 199}, Pentanomial{DDorWL: 99, WD: 1}, 0.75},
		{WDL{Wins: 20}, Pentanomial{WW: 10}, 1 - math.Pow(2, -21)},
	} {
		if got := c.games.Strength().LOS; c.games != (WDL{}) && !evaltest.Near(got, c.want, 1e-12) {
			t.Errorf("%v: LOS is %g, want %g", c.games, got, c.want)
		}
		if got := c.pairs.Strength().LOS; c.pairs.Pairs() > 0 && !evaltest.Near(got, c.want, 1e-12) {
			t.Errorf("%v: LOS is %g, want %g", c.pairs, got, c.want)
		}
	}
}

// One more win never makes superiority less likely, nor one more loss more
// likely; and where few results end there is no step.
func TestSuperiorityIsMonotonic(t *testing.T) {
	const most = 45
	for w := range most {
		for d := range 3 {
			for l := range most {
				games := WDL{Wins: w, Draws: 7 * d, Losses: l}
				los := games.Strength().LOS
				better, worse := games, games
				better.Wins++
				worse.Losses++
				if b, c := better.Strength().LOS, worse.Strength().LOS; b < los || c > los {
					t.Errorf("%v: LOS is %g, after a win %g, after a loss %g", games, los, b, c)
				}
			}
		}
	}
}

// The interval holds the truth about as often as it says, however few games
// there are: all results of n games are gone through, for players of every kind.
// The worst case is Wilson's: four games all won leave out a coin.
func TestIntervalsOfFewGamesHoldTheTruth(t *testing.T) {
	for n := 1; n <= 40; n++ {
		for _, truth := range [][2]float64{
			{0.5, 0}, {0.3, 0.4}, {0.1, 0.8}, {0.02, 0.96}, {0.6, 0.3}, {0.9, 0}, {0.9, 0.1}, {0.98, 0}, {0.2, 0.1},
		} {
			win, draw := truth[0], truth[1]
			mean, held := win+draw/2, 0.0
			for w := 0; w <= n; w++ {
				for d := 0; w+d <= n; d++ {
					e := WDL{Wins: w, Draws: d, Losses: n - w - d}.Strength().Expectation
					if e.Low <= mean && mean <= e.High {
						held += chance(n, w, d, win, draw)
					}
				}
			}
			if held < 0.875-1e-9 {
				t.Errorf("%d games, %g won, %g drawn: the interval holds the truth with %.3f", n, win, draw, held)
			}
		}
	}
}

// chance is the multinomial probability of w wins and d draws in n games.
func chance(n, w, d int, win, draw float64) float64 {
	logOf := func(k int) float64 { v, _ := math.Lgamma(float64(k + 1)); return v }
	power := func(p float64, k int) float64 { return math.Pow(p, float64(k)) }
	l := n - w - d
	return math.Exp(logOf(n)-logOf(w)-logOf(d)-logOf(l)) * power(win, w) * power(draw, d) * power(max(1-win-draw, 0), l)
}

// Nothing can be said about the noise of a player that always gets the same.
func TestNEloOfEqualResultsIsUnknown(t *testing.T) {
	for _, s := range []Strength{
		{NElo: WDL{}.Strength().NElo},
		WDL{Wins: 1}.Strength(), WDL{Draws: 5}.Strength(), WDL{Losses: 300}.Strength(),
		Pentanomial{WW: 1}.Strength(), Pentanomial{WD: 7}.Strength(), Pentanomial{DDorWL: 200}.Strength(),
	} {
		if n := s.NElo; !math.IsNaN(n.Value) || !math.IsInf(n.Low, -1) || !math.IsInf(n.High, 1) || n.String() != "unknown" {
			t.Errorf("nElo is %+v, printed as %v; want NaN between infinities", [3]float64{n.Value, n.Low, n.High}, n)
		}
	}
}

// Where all results are alike the interval of Elo is open to one side or wide.
func TestEloOfEqualResults(t *testing.T) {
	for _, c := range []struct {
		s    Strength
		want string
	}{
		{WDL{Wins: 1}.Strength(), "> -233.8"},
		{WDL{Losses: 1}.Strength(), "< 233.8"},
		{Pentanomial{WW: 5}.Strength(), "> 166.2"},
		{Pentanomial{WD: 1}.Strength(), "190.8 (> -376.9)"},
		{Pentanomial{DDorWL: 10}.Strength(), "0.0 +- 81.7"},
		{WDL{Draws: 200}.Strength(), "0.0 +- 6.7"},
		{WDL{Wins: 200}.Strength(), "> 686.6"},
		{WDL{}.Strength(), "unknown"},
	} {
		if got := c.s.Elo.String(); got != c.want {
			t.Errorf("Elo is %s, want %s", got, c.want)
		}
	}
	if wide := (Pentanomial{WD: 500}).Strength().Elo; !(wide.Low < wide.Value-1 && wide.High > wide.Value+1) {
		t.Errorf("500 pairs of a win and a draw: Elo %v has no width", wide)
	}
}

func TestFixed(t *testing.T) {
	for _, c := range []struct {
		x        float64
		decimals int
		want     string
	}{
		{math.Copysign(0, -1), 1, "0.0"}, {-0.04, 1, "0.0"}, {-0.05001, 1, "-0.1"}, {-0.4, 0, "0"}, {0.04, 1, "0.0"},
		{-0.004, 2, "0.00"}, {-10, 0, "-10"}, {100, 1, "100.0"}, {math.Inf(-1), 1, "-Inf"}, {math.NaN(), 1, "NaN"},
	} {
		if got := Fixed(c.x, c.decimals); got != c.want {
			t.Errorf("Fixed(%g, %d) = %q, want %q", c.x, c.decimals, got, c.want)
		}
	}
	if got := (Interval{math.Copysign(0, -1), -0.01, 0.01}).String(); got != "0.0 +- 0.0" {
		t.Errorf("an interval around zero is %q", got)
	}
	if e := Elo(0.5); e != 0 || math.Signbit(e) {
		t.Errorf("Elo(1/2) is %g with the sign bit %v", e, math.Signbit(e))
	}
}
