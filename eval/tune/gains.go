package tune

import "math"

// Param is a number to tune.
type Param struct {
	Name     string
	Start    float64 // where the tuning begins, in [Min, Max]
	Step     float64 // how far it is moved at the end to show a difference; above 0
	Min, Max float64 // bounds for every player
}

// clamp returns the value in the range of p that is nearest to x.
func (p Param) clamp(x float64) float64 { return min(max(x, p.Min), p.Max) }

// Gains say how far the parameters move.
type Gains struct {
	R float64 // at the end, a point moves a parameter by R*C of its steps; above 0
	C float64 // both players are C steps away from the middle, at the end; above 0
}

// Spall's exponents: perturbations and moves shrink in the course of the tuning,
// moves faster. stability, a share of the tuning, damps the first moves.
const (
	alpha     = 0.602
	gamma     = 0.101
	stability = 0.1

	leastShare = 0.002 // below it the first perturbations would be too wide
)

// at returns the perturbation of a parameter, and how far it moves per point, after
// the given share of the tuning, in [0, 1].
func (g Gains) at(p Param, share float64) (perturbation, move float64) {
	share = max(share, leastShare)
	last := g.C * p.Step
	perturbation = last * math.Pow(share, -gamma)
	a := g.R * last * last * math.Pow((1+stability)/(share+stability), alpha)
	return perturbation, a / perturbation
}
