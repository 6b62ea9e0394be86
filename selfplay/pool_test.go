package selfplay

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"apprentice/agent"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"

	"github.com/google/go-cmp/cmp"
)

func testBatch(t testing.TB, workers int, units ...int) Batch {
	g := tictactoe.Game{}
	return Batch{
		Game: g, NewAgent: func() *agent.Agent { return newAgent(t, g, 1) },
		Seed: 9, Generation: 2, Units: units, Rules: tictactoeRules, Workers: workers,
	}
}

func never() bool { return false }

// playBatch returns the shards of b by unit, without their seconds.
func playBatch(t testing.TB, b Batch, enough func() bool) map[int]run.Shard {
	t.Helper()
	shards := map[int]run.Shard{}
	var tally Tally
	positions := int64(0)
	must(t, b.Play(t.Context(), &tally, enough, func(u Unit) error {
		if _, twice := shards[u.Shard.Unit]; twice {
			t.Errorf("unit %d twice", u.Shard.Unit)
		}
		positions += u.Shard.Positions
		u.Shard.Seconds = 0
		shards[u.Shard.Unit] = u.Shard
		return nil
	}))
	if got := tally.Games.Load(); got != int64(UnitGames*len(shards)) || tally.Positions.Load() != positions {
		t.Errorf("tally of %d games and %d positions after %d units of %d positions", got, tally.Positions.Load(), len(shards), positions)
	}
	return shards
}

// The number of workers does not change a byte of any shard, and neither do
// the units that are played beside it.
func TestBatchWorkers(t *testing.T) {
	want := playBatch(t, testBatch(t, 1, 0, 1, 2, 3, 4), never)
	if len(want) != 5 {
		t.Fatalf("%d units, want 5", len(want))
	}
	for _, workers := range []int{2, 4} {
		if diff := cmp.Diff(want, playBatch(t, testBatch(t, workers, 0, 1, 2, 3, 4), never)); diff != "" {
			t.Errorf("%d workers (-one +several):\n%.2000s", workers, diff)
		}
	}
	alone := playBatch(t, testBatch(t, 0, 3), never) // at least one worker there is
	if diff := cmp.Diff(map[int]run.Shard{3: want[3]}, alone); diff != "" {
		t.Errorf("unit 3 alone (-among others +alone):\n%.2000s", diff)
	}
}

// A shard holds the games of its unit in order, and its counters are theirs.
func TestShardCounts(t *testing.T) {
	b := testBatch(t, 1, 2)
	b.Rules = Rules{RandomPlies: 4, Nodes: 5, MaxPlies: 8}
	shard := playBatch(t, b, never)[2]
	played, err := record.DecodeShard(shard.Blob)
	must(t, err)
	want := run.Shard{Generation: 2, Unit: 2, Games: UnitGames, Blob: shard.Blob, Nodes: shard.Nodes}
	for i := range played {
		g := &played[i]
		if g.Index != uint64(2*UnitGames+i) || g.Generation != 2 || g.Seed != 9 {
			t.Errorf("game %d of unit 2 is game %d of generation %d, seed %d", i, g.Index, g.Generation, g.Seed)
		}
		want.Plies += int64(len(g.Plies))
		want.Positions += int64(g.Values())
		switch g.Outcome.Result {
		case games.Win:
			want.FirstWins++
		case games.Draw:
			want.Draws++
		case games.Loss:
			want.SecondWins++
		}
		if g.Outcome.Reason == games.PlyCap {
			want.Capped++
		}
	}
	if diff := cmp.Diff(want, shard); diff != "" || len(played) != UnitGames {
		t.Errorf("%d games (-counted +shard):\n%s", len(played), diff)
	}
	if want.FirstWins*want.SecondWins*want.Capped == 0 || shard.Nodes < shard.Positions {
		t.Errorf("no good test: %+v", want)
	}
}

// Once there is enough no unit is begun, except to close gaps.
func TestBatchEnough(t *testing.T) {
	b := testBatch(t, 2, 1, 3, 4, 5)
	b.Required = 4
	got := playBatch(t, b, func() bool { return true })
	if _, one := got[1]; !one || len(got) != 2 || got[3].Games == 0 {
		t.Errorf("%d units played, want 1 and 3", len(got))
	}
	asked := 0
	b = testBatch(t, 1, 0, 1, 2, 3, 4, 5)
	got = playBatch(t, b, func() bool { asked++; return asked > 3 })
	if len(got) != 3 || asked != 4 {
		t.Errorf("%d units played, asked %d times, want 3 and 4", len(got), asked)
	}
	for unit := range 3 {
		if got[unit].Games == 0 {
			t.Errorf("unit %d is missing: a gap", unit)
		}
	}
}

