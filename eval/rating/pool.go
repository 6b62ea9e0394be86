package rating

import (
	"math"
	"slices"

	"gonum.org/v1/gonum/mat"

	"apprentice/eval/stat"
	"apprentice/internal/logistic"
)

// pool is a rating problem: its players and what they scored. Each player that
// a chain of games connects with one of fixed Elo has a variable, in natural
// units. The last variable is the advantage of the first move.
type pool struct {
	players []player // in the order of their first encounter
	results []result // of real games, then of virtual draws
	pairs   []pairs
	bounded bool // virtual draws keep ratings finite
	free    int  // number of players with a variable; the advantage comes after them
}

type player struct {
	name     string
	wdl      stat.WDL
	elo      float64 // where it is held
	variable int
	bad      bool // it has an encounter with a negative count
}

// Players without a variable.
const (
	held        = -1
	unconnected = -2
)

// result is what a player scored against another under one condition. Its edge
// is the difference in strength, in natural units: that of the two variables,
// plus the offset of fixed players, plus the advantage times side.
type result struct {
	a, b        int // variables or held
	offset      float64
	side        float64  // 1 if a began, -1 if b did, 0 if unknown
	score, lost float64  // points of a and of b
	wdl         stat.WDL // zero for virtual draws
}

// pairs are the pairs of games of an encounter. A pair has one game of each
// result; the two results are the same if the sides are unknown.
type pairs struct {
	results     [2]result
	n           float64
	correlation float64 // between the two scores of a player in a pair
}

func newPool(encounters []Encounter, fixed map[string]float64, prior float64) *pool {
	p := &pool{}
	index := map[string]int{}
	find := func(name string) int {
		i, ok := index[name]
		if !ok {
			i = len(p.players)
			index[name] = i
			p.players = append(p.players, player{name: name, variable: unconnected})
			if elo, ok := fixed[name]; ok && !math.IsNaN(elo) && !math.IsInf(elo, 0) {
				p.players[i].elo, p.players[i].variable = elo, held
			}
		}
		return i
	}
	var ends [][2]int
	var sound []Encounter
	for _, e := range encounters {
		a, b := find(e.A), find(e.B)
		if !e.sound() {
			p.players[a].bad, p.players[b].bad = true, true
			continue
		}
		p.players[a].wdl = p.players[a].wdl.Plus(e.WDL())
		p.players[b].wdl = p.players[b].wdl.Plus(e.WDL().Reverse())
		if e.WDL().Games() > 0 {
			ends, sound = append(ends, [2]int{a, b}), append(sound, e)
		}
	}
	p.connect(ends)
	for i, e := range sound {
		p.add(e, ends[i])
	}
	p.addPrior(ends, prior)
	return p
}

// sound reports whether no count of games is negative.
func (e Encounter) sound() bool {
	for _, w := range []stat.WDL{e.First, e.Second, e.Either} {
		if w.Wins < 0 || w.Draws < 0 || w.Losses < 0 {
			return false
		}
	}
	return true
}

// connect gives a variable to every player that a chain of games connects with
// a held one.
func (p *pool) connect(ends [][2]int) {
	reached := make([]bool, len(p.players))
	for i := range p.players {
		reached[i] = p.players[i].variable == held
	}
	for changed := true; changed; {
		changed = false
		for _, e := range ends {
			if a, b := e[0], e[1]; reached[a] != reached[b] {
				reached[a], reached[b], changed = true, true, true
			}
		}
	}
	for i := range p.players {
		if player := &p.players[i]; reached[i] && player.variable != held {
			player.variable = p.free
			p.free++
		}
	}
}

// meeting returns a result of two players that has no games yet.
func (p *pool) meeting(ends [2]int) (r result, ok bool) {
	a, b := &p.players[ends[0]], &p.players[ends[1]]
	r = result{a: a.variable, b: b.variable, offset: (a.elo - b.elo) / eloPerUnit}
	if ok = r.a != unconnected && r.b != unconnected; ends[0] == ends[1] {
		r.a, r.b = held, held // games of a player with itself measure the first move only
	}
	return r, ok
}

