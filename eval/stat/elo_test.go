package stat

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"apprentice/eval/internal/evaltest"
)

func formatFloat(x float64, decimals int) string { return strconv.FormatFloat(x, 'f', decimals, 64) }

// The table of the FIDE handbook (B.02, 8.1.1) at scores where the logistic and
// the normal curve are within a few points of each other, and the formula's own
// landmarks: 10:1 odds are 400.
func TestEloLandmarks(t *testing.T) {
	for _, c := range []struct{ expectation, elo float64 }{
		{0.5, 0}, {10.0 / 11, 400}, {1.0 / 11, -400}, {0.64, 100}, {0.76, 200}, {100.0 / 101, 800},
	} {
		if got := Elo(c.expectation); !evaltest.Near(got, c.elo, 0.3) {
			t.Errorf("Elo(%g) = %g, want %g", c.expectation, got, c.elo)
		}
	}
	if !math.IsInf(Elo(1), 1) || !math.IsInf(Elo(0), -1) {
		t.Errorf("Elo(1) = %g, Elo(0) = %g; want infinities", Elo(1), Elo(0))
	}
	rapid.Check(t, func(t *rapid.T) {
		elo := rapid.Float64Range(-2000, 2000).Draw(t, "elo")
		if got := Elo(EloExpectation(elo)); !evaltest.Near(got, elo, 1e-6) {
			t.Fatalf("Elo(EloExpectation(%g)) = %g", elo, got)
		}
	})
}

// Worked by hand: 50 wins, 20 draws, 30 losses. Mean 0.6, variance
// (50*0.16 + 20*0.01 + 30*0.36)/100 = 0.19, so a score is 0.1/sqrt(0.19)
// standard deviations of a game above even and its error is sqrt(0.19)/10.
func TestStrengthByHand(t *testing.T) {
	s := WDL{Wins: 50, Draws: 20, Losses: 30}.Strength()
	half := 1.959964 * math.Sqrt(0.19) / 10
	if want := 0.1 / math.Sqrt(0.19) * 800 / math.Ln10; !evaltest.Near(s.NElo.Value, want, 1e-9) {
		t.Errorf("nElo is %g, want %g", s.NElo.Value, want)
	}
	if !evaltest.Near(s.Expectation.Low, 0.6-half, 1e-6) || !evaltest.Near(s.Expectation.High, 0.6+half, 1e-6) {
		t.Errorf("expectation is %+v, want 0.6 +- %g", s.Expectation, half)
	}
	if want := Elo(0.6 - half); !evaltest.Near(s.Elo.Low, want, 1e-3) {
		t.Errorf("Elo is at least %g, want %g", s.Elo.Low, want)
	}
	// Phi(0.1/(sqrt(0.19)/10)) = Phi(2.2942) = 0.98911 by tables.
	if !evaltest.Near(s.LOS, 0.98911, 1e-5) {
		t.Errorf("LOS is %g, want 0.98911", s.LOS)
	}
}

// A pair whose games always give both players one win has no variance of its
// own: the pentanomial model sees it, the trinomial one does not.
func TestPairsTakeOutTheOpening(t *testing.T) {
	games := WDL{Wins: 110, Losses: 90}.Strength()
	pairs := Pentanomial{DDorWL: 90, WW: 10}.Strength()
	if !evaltest.Near(games.Elo.Value, pairs.Elo.Value, 1e-9) {
		t.Errorf("Elo differs: %v by games, %v by pairs", games.Elo, pairs.Elo)
	}
	if pairs.Elo.Margin() > games.Elo.Margin()/2 {
		t.Errorf("margins: %v by pairs, %v by games", pairs.Elo, games.Elo)
	}
}

// With independent games both models describe the same thing.
func TestModelsAgreeOnIndependentGames(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	var w WDL
	var p Pentanomial
	for range 20000 {
		a, b := evaltest.Result(rng, 0.30, 0.45), evaltest.Result(rng, 0.30, 0.45)
		w.Count(a)
		w.Count(b)
		p.Count(a, b)
	}
	g, q := w.Strength(), p.Strength()
	if !evaltest.Near(g.Elo.Value, q.Elo.Value, 1e-9) || !evaltest.Near(g.Elo.Margin(), q.Elo.Margin(), 0.1) ||
		!evaltest.Near(g.NElo.Value, q.NElo.Value, 0.5) || !evaltest.Near(g.LOS, q.LOS, 0.01) {
		t.Errorf("seed 1,2: games %+v\npairs %+v", g, q)
	}
}

