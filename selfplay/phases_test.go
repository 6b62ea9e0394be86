package selfplay

import (
	"bytes"
	"math"
	"testing"

	"apprentice/agent/learn"
	"apprentice/agent/value"
	"apprentice/games/tictactoe"

	"github.com/google/go-cmp/cmp"
)

// A plan decides all that it has a word for; the rest is ordinary training.
func TestLearnOptions(t *testing.T) {
	l := &loop{Options: Options{Game: tictactoe.Game{}, File: newFile(t, tictactoe.Game{}, 100), Workers: 3, Memory: 5e8}}
	want := learn.DefaultOptions()
	want.Hidden, want.Epochs, want.Batch, want.LR, want.Workers, want.Memory = 64, 7, 96, 0.002, 3, 5e8
	want.Seed = 109
	plan := Plan{From: 4, Hidden: 64, Epochs: 7, Batch: 96, LearningRate: 0.002}
	got, err := l.learnOptions(plan, 9)
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
	plan.Gentle = true
	if gentle, err := l.learnOptions(plan, 9); err != nil || gentle.LR >= want.LR/5 || gentle.LRFinal > gentle.LR || gentle.Seed == want.Seed {
		t.Errorf("second try: %+v (%v)", gentle, err)
	}
}

func TestIsFarWorse(t *testing.T) {
	for _, tt := range []struct {
		own, parent float64
		want        bool
	}{
		{0.05, 0.04, false}, {0.06, 0.04, false}, {0.07, 0.04, true}, {0.17, 0.09, true},
		{0.0036, 0.0019, false}, // few games, known by heart: chance
		{0.02, 0.0019, true},
		{math.NaN(), 0.04, true}, {math.Inf(1), 0.04, true}, {1, 0, false},
	} {
		if got := isFarWorse(tt.own, tt.parent); got != tt.want {
			t.Errorf("%g after %g: %v", tt.own, tt.parent, got)
		}
	}
}

// Whatever the store of a sitting holds already, a window holds each of its
// games once and none that is older.
func TestWindow(t *testing.T) {
	g := tictactoe.Game{}
	f := newFile(t, g, 5)
	o := Options{Game: g, File: f, Workers: 1, Generations: 3, Samples: t.TempDir()}
	must(t, runTiny(t.Context(), t, o))
	sitting := &loop{Options: o}
	for _, w := range []struct{ from, to int }{{1, 1}, {1, 2}, {1, 2}, {2, 3}, {3, 3}} {
		fresh := &loop{Options: o}
		fresh.Samples = t.TempDir()
		want, err := fresh.window(t.Context(), w.from, w.to)
		must(t, err)
		got, err := sitting.window(t.Context(), w.from, w.to)
		must(t, err)
		games := 0
		for n := w.from; n <= w.to; n++ {
			games += len(recorded(t, f, n))
		}
		if got.Samples() != want.Samples() || got.HeldOut() != want.HeldOut() || got.Games() != games || want.Games() != games {
			t.Errorf("window %+v holds %d samples and %d games after others; alone %d and %d; %d games were played",
				w, got.Samples(), got.Games(), want.Samples(), want.Games(), games)
		}
	}
}

// A network file says where it comes from and what the run had played by then.
func TestNetworkMeta(t *testing.T) {
	g := tictactoe.Game{}
	f := newFile(t, g, 5)
	must(t, runTiny(t.Context(), t, Options{Game: g, File: f, Workers: 1, Generations: 2}))
	games, positions := int64(0), int64(0)
	parent := ""
	for n := 0; n <= 2; n++ {
		blob, sha, err := f.NetworkOf(n)
		must(t, err)
		_, meta, _, err := value.Read(bytes.NewReader(blob))
		must(t, err)
		must(t, meta.Matches(g))
		if n > 0 {
			for _, r := range recorded(t, f, n) {
				games++
				positions += int64(r.Values())
			}
		}
		if meta.Generation != n || meta.Parent != parent || meta.Games != games || meta.Positions != positions {
			t.Errorf("network of generation %d says %+v, want parent %.12s, %d games, %d positions", n, meta, parent, games, positions)
		}
		parent = sha
	}
}
