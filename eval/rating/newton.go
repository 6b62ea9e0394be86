package rating

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

const (
	// settled is the Newton decrement at which a solution is found: the squared
	// length of the remaining step, in units of the standard error. It does not
	// depend on the number of games, and a step of 1e-7 errors is negligible.
	settled = 1e-14

	// maxSteps ends the search if rounding prevents it from settling. Even 40
	// players who beat each other 100,000 to 0 need less than half of it.
	maxSteps = 200

	// floor is added to the information on every variable, so that a step exists
	// even without games. Games that place a player give a million times as much.
	floor = 1e-9

	// unplaced is the variance, in natural units, above which a player counts as
	// not placed by its games: an error of 52,000 Elo.
	unplaced = 300 * 300
)

// solve returns the variables at the minimum of the loss.
//
// The loss is convex, and along a step p its third derivative is at most d =
// max |change of an edge| times the second one. So a Newton step that is
// shortened to log(1+d)/d of its length never goes too far (Sun and Tran-Dinh,
// "Generalized self-concordant functions", 2019), and it becomes a full step
// near the minimum. No line search is needed, which would fail once the last
// bits of the loss are noise, and every iterate is better than those before it.
func (p *pool) solve() []float64 {
	n := p.free + 1
	theta, grad := p.start(), make([]float64, n)
	step := mat.NewVecDense(n, nil)
	for range maxSteps {
		p.gradient(grad, theta)
		factor, ok := p.factor(theta)
		if !ok {
			break
		}
		g := mat.NewVecDense(n, grad)
		_ = factor.SolveVecTo(step, g) // an error means that the floor alone holds a variable
		decrement := mat.Dot(g, step)
		d := p.change(step.RawVector().Data)
		if math.IsNaN(decrement) || math.IsInf(d, 0) {
			break
		}
		length := 1.0
		if d > 0 {
			length = math.Log1p(d) / d
		}
		for i := range theta {
			theta[i] -= length * step.AtVec(i)
		}
		if decrement < settled {
			break
		}
	}
	return theta
}

// start returns the variables to begin with: every player at the mean of those
// that are held.
func (p *pool) start() []float64 {
	theta := make([]float64, p.free+1)
	var sum, n float64
	for i := range p.players {
		if p.players[i].variable == held {
			sum, n = sum+p.players[i].elo/eloPerUnit, n+1
		}
	}
	for i := range p.free {
		theta[i] = sum / n
	}
	return theta
}

// change returns by how much a step changes an edge at most.
func (p *pool) change(step []float64) (most float64) {
	for _, r := range p.results {
		r.offset = 0
		most = max(most, math.Abs(p.edge(step, r)))
	}
	return most
}

// factor returns the factors of the information plus a floor, which rises until
// the factors exist; false if numbers have overflowed.
func (p *pool) factor(theta []float64) (*mat.Cholesky, bool) {
	h := mat.NewSymDense(p.free+1, nil)
	p.information(h, theta)
	var factor mat.Cholesky
	for under := floor; under < 1/floor; under *= 100 {
		for i := range h.SymmetricDim() {
			h.SetSym(i, i, h.At(i, i)+under)
		}
		if factor.Factorize(h) {
			return &factor, true
		}
	}
	return nil, false
}
