// Package record holds played games: what was moved, what was known when it
// was moved, how it ended and who played. A game travels in two forms: a
// compact binary one (codec.go, and shard.go for many games), in which runs
// keep their experience, and PGN, which people and other programs read. epd.go
// reads the positions of test suites and opening books.
//
// The package knows no concrete game; if rules are needed, as in Replay and
// PGN, the caller passes the games.Game.
package record

import (
	"slices"

	"apprentice/games"
)

// Flag says what is known about a ply, so that a filter need not replay the
// game.
type Flag uint8

// The flags of a ply.
const (
	HasValue Flag = 1 << iota // a search chose the move; Value is valid
	Check                     // the side to move was in check
	Tactical                  // the move has Gain != 0
)

// Ply is one move of a game and what was known when it was played.
type Ply struct {
	Move  games.Move
	Value int16 // centipawns from the view of the side to move; meaningless without HasValue
	Flags Flag
}

// Game is one played game.
type Game struct {
	Start         string // FEN of the first position; "" is the start position of the game
	Plies         []Ply
	Outcome       games.Outcome // Result is from the view of games.First: Win means that First won
	First, Second string        // who played: a prefix of a network's sha256, "random", a person
	Generation    int           // generation of self-play; 0 elsewhere
	Index         uint64        // number of the game within its generation
	Seed          uint64        // seed of the run that played it
}

// Result returns the expectation that the game ended with for First: 1 for a
// win, 0 for a loss, and 0.5 for a draw or a game without a result.
func (g *Game) Result() float64 {
	switch g.Outcome.Result {
	case games.Win:
		return 1
	case games.Loss:
		return 0
	}
	return 0.5
}

// Moves returns the moves of the game in a new slice.
func (g *Game) Moves() []games.Move {
	moves := make([]games.Move, len(g.Plies))
	for i, p := range g.Plies {
		moves[i] = p.Move
	}
	return moves
}

// Values returns the number of plies whose move a search chose.
func (g *Game) Values() int {
	n := 0
	for _, p := range g.Plies {
		if p.Flags&HasValue != 0 {
			n++
		}
	}
	return n
}

// Clone returns a copy that shares no memory with g.
func (g *Game) Clone() Game {
	c := *g
	c.Plies = slices.Clone(g.Plies)
	return c
}

// ForFirst turns an outcome for the side to move, as Position.Outcome returns
// it, into one for First, as Game.Outcome holds it.
func ForFirst(o games.Outcome, stm games.Side) games.Outcome {
	if stm == games.Second {
		switch o.Result {
		case games.Win:
			o.Result = games.Loss
		case games.Loss:
			o.Result = games.Win
		}
	}
	return o
}