func TestStrengthSigns(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 50)
		p := Pentanomial{n.Draw(t, "LL"), n.Draw(t, "LD"), n.Draw(t, "DD"), n.Draw(t, "WD"), n.Draw(t, "WW")}
		s, r := p.Strength(), p.Reverse().Strength()
		for _, c := range []struct{ a, b Interval }{{s.Elo, r.Elo}, {s.NElo, r.NElo}} {
			if math.IsNaN(c.a.Value) && math.IsNaN(c.b.Value) {
				continue
			}
			for _, ends := range [][2]float64{{c.a.Value, c.b.Value}, {c.a.Low, c.b.High}, {c.a.High, c.b.Low}} {
				if ends[0] != -ends[1] && !evaltest.Near(ends[0], -ends[1], 1e-6*math.Abs(ends[0])+1e-9) {
					t.Fatalf("%v: %+v reversed is %+v", p, c.a, c.b)
				}
			}
			if !(c.a.Low <= c.a.Value && c.a.Value <= c.a.High) {
				t.Fatalf("%v: %+v is out of order", p, c.a)
			}
		}
		if !evaltest.Near(s.LOS+r.LOS, 1, 1e-12) {
			t.Fatalf("%v: LOS %g and reversed %g", p, s.LOS, r.LOS)
		}
		if d := p.Score() - float64(p.Pairs()); d > 0 && (s.Elo.Value <= 0 || s.LOS <= 0.5) || d < 0 && (s.Elo.Value >= 0 || s.LOS >= 0.5) {
			t.Fatalf("%v: score %+g, but %+v", p, d, s)
		}
	})
}

func TestStrengthWithoutVariance(t *testing.T) {
	all := WDL{Wins: 20}.Strength()
	// Wilson's lower bound for 20 of 20 is n/(n+z^2) = 20/23.8415.
	if low := 20 / (20 + 1.959964*1.959964); !math.IsInf(all.Elo.Value, 1) || !evaltest.Near(all.Elo.Low, Elo(low), 1e-3) {
		t.Errorf("20 of 20: Elo %+v, want infinite and at least %g", all.Elo, Elo(low))
	}
	if got := all.Elo.String(); got != "> 285.0" && got != "> "+formatFloat(all.Elo.Low, 1) {
		t.Errorf("20 of 20 prints as %q", got)
	}
	even := Pentanomial{DDorWL: 10}.Strength()
	if even.Elo.Value != 0 || even.LOS != 0.5 || !(even.Elo.Low < 0 && even.Elo.High > 0) {
		t.Errorf("ten even pairs: %+v", even)
	}
	none := WDL{}.Strength()
	if none.Elo.Value != 0 || !math.IsInf(none.Elo.Margin(), 1) || none.LOS != 0.5 {
		t.Errorf("no games: %+v", none)
	}
}

// Newcombe (1998), "Two-sided confidence intervals for the single proportion",
// table I, method 3 (score, no continuity correction).
func TestWilsonPublished(t *testing.T) {
	for _, c := range []struct{ successes, n, low, high float64 }{
		{81, 263, 0.2553, 0.3662},
		{15, 148, 0.0624, 0.1605},
		{0, 20, 0, 0.1611},
		{1, 29, 0.0061, 0.1718},
	} {
		got := Wilson(c.successes, c.n)
		if !evaltest.Near(got.Low, c.low, 5e-5) || !evaltest.Near(got.High, c.high, 5e-5) || !evaltest.Near(got.Value, c.successes/c.n, 1e-12) {
			t.Errorf("Wilson(%g, %g) = %+v, want [%g, %g]", c.successes, c.n, got, c.low, c.high)
		}
	}
}

func TestRates(t *testing.T) {
	w := WDL{Wins: 5, Draws: 2, Losses: 3}
	if w.WinRate() != 0.5 || w.Expectation() != 0.6 || w.DrawRate() != 0.2 {
		t.Errorf("%v: win rate %g, expectation %g, draw rate %g", w, w.WinRate(), w.Expectation(), w.DrawRate())
	}
	if w.Reverse() != (WDL{Wins: 3, Draws: 2, Losses: 5}) {
		t.Errorf("%v reversed is %v", w, w.Reverse())
	}
	p := Pentanomial{1, 0, 2, 3, 4}
	if p.Pairs() != 10 || p.Score() != 14.5 || p.Expectation() != 0.725 {
		t.Errorf("%v: %d pairs, score %g, expectation %g", p, p.Pairs(), p.Score(), p.Expectation())
	}
}
