package tune

import "math"

// Param is a number to tune.
type Param struct {
	Name     string
	Start    float64 // where the tuning begins, in [Min, Max]
	Step     float64 // how far it is moved to see a difference, at the end; above 0
	Min, Max float64 // no player ever has it outside
}

// clamp returns the value in the range of p that is nearest to x.
func (p Param) clamp(x float64) float64 { return min(max(x, p.Min), p.Max) }

// Gains say how boldly the parameters move.
type Gains struct {
	R float64 // at the end, a point moves a parameter by R*C of its steps; above 0
	C float64 // both players are C steps away from the middle, at the end; above 0
}

// Spall's exponents: perturbations and moves shrink as the tuning goes on, the
// moves faster. stability holds the first moves back, as a share of the tuning.
const (
	alpha     = 0.602
	gamma     = 0.101
	stability = 0.1

	leastShare = 0.002 // the first perturbations would be too wide
)

// at returns the perturbation of a parameter and by how much it moves for each
// point, where share of the tuning is behind, in [0, 1].
func (g Gains) at(p Param, share float64) (perturbation, move float64) {
	share = max(share, leastShare)
	last := g.C * p.Step
	perturbation = last * math.Pow(share, -gamma)
	a := g.R * last * last * math.Pow((1+stability)/(share+stability), alpha)
	return perturbation, a / perturbation
}
