package tictactoe

import (
	"strings"
	"testing"

	"apprentice/games"
)

// The counts are those of Henry Bottomley, "How many Tic-Tac-Toe games are
// there?" (2001): of the 255168 games 131184 are won by the side that begins,
// 77904 by the other, and 46080 are drawn.
func TestPerft(t *testing.T) {
	pos := Game{}.Start()
	for i, want := range []uint64{1, 9, 72, 504, 3024, 15120, 54720, 148176, 200448, 127872, 0} {
		if got := games.Perft(pos, i); got != want {
			t.Errorf("perft(%d) = %d; want %d", i, got, want)
		}
	}
}

func TestAllGames(t *testing.T) {
	counts := make(map[games.Outcome]int) // for the side that moved last
	byLength := make(map[int]int)
	var play func(pos games.Position, ply int)
	play = func(pos games.Position, ply int) {
		if o := pos.Outcome(); o.Over() {
			if winner, ok := o.Winner(pos.Side()); ok && winner == pos.Side() {
				t.Fatalf("%s: the side to move has won", pos.FEN())
			}
			counts[o]++
			byLength[ply]++
			return
		}
		for _, m := range pos.Moves(nil, games.AllMoves) {
			pos.Make(m, nil)
			play(pos, ply+1)
			pos.Unmake()
		}
	}
	play(Game{}.Start(), 0)

	lost, drawn := games.Outcome{Result: games.Loss, Reason: games.Line}, games.Outcome{Result: games.Draw, Reason: games.BoardFull}
	if counts[lost] != 131184+77904 || counts[drawn] != 46080 || len(counts) != 2 {
		t.Errorf("outcomes are %v", counts)
	}
	for ply, want := range map[int]int{5: 1440, 6: 5328, 7: 47952, 8: 72576, 9: 81792 + 46080} {
		if byLength[ply] != want {
			t.Errorf("%d games have %d plies; want %d", byLength[ply], ply, want)
		}
	}
}

// A side is in check where a pass would let the other side complete a line.
func TestInCheck(t *testing.T) {
	checks := 0
	var walk func(pos games.Position)
	walk = func(pos games.Position) {
		if pos.Outcome().Over() {
			if pos.InCheck() {
				t.Fatalf("%s: in check after the game", pos.FEN())
			}
			return
		}
		want := false
		pos.Make(games.NoMove, nil)
		for _, m := range pos.Moves(nil, games.AllMoves) {
			pos.Make(m, nil)
			want = want || pos.Outcome().Result == games.Loss && pos.Outcome().Over()
			pos.Unmake()
		}
		pos.Unmake()
		if got := pos.InCheck(); got != want {
			t.Fatalf("%s: in check %v, want %v", pos.FEN(), got, want)
		}
		if want {
			checks++
		}
		for _, m := range pos.Moves(nil, games.AllMoves) {
			pos.Make(m, nil)
			walk(pos)
			pos.Unmake()
		}
	}
	walk(Game{}.Start())
	if checks == 0 {
		t.Error("no position is in check")
	}
}

// minimax returns the result for the side to move with best play.
func minimax(pos games.Position) games.Result {
	if o := pos.Outcome(); o.Over() {
		return o.Result
	}
	best := games.Loss
	for _, m := range pos.Moves(nil, games.AllMoves) {
		pos.Make(m, nil)
		best = max(best, games.Win+games.Loss-minimax(pos))
		pos.Unmake()
	}
	return best
}

func TestSolved(t *testing.T) {
	for _, test := range []struct {
		fen  string
		want games.Result
	}{
		{"3/3/3 x", games.Draw},
		{"3/1X1/3 o", games.Draw},
		{"3/3/Xo1 x", games.Win},   // an answer next to the corner loses
		{"3/3/X1o x", games.Win},   // and so does the next corner
		{"3/1o1/X2 x", games.Draw}, // the middle holds
		{"3/1X1/oX1 o", games.Draw},
		{"o1X/1X1/oX1 o", games.Win},  // the left file
		{"XX1/oo1/3 x", games.Win},    // each side has one: who moves wins
		{"oo1/XX1/3 o", games.Win},    // the same for the other side
		{"Xo1/X1o/o1X x", games.Win},  // the middle joins two corners
		{"oX1/o1X/X1o o", games.Win},  // and for the other side
		{"XoX/XoX/o2 o", games.Win},   // the middle file
		{"XoX/oXo/oXo x", games.Draw}, // full
		{"XXX/oo1/3 o", games.Loss},
	} {
		pos, err := Game{}.ParseFEN(test.fen)
		if err != nil {
			t.Error(err)
			continue
		}
		if got := minimax(pos); got != test.want {
			t.Errorf("%s: %s for the side to move; want %s", test.fen, got, test.want)
		}
	}
}

func TestParseFENErrors(t *testing.T) {
	for _, test := range []struct{ fen, want string }{
		{"3/3/3", "fields"},
		{"3/3 x", "2 rows"},
		{"3/3/3/3 x", "4 rows"},
		{"3/3/4 x", "neither"},
		{"3/3/2 x", "want 3 squares"},
		{"3/3/12X x", "want 3 squares"},
		{"3/3/XoXo x", "want 3 squares"},
		{"3/3/3 w", "side to move"},
		{"3/3/3 xo", "side to move"},
		{"3/3/X2 x", "turns"},
		{"3/XX1/3 o", "turns"},
		{"ooo/XXX/3 x", "line already"},
	} {
		if _, err := (Game{}).ParseFEN(test.fen); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("ParseFEN(%q): error %v; want one with %q", test.fen, err, test.want)
		}
	}
}

func TestBoardAndMoves(t *testing.T) {
	pos := Game{}.Start()
	for _, s := range []string{"b2", "A1", " c3 "} {
		m, err := pos.ParseMove(s)
		if err != nil {
			t.Fatal(err)
		}
		pos.Make(m, nil)
	}
	if got, want := strings.Join(pos.Board(), "/"), "..X/.X./o.."; got != want {
		t.Errorf("board is %s; want %s", got, want)
	}
	if got, want := pos.FEN(), "2X/1X1/o2 o"; got != want {
		t.Errorf("FEN is %q; want %q", got, want)
	}
	if _, err := pos.ParseMove("b2"); err == nil || !strings.Contains(err.Error(), "illegal") {
		t.Errorf("b2 once more: error %v", err)
	}
}

func FuzzFEN(f *testing.F) {
	f.Add("3/3/3 x")
	f.Add("Xo1/1X1/o2 x")
	f.Fuzz(func(t *testing.T, fen string) {
		pos, err := Game{}.ParseFEN(fen)
		if err != nil {
			return
		}
		again, err := Game{}.ParseFEN(pos.FEN())
		if err != nil {
			t.Fatalf("%q gives %q: %v", fen, pos.FEN(), err)
		}
		if again.FEN() != pos.FEN() || again.Key() != pos.Key() {
			t.Fatalf("%q gives %q, and that %q", fen, pos.FEN(), again.FEN())
		}
	})
}
