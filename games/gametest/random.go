package gametest

import (
	"fmt"
	"iter"
	"math/rand/v2"

	"apprentice/games"
)

// RandomGame returns the moves of a game of random legal moves from the start
// position, until it has ended or has maxPlies plies.
func RandomGame(g games.Game, rng *rand.Rand, maxPlies int) []games.Move {
	pos := g.Start()
	return randomMoves(pos, rng, maxPlies)
}

// RandomPosition returns the position after a number of random plies from the
// start position, with its history, or the last one of a game that ended before.
func RandomPosition(g games.Game, rng *rand.Rand, plies int) games.Position {
	pos := g.Start()
	randomMoves(pos, rng, plies)
	return pos
}

// randomMoves plays on pos.
func randomMoves(pos games.Position, rng *rand.Rand, maxPlies int) []games.Move {
	var line []games.Move
	for len(line) < maxPlies && !pos.Outcome().Over() {
		m := randomMove(pos, rng)
		pos.Make(m, nil)
		line = append(line, m)
	}
	return line
}

// randomMove returns a legal move of a position that has one.
func randomMove(pos games.Position, rng *rand.Rand) games.Move {
	moves := pos.Moves(nil, games.AllMoves)
	return moves[rng.IntN(len(moves))]
}

// positions yields the positions of random games, the last of each included,
// with their history. A check may play on the position as long as it takes
// everything back. An error says that a start position cannot be read or that
// a game that is not over has no move.
func positions(g games.Game, o Options) iter.Seq2[games.Position, error] {
	return func(yield func(games.Position, error) bool) {
		rng := o.rng()
		for _, fen := range append([]string{""}, o.Positions...) {
			for range o.Games {
				pos := g.Start()
				if fen != "" {
					var err error
					if pos, err = g.ParseFEN(fen); err != nil {
						yield(nil, err)
						return
					}
				}
				for range o.MaxPlies {
					if !yield(pos, nil) {
						return
					}
					if pos.Outcome().Over() {
						break
					}
					if len(pos.Moves(nil, games.AllMoves)) == 0 {
						yield(nil, fmt.Errorf("%s: no legal move but the game goes on", pos.FEN()))
						return
					}
					pos.Make(randomMove(pos, rng), nil)
				}
			}
		}
	}
}
