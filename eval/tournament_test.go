package eval

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"apprentice/eval/rating"
	"apprentice/eval/stat"
	"apprentice/games/tictactoe"
)

func TestPairings(t *testing.T) {
	if diff := cmp.Diff([][2]int{{0, 1}, {0, 2}, {0, 3}, {1, 2}, {1, 3}, {2, 3}}, RoundRobin(4)); diff != "" {
		t.Error("round robin:", diff)
	}
	if diff := cmp.Diff([][2]int{{0, 1}, {0, 2}, {0, 3}}, Gauntlet(4)); diff != "" {
		t.Error("gauntlet:", diff)
	}
	if n := len(Gauntlet(0)) + len(Gauntlet(1)) + len(RoundRobin(1)); n != 0 {
		t.Errorf("%d pairings of one player", n)
	}
}

// three returns a tournament of three players.
func three(opts Options) Tournament {
	players := []Entrant{entrant("winner", winner), entrant("a", nil), entrant("b", nil)}
	return Tournament{tictactoe.Game{}, players, RoundRobin(len(players)), opts}
}

// playedAll plays t and returns the results without their times, and the games.
func playedAll(t *testing.T, tournament Tournament) ([]Result, []Finished) {
	t.Helper()
	var all []Finished
	tournament.Report = func(f Finished, r Result) error {
		pairing, _ := tournament.PairingOf(f.Game.Index)
		if p := tournament.Pairings[pairing]; r.A != tournament.Players[p[0]].Name || r.B != tournament.Players[p[1]].Name {
			return fmt.Errorf("game %d is reported with %s - %s", f.Game.Index, r.A, r.B)
		}
		all = append(all, f)
		return nil
	}
	results, err := tournament.Play(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for i := range results {
		results[i] = timeless(results[i])
	}
	return results, all
}

func TestTournament(t *testing.T) {
	const pairs = 20
	opts := Options{Pairs: pairs, RandomPlies: 2, Seed: 3}
	want, all := playedAll(t, three(opts))
	if len(all) != 3*2*pairs {
		t.Fatalf("%d games", len(all))
	}
	for i, f := range all {
		first := all[i/6*6] // of its round
		if f.Game.Index != uint64(i) || !cmp.Equal(f.Game.Plies[:2], first.Game.Plies[:2]) {
			t.Errorf("game %d of index %d has another opening than game %d", i, f.Game.Index, first.Game.Index)
		}
	}
	for _, r := range want {
		if r.Games() != 2*pairs || r.Pairs.Pairs() != pairs || r.AsFirst.Games() != pairs {
			t.Errorf("%s - %s: %v in %v", r.A, r.B, r.WDL, r.Pairs)
		}
		if r.A == "winner" && r.WDL.Wins <= r.WDL.Losses {
			t.Errorf("%s - %s: %v", r.A, r.B, r.WDL)
		}
	}
	ratings := rating.Rate(Encounters(want), map[string]float64{"a": 0}, rating.DefaultPrior).Ratings
	if ratings[0].Name != "winner" || !(ratings[0].Elo.Value > 100) {
		t.Errorf("ratings %+v", ratings)
	}
	opts.Concurrency = 5
	got, games := playedAll(t, three(opts))
	if diff := cmp.Diff(want, got); diff != "" || bytesOf(games) != bytesOf(all) {
		t.Errorf("five games at a time differ: %s", diff)
	}
}

// A match that goes on after it was cut off anywhere plays what is missing, and
// nothing else, and comes to the same end.
func TestMatchGoesOn(t *testing.T) {
	opts := Options{Pairs: 10, RandomPlies: 1, Seed: 7, Concurrency: 3}
	want, all := playedAll(t, three(opts))
	for cut := 0; cut <= len(all); cut += 6 {
		ctx, cancel := context.WithCancel(t.Context())
		var saved []Finished
		begun := three(opts)
		begun.Save = func(f Finished) error {
			if saved = append(saved, f); len(saved) == cut {
				cancel()
			}
			return nil
		}
		if _, err := begun.Play(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
		cancel()
		more := 0
		rest := three(opts)
		rest.Played = saved
		rest.Save = func(f Finished) error {
			if slices.ContainsFunc(saved, func(g Finished) bool { return g.Game.Index == f.Game.Index }) {
				t.Errorf("game %d is played twice", f.Game.Index)
			}
			more++
			return nil
		}
		got, games := playedAll(t, rest)
		if diff := cmp.Diff(want, got); diff != "" || bytesOf(games) != bytesOf(all) || len(saved)+more != len(all) {
			t.Errorf("cut off after %d of %d games, %d played after that: %s", len(saved), len(all), more, diff)
		}
	}
}

// A decided match stays decided where it was when it is taken up again.
func TestMatchGoesOnDecided(t *testing.T) {
	test := stat.SPRT{Elo0: 0, Elo1: 200, Alpha: 0.05, Beta: 0.05}
	var saved []Finished
	m := Match{tictactoe.Game{}, entrant("winner", winner), entrant("random", nil), Options{Pairs: 1000, Seed: 11, Stop: StopBy(test)}}
	m.Save = func(f Finished) error { saved = append(saved, f); return nil }
	want, _ := played(t, m)
	m.Played = saved
	m.Save = func(f Finished) error { return fmt.Errorf("game %d is played", f.Game.Index) }
	got, _ := played(t, m)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

func TestMatchSaveFails(t *testing.T) {
	boom := errors.New("boom")
	m := randoms(Options{Pairs: 3, Save: func(Finished) error { return boom }})
	if r, err := m.Play(t.Context()); !errors.Is(err, boom) || r.Games() != 0 {
		t.Errorf("%d games, error %v", r.Games(), err)
	}
}

// Every ply has its thought, those of the opening are empty, and together they
// are the effort of both sides.
func TestMatchThoughts(t *testing.T) {
	think := entrant("thinker", func(r *Random, ctx context.Context, s Situation) (Choice, error) {
		c, err := r.Move(ctx, s, Match{}.Limits)
		c.Depth, c.Nodes = 3, 1000+int64(len(s.Moves))
		return c, err
	})
	_, all := played(t, Match{tictactoe.Game{}, think, entrant("random", nil), Options{Pairs: 4, RandomPlies: 2, Seed: 2}})
	for _, f := range all {
		if len(f.Thoughts) != len(f.Game.Plies) {
			t.Fatalf("%d thoughts of %d plies", len(f.Thoughts), len(f.Game.Plies))
		}
		var sum [2]Effort
		for i, x := range f.Thoughts {
			if i < 2 {
				if x != (Thought{}) {
					t.Errorf("ply %d of the opening has %+v", i, x)
				}
				continue
			}
			who := 1
			if (i%2 == 0) == f.AFirst {
				who = 0
				if x.Depth != 3 || x.Nodes != 1000+int64(i) || x.Time <= 0 {
					t.Errorf("ply %d: %+v", i, x)
				}
			}
			sum[who].add(Choice{Depth: x.Depth, Nodes: x.Nodes}, x.Time)
		}
		if sum != f.Effort {
			t.Errorf("the thoughts of game %d sum to %+v, not %+v", f.Game.Index, sum, f.Effort)
		}
	}
}

func TestBookSequential(t *testing.T) {
	openings := []Opening{{}, {Start: "3/1X1/3 o"}, {Start: "o2/1X1/3 x"}}
	_, all := played(t, randoms(Options{Pairs: 5, Seed: 9, Openings: openings, Book: Sequential}))
	for i, f := range all {
		if want := openings[i/2%3].Start; f.Game.Start != want {
			t.Errorf("game %d begins with %q, want %q", i, f.Game.Start, want)
		}
	}
	_, all = played(t, randoms(Options{Pairs: 2, Seed: 9, Openings: openings, Book: Sequential, Skip: 2}))
	if all[0].Game.Start != openings[2].Start || all[2].Game.Start != openings[0].Start {
		t.Errorf("after two openings come %q and %q", all[0].Game.Start, all[2].Game.Start)
	}
	shuffled := map[[3]int]bool{}
	for seed := range uint64(10) {
		b := newBook(tictactoe.Game{}, Options{Openings: openings, Seed: seed})
		shuffled[[3]int(b.order)] = true
	}
	if len(shuffled) < 2 {
		t.Error("ten seeds have the same order")
	}
}
