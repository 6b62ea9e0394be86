package eval

import (
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"apprentice/eval/internal/evaltest"
	"apprentice/eval/rating"
	"apprentice/eval/stat"
)

// rungs returns a ladder of opponents with the given Elo.
func rungs(elos ...float64) []Rung {
	var list []Rung
	for _, elo := range elos {
		list = append(list, Rung{Entrant{Name: fmt.Sprint(elo)}, elo})
	}
	return list
}

// simulated plays n games of each colour between new and an opponent whose Elo
// is lower by difference. The first move is worth 30 Elo.
func simulated(rng *rand.Rand, opponent string, difference float64, n int) rating.Encounter {
	e := rating.Encounter{A: "new", B: opponent}
	for _, side := range []struct {
		wdl *stat.WDL
		elo float64
	}{{&e.First, difference + 30}, {&e.Second, difference - 30}} {
		x := stat.EloExpectation(side.elo)
		draw := 1.2 * x * (1 - x)
		for range n {
			side.wdl.Count(evaltest.Result(rng, x-draw/2, draw))
		}
	}
	return e
}

// climb lets a player of a known strength climb and returns where it came out
// and whom it met.
func climb(t *testing.T, rng *rand.Rand, truth, guess float64, list []Rung, strangers map[string]float64, pairs int) (Standing, []string) {
	t.Helper()
	var order []string
	for name := range strangers {
		list = append(list, Rung{Entrant{Name: name}, math.NaN()})
	}
	l := Ladder{Player: "new", Rungs: list, Guess: guess, Play: func(_ context.Context, r Rung) (rating.Encounter, error) {
		order = append(order, r.Name)
		elo := r.Elo
		if math.IsNaN(elo) {
			elo = strangers[r.Name]
		}
		return simulated(rng, r.Name, truth-elo, pairs), nil
	}}
	s, err := l.Climb(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	return s, order
}

// The truth is within the interval about as often as 95 % says, from wherever
// the climb begins, and far rungs are not played.
func TestLadderFindsThePlayer(t *testing.T) {
	list := rungs(1350, 1500, 1650, 1800, 1950, 2100, 2250, 2400, 2550, 2700, 2850)
	inside, total := 0, 0
	for seed := range uint64(25) {
		rng := rand.New(rand.NewPCG(seed, 5))
		for _, truth := range []float64{1300, 1610, 2080, 2900} {
			for _, guess := range []float64{math.NaN(), 1500, 2500} {
				s, order := climb(t, rng, truth, guess, list, nil, 40)
				total++
				if s.Elo.Low <= truth && truth <= s.Elo.High {
					inside++
				}
				if math.Abs(s.Elo.Value-truth) > 150 {
					t.Errorf("seed %d: a player of %.0f came out at %v after %v", seed, truth, s.Elo, order)
				}
				if len(order) > 8 {
					t.Errorf("seed %d: %d rungs were played for one of %.0f: %v", seed, len(order), truth, order)
				}
			}
		}
	}
	if share := float64(inside) / float64(total); share < 0.91 || share > 0.99 {
		t.Errorf("%.1f %% of %d intervals hold the truth, want about 95 %%", 100*share, total)
	}
}

func TestLadderSkipsWhatItBeats(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	_, order := climb(t, rng, 2700, math.NaN(), rungs(800, 950, 1100, 1250, 2600, 2750, 2900), nil, 50)
	if order[0] != "800" || slices.Contains(order, "950") || slices.Contains(order, "1100") || !slices.Contains(order, "2600") || !slices.Contains(order, "2750") {
		t.Errorf("played %v", order)
	}
	_, order = climb(t, rng, 900, 2900, rungs(800, 950, 1900, 2750, 2900), nil, 50)
	if order[0] != "2900" || slices.Contains(order, "2750") || !slices.Contains(order, "950") || !slices.Contains(order, "800") {
		t.Errorf("downwards: played %v", order)
	}
}

// Where every game is won the rating has no upper bound, and the lower one is
// that of the highest rung.
func TestLadderBeyondItsEnds(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 1))
	s, order := climb(t, rng, 9000, math.NaN(), rungs(1350, 1500), nil, 10)
	if low := 1500 + stat.Elo(stat.Wilson(20, 20).Low); !math.IsInf(s.Elo.Value, 1) || s.Elo.Low != low || s.Reason != rating.Rated || len(order) != 2 {
		t.Errorf("%+v after %v, want more than %g", s.Elo, order, low)
	}
	s, _ = climb(t, rng, -9000, 1500, rungs(1350, 1500), nil, 10)
	if high := 1350 + stat.Elo(stat.Wilson(0, 20).High); !math.IsInf(s.Elo.Value, -1) || s.Elo.High != high {
		t.Errorf("%+v, want less than %g", s.Elo, high)
	}
}

