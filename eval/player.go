package eval

import (
	"context"
	"errors"
	"time"

	"apprentice/agent/search"
	"apprentice/games"
)

// Player is anything that chooses moves: an agent, a baseline, an external
// engine. A Player serves one game at a time and is not safe for concurrent
// use; a match makes one for each of its workers.
type Player interface {
	// Name is what results and PGN files call the player.
	Name() string

	// NewGame forgets what the player knows of earlier games. All randomness in
	// the game must derive from seed, so that a match can be repeated.
	NewGame(ctx context.Context, seed uint64) error

	// Move chooses a move for the side to move within the limits. It leaves
	// s.Pos as it found it and keeps no reference to s. It returns soon after
	// ctx is done. An error means that the player cannot continue; the match
	// counts the game as lost, for the reason of the Fault that the error wraps,
	// and replaces the player.
	Move(ctx context.Context, s Situation, lim search.Limits) (Choice, error)

	// Close releases what the player holds. It is called once.
	Close() error
}

// Situation is the state of a game in which a player is asked to move.
type Situation struct {
	Start  string           // FEN the game began from; "" for the game's start position
	Moves  []games.Move     // played since
	Pos    games.Position   // the position they lead to, with its history
	Clocks *[2]search.Clock // by side, as the move begins; nil in games without clocks
}

// Choice is a move and what the player knew when it chose it.
type Choice struct {
	Move     games.Move
	Value    int  // side to move's view, centipawns; valid only if HasValue
	HasValue bool // false for players without values
	Depth    int
	Nodes    int64
	Time     time.Duration // as the player reports it; clocks are the match's own
}

// Entrant is a player in the list of a match: a name and how to make it.
type Entrant struct {
	Name   string
	Limits *search.Limits // own limits of a move; nil for those of the match
	Margin time.Duration  // allowed overrun of its time; 0: that of the match

	// New makes a player. It is called once per worker, and again after a player
	// has failed. It returns soon after ctx is done; the player outlives ctx.
	New func(ctx context.Context) (Player, error)

	// Check returns an error if the player cannot keep the limits; clocked
	// reports whether it has a clock as well. The match then does not start. nil:
	// the player keeps any limits.
	Check func(lim search.Limits, clocked bool) error

	// Try makes a player for a trial before the first game, and returns an error
	// if it cannot play with these limits. nil: no trial.
	Try func(ctx context.Context, lim search.Limits) error

	Clock *TimeControl // own clock; nil for the clock of the match
}

// Fault is an error of Player.Move that says for which reason the game is
// lost. Without one the reason is games.Disconnected.
type Fault struct {
	Reason games.Reason
	Err    error // what happened
}

// Error returns what happened.
func (f *Fault) Error() string { return f.Err.Error() }

// Unwrap returns Err.
func (f *Fault) Unwrap() error { return f.Err }

// reasonOf returns the reason for which an error of Player.Move loses.
func reasonOf(err error) games.Reason {
	if fault, ok := errors.AsType[*Fault](err); ok {
		return fault.Reason
	}
	return games.Disconnected
}
