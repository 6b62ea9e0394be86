package eval

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"gonum.org/v1/gonum/mat"
	"gonum.org/v1/gonum/optimize"
)

// one: the advantage of the first move. Its anchor stands for all players whose
// Elo is fixed.
type sidedPool struct {
	*pool
	results []sidedResult
	prior   []sidedResult // virtual draws
	players []string      // all of them, in the order of their first encounter
	games   map[string]WDL
}

// sidedResult is what a player made against another under one condition.
type sidedResult struct {
	a, b   int     // variables; players that are fixed have none
	offset float64 // of the edge, by what is fixed
	side   float64 // of the advantage: 1 for a, -1 for b, 0 where the side is unknown
	wdl    WDL
	draws  float64 // virtual ones, which come in fractions
}

// fixedName is the name in the inner pool of all players that are fixed.
const fixedName = "\x00"

func newSidedPool(encounters []Sided, fixed map[string]float64, prior float64) (*sidedPool, error) {
	p := &sidedPool{games: map[string]WDL{}}
	inner := func(name string) string {
		if _, ok := fixed[name]; ok {
			return fixedName
		}
		return name
	}
	var all []Encounter
	anchored := false
	for _, e := range encounters {
		if e.A == e.B {
			return nil, fmt.Errorf("ratings: %s met itself", e.A)
		}
		for _, end := range []struct {
			name string
			wdl  WDL
		}{{e.A, e.WDL()}, {e.B, e.WDL().Reverse()}} {
			if _, known := p.games[end.name]; !known {
				p.players = append(p.players, end.name)
			}
			p.games[end.name] = p.games[end.name].Plus(end.wdl)
			anchored = anchored || inner(end.name) == fixedName
		}
		if a, b := inner(e.A), inner(e.B); a != b {
			all = append(all, Encounter{a, b, e.WDL()})
		}
	}
	if !anchored {
		return nil, fmt.Errorf("ratings: the anchor %s played no game", strings.Join(slices.Sorted(maps.Keys(fixed)), ", "))
	}
	if len(all) == 0 { // only players that are fixed: a pool needs another one
		all = []Encounter{{A: fixedName, B: fixedName + fixedName}}
	}
	var err error
	if p.pool, err = newPool(all, fixedName); err != nil {
		return nil, err
	}
	index := map[string]int{}
	for i, name := range p.names {
		index[name] = p.variable[i]
	}
	met := map[[2]string]bool{}
	for _, e := range encounters {
		r := sidedResult{a: index[inner(e.A)], b: index[inner(e.B)], offset: (fixed[e.A] - fixed[e.B]) * math.Ln10 / 400}
		if r.a == unconnected || r.b == unconnected {
			continue
		}
		for _, part := range []struct {
			side float64
			wdl  WDL
		}{{1, e.First}, {-1, e.Second}, {0, e.Either}} {
			if part.wdl.Games() > 0 {
				r.side, r.wdl = part.side, part.wdl
				p.results = append(p.results, r)
			}
		}
		if e.WDL().Games() == 0 || met[[2]string{e.A, e.B}] {
			continue
		}
		met[[2]string{e.A, e.B}], met[[2]string{e.B, e.A}] = true, true
		r.wdl, r.draws = WDL{}, prior/2
		for _, r.side = range []float64{1, -1} {
			p.prior = append(p.prior, r)
		}
	}
	return p, nil
}

// place returns the ratings of all players in Elo.
func (p *sidedPool) place(theta []float64, covariance *mat.SymDense, fixed map[string]float64) ([]Rating, error) {
	inner, err := p.pool.ratings(theta, covariance)
	elo := map[string]Interval{}
	for _, r := range inner {
		elo[r.Name] = r.Elo
	}
	ratings := make([]Rating, len(p.players))
	for i, name := range p.players {
		wdl := p.games[name]
		r := Rating{Name: name, Elo: elo[name], WDL: wdl, Expectation: wdl.Expectation()}
		if at, ok := fixed[name]; ok {
			r.Elo = Interval{at, at, at}
		}
		ratings[i] = r
	}
	if lost, ok := errors.AsType[*DisconnectedError](err); ok {
		lost.Anchor = strings.Join(slices.Sorted(maps.Keys(fixed)), ", ")
		lost.Players = slices.DeleteFunc(lost.Players, func(name string) bool { _, played := p.games[name]; return !played })
		if len(lost.Players) == 0 {
			return ratings, nil
		}
	}
	return ratings, err
}

