package selfplay

import (
	"context"
	"errors"
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
	Network    Network             // the same, for helpers
	Seed       uint64
	Generation int
	Units      []int // the units still to play, sorted
	Required   int   // units below this number are played even when enough is true: they close gaps
	Rules      Rules
	Workers    int   // at least 1
	Gate       *Gate // workers wait at it between two games; nil for none

	// Helpers play units too; nil for none. With Spare, workers play only what the
	// helpers failed to play.
	Helpers Helpers
	Spare   bool

	// Withdraw takes the units of the generation that a player has delivered out
	// of the run file. It is called in turn with commit. It may
	// be nil without Helpers.
	Withdraw func(player string) (run.Withdrawal, error)
}

// Network is the network that plays a batch, as a file.
type Network struct {
	SHA  string // SHA-256 of Blob, in hex
	Blob []byte // float network file
}

// Helpers play units of a batch beside the workers of this process, such as on
// other machines.
type Helpers interface {
	// Help takes units from w and delivers them until w is over or ctx is done. An
	// error ends the batch: failures of single helpers are not errors.
	Help(ctx context.Context, b *Batch, w *Work) error

	// Cores returns how many cores play besides those of this process.
	Cores() int
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

func (t *Tally) add(games, positions int64) {
	t.Games.Add(games)
	t.Positions.Add(positions)
}

// Play plays the units of b on b.Workers goroutines and by its helpers, and
// hands each finished one to commit, which is never called twice at once, and
// which returns run.ErrDuplicate for a unit that it has already. Units finish in
// any order, but are begun in order. Once enough, which may be called while
// commit runs, reports true, no further unit beyond b.Required is begun except
// to close gaps, and Play returns after those under way. It stops with the first
// error of commit or ctx; its goroutines have ended when it returns. A worker
// that panics is an error too: a *PanicError that names the unit.
func (b Batch) Play(ctx context.Context, tally *Tally, enough func() bool, commit func(Unit) error) error {
	group, ctx := errgroup.WithContext(ctx)
	w := newWork(b.Units, b.Required, enough)
	for range max(b.Workers, 1) {
		group.Go(func() error { return b.work(ctx, w, tally) })
	}
	if b.Helpers != nil {
		group.Go(func() error { return b.Helpers.Help(ctx, &b, w) })
	}
	group.Go(func() error { return b.commit(ctx, w, tally, commit) })
	return group.Wait()
}

// work plays units until the batch is over.
func (b *Batch) work(ctx context.Context, w *Work, tally *Tally) error {
	var a *agent.Agent
	for {
		c := w.claim(ctx, b.Spare)
		if c == nil {
			return ctx.Err()
		}
		if a == nil {
			a = b.NewAgent()
		}
		err := b.playClaim(ctx, w, c, a, tally)
		w.left(c)
		if err != nil {
			return err
		}
	}
}

// playClaim plays and delivers a unit, unless somebody else delivers it first.
func (b *Batch) playClaim(ctx context.Context, w *Work, c *claim, a *agent.Agent, tally *Tally) error {
	var done Unit
	var own Tally
	err := Guard(fmt.Sprintf("unit %d of generation %d", c.unit, b.Generation), func() (err error) {
		done, err = b.PlayUnit(c.ctx, a, c.unit, func(positions int64) {
			own.add(1, positions)
			tally.add(1, positions)
		})
		return err
	})
	kept := func(kept bool) {
		if !kept {
			tally.add(-own.Games.Load(), -own.Positions.Load())
		}
	}
	switch {
	case err == nil:
		return w.deliver(ctx, delivery{unit: done, counted: true, kept: kept})
	case ctx.Err() == nil && c.ctx.Err() != nil: // somebody else was first
		kept(false)
		return nil
	}
	return err
}

// commit hands finished units to keep, one at a time, until the batch is over.
func (b *Batch) commit(ctx context.Context, w *Work, tally *Tally, keep func(Unit) error) error {
	for {
		select {
		case d := <-w.deliveries:
			if d.withdraw != nil {
				r := d.withdraw
				r.result, r.err = b.Withdraw(r.player)
				tally.add(-r.result.Games, -r.result.Positions)
				w.withdrawn(r.result.Units)
				close(r.done)
				continue
			}
			if !d.counted {
				tally.add(int64(d.unit.Shard.Games), d.unit.Shard.Positions)
			}
			err := keep(d.unit)
			if err != nil && !errors.Is(err, run.ErrDuplicate) {
				return err
			}
			if d.kept != nil {
				d.kept(err == nil)
			}
			w.committed()
		case <-w.over:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// PlayUnit plays the games of one unit in order. The result depends on the
// network of a, and on Game, Seed, Generation and Rules of b alone, apart from
// the seconds that it took. progress, which may be nil, is called after every
// game with its number of positions.
func (b *Batch) PlayUnit(ctx context.Context, a *agent.Agent, unit int, progress func(positions int64)) (Unit, error) {
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
		worked += time.Since(begun)
		if progress != nil {
			progress(positions)
		}
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
