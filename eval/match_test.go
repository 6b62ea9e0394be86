package eval

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"go.uber.org/goleak"

	"apprentice/agent/search"
	"apprentice/eval/stat"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// scripted is a player that a test supplies the moves of.
type scripted struct {
	Random
	move   func(ctx context.Context, s Situation, lim search.Limits) (Choice, error)
	closed *atomic.Int32
}

func (p *scripted) Move(ctx context.Context, s Situation, lim search.Limits) (Choice, error) {
	if p.move == nil {
		return p.Random.Move(ctx, s, lim)
	}
	return p.move(ctx, s, lim)
}

func (p *scripted) Close() error {
	if p.closed != nil {
		p.closed.Add(1)
	}
	return nil
}

// entrant returns an entrant whose players choose by move, after the random
// player has been seeded; nil plays at random.
func entrant(name string, move func(r *Random, ctx context.Context, s Situation) (Choice, error)) Entrant {
	return Entrant{Name: name, New: func(context.Context) (Player, error) {
		p := &scripted{Random: *NewRandom()}
		if move != nil {
			p.move = func(ctx context.Context, s Situation, _ search.Limits) (Choice, error) {
				return move(&p.Random, ctx, s)
			}
		}
		return p, nil
	}}
}

// winner takes a win on the board and plays at random otherwise.
func winner(r *Random, ctx context.Context, s Situation) (Choice, error) {
	for _, m := range s.Pos.Moves(nil, games.AllMoves) {
		s.Pos.Make(m, nil)
		wins := s.Pos.Outcome().Result == games.Loss
		s.Pos.Unmake()
		if wins {
			return Choice{Move: m, Value: 500, HasValue: true}, nil
		}
	}
	c, err := r.Move(ctx, s, search.Limits{})
	c.Value, c.HasValue = -7, true
	return c, err
}

func randoms(opts Options) Match {
	return Match{Game: tictactoe.Game{}, A: entrant("a", nil), B: entrant("b", nil), Options: opts}
}

// played plays m, collects its games and fails the test on an error.
func played(t *testing.T, m Match) (Result, []Finished) {
	t.Helper()
	var all []Finished
	m.Report = func(f Finished, _ Result) error {
		all = append(all, f)
		return nil
	}
	r, err := m.Play(t.Context())
	if err != nil {
		t.Fatalf("seed %d: %v", m.Seed, err)
	}
	return r, all
}

// timeless forgets the figures of a result that a clock made.
func timeless(r Result) Result {
	for i := range r.Effort {
		r.Effort[i].Time = 0
	}
	return r
}

func bytesOf(all []Finished) string {
	var b []byte
	for _, f := range all {
		b = record.AppendGame(b, &f.Game)
	}
	return string(b)
}

func TestMatchSameForAnyConcurrency(t *testing.T) {
	opts := Options{Pairs: 60, RandomPlies: 2, Seed: 5}
	want, wantGames := played(t, randoms(opts))
	for _, n := range []int{2, 7, 1000} {
		opts.Concurrency = n
		got, gotGames := played(t, randoms(opts))
		if diff := cmp.Diff(timeless(want), timeless(got)); diff != "" {
			t.Errorf("seed %d, %d at a time: result differs:\n%s", opts.Seed, n, diff)
		}
		if bytesOf(gotGames) != bytesOf(wantGames) {
			t.Errorf("seed %d, %d at a time: games differ", opts.Seed, n)
		}
	}
	opts.Seed++
	if _, other := played(t, randoms(opts)); bytesOf(other) == bytesOf(wantGames) {
		t.Error("another seed plays the same games")
	}
}