// An interruption ends a batch at once with what was committed whole, and the
// units that are missing can be played later.
func TestBatchInterrupted(t *testing.T) {
	units := []int{0, 1, 2, 3, 4, 5, 6, 7} // more than both workers can end after the last stop
	want := playBatch(t, testBatch(t, 2, units...), never)
	for stopAt := 1; stopAt <= 3; stopAt += 2 {
		ctx, cancel := context.WithCancel(t.Context())
		got := map[int]run.Shard{}
		keep := func(u Unit) error {
			u.Shard.Seconds = 0
			got[u.Shard.Unit] = u.Shard
			if len(got) == stopAt {
				cancel()
			}
			return nil
		}
		if err := testBatch(t, 2, units...).Play(ctx, new(Tally), never, keep); !errors.Is(err, context.Canceled) {
			t.Errorf("stopped after %d units: %v", stopAt, err)
		}
		if len(got) < stopAt || len(got) > stopAt+2 {
			t.Errorf("stopped after %d units, %d are there", stopAt, len(got))
		}
		var rest []int
		for _, unit := range units {
			if _, there := got[unit]; !there {
				rest = append(rest, unit)
			}
		}
		must(t, testBatch(t, 2, rest...).Play(t.Context(), new(Tally), never, keep))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("stopped after %d units, then %v (-at once +in two sittings):\n%.2000s", stopAt, rest, diff)
		}
	}
}

// The first error of commit ends the batch and is returned.
func TestBatchCommitFails(t *testing.T) {
	full := errors.New("disk full")
	for _, workers := range []int{1, 3} {
		var committed []int
		err := testBatch(t, workers, 0, 1, 2, 3, 4, 5, 6, 7).Play(t.Context(), new(Tally), never, func(u Unit) error {
			if len(committed) == 2 {
				return full
			}
			committed = append(committed, u.Shard.Unit)
			return nil
		})
		if !errors.Is(err, full) || len(committed) != 2 {
			t.Errorf("%d workers: %v after units %v", workers, err, slices.Sorted(slices.Values(committed)))
		}
	}
}

// faulty is a game whose third start panics.
type faulty struct {
	tictactoe.Game
	starts *atomic.Int32
}

func (f faulty) Start() games.Position {
	if f.starts.Add(1) == 3 {
		panic("no board")
	}
	return f.Game.Start()
}

// A panic ends the batch with an error that names the unit.
func TestBatchPanics(t *testing.T) {
	b := testBatch(t, 2, 4)
	b.Game = faulty{starts: new(atomic.Int32)}
	err := b.Play(t.Context(), new(Tally), never, func(Unit) error { return nil })
	var p *PanicError
	if !errors.As(err, &p) || err.Error() != "unit 4 of generation 2: panic: no board" || !strings.Contains(string(p.Stack), "faulty") {
		t.Errorf("error %v", err)
	}
}

// A closed gate holds all workers, and changes nothing of what they play.
func TestBatchGate(t *testing.T) {
	want := playBatch(t, testBatch(t, 2, 0, 1, 2, 3), never)
	b := testBatch(t, 2, 0, 1, 2, 3)
	b.Gate = new(Gate)
	b.Gate.Close()
	got := map[int]run.Shard{}
	keep := func(u Unit) error {
		u.Shard.Seconds = 0
		got[u.Shard.Unit] = u.Shard
		b.Gate.Close() // and let it be opened again
		return nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := b.Play(ctx, new(Tally), never, keep); !errors.Is(err, context.Canceled) || len(got) > 0 {
		t.Errorf("%d units through a closed gate: %v", len(got), err)
	}
	ended := make(chan error)
	go func() { ended <- b.Play(t.Context(), new(Tally), never, keep) }()
	for open := true; open; {
		select {
		case err := <-ended:
			must(t, err)
			open = false
		default:
			b.Gate.Open()
			time.Sleep(time.Millisecond)
		}
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("with a gate that opens and closes (-without +with):\n%.2000s", diff)
	}
}
