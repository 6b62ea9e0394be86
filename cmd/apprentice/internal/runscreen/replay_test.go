package runscreen

import (
	"errors"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"apprentice/games/tictactoe"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// A game of a run is found by its number, or counted back from the newest one,
// and played through with its values.
func TestLoadGame(t *testing.T) {
	g := tictactoe.Game{}
	file, err := run.Create(filepath.Join(t.TempDir(), "t.run"), run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	knobs, err := selfplay.ParseKnobs([]string{"units=2", "width=32", "epochs=1"})
	if err != nil {
		t.Fatal(err)
	}
	err = selfplay.Run(t.Context(), selfplay.Options{
		Game: g, File: file, Workers: 1, Samples: t.TempDir(), Memory: 100 << 20, Recipe: selfplay.NewRecipe(knobs), Generations: 1,
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, index := range []int64{0, 127, 128, 255, -1, -128} {
		played, err := LoadGame(g, file, 1, index)
		if err != nil {
			t.Errorf("game %d: %v", index, err)
			continue
		}
		want := index
		if index < 0 {
			want += 256
		}
		n := len(played.Moves)
		if played.Index != uint64(want) || played.Generation != 1 || n == 0 || len(played.Boards) != n+1 || len(played.Expects) != n || played.Result == "" {
			t.Errorf("game %d: %+v", index, played)
		}
		if !slices.ContainsFunc(played.Expects, func(e float64) bool { return e > 0 && e < 1 }) {
			t.Errorf("game %d: no values in %v", index, played.Expects)
		}
		if slices.Equal(played.Boards[0], played.Boards[n]) {
			t.Errorf("game %d: nothing moves", index)
		}
	}
	if _, err := LoadGame(g, file, 1, 256); !errors.Is(err, run.ErrNoUnit) {
		t.Errorf("game 256: %v", err)
	}
	if _, err := LoadGame(g, file, 2, -1); !errors.Is(err, ErrNoGame) {
		t.Errorf("generation 2: %v", err)
	}

	m := New(Options{Feed: NewFeed(file), Game: g, Now: func() time.Time { return noon }}, 80, 24)
	m.Update(m.read())
	if m.err != nil {
		t.Fatal(m.err)
	}
	m.Update(m.play()())
	newest := m.replay.game
	if newest == nil || newest.Index < 128 {
		t.Fatalf("not of the newest games: %+v", newest)
	}
	if cmd := m.key("b"); cmd == nil {
		t.Error("no game before")
	} else if m.Update(cmd()); m.replay.game.Index != newest.Index-1 {
		t.Errorf("game %d comes before %d", m.replay.game.Index, newest.Index)
	}
	if cmd := m.key("up"); cmd != nil {
		t.Error("a generation after the last")
	}
}