func TestMatchPairsShareAnOpeningAndSwapSides(t *testing.T) {
	const plies = 3
	openings := []Opening{{Start: "3/1X1/3 o"}, {}, {Start: "o2/1X1/3 x"}}
	_, all := played(t, randoms(Options{Pairs: 12, RandomPlies: plies, Seed: 9, Openings: openings, Concurrency: 3}))
	starts := map[string]int{}
	for i := 0; i < len(all); i += 2 {
		x, y := all[i], all[i+1]
		if x.Game.Index != uint64(i) || y.Game.Index != uint64(i+1) {
			t.Fatalf("games %d and %d reported as %d and %d", i, i+1, x.Game.Index, y.Game.Index)
		}
		if !x.AFirst || y.AFirst || x.Game.First != "a" || x.Game.Second != "b" || y.Game.First != "b" || y.Game.Second != "a" {
			t.Errorf("pair %d: %s - %s, then %s - %s", i/2, x.Game.First, x.Game.Second, y.Game.First, y.Game.Second)
		}
		if x.Game.Start != y.Game.Start || !cmp.Equal(x.Game.Plies[:plies], y.Game.Plies[:plies]) {
			t.Errorf("pair %d: openings differ", i/2)
		}
		starts[x.Game.Start]++
	}
	if len(starts) != 3 || starts[""] != 4 {
		t.Errorf("openings were used %v times, want 4 times each", starts)
	}
}

// Results are A's: whoever sees wins on the board beats random moves from both
// sides, as A and as B. The values it reports are kept from its own view.
func TestMatchSigns(t *testing.T) {
	good, bad := entrant("winner", winner), entrant("random", nil)
	opts := Options{Pairs: 100, Seed: 3, Concurrency: 2}
	r, all := played(t, Match{Game: tictactoe.Game{}, A: good, B: bad, Options: opts})
	for name, w := range map[string]stat.WDL{"as first": r.AsFirst, "as second": r.AsSecond, "in all": r.WDL} {
		if w.Wins <= w.Losses || w.Games() == 0 {
			t.Errorf("%s: %v for the better player", name, w)
		}
	}
	if r.AsFirst.Plus(r.AsSecond) != r.WDL || 2*r.Pairs.Pairs() != r.Games() || r.Pairs.Score() != r.WDL.Score() {
		t.Errorf("counts disagree: %+v", r)
	}
	if r.AsFirst.Expectation() <= r.AsSecond.Expectation() {
		t.Errorf("to begin is no advantage: %v first, %v second", r.AsFirst, r.AsSecond)
	}
	var w stat.WDL
	for _, f := range all {
		for i, ply := range f.Game.Plies {
			hasValue := (i%2 == 0) == f.AFirst
			if hasValue != (ply.Flags&record.HasValue != 0) || hasValue && ply.Value != -7 && ply.Value != 500 {
				t.Fatalf("game %d ply %d: %+v", f.Game.Index, i, ply)
			}
		}
		won := (f.Game.Outcome.Result == games.Win) == f.AFirst
		if f.Game.Outcome.Result == games.Draw {
			w.Draws++
		} else if won {
			w.Wins++
		} else {
			w.Losses++
		}
	}
	if w != r.WDL {
		t.Errorf("the games say %v, the result %v", w, r.WDL)
	}

	back, _ := played(t, Match{Game: tictactoe.Game{}, A: bad, B: good, Options: opts})
	if back.WDL.Wins >= back.WDL.Losses {
		t.Errorf("%v for the worse player", back.WDL)
	}
}

func TestMatchGamesReplay(t *testing.T) {
	_, all := played(t, randoms(Options{Pairs: 50, Seed: 4}))
	for _, f := range all {
		if _, err := record.Replay(tictactoe.Game{}, &f.Game); err != nil {
			t.Errorf("seed 4, game %d: %v", f.Game.Index, err)
		}
	}
}

func TestMatchPlayerFaults(t *testing.T) {
	boom := errors.New("boom")
	for name, c := range map[string]struct {
		move   func(r *Random, ctx context.Context, s Situation) (Choice, error)
		reason games.Reason
		fault  string
	}{
		"illegal move": {
			func(*Random, context.Context, Situation) (Choice, error) { return Choice{Move: 0xffff}, nil },
			games.IllegalMove, "illegal move 0xffff",
		},
		"no move": {
			func(*Random, context.Context, Situation) (Choice, error) { return Choice{}, nil },
			games.IllegalMove, "illegal move 0x0000",
		},
		"error": {
			func(*Random, context.Context, Situation) (Choice, error) { return Choice{}, boom },
			games.Disconnected, "boom",
		},
	} {
		m := randoms(Options{Pairs: 2, Seed: 1})
		made, closed := 0, new(atomic.Int32)
		m.A.New = func(context.Context) (Player, error) {
			made++
			p := &scripted{Random: *NewRandom(), closed: closed}
			p.move = func(ctx context.Context, s Situation, _ search.Limits) (Choice, error) {
				return c.move(&p.Random, ctx, s)
			}
			return p, nil
		}
		r, all := played(t, m)
		if r.WDL != (stat.WDL{Losses: 4}) || r.Reasons[c.reason] != 4 {
			t.Errorf("%s: %v, %v", name, r.WDL, r.Reasons)
		}
		for _, f := range all {
			if !strings.Contains(f.Fault, c.fault) || !strings.Contains(f.Fault, "a: ") {
				t.Errorf("%s: fault %q does not say %q", name, f.Fault, c.fault)
			}
		}
		if want := map[bool]int{true: 4, false: 1}[c.reason == games.Disconnected]; made != want || int(closed.Load()) != made {
			t.Errorf("%s: %d players made, %d closed, want %d", name, made, closed.Load(), want)
		}
	}
}

