package gametest

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"apprentice/games"
	"apprentice/games/tictactoe"
)

// failing stands for a test and panics where that would fail.
type failing struct{ testing.TB }

func (failing) Helper()                 {}
func (f failing) Fatal(...any)          { panic(f) }
func (f failing) Fatalf(string, ...any) { panic(f) }
func (f failing) Errorf(string, ...any) { panic(f) }

// fails reports whether a check fails.
func fails(check func(testing.TB)) (failed bool) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case failing:
			failed = true
		default:
			panic(r)
		}
	}()
	check(failing{})
	return false
}

func TestChecksForTestsFail(t *testing.T) {
	start := func() games.Position { return tictactoe.Game{}.Start() }
	for name, test := range map[string]struct {
		check func(testing.TB)
		want  bool
	}{
		"a move":          {func(t testing.TB) { Move(t, start(), "b2") }, false},
		"no move":         {func(t testing.TB) { Move(t, start(), "d4") }, true},
		"a line":          {func(t testing.TB) { Play(t, start(), "b2", "--", "a1") }, false},
		"a taken square":  {func(t testing.TB) { Play(t, start(), "b2", "b2") }, true},
		"perft":           {func(t testing.TB) { Perft(t, start(), []uint64{9, 0, 504, 1}, 1000) }, true},
		"perft, limited":  {func(t testing.TB) { Perft(t, start(), []uint64{9, 0, 504, 3024}, 1000) }, false},
		"a delta":         {func(t testing.TB) { MakeChecked(t, start(), 5) }, false},
		"no delta":        {func(t testing.TB) { MakeChecked(t, wrongDelta{start()}, 5) }, true},
		"bytes":           {func(t testing.TB) { PlayBytes(t, start(), []byte{1, 255, 7, 9, 200, 3}, func() {}) }, false},
		"bytes, no delta": {func(t testing.TB) { PlayBytes(t, wrongDelta{start()}, []byte{1}, func() {}) }, true},
	} {
		if got := fails(test.check); got != test.want {
			t.Errorf("%s: fails %v, want %v", name, got, test.want)
		}
	}
}

// Walk yields as many positions as were asked for and begins games anew.
func TestWalk(t *testing.T) {
	began, seen := 0, 0
	start := func(game int) games.Position {
		if game != began {
			t.Errorf("game %d is told that it is %d", began, game)
		}
		began++
		return tictactoe.Game{}.Start()
	}
	for range Walk(rand.New(rand.NewPCG(1, 0)), 50, 5, start) {
		seen++
	}
	if seen != 50 || began < 10 {
		t.Errorf("%d positions of %d games", seen, began)
	}
}

func TestReadCounts(t *testing.T) {
	path := filepath.Join(t.TempDir(), "suite.epd")
	if err := os.WriteFile(path, []byte("3/3/3 x ;D1 9 ;D3 504\n\nXo1/3/3 x\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	suite := ReadCounts(t, path)
	if len(suite) != 2 || suite[0].FEN != "3/3/3 x" || !slices.Equal(suite[0].Nodes, []uint64{9, 0, 504}) || suite[1].Nodes != nil {
		t.Errorf("suite %+v", suite)
	}
}

func TestAllocatesNothing(t *testing.T) {
	AllocatesNothing(t, tictactoe.Game{}.Start(), map[string]func(){"nothing": func() {}})
}
