package value

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
)

// testGames are the games that every property here is checked on.
func testGames() []games.Game { return []games.Game{tictactoe.Game{}, chess.Game{}} }

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// trained returns weights as a learner could leave them: larger than at the
// start, different in every bucket, and all biases in use.
func trained(s Shape, seed uint64) *Weights {
	rng := newRand(seed)
	w := NewWeights(s, rng)
	for i := range w.FeatureW {
		w.FeatureW[i] *= 1.5
	}
	for i := range w.FeatureB {
		w.FeatureB[i] += float32(rng.NormFloat64() * 0.1)
	}
	for i := range w.OutW {
		w.OutW[i] = float32(rng.NormFloat64()) * 0.15
	}
	for i := range w.OutB {
		w.OutB[i] = float32(rng.NormFloat64()) * 0.3
	}
	return w
}

func quantize(t testing.TB, w *Weights) *Network {
	t.Helper()
	n, err := Quantize(w)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// slowValue is Accumulators.Value without accumulators and kernels: the
// definition, over the integers of n.
func (n *Network) slowValue(pos games.Position) int { return n.slowValueOn(nil, pos) }

// slowValueOn is slowValue of a network on a further input set of the game; nil: on
// its own.
func (n *Network) slowValueOn(in *games.InputSet, pos games.Position) int {
	us := pos.Side()
	mine, theirs := pos.Features(us, nil), pos.Features(us.Other(), nil)
	if in != nil {
		in.Renumber(mine)
		in.Renumber(theirs)
	}
	bucket := Bucket(len(mine), n.shape.MaxActive, n.shape.Buckets)
	sum := n.outB[bucket]
	for half, features := range [][]games.Feature{mine, theirs} {
		for i := range n.shape.Hidden {
			x := int64(n.featureB[i])
			for _, f := range features {
				x += int64(n.featureW[int(f)*n.shape.Hidden+i])
			}
			x = min(max(x, 0), quantFeature)
			sum += x * x * int64(n.outW[(2*bucket+half)*n.shape.Hidden+i])
		}
	}
	return centipawns(sum, n.outShift[bucket])
}

// walk plays random moves, passes and takebacks on a start position of g and
// calls visit after each step. push and pop follow as a search's evaluator would.
func walk(g games.Game, rng *rand.Rand, steps int, push func(*games.Delta), pop func(), visit func(games.Position)) {
	walkFrom(g.Start(), rng, steps, push, pop, visit)
}

// walkFrom is walk from another position.
func walkFrom(pos games.Position, rng *rand.Rand, steps int, push func(*games.Delta), pop func(), visit func(games.Position)) {
	depth := 0
	var d games.Delta
	for range steps {
		moves := pos.Moves(nil, games.AllMoves)
		switch r := rng.IntN(10); {
		case depth > 0 && (r < 3 || pos.Outcome().Over() || len(moves) == 0):
			pos.Unmake()
			pop()
			depth--
		case r == 3 && !pos.InCheck():
			pos.Make(games.NoMove, &d)
			push(&d)
			depth++
		case len(moves) > 0:
			pos.Make(moves[rng.IntN(len(moves))], &d)
			push(&d)
			depth++
		}
		visit(pos)
	}
}

// flip exchanges the players: the same position, seen from the other chair.
func flip(t testing.TB, g games.Game, pos games.Position) games.Position {
	t.Helper()
	swapCase := func(r rune) rune {
		if unicode.IsUpper(r) {
			return unicode.ToLower(r)
		}
		return unicode.ToUpper(r)
	}
	fields := strings.Fields(pos.FEN())
	switch g.(type) {
	case tictactoe.Game:
		fields[0] = strings.NewReplacer("X", "o", "o", "X").Replace(fields[0])
		fields[1] = strings.NewReplacer("x", "o", "o", "x").Replace(fields[1])
	case chess.Game:
		ranks := strings.Split(strings.Map(swapCase, fields[0]), "/")
		for i, j := 0, len(ranks)-1; i < j; i, j = i+1, j-1 {
			ranks[i], ranks[j] = ranks[j], ranks[i]
		}
		fields[0] = strings.Join(ranks, "/")
		fields[1] = strings.NewReplacer("w", "b", "b", "w").Replace(fields[1])
		fields[2] = strings.Map(swapCase, fields[2])
		fields[3] = strings.NewReplacer("3", "6", "6", "3").Replace(fields[3])
	}
	flipped, err := g.ParseFEN(strings.Join(fields, " "))
	if err != nil {
		t.Fatalf("flip of %s: %v", pos.FEN(), err)
	}
	return flipped
}