func TestMatchForfeitsOnTime(t *testing.T) {
	hang := func(_ *Random, ctx context.Context, _ Situation) (Choice, error) {
		<-ctx.Done()
		return Choice{}, ctx.Err()
	}
	for name, opts := range map[string]Options{
		"clock":     {Pairs: 1, Clock: &TimeControl{Base: 20 * time.Millisecond}, Margin: time.Millisecond},
		"move time": {Pairs: 1, Limits: search.Limits{MoveTime: 20 * time.Millisecond}, Margin: time.Millisecond},
	} {
		r, _ := played(t, Match{Game: tictactoe.Game{}, A: entrant("a", nil), B: entrant("b", hang), Options: opts})
		if r.WDL != (stat.WDL{Wins: 2}) || r.Reasons[games.TimeForfeit] != 2 {
			t.Errorf("%s: %v, %v; want two forfeits by b", name, r.WDL, r.Reasons)
		}
	}
}

// A player that may overrun its time by more than the others has that margin
// of its own.
func TestMatchMargin(t *testing.T) {
	late := func(p *Random, ctx context.Context, s Situation) (Choice, error) {
		time.Sleep(5 * time.Millisecond)
		return p.Move(ctx, s, search.Limits{})
	}
	for margin, want := range map[time.Duration]int{0: 2, time.Hour: 0} {
		m := Match{Game: tictactoe.Game{}, A: entrant("a", nil), B: entrant("b", late), Options: Options{
			Pairs: 1, Limits: search.Limits{MoveTime: time.Nanosecond}, Margin: time.Millisecond,
		}}
		m.A.Margin, m.B.Margin = time.Hour, margin
		if r, _ := played(t, m); r.Reasons[games.TimeForfeit] != want {
			t.Errorf("own margin %v: %v; want %d forfeits", margin, r.Reasons, want)
		}
	}
}

// The clock of the side to move is in the limits, both are in the situation,
// and a move costs its time and earns the increment.
func TestMatchClocks(t *testing.T) {
	const base, inc = time.Hour, time.Minute
	m := randoms(Options{Pairs: 1, Clock: &TimeControl{Base: base, Inc: inc}})
	moves := [2]int{}
	m.A.New = func(context.Context) (Player, error) {
		p := &scripted{Random: *NewRandom()}
		p.move = func(ctx context.Context, s Situation, lim search.Limits) (Choice, error) {
			side := s.Pos.Side()
			if lim.Clock == nil || s.Clocks == nil || *lim.Clock != s.Clocks[side] {
				return Choice{}, fmt.Errorf("limits have %v, situation %v", lim.Clock, s.Clocks)
			}
			gained := lim.Clock.Time - base
			if n := time.Duration((len(s.Moves)) / 2); gained > n*inc || gained < n*inc-time.Minute/2 {
				return Choice{}, fmt.Errorf("after %d moves the clock shows %v", n, lim.Clock.Time)
			}
			moves[side]++
			return p.Random.Move(ctx, s, lim)
		}
		return p, nil
	}
	r, all := played(t, m)
	for _, f := range all {
		if f.Fault != "" {
			t.Error(f.Fault)
		}
	}
	if moves[0] < 3 || moves[1] < 2 || r.Effort[0].Moves != moves[0]+moves[1] {
		t.Errorf("A made %v moves by side, counted %d", moves, r.Effort[0].Moves)
	}
}

