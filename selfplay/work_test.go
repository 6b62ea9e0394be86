package selfplay

import (
	"context"
	"testing"

	"apprentice/agent"
	"apprentice/selfplay/run"

	"github.com/google/go-cmp/cmp"
)

// helping is a helper made of a function that plays a unit.
type helping func(ctx context.Context, b *Batch, w *Work, a *agent.Agent, unit int) error

func (h helping) Cores() int { return 1 }

// Help passes on every unit that it can get until the batch is over.
func (h helping) Help(ctx context.Context, b *Batch, w *Work) error {
	a := b.NewAgent()
	for {
		changed := w.Changed()
		if unit, ok := w.Take(); ok {
			if err := h(ctx, b, w, a, unit); err != nil {
				return err
			}
			continue
		}
		select {
		case <-changed:
		case <-w.Over():
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// playAs plays a unit and delivers it in the name of a player.
func playAs(ctx context.Context, b *Batch, w *Work, a *agent.Agent, unit int, player string) error {
	u, err := b.PlayUnit(ctx, a, unit, nil)
	if err != nil {
		return err
	}
	u.Shard.Player = player
	return w.Deliver(ctx, u, nil)
}

// Whoever plays the units, whatever they do with them, the shards are the same
// and each is committed once.
func TestHelpersSameShards(t *testing.T) {
	units := []int{0, 1, 2, 3, 4, 5}
	want := playBatch(t, testBatch(t, 1, units...), never)
	for name, help := range map[string]helping{
		"plays": func(ctx context.Context, b *Batch, w *Work, a *agent.Agent, unit int) error {
			return playAs(ctx, b, w, a, unit, "")
		},
		"plays twice": func(ctx context.Context, b *Batch, w *Work, a *agent.Agent, unit int) error {
			_ = playAs(ctx, b, w, a, unit, "")
			return playAs(ctx, b, w, a, unit, "")
		},
		"never delivers": func(context.Context, *Batch, *Work, *agent.Agent, int) error { return nil },
		"fails": func(_ context.Context, _ *Batch, w *Work, _ *agent.Agent, unit int) error {
			w.Reserve(unit)
			return nil
		},
		"gives back and plays": func(ctx context.Context, b *Batch, w *Work, a *agent.Agent, unit int) error {
			w.Return(unit)
			return playAs(ctx, b, w, a, unit, "")
		},
	} {
		for _, spare := range []bool{false, true} {
			if spare && name == "never delivers" {
				continue // nobody would play
			}
			b := testBatch(t, 1, units...)
			b.Helpers, b.Spare = help, spare
			if diff := cmp.Diff(want, playBatch(t, b, never)); diff != "" {
				t.Errorf("helper %s, spare %v (-alone +with it):\n%.2000s", name, spare, diff)
			}
		}
	}
}

// Once there is enough, what helpers have not begun is dropped and gaps are
// closed, so that the units have no gap.
func TestHelpersEnough(t *testing.T) {
	var held []int
	b := testBatch(t, 1, 0, 1, 2, 3, 4, 5, 6, 7)
	b.Spare = true
	enough := false
	b.Helpers = helping(func(ctx context.Context, b *Batch, w *Work, a *agent.Agent, unit int) error {
		held = append(held, unit)
		if len(held) < 5 { // 0 to 4: of these, 2 was begun
			return nil
		}
		enough = true
		if _, ok := w.Take(); ok || !w.Closed() {
			t.Error("a unit is handed out although there is enough")
		}
		if err := playAs(ctx, b, w, a, 2, ""); err != nil {
			return err
		}
		for _, unit := range []int{4, 3} {
			w.Return(unit)
		}
		for _, unit := range []int{1, 0} {
			w.Reserve(unit)
		}
		return nil
	})
	got := playBatch(t, b, func() bool { return enough })
	for unit := range 3 {
		if got[unit].Games == 0 {
			t.Errorf("unit %d is missing", unit)
		}
	}
	if len(got) != 3 {
		t.Errorf("%d units, want 3", len(got))
	}
}

// What a player has delivered can be taken back until the batch ends, and is
// played again.
func TestHelpersWithdraw(t *testing.T) {
	units := []int{0, 1, 2, 3}
	want := playBatch(t, testBatch(t, 1, units...), never)
	b := testBatch(t, 1, units...)
	b.Spare = true
	shards := map[int]run.Shard{}
	b.Withdraw = func(player string) (w run.Withdrawal, err error) {
		for _, unit := range units {
			if s, ok := shards[unit]; ok && s.Player == player {
				delete(shards, unit)
				w.Units, w.Games, w.Positions = append(w.Units, unit), w.Games+int64(s.Games), w.Positions+s.Positions
			}
		}
		return w, nil
	}
	delivered, caught := 0, false
	b.Helpers = helping(func(ctx context.Context, b *Batch, w *Work, a *agent.Agent, unit int) error {
		if caught {
			return playAs(ctx, b, w, a, unit, "honest")
		}
		w.Hold() // an audit
		defer w.Release()
		if err := playAs(ctx, b, w, a, unit, "cheater"); err != nil {
			return err
		}
		if delivered++; delivered < len(units) {
			return nil
		}
		caught = true
		got, err := w.Withdraw(ctx, "cheater")
		if len(got.Units) != len(units) {
			t.Errorf("units %v taken back, want all", got.Units)
		}
		return err
	})
	var tally Tally
	must(t, b.Play(t.Context(), &tally, never, func(u Unit) error {
		if _, twice := shards[u.Shard.Unit]; twice {
			t.Errorf("unit %d twice", u.Shard.Unit)
		}
		u.Shard.Seconds = 0
		shards[u.Shard.Unit] = u.Shard
		return nil
	}))
	if n := int64(len(units) * UnitGames); tally.Games.Load() != n {
		t.Errorf("%d games in the tally, want %d", tally.Games.Load(), n)
	}
	for unit, s := range shards {
		if s.Player != "honest" {
			t.Errorf("unit %d is by %q", unit, s.Player)
		}
		s.Player = ""
		shards[unit] = s
	}
	if diff := cmp.Diff(want, shards); diff != "" {
		t.Errorf("after a cheater (-alone +now):\n%.2000s", diff)
	}
}
