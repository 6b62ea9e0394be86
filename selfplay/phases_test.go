package selfplay

import (
	"bytes"
	"slices"
	"testing"

	"apprentice/agent/learn"
	"apprentice/agent/value"
	"apprentice/games/tictactoe"

	"github.com/google/go-cmp/cmp"
)

// A plan decides all that it has a word for; the rest is ordinary training.
func TestLearnOptions(t *testing.T) {
	l := &loop{Options: Options{Game: tictactoe.Game{}, File: newFile(t, tictactoe.Game{}, 100), Workers: 3}}
	want := learn.DefaultOptions()
	want.From, want.Hidden, want.Epochs, want.Batch, want.LR, want.Workers = 4, 64, 7, 96, 0.002, 3
	want.Seed = 109
	got := l.learnOptions(Plan{From: 4, Hidden: 64, Epochs: 7, Batch: 96, LearningRate: 0.002}, 9)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
}

// Whatever a sitting has in memory already, a window holds each of its games
// once and none that is older.
func TestLoad(t *testing.T) {
	g := tictactoe.Game{}
	f := newFile(t, g, 5)
	o := Options{Game: g, File: f, Workers: 1, Generations: 3}
	must(t, runTiny(t.Context(), t, o))
	newLoop := func() *loop {
		return &loop{Options: o, data: learn.NewDataset(g, learn.DefaultFilter())}
	}
	sitting := newLoop()
	for _, w := range []struct{ from, to int }{{1, 1}, {1, 2}, {1, 2}, {2, 3}, {3, 3}} {
		fresh := newLoop()
		must(t, fresh.load(w.from, w.to))
		must(t, sitting.load(w.from, w.to))
		if diff := cmp.Diff(fresh.data.Generations(), sitting.data.Generations()); diff != "" {
			t.Errorf("window %+v (-fresh +after others):\n%s", w, diff)
		}
		if !cmp.Equal(slices.Collect(fresh.data.Samples(false)), slices.Collect(sitting.data.Samples(false))) {
			t.Errorf("window %+v holds other samples after others", w)
		}
		counts := sitting.data.Generations()
		if len(counts) != w.to-w.from+1 || counts[0].Generation != w.from {
			t.Errorf("window %+v holds %+v", w, counts)
		}
		for _, c := range counts {
			if c.Games != len(recorded(t, f, c.Generation)) {
				t.Errorf("window %+v holds %d games of generation %d", w, c.Games, c.Generation)
			}
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