func TestMatchOwnLimits(t *testing.T) {
	seen := map[string]int64{}
	see := func(name string) Entrant {
		return Entrant{Name: name, New: func(context.Context) (Player, error) {
			p := &scripted{Random: *NewRandom()}
			p.move = func(ctx context.Context, s Situation, lim search.Limits) (Choice, error) {
				seen[name] = lim.Nodes
				return p.Random.Move(ctx, s, lim)
			}
			return p, nil
		}}
	}
	m := Match{Game: tictactoe.Game{}, A: see("a"), B: see("b"), Options: Options{Pairs: 1, Limits: search.Limits{Nodes: 100}}}
	m.B.Limits = &search.Limits{Nodes: 7}
	played(t, m)
	if seen["a"] != 100 || seen["b"] != 7 {
		t.Errorf("node limits seen: %v, want 100 for a and 7 for b", seen)
	}
}

func TestMatchPlyCap(t *testing.T) {
	r, all := played(t, randoms(Options{Pairs: 4, MaxPlies: 4, RandomPlies: 1, Seed: 2}))
	if r.WDL != (stat.WDL{Draws: 8}) || r.Reasons[games.PlyCap] != 8 || r.Plies != 32 {
		t.Errorf("%v by %v in %d plies, want 8 draws by ply cap in 32", r.WDL, r.Reasons, r.Plies)
	}
	if len(all[0].Game.Plies) != 4 {
		t.Errorf("game 0 has %d plies", len(all[0].Game.Plies))
	}
}

// A match that is cut off keeps the games that were finished; those without
// their twin are counted as games only, and the game cut short not at all.
func TestMatchCancelled(t *testing.T) {
	for _, concurrency := range []int{1, 4} {
		ctx, cancel := context.WithCancel(t.Context())
		var begun atomic.Int32
		m := randoms(Options{Pairs: 50, Seed: 8, Concurrency: concurrency})
		m.A = entrant("a", func(r *Random, ctx context.Context, s Situation) (Choice, error) {
			if len(s.Moves) < 2 && begun.Add(1) == 8 {
				cancel()
			}
			return r.Move(ctx, s, search.Limits{})
		})
		reported := 0
		m.Report = func(Finished, Result) error { reported++; return nil }
		r, err := m.Play(ctx)
		cancel()
		if !errors.Is(err, context.Canceled) {
			t.Errorf("error is %v", err)
		}
		if r.Games() != reported || r.Games() > 7 || 2*r.Pairs.Pairs() > r.Games() {
			t.Errorf("%d at a time: %d games, %d pairs, %d reported; want at most 7 games", concurrency, r.Games(), r.Pairs.Pairs(), reported)
		}
		if concurrency == 1 && (r.Games() != 7 || r.Pairs.Pairs() != 3) {
			t.Errorf("%d games, %d pairs; want 7 and 3", r.Games(), r.Pairs.Pairs())
		}
	}
}

// The arbiter sees what was played and from where, and its word is compared
// from the right side.
func TestMatchArbiter(t *testing.T) {
	honest := func(start string, moves []games.Move) (games.Outcome, error) {
		pos, err := Opening{start, moves}.position(tictactoe.Game{})
		if err != nil {
			return games.Outcome{}, err
		}
		return pos.Outcome(), nil
	}
	opts := Options{Pairs: 30, Seed: 6, Arbiter: honest, Openings: []Opening{{}, {Start: "3/1X1/3 o"}}}
	r, _ := played(t, randoms(opts))
	if r.WDL.Draws == 0 || r.WDL.Wins == 0 || r.WDL.Losses == 0 {
		t.Fatalf("seed 6: %v does not show every result", r.WDL)
	}
	opts.MaxPlies = 5
	played(t, randoms(opts))

	opts.MaxPlies = 0
	calls := 0
	opts.Arbiter = func(start string, moves []games.Move) (games.Outcome, error) {
		o, err := honest(start, moves)
		if calls++; calls == 4 {
			o = games.Outcome{Result: (o.Result-games.Loss+1)%3 + games.Loss} // any other one
		}
		return o, err
	}
	r, err := randoms(opts).Play(t.Context())
	if !errors.Is(err, ErrArbiter) || !strings.Contains(err.Error(), "game 4") {
		t.Errorf("error is %v; want the arbiter to disagree about game 4", err)
	}
	if r.Games() != 3 {
		t.Errorf("%d games before the disagreement, want 3", r.Games())
	}
}

