package cluster

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"

	"apprentice/selfplay"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// waitingAudits is how many units may wait to be played again; what comes while
// that many wait is not audited.
const waitingAudits = 4

// audit is a unit to be played again.
type audit struct {
	unit selfplay.Unit
	done func()
}

// drawn reports whether a unit is to be audited: by chance, so that nobody can
// know.
func (s *shift) drawn(selfplay.Unit) bool {
	return s.c.o.Audit > 0 && rand.IntN(s.c.o.Audit) == 0
}

// errMemory ends the run: this machine does not play the same games twice.
var errMemory = errors.New("this machine played a unit twice and got different games: its memory or processor is faulty; test it before you continue")

// audit plays units again until ctx is done.
func (s *shift) audit(ctx context.Context, audits <-chan audit) error {
	for {
		select {
		case a := <-audits:
			err := s.judge(ctx, a.unit)
			a.done()
			if err != nil && ctx.Err() == nil {
				return err
			}
		case <-ctx.Done():
			return nil
		}
	}
}

// judge plays a unit again and, if it differs, once more: the memory of this
// machine may be what is faulty.
func (s *shift) judge(ctx context.Context, u selfplay.Unit) error {
	again, err := s.replay(ctx, u.Shard.Unit)
	if err != nil {
		return err
	}
	if same, err := selfplay.Same(&u, again); err != nil {
		return err
	} else if same {
		return s.c.o.File.AuditShard(s.b.Generation, u.Shard.Unit, "")
	}
	judge, err := s.replay(ctx, u.Shard.Unit)
	if err != nil {
		return err
	}
	if same, err := selfplay.Same(again, judge); err != nil {
		return err
	} else if !same {
		// One of them may still be right; the worker is not to blame.
		s.c.note(s.b.Generation, event.Warning{What: "memory", Text: errMemory.Error()})
		return errMemory
	}
	return s.expel(ctx, u.Shard)
}

// replay plays a unit on this machine.
func (s *shift) replay(ctx context.Context, unit int) (*selfplay.Unit, error) {
	u, err := s.b.PlayUnit(ctx, s.b.NewAgent(), unit, nil)
	if err == nil && s.c.o.spoil != nil {
		s.c.o.spoil(&u)
	}
	return &u, err
}

// expel refuses a worker from now on, throws away what it has played of this
// generation, and marks what it played before as suspect.
func (s *shift) expel(ctx context.Context, shard run.Shard) error {
	c := s.c
	c.mu.Lock()
	w := c.named(shard.Player)
	if w == nil {
		c.mu.Unlock()
		return nil
	}
	why := fmt.Sprintf("%s is refused: its games of unit %d of generation %d are not those of the network; test the memory of that machine, then start it under another --name", w.called, shard.Unit, shard.Generation)
	c.refused[w.called] = why
	var names []string
	for _, other := range c.members {
		if other.called == w.called {
			other.gone, other.row.State, other.row.Fault = true, run.WorkerRefusedState, why
			other.row.Faults++
			names = append(names, other.row.Name)
		}
	}
	c.mu.Unlock()
	c.o.Notice(why)
	cheated := event.Cheated{Worker: w.called, Unit: shard.Unit}
	for _, name := range names {
		taken, err := s.w.Withdraw(ctx, name)
		if err != nil {
			return err
		}
		cheated.Withdrawn += len(taken.Units)
		marked, generations, err := c.o.File.Suspect(name, s.b.Generation, why)
		if err != nil {
			return err
		}
		cheated.Suspect += marked
		cheated.Generations = append(cheated.Generations, generations...)
	}
	c.note(s.b.Generation, cheated)
	return nil
}
