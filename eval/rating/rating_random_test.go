package rating

import (
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"

	"apprentice/eval/stat"
)

var problems = flag.Int("problems", 400, "rating problems to simulate")

// simulateProblem returns the results of 2 to 40 players in 10 to 100,000 games:
// anybody may meet anybody, or few do; players may be equal or far apart; all
// games may be won, lost or drawn. Wild ones have players or sides so unequal
// that results may contradict each other.
func simulateProblem(rng *rand.Rand) (encounters []Encounter, fixed map[string]float64, prior float64, wild bool) {
	players := 2 + rng.IntN(39)
	games := math.Pow(10, 1+4*rng.Float64())
	spread := []float64{0, 100, 500, 3000}[rng.IntN(4)]
	drawRate := []float64{0, 0.3, 0.9, 1}[rng.IntN(4)]
	advantage := []float64{0, 30, 400}[rng.IntN(3)]
	sweeps := rng.IntN(4) == 0
	met := 1 + rng.IntN(players*(players-1)/2)
	if rng.IntN(2) == 0 {
		met = min(met, 1+rng.IntN(2*players))
	}
	fixed = map[string]float64{"p0": 0}
	if rng.IntN(4) == 0 {
		fixed["p1"] = spread * rng.NormFloat64()
	}
	prior = []float64{DefaultPrior, DefaultPrior, 0.01, 0}[rng.IntN(4)]
	strength := make([]float64, players)
	for i := range strength {
		strength[i] = spread * rng.NormFloat64()
	}
	for range met {
		a, b := rng.IntN(players), rng.IntN(players-1)
		if b >= a {
			b++
		}
		n := rng.IntN(1 + int(2*games)/met)
		e := simulateSided(rng, fmt.Sprint("p", a), fmt.Sprint("p", b), strength[a]-strength[b], advantage, drawRate, n/2)
		if sweeps {
			e.First, e.Second = stat.WDL{Wins: e.First.Games()}, stat.WDL{Wins: e.Second.Games()}
		}
		switch rng.IntN(4) {
		case 0:
			e.Either, e.First, e.Second = e.First.Plus(e.Second), stat.WDL{}, stat.WDL{}
		case 1:
			e.Either, e.Second = e.Second, stat.WDL{}
		}
		if rng.IntN(2) == 0 { // that the counts of games do not agree with
			for range n / 2 {
				e.Pairs[rng.IntN(5)]++
			}
		}
		encounters = append(encounters, e)
	}
	return encounters, fixed, prior, spread > 1000 || advantage > 300 || sweeps
}

// connected returns who is connected with a fixed player.
func connected(encounters []Encounter, fixed map[string]float64) map[string]bool {
	reached := map[string]bool{}
	for name := range fixed {
		reached[name] = true
	}
	for before := 0; before < len(reached); {
		before = len(reached)
		for _, e := range encounters {
			if e.WDL().Games() > 0 && (reached[e.A] || reached[e.B]) {
				reached[e.A], reached[e.B] = true, true
			}
		}
	}
	return reached
}

// Whatever the results are, everybody has a rating or the reason why not, and
// the ratings are those that the model asks for. For more: go test -run
// TestRateAlwaysAnswers -v ./eval/rating -args -problems 10000.
func TestRateAlwaysAnswers(t *testing.T) {
	found := map[Reason]int{}
	worst := 0.0
	for seed := range uint64(*problems) {
		rng := rand.New(rand.NewPCG(seed, 99))
		encounters, fixed, prior, wild := simulateProblem(rng)
		scale := Rate(encounters, fixed, prior)
		reached := connected(encounters, fixed)
		p := newPool(encounters, fixed, prior)
		for i, r := range scale.Ratings {
			found[r.Reason]++
			_, held := fixed[r.Name]
			i95 := r.Elo
			switch {
			case r.Reason != Rated && (held || !math.IsNaN(i95.Value) || !math.IsInf(i95.Low, -1) || !math.IsInf(i95.High, 1)),
				r.Reason == Rated && !(i95.Low <= i95.Value && i95.Value <= i95.High && i95.Margin() < 1e5),
				r.Reason == Rated && !held && i95.Margin() == 0,
				(r.Reason == NoGames) != (r.WDL.Games() == 0 && !held),
				(r.Reason == Unconnected) != (r.WDL.Games() > 0 && !reached[r.Name]),
				// Virtual draws place everybody, except where strong players lose to
				// weak ones, or sides are so unequal that results say nothing else.
				prior == DefaultPrior && !wild && math.Abs(scale.Advantage.Value) < 1000 && r.Reason == Undetermined,
				prior == DefaultPrior && reached[r.Name] && (r.Reason == AllWon || r.Reason == AllLost),
				r.Reason == AllWon && (prior > 0 || r.Expectation != 1), r.Reason == AllLost && (prior > 0 || r.Expectation != 0):
				t.Errorf("seed %d, prior %g: %+v", seed, prior, r)
			}
			if p.players[i].name != r.Name {
				t.Fatalf("seed %d: player %d is %s and %s", seed, i, r.Name, p.players[i].name)
			}
		}
		if d := scale.DrawRate; !(0 <= d.Low && d.Low <= d.Value && d.Value <= d.High && d.High <= 1) {
			t.Errorf("seed %d: draw rate %+v", seed, d)
		}
		for i, step := range stepLeft(t, p) {
			if r := scale.Ratings[i]; r.Reason == Rated {
				if worst = max(worst, step); step > 0.01 {
					t.Errorf("seed %d: %s is %.3g Elo from the minimum, %+v", seed, r.Name, step, r)
				}
			}
		}
	}
	for _, want := range []Reason{Rated, NoGames, Unconnected, AllWon, AllLost, Undetermined} {
		if found[want] == 0 {
			t.Errorf("no problem has a player with the reason %q", want)
		}
	}
	t.Logf("%d problems, ratings and reasons %v; at most %.2g Elo from the minimum", *problems, found, worst)
}

// stepLeft returns by how many Elo the rating of each player would move in a
// further step of Newton's method, solved by another factorisation.
func stepLeft(t *testing.T, p *pool) []float64 {
	t.Helper()
	theta := p.solve()
	h, grad := mat.NewSymDense(p.free+1, nil), make([]float64, p.free+1)
	p.information(h, theta)
	for i := range p.free + 1 {
		h.SetSym(i, i, h.At(i, i)+floor)
	}
	p.gradient(grad, theta)
	var step mat.VecDense
	var lu mat.LU
	lu.Factorize(h)
	_ = lu.SolveVecTo(&step, false, mat.NewVecDense(len(grad), grad))
	left := make([]float64, len(p.players))
	for i := range p.players {
		if v := p.players[i].variable; v >= 0 {
			left[i] = math.Abs(step.AtVec(v)) * eloPerUnit
		}
	}
	return left
}