func TestMatchStops(t *testing.T) {
	test := stat.SPRT{Elo0: 0, Elo1: 200, Alpha: 0.05, Beta: 0.05}
	var first Result
	for _, concurrency := range []int{1, 5} {
		m := Match{Game: tictactoe.Game{}, A: entrant("winner", winner), B: entrant("random", nil)}
		m.Options = Options{Pairs: 10000, Seed: 11, Concurrency: concurrency, Stop: StopBy(test)}
		r, err := m.Play(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if d := test.Decide(r.LLR(test)); d != stat.AcceptH1 || r.Games() != 2*r.Pairs.Pairs() || r.Games() >= 20000 {
			t.Fatalf("%d at a time: %v after %d games and %d pairs", concurrency, d, r.Games(), r.Pairs.Pairs())
		}
		if concurrency == 1 {
			first = r
		} else if diff := cmp.Diff(timeless(first), timeless(r)); diff != "" {
			t.Errorf("%d at a time the match ends elsewhere:\n%s", concurrency, diff)
		}
	}
}

func TestMatchErrors(t *testing.T) {
	boom := errors.New("boom")
	m := randoms(Options{Pairs: 5})
	m.B.New = func(context.Context) (Player, error) { return nil, boom }
	if _, err := m.Play(t.Context()); !errors.Is(err, boom) || !strings.Contains(err.Error(), "player b") {
		t.Errorf("error of the factory is %v", err)
	}
	m = randoms(Options{Pairs: 5})
	m.Report = func(f Finished, r Result) error {
		if r.Games() == 3 {
			return boom
		}
		return nil
	}
	if r, err := m.Play(t.Context()); !errors.Is(err, boom) || r.Games() != 3 {
		t.Errorf("error of the report is %v after %d games", err, r.Games())
	}
	for name, c := range map[string]struct {
		opts Options
		want string
	}{
		"no pairs":       {Options{}, "0 pairs"},
		"negative plies": {Options{Pairs: 1, RandomPlies: -1}, "random plies"},
		"clock":          {Options{Pairs: 1, Limits: search.Limits{Clock: &search.Clock{}}}, "Options.Clock"},
		"time control":   {Options{Pairs: 1, Clock: &TimeControl{}}, "time control"},
		"bad opening":    {Options{Pairs: 1, Openings: []Opening{{Start: "nonsense"}}}, "nonsense"},
		"illegal":        {Options{Pairs: 1, Openings: []Opening{{Moves: []games.Move{0xffff}}}}, "not legal"},
		"over":           {Options{Pairs: 1, Openings: []Opening{{Start: "XXX/oo1/3 o"}}}, "over"},
		"too long":       {Options{Pairs: 1, RandomPlies: 9}, "always end the game"},
	} {
		if _, err := randoms(c.opts).Play(t.Context()); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error is %v, want %q in it", name, err, c.want)
		}
	}
}

// A result from the other side's view is that of the match with the players
// exchanged, and from there it is itself again.
func TestResultReverse(t *testing.T) {
	r := Result{
		A: "a", B: "b", WDL: stat.WDL{Wins: 4, Draws: 2, Losses: 1}, Pairs: stat.Pentanomial{0, 0, 1, 1, 1},
		AsFirst: stat.WDL{Wins: 3, Draws: 1, Losses: 0}, AsSecond: stat.WDL{Wins: 1, Draws: 1, Losses: 1}, Reasons: map[games.Reason]int{games.Checkmate: 5},
		Plies: 99, Effort: [2]Effort{{Moves: 1}, {Moves: 2}},
	}
	want := Result{
		A: "b", B: "a", WDL: stat.WDL{Wins: 1, Draws: 2, Losses: 4}, Pairs: stat.Pentanomial{1, 1, 1, 0, 0},
		AsFirst: stat.WDL{Wins: 1, Draws: 1, Losses: 1}, AsSecond: stat.WDL{Wins: 0, Draws: 1, Losses: 3}, Reasons: map[games.Reason]int{games.Checkmate: 5},
		Plies: 99, Effort: [2]Effort{{Moves: 2}, {Moves: 1}},
	}
	if diff := cmp.Diff(want, r.Reverse()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(r, r.Reverse().Reverse()); diff != "" {
		t.Errorf("twice (-want +got):\n%s", diff)
	}
}
