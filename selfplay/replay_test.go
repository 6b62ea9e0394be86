package selfplay

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
)

// Every game of a run can be played again from what the run file says, in any
// order, and comes out the same.
func TestReplayer(t *testing.T) {
	for _, g := range []games.Game{tictactoe.Game{}, chess.Game{}} {
		generations := 2
		if g.Name() == "chess" {
			if testing.Short() {
				continue
			}
			generations = 1
		}
		f := newFile(t, g, 5)
		must(t, runTiny(t.Context(), t, Options{Game: g, File: f, Workers: 2, Generations: generations}))
		for n := 1; n <= generations; n++ {
			r, err := NewReplayer(g, f, n)
			must(t, err)
			played := recorded(t, f, n)
			slices.Reverse(played)
			for i := 0; i < len(played); i += 7 {
				if err := r.Check(t.Context(), &played[i]); err != nil {
					t.Errorf("%s: %v", g.Name(), err)
				}
			}
		}
		_, err := NewReplayer(g, f, generations+1)
		if !errors.Is(err, run.ErrUnknownGeneration) {
			t.Errorf("%s: replayer of a generation that is not there: %v", g.Name(), err)
		}
	}
}

// A game in which anything was changed is not the one that the network played.
func TestReplayerDetects(t *testing.T) {
	g := tictactoe.Game{}
	f := newFile(t, g, 5)
	must(t, runTiny(t.Context(), t, Options{Game: g, File: f, Workers: 1, Generations: 1}))
	r, err := NewReplayer(g, f, 1)
	must(t, err)
	all := recorded(t, f, 1)
	original := all[slices.IndexFunc(all, func(r record.Game) bool { return len(r.Plies) == 9 && r.Index > 20 })]
	must(t, r.Check(t.Context(), &original))
	for _, tt := range []struct {
		name   string
		change func(*record.Game)
		want   string
	}{
		{"value", func(r *record.Game) { r.Plies[4].Value++ }, "differs from ply 5 on"},
		{"move", func(r *record.Game) { r.Plies[6].Move, r.Plies[8].Move = r.Plies[8].Move, r.Plies[6].Move }, "differs from ply 7 on"},
		{"random move", func(r *record.Game) { r.Plies[0].Move, r.Plies[8].Move = r.Plies[8].Move, r.Plies[0].Move }, "differs from ply 1 on"},
		{"flag", func(r *record.Game) { r.Plies[5].Flags |= record.Tactical }, "differs from ply 6 on"},
		{"ply lost", func(r *record.Game) { r.Plies = r.Plies[:8] }, "has 8 plies"},
		{"outcome", func(r *record.Game) { r.Outcome.Reason = games.PlyCap }, "ends by ply cap"},
		{"index", func(r *record.Game) { r.Index -= 7 }, "of generation 1"},
		{"seed", func(r *record.Game) { r.Seed++ }, "of generation 1"},
	} {
		changed := original.Clone()
		tt.change(&changed)
		if err := r.Check(t.Context(), &changed); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s changed: %v, want %q", tt.name, err, tt.want)
		}
	}

	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := r.Check(ctx, &original); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted: %v", err)
	}
}
