package selfplay

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"apprentice/agent"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/selfplay/run"
)

// UnitGames is the number of games of a unit: the part of a generation that one
// worker plays and that reaches the run file whole or not at all. It is about a
// second of work, so that a kill loses little and commits stay rare.
const UnitGames = 128

// Batch is a generation's games to be played.
type Batch struct {
	Game       games.Game
	NewAgent   func() *agent.Agent // one for each worker, all with the same network
	Seed       uint64
	Generation int
	Units      []int // the units still to play, in order
	Required   int   // units below this number are played even when enough is true: they close gaps
	Rules      Rules
	Workers    int   // at least 1
	Gate       *Gate // workers wait at it between two games; nil for none
}

// pendingUnits is how many finished units may wait for a delayed commit, such as
// one blocked by a lock of another program, while workers continue.
const pendingUnits = 64

// Unit is a finished unit: a shard for the run file and the audit of its
// adjudications.
type Unit struct {
	Shard run.Shard
	Audit Audit
}

// Tally counts the games and positions of the units in progress and finished.
// Workers add to it after every game; anyone may read it.
type Tally struct {
	Games, Positions atomic.Int64
}

// Play plays the units of b on b.Workers goroutines and hands each finished
// one to commit, which is never called twice at once. Units finish in any
// order, but are begun in order. Once enough, which may be called while commit
// runs, reports true, no further unit beyond b.Required is begun, and Play
// returns after those under way. It stops with the first error of commit or ctx;
// its goroutines have ended when it returns. A worker that panics is an error
// too: a *PanicError that names the unit.
func (b Batch) Play(ctx context.Context, tally *Tally, enough func() bool, commit func(Unit) error) error {
	group, ctx := errgroup.WithContext(ctx)
	next := make(chan int)
	finished := make(chan Unit, pendingUnits)

	group.Go(func() error {
		defer close(next)
		for _, unit := range b.Units {
			if unit >= b.Required && enough() {
				return nil
			}
			select {
			case next <- unit:
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	workers, workersCtx := errgroup.WithContext(ctx)
	for range max(b.Workers, 1) {
		workers.Go(func() error {
			a := b.NewAgent()
			for unit := range next {
				var done Unit
				err := Guard(fmt.Sprintf("unit %d of generation %d", unit, b.Generation), func() (err error) {
					done, err = b.playUnit(workersCtx, a, unit, tally)
					return err
				})
				if err != nil {
					return err
				}
				select {
				case finished <- done:
				case <-workersCtx.Done():
					return workersCtx.Err()
				}
			}
			return nil
		})
	}
	group.Go(func() error {
		defer close(finished)
		return workers.Wait()
	})
	group.Go(func() error {
		for done := range finished {
			if err := commit(done); err != nil {
				return err
			}
		}
		return nil
	})
	return group.Wait()
}

// playUnit plays the games of one unit in order.
func (b Batch) playUnit(ctx context.Context, a *agent.Agent, unit int, tally *Tally) (Unit, error) {
	var worked time.Duration // pauses do not count
	u := Unit{Shard: run.Shard{Generation: b.Generation, Unit: unit}}
	played := make([]record.Game, 0, UnitGames)
	for i := range UnitGames {
		if err := b.Gate.Wait(ctx); err != nil {
			return Unit{}, err
		}
		begun := time.Now()
		id := Identity{Seed: b.Seed, Generation: b.Generation, Index: uint64(unit*UnitGames + i)}
		p, err := Play(ctx, b.Game, a, id, b.Rules)
		if err != nil {
			return Unit{}, err
		}
		played = append(played, p.Game)
		positions := count(&u.Shard, &p)
		u.Audit.Add(p.Audit)
		tally.Games.Add(1)
		tally.Positions.Add(positions)
		worked += time.Since(begun)
	}
	u.Shard.Blob = record.EncodeShard(played)
	u.Shard.Seconds = worked.Seconds()
	return u, nil
}

// count adds one game to the counters of its shard and returns its positions:
// the plies that a search chose.
func count(s *run.Shard, p *Played) (positions int64) {
	for _, ply := range p.Game.Plies {
		if ply.Flags&record.HasValue != 0 {
			positions++
		}
	}
	s.Games++
	s.Plies += int64(len(p.Game.Plies))
	s.Positions += positions
	s.Nodes += p.Nodes
	switch p.Game.Outcome.Result {
	case games.Win:
		s.FirstWins++
	case games.Draw:
		s.Draws++
	case games.Loss:
		s.SecondWins++
	}
	if p.Game.Outcome.Reason == games.PlyCap {
		s.Capped++
	}
	return positions
}
