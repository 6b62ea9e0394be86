package eval

import (
	"errors"
	"fmt"
	"math"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// pool is the players and their summed scores. Those connected with the anchor
// have a variable each, except the anchor itself.
type pool struct {
	names    []string
	wdl      []WDL
	met      map[[2]int]*meeting // by indices of names, the smaller first
	order    [][2]int            // keys of met in the order of first encounter
	anchor   int
	variable []int // of each player: its variable, anchored or unconnected
	free     int   // number of variables
}

// Players without a variable.
const (
	anchored    = -1
	unconnected = -2
)

// meeting is what the first of two players scored against the second.
type meeting struct {
	score, games float64
}

func newPool(encounters []Encounter, anchor string) (*pool, error) {
	p := &pool{met: map[[2]int]*meeting{}, anchor: -1}
	index := map[string]int{}
	player := func(name string) int {
		i, ok := index[name]
		if !ok {
			i = len(p.names)
			index[name] = i
			p.names = append(p.names, name)
			p.wdl = append(p.wdl, WDL{})
		}
		return i
	}
	for _, e := range encounters {
		if e.A == e.B {
			return nil, fmt.Errorf("ratings: %s met itself", e.A)
		}
		if e.WDL.Wins < 0 || e.WDL.Draws < 0 || e.WDL.Losses < 0 {
			return nil, fmt.Errorf("ratings: %s - %s: negative count in %v", e.A, e.B, e.WDL)
		}
		a, b, w := player(e.A), player(e.B), e.WDL
		p.wdl[a] = p.wdl[a].Plus(w)
		p.wdl[b] = p.wdl[b].Plus(w.Reverse())
		if w.Games() == 0 {
			continue
		}
		if a > b {
			a, b, w = b, a, w.Reverse()
		}
		key := [2]int{a, b}
		m := p.met[key]
		if m == nil {
			m = &meeting{}
			p.met[key] = m
			p.order = append(p.order, key)
		}
		m.score += w.Score()
		m.games += float64(w.Games())
	}
	i, ok := index[anchor]
	if !ok {
		return nil, fmt.Errorf("ratings: the anchor %s played no game", anchor)
	}
	p.anchor = i
	p.connect()
	return p, nil
}

// connect gives a variable to every player that a chain of games connects with
// the anchor.
func (p *pool) connect() {
	reached := p.reach(func(m *meeting, forward bool) bool { return true })
	p.variable = make([]int, len(p.names))
	for i := range p.names {
		switch {
		case i == p.anchor:
			p.variable[i] = anchored
		case !reached[i]:
			p.variable[i] = unconnected
		default:
			p.variable[i] = p.free
			p.free++
		}
	}
}

// reach returns who can be reached from the anchor over meetings that pass,
// taken from the first of two players to the second (forward) or back.
func (p *pool) reach(pass func(m *meeting, forward bool) bool) []bool {
	reached := make([]bool, len(p.names))
	reached[p.anchor] = true
	for changed := true; changed; {
		changed = false
		for _, key := range p.order {
			a, b := key[0], key[1]
			switch m := p.met[key]; {
			case reached[a] && !reached[b] && pass(m, true):
				reached[b], changed = true, true
			case reached[b] && !reached[a] && pass(m, false):
				reached[a], changed = true, true
			}
		}
	}
	return reached
}

// bounded reports whether the likelihood has a maximum without a prior: from
// the anchor every connected player is reached both by taking points and by
// giving them (Ford 1957).
func (p *pool) bounded() bool {
	takes := p.reach(func(m *meeting, forward bool) bool { return forward && m.score > 0 || !forward && m.score < m.games })
	gives := p.reach(func(m *meeting, forward bool) bool { return forward && m.score < m.games || !forward && m.score > 0 })
	for i, v := range p.variable {
		if v >= 0 && !(takes[i] && gives[i]) {
			return false
		}
	}
	return true
}

// addPrior adds the virtual draws.
func (p *pool) addPrior(draws float64) {
	for _, m := range p.met {
		m.score += draws / 2
		m.games += draws
	}
}

// eachMeeting calls f for all meetings of connected players, with their
// variables.
func (p *pool) eachMeeting(f func(a, b int, m *meeting)) {
	for _, key := range p.order {
		if a, b := p.variable[key[0]], p.variable[key[1]]; a != unconnected {
			f(a, b, p.met[key])
		}
	}
}

// difference is theta[a] - theta[b]; the anchor has 0.
func difference(theta []float64, a, b int) (d float64) {
	if a >= 0 {
		d += theta[a]
	}
	if b >= 0 {
		d -= theta[b]
	}
	return d
}

// loss is the negative log likelihood of ratings in natural units: 400/ln 10
// Elo each.
func (p *pool) loss(theta []float64) float64 {
	var sum float64
	p.eachMeeting(func(a, b int, m *meeting) {
		d := difference(theta, a, b)
		sum += m.score*softplus(-d) + (m.games-m.score)*softplus(d)
	})
	return sum
}

// gradient writes the derivatives of loss.
func (p *pool) gradient(grad, theta []float64) {
	clear(grad)
	p.eachMeeting(func(a, b int, m *meeting) {
		g := m.games*sigmoid(difference(theta, a, b)) - m.score
		if a >= 0 {
			grad[a] += g
		}
		if b >= 0 {
			grad[b] -= g
		}
	})
}

// information writes the second derivatives of loss, which are the Fisher
// information since they do not depend on the scores.
func (p *pool) information(h *mat.SymDense, theta []float64) {
	h.Zero()
	p.eachMeeting(func(a, b int, m *meeting) {
		e := sigmoid(difference(theta, a, b))
		w := m.games * e * (1 - e)
		if a >= 0 {
			h.SetSym(a, a, h.At(a, a)+w)
		}
		if b >= 0 {
			h.SetSym(b, b, h.At(b, b)+w)
		}
		if a >= 0 && b >= 0 {
			h.SetSym(a, b, h.At(a, b)-w)
		}
	})
}

// solve returns the ratings in natural units and their covariance; nil for
// both without a variable. The loss is convex: Newton's method finds its only
// minimum.
func (p *pool) solve() (theta []float64, covariance *mat.SymDense, err error) {
	if p.free == 0 {
		return nil, nil, nil
	}
	problem := optimize.Problem{Func: p.loss, Grad: p.gradient, Hess: p.information}
	settings := &optimize.Settings{GradientThreshold: 1e-10, MajorIterations: 200}
	result, err := optimize.Minimize(problem, make([]float64, p.free), settings, &optimize.Newton{})
	if result == nil || err != nil && !settled(p.gradient, result.X) {
		return nil, nil, fmt.Errorf("ratings: %w", err)
	}
	theta = result.X

	// The inverse of the information is the covariance.
	h := mat.NewSymDense(p.free, nil)
	p.information(h, theta)
	var factor mat.Cholesky
	if !factor.Factorize(h) {
		return nil, nil, errors.New("ratings: the games do not determine all ratings")
	}
	covariance = mat.NewSymDense(p.free, nil)
	if err := factor.InverseTo(covariance); err != nil && !errors.As(err, new(mat.Condition)) {
		return nil, nil, fmt.Errorf("ratings: %w", err)
	}
	return theta, covariance, nil
}

// settled reports whether theta is a minimum for all that ratings are printed
// with. A line search gives up with an error where the last bits of the loss
// are noise.
func settled(gradient func(grad, theta []float64), theta []float64) bool {
	grad := make([]float64, len(theta))
	gradient(grad, theta)
	return floats.Norm(grad, math.Inf(1)) < 1e-6
}

// ratings turns natural units into Elo.
func (p *pool) ratings(theta []float64, covariance *mat.SymDense) ([]Rating, error) {
	ratings := make([]Rating, len(p.names))
	var lost []string
	for i, name := range p.names {
		r := Rating{Name: name, WDL: p.wdl[i], Expectation: p.wdl[i].Expectation()}
		switch v := p.variable[i]; v {
		case anchored:
		case unconnected:
			r.Elo = Interval{math.NaN(), math.Inf(-1), math.Inf(1)}
			lost = append(lost, name)
		default:
			r.Elo = inElo(theta[v], covariance.At(v, v))
		}
		ratings[i] = r
	}
	if len(lost) > 0 {
		return ratings, &DisconnectedError{p.names[p.anchor], lost}
	}
	return ratings, nil
}

// sigmoid is 1/(1+e^-x).
func sigmoid(x float64) float64 { return 1 / (1 + math.Exp(-x)) }

// softplus is log(1+e^x) without overflow.
func softplus(x float64) float64 {
	if x > 0 {
		return x + math.Log1p(math.Exp(-x))
	}
	return math.Log1p(math.Exp(x))
}
