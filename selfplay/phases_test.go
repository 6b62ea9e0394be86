package selfplay

import (
	"bytes"
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
	want.Hidden, want.Epochs, want.Batch, want.LR, want.Workers = 64, 7, 96, 0.002, 3
	want.Seed = 109
	got := l.learnOptions(Plan{From: 4, Hidden: 64, Epochs: 7, Batch: 96, LearningRate: 0.002}, 9)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
}

// Whatever a sitting has on disk already, a window holds each of its games once
// and none that is older.
func TestLoad(t *testing.T) {
	g := tictactoe.Game{}
	f := newFile(t, g, 5)
	o := Options{Game: g, File: f, Workers: 1, Generations: 3}
	must(t, runTiny(t.Context(), t, o))
	l := &loop{Options: o}
	for _, w := range []struct{ from, to int }{{1, 1}, {1, 2}, {1, 2}, {2, 3}, {3, 3}} {
		if w.from != 2 { // else it goes on with the store of the window before
			var err error
			l.samples, err = openSamples(o)
			must(t, err)
		}
		window, err := l.load(t.Context(), w.from, w.to)
		must(t, err)
		want := 0
		for n := w.from; n <= w.to; n++ {
			want += len(recorded(t, f, n))
		}
		if window.Games() != want {
			t.Errorf("window %+v holds %d games, want %d", w, window.Games(), want)
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