// sided reports whether some result says who began.
func (p *sidedPool) sided() bool {
	for _, r := range p.results {
		if r.side != 0 {
			return true
		}
	}
	return false
}

// onesided reports whether there are games of known sides and all their points
// went to the same side.
func (p *sidedPool) onesided() bool {
	var first WDL
	for _, r := range p.results {
		switch r.side {
		case 1:
			first = first.Plus(r.wdl)
		case -1:
			first = first.Plus(r.wdl.Reverse())
		}
	}
	return first.Games() > 0 && (first.Score() == 0 || first.Reverse().Score() == 0)
}

// edge is the difference of strength in a result, in natural units.
func (p *sidedPool) edge(theta []float64, r sidedResult) float64 {
	return difference(theta, r.a, r.b) + r.offset + r.side*theta[p.free]
}

// each calls f for the results and the virtual draws, with their points and
// games.
func (p *sidedPool) each(f func(r sidedResult, score, games float64)) {
	for _, r := range p.results {
		f(r, r.wdl.Score(), float64(r.wdl.Games()))
	}
	for _, r := range p.prior {
		f(r, r.draws/2, r.draws)
	}
}

// loss is the negative log likelihood of points, a draw being half a win and
// half a loss.
func (p *sidedPool) loss(theta []float64) float64 {
	var sum float64
	p.each(func(r sidedResult, score, games float64) {
		d := p.edge(theta, r)
		sum += score*softplus(-d) + (games-score)*softplus(d)
	})
	return sum
}

// gradient writes the derivatives of loss.
func (p *sidedPool) gradient(grad, theta []float64) {
	clear(grad)
	p.each(func(r sidedResult, score, games float64) {
		g := games*sigmoid(p.edge(theta, r)) - score
		if r.a >= 0 {
			grad[r.a] += g
		}
		if r.b >= 0 {
			grad[r.b] -= g
		}
		grad[p.free] += r.side * g
	})
}

// information writes the second derivatives of loss.
func (p *sidedPool) information(h *mat.SymDense, theta []float64) {
	p.weigh(h, func(r sidedResult, games float64) float64 {
		e := sigmoid(p.edge(theta, r))
		return games * e * (1 - e)
	}, true)
	if !p.sided() {
		h.SetSym(p.free, p.free, h.At(p.free, p.free)+1) // nothing else holds the advantage
	}
}

// weigh writes the sum over the results of weight times the outer product of
// the derivatives of the edge.
func (p *sidedPool) weigh(h *mat.SymDense, weight func(r sidedResult, games float64) float64, prior bool) {
	h.Zero()
	p.each(func(r sidedResult, score, games float64) {
		if r.draws > 0 && !prior {
			return
		}
		w := weight(r, games)
		x := []struct {
			variable int
			slope    float64
		}{{r.a, 1}, {r.b, -1}, {p.free, r.side}}
		for i, s := range x {
			for _, t := range x[i:] {
				if s.variable >= 0 && t.variable >= 0 {
					h.SetSym(s.variable, t.variable, h.At(s.variable, t.variable)+w*s.slope*t.slope)
				}
			}
		}
	})
}

// solve returns the ratings and the advantage in natural units.
func (p *sidedPool) solve() ([]float64, error) {
	problem := optimize.Problem{Func: p.loss, Grad: p.gradient, Hess: p.information}
	settings := &optimize.Settings{GradientThreshold: 1e-10, MajorIterations: 200}
	result, err := optimize.Minimize(problem, make([]float64, p.free+1), settings, &optimize.Newton{})
	if result == nil || err != nil && !settled(p.gradient, result.X) {
		return nil, fmt.Errorf("ratings: %w", err)
	}
	return result.X, nil
}