// Opponents without an Elo are met last, and get one.
func TestLadderRatesStrangers(t *testing.T) {
	rng := rand.New(rand.NewPCG(3, 1))
	s, order := climb(t, rng, 1500, math.NaN(), rungs(1400, 1600), map[string]float64{"stranger": 1700}, 500)
	if order[len(order)-1] != "stranger" {
		t.Errorf("played %v", order)
	}
	i := slices.IndexFunc(s.Scale.Ratings, func(r rating.Rating) bool { return r.Name == "stranger" })
	if i < 0 {
		t.Fatalf("the stranger is not among %+v", s.Scale.Ratings)
	}
	got := s.Scale.Ratings[i].Elo
	if !(got.Low < 1700 && 1700 < got.High) || got.Margin() <= s.Elo.Margin() {
		t.Errorf("the stranger has %v, want 1700 less precisely than %v", got, s.Elo)
	}
}

// Earlier results count, and nobody is played twice.
func TestLadderGoesOn(t *testing.T) {
	even := func(name string) rating.Encounter {
		return rating.Encounter{A: "new", B: name, First: stat.WDL{Wins: 10, Draws: 5, Losses: 10}, Second: stat.WDL{Wins: 10, Draws: 5, Losses: 10}}
	}
	var order []string
	l := Ladder{
		Player: "new", Guess: math.NaN(), Met: []rating.Encounter{even("1000"), even("stranger")},
		Rungs: append(rungs(1000, 1200, 2000), Rung{Entrant{Name: "stranger"}, math.NaN()}),
		Play: func(_ context.Context, r Rung) (rating.Encounter, error) {
			order = append(order, r.Name)
			return even(r.Name), nil
		},
	}
	s, err := l.Climb(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(order, []string{"1200"}) || len(s.Met) != 3 || !evaltest.Near(s.Elo.Value, 1100, 1) {
		t.Errorf("played %v, %d results, %v", order, len(s.Met), s.Elo)
	}
}

func TestLadderErrors(t *testing.T) {
	broken := errors.New("broken")
	count := 0
	l := Ladder{Player: "new", Rungs: rungs(1000, 1100, 1200), Guess: 1100, Play: func(_ context.Context, r Rung) (rating.Encounter, error) {
		if count++; count > 1 {
			return rating.Encounter{}, broken
		}
		return rating.Encounter{A: "new", B: r.Name, First: stat.WDL{Wins: 2, Draws: 1, Losses: 2}, Second: stat.WDL{Wins: 2, Draws: 1, Losses: 2}}, nil
	}}
	s, err := l.Climb(context.Background())
	if !errors.Is(err, broken) || len(s.Met) != 1 || !evaltest.Near(s.Elo.Value, 1100, 1) {
		t.Errorf("%+v, %v; want what the first rung said, and the error", s, err)
	}
	if s, err := l.Climb(context.Background()); !errors.Is(err, broken) || s.Reason != rating.NoGames || !math.IsNaN(s.Elo.Value) {
		t.Errorf("%+v, %v; want no rating, for there are no games, and the error", s, err)
	}
	l.Play = func(_ context.Context, r Rung) (rating.Encounter, error) {
		return rating.Encounter{A: r.Name, B: "new"}, nil
	}
	if _, err := l.Climb(context.Background()); err == nil || !strings.Contains(err.Error(), "was played") {
		t.Errorf("swapped players: error is %v", err)
	}
	if _, err := (Ladder{Rungs: []Rung{{Entrant{Name: "x"}, math.NaN()}}}).Climb(context.Background()); err == nil {
		t.Error("a ladder without an Elo is climbed")
	}
}