// add adds the games of an encounter.
func (p *pool) add(e Encounter, ends [2]int) {
	r, ok := p.meeting(ends)
	if !ok {
		return
	}
	of := func(side float64, w stat.WDL) result {
		part := r
		part.side, part.wdl, part.score, part.lost = side, w, w.Score(), w.Reverse().Score()
		return part
	}
	first, second, either := of(1, e.First), of(-1, e.Second), of(0, e.Either)
	for _, part := range []result{first, second, either} {
		if part.wdl.Games() > 0 {
			p.results = append(p.results, part)
		}
	}
	if e.First.Games()+e.Second.Games() == 0 {
		first, second = either, either
	}
	n := e.Pairs.Pairs()
	if c := correlation(e.Pairs, first.wdl, second.wdl); c != 0 && 2*n <= e.WDL().Games() {
		p.pairs = append(p.pairs, pairs{[2]result{first, second}, float64(n), c})
	}
}

// addPrior adds virtual draws between any two players that met.
func (p *pool) addPrior(ends [][2]int, draws float64) {
	if !(draws > 0) || math.IsInf(draws, 1) {
		return
	}
	p.bounded = true
	met := map[[2]int]bool{}
	for _, e := range ends {
		r, ok := p.meeting(e)
		if !ok || met[e] || e[0] == e[1] {
			continue
		}
		met[e], met[[2]int{e[1], e[0]}] = true, true
		r.score, r.lost = draws/4, draws/4
		for _, r.side = range []float64{1, -1} {
			p.results = append(p.results, r)
		}
	}
}

// sided reports whether the sides of any real game are known.
func (p *pool) sided() bool {
	return slices.ContainsFunc(p.results, func(r result) bool { return r.side != 0 && r.wdl.Games() > 0 })
}

// edge is the edge of a result.
func (p *pool) edge(theta []float64, r result) float64 {
	d := r.offset + r.side*theta[p.free]
	if r.a >= 0 {
		d += theta[r.a]
	}
	if r.b >= 0 {
		d -= theta[r.b]
	}
	return d
}

// eachSlope calls f for the variables of a result and the derivatives of its
// edge by them.
func (p *pool) eachSlope(r result, f func(variable int, slope float64)) {
	if r.a >= 0 {
		f(r.a, 1)
	}
	if r.b >= 0 {
		f(r.b, -1)
	}
	if r.side != 0 {
		f(p.free, r.side)
	}
}

// gradient writes the derivatives of the loss, the negative log likelihood of
// points:
//
//	sum over results of score*log(1+e^-edge) + lost*log(1+e^edge)
//
// Each term is computed without cancellation, and so is exact to the last bits
// even if a player scored everything.
func (p *pool) gradient(grad, theta []float64) {
	clear(grad)
	for _, r := range p.results {
		d := p.edge(theta, r)
		g := r.lost*logistic.Sigmoid(d) - r.score*logistic.Sigmoid(-d)
		p.eachSlope(r, func(variable int, slope float64) { grad[variable] += slope * g })
	}
}

// information writes the second derivatives of the loss. They are the Fisher
// information, since they do not depend on the results.
func (p *pool) information(h *mat.SymDense, theta []float64) {
	h.Zero()
	for _, r := range p.results {
		d := p.edge(theta, r)
		p.outer(h, r, r, (r.score+r.lost)*logistic.Sigmoid(d)*logistic.Sigmoid(-d))
	}
}

// outer adds weight times the symmetric part of the outer product of the slopes
// of two results.
func (p *pool) outer(m *mat.SymDense, r, s result, weight float64) {
	p.eachSlope(r, func(i int, x float64) {
		p.eachSlope(s, func(j int, y float64) {
			w := weight * x * y
			if i != j {
				w /= 2 // the other half comes with i and j swapped
			}
			m.SetSym(i, j, m.At(i, j)+w)
		})
	})
}
