package eval

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"apprentice/agent/search"
	"apprentice/games"
)

// Tournament is a number of game pairs between the players of each pairing: one
// Match per pairing, all played side by side. A round is a pair of games of
// every pairing, and all of them begin with the same opening. With limits in
// nodes or depth every game is a function of the tournament and its index, and
// the results are the same for any Concurrency.
type Tournament struct {
	Game     games.Game
	Players  []Entrant // with different names where their ratings are wanted
	Pairings [][2]int  // who meets whom, as indices of Players: A and B of a Match
	Options            // Pairs of each pairing; Report and Stop see the pairing of the game
}

// RoundRobin returns the pairings in which each of n players meets every other.
func RoundRobin(n int) [][2]int {
	var pairings [][2]int
	for a := range n {
		for b := a + 1; b < n; b++ {
			pairings = append(pairings, [2]int{a, b})
		}
	}
	return pairings
}

// Gauntlet returns the pairings in which the first of n players meets every
// other.
func Gauntlet(n int) [][2]int { return RoundRobin(n)[:max(n-1, 0)] }

// Games is the number of games of the whole tournament.
func (t Tournament) Games() int { return 2 * t.Pairs * len(t.Pairings) }

// PairingOf returns which of the pairings plays the game of an index, and which
// of its pairs the game belongs to.
func (t Tournament) PairingOf(index uint64) (pairing, pair int) {
	i := int(index / 2)
	return i % len(t.Pairings), i / len(t.Pairings)
}

// Play plays the tournament and returns the result of every pairing. It returns
// what was finished with every error; the error is that of ctx if ctx ended the
// tournament. A pair with only one game then counts as a game. All players are
// closed and all goroutines have ended when it returns.
func (t Tournament) Play(ctx context.Context) ([]Result, error) {
	sink := newSink(&t)
	if err := t.prepare(); err != nil {
		return sink.results, err
	}
	played := make(map[int]bool, len(t.Played))
	for _, f := range t.Played {
		played[int(f.Game.Index)] = true
		if err := sink.put(f); err != nil || sink.stopped {
			return sink.results, err
		}
	}
	if sink.counted < t.Games() {
		if err := t.try(ctx); err != nil {
			return sink.results, err
		}
	}
	inner, cancel := context.WithCancel(ctx)
	defer cancel()

	book := newBook(t.Game, t.Options)
	next := make(chan int)
	finished := make(chan Finished)
	failed := make(chan error, t.Concurrency) // one for each worker at most

	go func() {
		defer close(next)
		for index := range t.Games() {
			if played[index] {
				continue
			}
			select {
			case next <- index:
			case <-inner.Done():
				return
			}
		}
	}()
	var workers sync.WaitGroup
	for range t.Concurrency {
		workers.Go(func() {
			if err := t.work(inner, book, next, finished); err != nil {
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
			if err = sink.take(f); err != nil || sink.stopped {
				cancel()
			}
		}
	}
	if err == nil && !sink.stopped {
		err = sink.flush()
	}
	close(failed)
	err = errors.Join(err, <-failed)
	if err == nil && !sink.stopped && sink.counted < t.Games() {
		err = ctx.Err()
	}
	return sink.results, err
}

// prepare fills in defaults and reports invalid options.
func (t *Tournament) prepare() error {
	switch {
	case t.Game == nil:
		return errors.New("match: no game")
	case len(t.Pairings) == 0:
		return errors.New("match: no pairings")
	case t.Pairs < 1:
		return fmt.Errorf("match: %d pairs; want at least 1", t.Pairs)
	case t.RandomPlies < 0:
		return fmt.Errorf("match: %d random plies", t.RandomPlies)
	case t.Skip < 0:
		return fmt.Errorf("match: %d openings to skip", t.Skip)
	case t.Limits.Clock != nil:
		return errors.New("match: a clock belongs in Options.Clock, not in Limits")
	}
	if err := t.Adjudication.check(); err != nil {
		return err
	}
	if t.MaxPlies <= 0 {
		t.MaxPlies = DefaultMaxPlies
	}
	if t.Margin <= 0 {
		t.Margin = DefaultMargin
	}
	t.Concurrency = min(max(t.Concurrency, 1), t.Games())
	for _, e := range t.Players {
		if err := t.seat(e); err != nil {
			return err
		}
	}
	return nil
}

// seat returns an error if a player cannot enter the tournament.
func (t *Tournament) seat(e Entrant) error {
	if e.New == nil {
		return errors.New("match: a player is missing")
	}
	clock := e.clock(t.Options)
	if err := clock.check(); err != nil {
		return err
	}
	if e.Check == nil {
		return nil
	}
	if err := e.Check(e.limits(t.Options), clock != nil); err != nil {
		return fmt.Errorf("player %s: %w", e.Name, err)
	}
	return nil
}

// limits returns the limits of the player's moves in a match.
func (e Entrant) limits(o Options) search.Limits {
	if e.Limits != nil {
		return *e.Limits
	}
	return o.Limits
}

// try returns an error if a player cannot play with the limits of the
// tournament. It stops at the end of ctx.
func (t *Tournament) try(ctx context.Context) error {
	for _, e := range t.Players {
		if e.Try == nil {
			continue
		}
		err := e.Try(ctx, e.limits(t.Options))
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if err != nil {
			return fmt.Errorf("player %s: %w", e.Name, err)
		}
	}
	return nil
}

// work plays the games that arrive until the last one, until ctx is done or
// until a player cannot be made.
func (t Tournament) work(ctx context.Context, book *book, next <-chan int, finished chan<- Finished) error {
	table := newTable(t)
	defer table.close()
	for index := range next {
		_, pair := t.PairingOf(uint64(index))
		opening, err := book.draw(pair)
		if err != nil {
			return fmt.Errorf("game %d: %w", index+1, err)
		}
		f, err := table.play(ctx, index, opening)
		if ctx.Err() != nil {
			return nil // the game was cut short
		}
		if err != nil {
			return fmt.Errorf("game %d, %s - %s: %w", index+1, f.Game.First, f.Game.Second, err)
		}
		finished <- f
	}
	return nil
}
