package chess

import (
	"strings"
	"testing"
)

func TestStartFEN(t *testing.T) {
	for _, test := range []struct {
		n    int
		rank string
	}{
		{0, "bbqnnrkr"}, {1, "bqnbnrkr"}, {2, "bqnnrbkr"}, {518, "rnbqkbnr"}, {534, "rnbkqbnr"}, {959, "rkrnnqbb"},
	} {
		if rank, _, _ := strings.Cut(StartFEN(test.n), "/"); rank != test.rank {
			t.Errorf("start %d is %s, want %s", test.n, rank, test.rank)
		}
	}
	if got := StartFEN(standardStart); got != startFEN {
		t.Errorf("start %d is %s, want that of chess", standardStart, got)
	}
}

// TestStartsAreAll checks the rules that make 960 positions: as many different
// ones that obey them are all there are.
func TestStartsAreAll(t *testing.T) {
	seen := make(map[string]int)
	for n := range NumStarts {
		fen := StartFEN(n)
		if other, ok := seen[fen]; ok {
			t.Errorf("starts %d and %d are both %s", other, n, fen)
		}
		seen[fen] = n
		rank, _, _ := strings.Cut(fen, "/")
		if b := []byte(rank); len(b) != 8 || strings.Trim(rank, "rnbqk") != "" ||
			strings.Count(rank, "n") != 2 || strings.Count(rank, "q") != 1 {
			t.Errorf("start %d has the pieces %s", n, rank)
		}
		if left, right := strings.Index(rank, "b"), strings.LastIndex(rank, "b"); (right-left)%2 != 1 {
			t.Errorf("start %d, %s: bishops on squares of one colour", n, rank)
		}
		if left, right, k := strings.Index(rank, "r"), strings.LastIndex(rank, "r"), strings.Index(rank, "k"); left >= k || k >= right {
			t.Errorf("start %d, %s: the king is not between the rooks", n, rank)
		}
		p := mustParse960(t, fen)
		if got := p.FEN(); got != fen {
			t.Errorf("start %d: FEN of %s is %s", n, fen, got)
		}
	}
}

func TestStartFENPanics(t *testing.T) {
	for _, n := range []int{-1, NumStarts} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("StartFEN(%d) does not panic", n)
				}
			}()
			StartFEN(n)
		}()
	}
}
