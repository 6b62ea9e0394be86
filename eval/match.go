package eval

import (
	"context"
	"errors"
	"time"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/record"
)

// Defaults of a match.
const (
	DefaultMaxPlies = 400
	DefaultMargin   = 50 * time.Millisecond
)

// Match is a number of game pairs between two players. Both games of a pair
// begin with the same opening; A has games.First in one and games.Second in the
// other. With limits in nodes or depth every game is a function of the match
// and its index, and the result is the same for any Concurrency.
type Match struct {
	Game games.Game
	A, B Entrant
	Options
}

// Options are the conditions of a match.
type Options struct {
	Pairs        int           // largest number of pairs to play; at least 1
	Openings     []Opening     // repeated when used up; nil: the start position
	Book         BookOrder     // of Openings
	Skip         int           // number of openings to skip
	RandomPlies  int           // random legal moves after the opening, drawn from Seed for each pair
	Seed         uint64        // random seed of the whole match
	Limits       search.Limits // of every move; its Clock must be nil
	Clock        *TimeControl  // real clocks instead of, or on top of, Limits
	Margin       time.Duration // allowed overrun of a clock or move time; 0: DefaultMargin
	MaxPlies     int           // a game of this length is a draw (games.PlyCap); 0: DefaultMaxPlies
	Adjudication               // of games that are decided before the rules say so
	Concurrency  int           // games at a time; 0: 1

	// Arbiter judges a finished game a second time: the outcome by the rules
	// for the side to move after moves, games.Ongoing if the rules do not end the
	// game. A verdict that differs from the match's is an error that stops the
	// match. nil: no second opinion.
	Arbiter func(start string, moves []games.Move) (games.Outcome, error)

	// Played are games of the same match that were played before, in any
	// order. They are counted and reported as if they had just ended, and not
	// played again.
	Played []Finished

	// Save receives every played game as soon as it ends, in any order of index.
	// It is never called twice at once, nor together with Report. An error stops
	// the match. nil: not called.
	Save func(Finished) error

	// Report receives every finished game in the order of its index, with the
	// state of the match after it. It is never called twice at once. An error
	// stops the match. nil: no reports.
	Report func(Finished, Result) error

	// Stop is asked after every complete pair whether the match is decided,
	// as an SPRT may be. Later games are then left out of the result, so that
	// it does not depend on Concurrency. nil: never.
	Stop func(Result) bool
}

// Finished is a game of a match.
type Finished struct {
	Game     record.Game
	AFirst   bool         // A was games.First
	Result   games.Result // for A
	Effort   [2]Effort    // of A and of B
	Thoughts []Thought    // of every ply; zeros in the opening
	Fault    string       // what a player did wrong, if that decided the game; else ""
}

// Thought is the effort spent on a move.
type Thought struct {
	Depth int
	Nodes int64
	Time  time.Duration // wall clock, as the match measured it
}

// ErrArbiter is wrapped by the error of a match whose arbiter disagreed.
var ErrArbiter = errors.New("arbiter disagrees")

// Play plays the match. It returns what was finished with every error; the
// error is that of ctx if ctx ended the match. A pair with only one game then
// counts as a game. All players are closed and all goroutines have
// ended when it returns.
func (m Match) Play(ctx context.Context) (Result, error) {
	results, err := m.tournament().Play(ctx)
	return results[0], err
}

// tournament returns the match as a tournament of one pairing.
func (m Match) tournament() Tournament {
	return Tournament{m.Game, []Entrant{m.A, m.B}, [][2]int{{0, 1}}, m.Options}
}