// covariance returns that of the solution: the inverse information on both
// sides of the variance that points have where games can be drawn.
func (p *sidedPool) covariance(theta []float64, drawRate float64) (*mat.SymDense, error) {
	n := p.free + 1
	bread, meat := mat.NewSymDense(n, nil), mat.NewSymDense(n, nil)
	p.information(bread, theta)
	p.weigh(meat, func(r sidedResult, games float64) float64 {
		e := sigmoid(p.edge(theta, r))
		return games * (e*(1-e) - drawShare(e, drawRate)/4)
	}, false)
	var factor mat.Cholesky
	if !factor.Factorize(bread) {
		return nil, errors.New("ratings: the games do not determine all ratings")
	}
	inverse := mat.NewSymDense(n, nil)
	if err := factor.InverseTo(inverse); err != nil && !errors.As(err, new(mat.Condition)) {
		return nil, fmt.Errorf("ratings: %w", err)
	}
	var half, whole mat.Dense
	half.Mul(inverse, meat)
	whole.Mul(&half, inverse)
	covariance := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			covariance.SetSym(i, j, (whole.At(i, j)+whole.At(j, i))/2)
		}
	}
	return covariance, nil
}

// drawShare returns the probability of a draw where the expectation is e and
// equal players draw with the probability d: the root x of
// x^2 = k * wins * losses with wins = e - x/2, losses = 1 - e - x/2 and
// k = (2d/(1-d))^2.
func drawShare(e, d float64) float64 {
	switch {
	case d <= 0:
		return 0
	case d >= 1:
		return 2 * min(e, 1-e)
	}
	spread := 4 * e * (1 - e)
	ratio := (1 - d) / d
	return spread / (1 + math.Sqrt(1+(ratio*ratio-1)*spread))
}

// drawRate returns the most likely draw rate of equal players given ratings.
// Where nobody or everybody drew, there is no maximum within, and the share of
// draws with its Wilson interval stands for it.
func (p *sidedPool) drawRate(theta []float64) Interval {
	var all WDL
	for _, r := range p.results {
		all = all.Plus(r.wdl)
	}
	if all.Draws == 0 || all.Draws == all.Games() {
		return all.DrawRateInterval()
	}
	loss := func(logit float64) float64 {
		d := sigmoid(logit)
		var sum float64
		for _, r := range p.results {
			e := sigmoid(p.edge(theta, r))
			x := drawShare(e, d)
			sum -= xlog(r.wdl.Draws, x) + xlog(r.wdl.Wins, e-x/2) + xlog(r.wdl.Losses, 1-e-x/2)
		}
		return sum
	}
	best := goldenSection(-12, 12, loss)
	const h = 1e-3
	curvature := (loss(best+h) - 2*loss(best) + loss(best-h)) / (h * h)
	width := z95 / math.Sqrt(max(curvature, 1e-9))
	return Interval{sigmoid(best), sigmoid(best - width), sigmoid(best + width)}
}

// xlog is n log x, 0 for n = 0.
func xlog(n int, x float64) float64 {
	if n == 0 {
		return 0
	}
	return float64(n) * math.Log(max(x, 1e-300))
}

// goldenSection returns the minimum of a function that falls and then rises.
func goldenSection(low, high float64, f func(float64) float64) float64 {
	const shrink = 0.6180339887498949
	a, b := high-shrink*(high-low), low+shrink*(high-low)
	fa, fb := f(a), f(b)
	for high-low > 1e-7 {
		if fa < fb {
			high, b, fb = b, a, fa
			a = high - shrink*(high-low)
			fa = f(a)
		} else {
			low, a, fa = a, b, fb
			b = low + shrink*(high-low)
			fb = f(b)
		}
	}
	return (low + high) / 2
}
