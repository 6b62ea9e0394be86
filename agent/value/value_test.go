package value

import (
	"math"
	"strings"
	"testing"

	"apprentice/games/chess"
	"apprentice/games/tictactoe"
)

func TestExpectation(t *testing.T) {
	for _, tt := range []struct {
		cp   int
		want float64
	}{
		{0, 0.5}, {400, 0.7310586}, {-400, 0.2689414}, {100, 0.5621765}, {MaxCentipawns, 1}, {-MaxCentipawns, 0},
	} {
		if got := Expectation(tt.cp); math.Abs(got-tt.want) > 1e-7 {
			t.Errorf("Expectation(%d) = %v, want %v", tt.cp, got, tt.want)
		}
	}
}

func TestCentipawnsInvertsExpectation(t *testing.T) {
	for cp := -5000; cp <= 5000; cp += 7 { // beyond, float64 has no room near 1
		if got := Centipawns(Expectation(cp)); got != cp {
			t.Errorf("Centipawns(Expectation(%d)) = %d", cp, got)
		}
	}
	for expectation, want := range map[float64]int{0: -MaxCentipawns, -1: -MaxCentipawns, 1: MaxCentipawns, 2: MaxCentipawns} {
		if got := Centipawns(expectation); got != want {
			t.Errorf("Centipawns(%v) = %d, want %d", expectation, got, want)
		}
	}
}

func TestBucket(t *testing.T) {
	for _, tt := range []struct{ active, maxActive, buckets, want int }{
		{2, 32, 8, 0}, {4, 32, 8, 0}, {5, 32, 8, 1}, {32, 32, 8, 7}, {29, 32, 8, 7}, {28, 32, 8, 6},
		{0, 9, 4, 0}, {9, 9, 4, 3}, {5, 9, 1, 0},
		{40, 32, 8, 7}, {-3, 32, 8, 0}, // out of range
	} {
		if got := Bucket(tt.active, tt.maxActive, tt.buckets); got != tt.want {
			t.Errorf("Bucket(%d, %d, %d) = %d, want %d", tt.active, tt.maxActive, tt.buckets, got, tt.want)
		}
	}
}

func TestMatches(t *testing.T) {
	ttt := tictactoe.Game{}
	fits := Meta{Game: ttt.Name(), InputSet: ttt.InputSet(), Shape: ShapeOf(ttt, 32, 1)}
	if err := fits.Matches(ttt); err != nil {
		t.Error(err)
	}
	old := fits
	old.InputSet = "tictactoe/old"
	wide := fits
	wide.Shape.Features++
	for _, tt := range []struct {
		meta Meta
		want string
	}{
		{Meta{Game: "xiangqi"}, "network plays xiangqi, not tictactoe"},
		{Meta{}, "network plays an unknown game, not tictactoe"},
		{old, `trained on inputs "tictactoe/old"`},
		{wide, "network sees 19 features"},
	} {
		if err := tt.meta.Matches(ttt); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("Matches: %v, want %q", err, tt.want)
		}
	}
	if err := fits.Matches(chess.Game{}); err == nil {
		t.Error("a network of tictactoe matches chess")
	}
}
