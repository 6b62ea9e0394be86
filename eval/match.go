package eval

import (
	"context"
	"errors"
	"fmt"
	"sync"
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
// begin with the same opening; A has games.First in one and games.Second in
// the other. With limits in nodes or depth every game is a function of the match
// and its index, and the result is the same for any Concurrency.
type Match struct {
	Game games.Game
	A, B Entrant
	Options
}

// Options are the conditions of a match.
type Options struct {
	Pairs       int           // pairs to play at most; at least 1
	Openings    []Opening     // drawn in an order that Seed decides, again from the top when used up; nil: the start position
	RandomPlies int           // random legal moves after the opening, drawn from Seed for each pair
	Seed        uint64        // of all chance in the match
	Limits      search.Limits // of every move; its Clock must be nil
	Clock       *TimeControl  // real clocks instead of, or on top of, Limits
	Margin      time.Duration // by how much a clock or move time may be overrun; 0: DefaultMargin
	MaxPlies    int           // a game of this length is a draw (games.PlyCap); 0: DefaultMaxPlies
	Concurrency int           // games at a time; 0: 1

	// Arbiter judges a finished game a second time: the outcome by the rules
	// for the side to move after moves, games.Ongoing where the rules end
	// nothing. A verdict that differs from the match's is an error that stops
	// it. nil: no second opinion.
	Arbiter func(start string, moves []games.Move) (games.Outcome, error)

	// Report receives every finished game in the order of its index, with the
	// state of the match after it. It is never called twice at once. An error
	// stops the match. nil: no reports.
	Report func(Finished, Result) error

	// Stop is asked after every complete pair whether the match is decided,
	// as an SPRT may be. Later games are then left out of the result, so that
	// it does not depend on Concurrency. nil: never.
	Stop func(Result) bool
}

// TimeControl is the time of each side for the game and what it gains with
// every move.
type TimeControl struct {
	Base, Inc time.Duration
}

// Finished is a game of a match.
type Finished struct {
	Game   record.Game
	AFirst bool         // A was games.First
	Result games.Result // for A
	Effort [2]Effort    // of A and of B
	Fault  string       // what a player did wrong where that decided the game; else ""
}

// ErrArbiter is wrapped by the error of a match whose arbiter disagreed.
var ErrArbiter = errors.New("arbiter disagrees")

// Play plays the match. It returns what was finished with every error; the
// error is ctx's where ctx ended the match. Pairs of which one game is missing
// then count as games only. All players are closed and all goroutines have
// ended when it returns.
func (m Match) Play(ctx context.Context) (Result, error) {
	sink := newSink(&m)
	if err := m.prepare(); err != nil {
		return sink.result, err
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()

	book := newBook(m.Game, m.Options)
	next := make(chan int)
	finished := make(chan Finished)
	failed := make(chan error, m.Concurrency) // one for each worker at most

	go func() {
		defer close(next)
		for index := range 2 * m.Pairs {
			select {
			case next <- index:
			case <-inner.Done():
				return
			}
		}
	}()
	var workers sync.WaitGroup
	for range m.Concurrency {
		workers.Go(func() {
			if err := m.work(inner, book, next, finished); err != nil {
				failed <- err
				cancel()
			}
		})
	}
	go func() {
		workers.Wait()
		close(finished)
	}()

	var err error
	for f := range finished {
		if err == nil && !sink.stopped {
			if err = sink.put(f); err != nil || sink.stopped {
				cancel()
			}
		}
	}
	if err == nil && !sink.stopped {
		err = sink.flush()
	}
	close(failed)
	err = errors.Join(err, <-failed)
	if err == nil && !sink.stopped && sink.result.Games() < 2*m.Pairs {
		err = ctx.Err()
	}
	return sink.result, err
}

// prepare fills in defaults and reports options that make no match.
func (m *Match) prepare() error {
	switch {
	case m.Game == nil:
		return errors.New("match: no game")
	case m.A.New == nil || m.B.New == nil:
		return errors.New("match: a player is missing")
	case m.Pairs < 1:
		return fmt.Errorf("match: %d pairs; want at least 1", m.Pairs)
	case m.RandomPlies < 0:
		return fmt.Errorf("match: %d random plies", m.RandomPlies)
	case m.Limits.Clock != nil:
		return errors.New("match: a clock belongs into Options.Clock, not into Limits")
	case m.Clock != nil && (m.Clock.Base <= 0 || m.Clock.Inc < 0):
		return fmt.Errorf("match: time control %v+%v", m.Clock.Base, m.Clock.Inc)
	}
	if m.MaxPlies <= 0 {
		m.MaxPlies = DefaultMaxPlies
	}
	if m.Margin <= 0 {
		m.Margin = DefaultMargin
	}
	m.Concurrency = min(max(m.Concurrency, 1), 2*m.Pairs)
	for _, e := range []Entrant{m.A, m.B} {
		lim := m.Limits
		if e.Limits != nil {
			lim = *e.Limits
		}
		if e.Check == nil {
			continue
		}
		if err := e.Check(lim, m.Clock != nil); err != nil {
			return fmt.Errorf("player %s: %w", e.Name, err)
		}
	}
	return nil
}

// work plays the games that arrive until there are no more, ctx is done or a
// player cannot be made.
func (m Match) work(ctx context.Context, book *book, next <-chan int, finished chan<- Finished) error {
	t := newTable(m)
	defer t.close()
	for index := range next {
		opening, err := book.draw(index / 2)
		if err != nil {
			return fmt.Errorf("game %d: %w", index, err)
		}
		f, err := t.play(ctx, index, opening)
		if ctx.Err() != nil {
			return nil // the game was cut short
		}
		if err != nil {
			return fmt.Errorf("game %d, %s - %s: %w", index, f.Game.First, f.Game.Second, err)
		}
		finished <- f
	}
	return nil
}
