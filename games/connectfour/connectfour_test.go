package connectfour

import (
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

// play returns the position after moves, a letter each.
func play(t *testing.T, moves string) *Position {
	t.Helper()
	p := newPosition()
	gametest.Play(t, p, strings.Split(moves, "")...)
	return p
}

// random returns a position after plies random moves that is not over.
func random(t *testing.T, r *rand.Rand, plies int) *Position {
	t.Helper()
	for range 10000 {
		p := newPosition()
		for len(p.played) < plies && !p.Outcome().Over() {
			moves := p.Moves(nil, games.AllMoves)
			p.Make(moves[r.IntN(len(moves))], nil)
		}
		if !p.Outcome().Over() {
			return p
		}
	}
	t.Fatalf("no random game lasts %d plies", plies)
	return nil
}

// A plain board is the slow twin of the rules: columns of letters.
type plainBoard [columns]string

// at returns the disc on a square, or a space.
func (b plainBoard) at(column, row int) byte {
	if column < 0 || column >= columns || row < 0 || row >= len(b[column]) {
		return ' '
	}
	return b[column][row]
}

// wins reports whether the highest disc of a column is part of a line.
func (b plainBoard) wins(column int) bool {
	row := len(b[column]) - 1
	disc := b.at(column, row)
	for _, d := range [...][2]int{{1, 0}, {0, 1}, {1, 1}, {1, -1}} {
		length := 1
		for _, sign := range [...]int{1, -1} {
			for i := 1; b.at(column+sign*i*d[0], row+sign*i*d[1]) == disc; i++ {
				length++
			}
		}
		if length >= 4 {
			return true
		}
	}
	return false
}

// perft counts the paths of depth moves.
func (b plainBoard) perft(depth int, disc byte) uint64 {
	if depth == 0 {
		return 1
	}
	n := uint64(0)
	for c := range b {
		if len(b[c]) == rows {
			continue
		}
		next := b
		next[c] += string(disc)
		if depth == 1 || !next.wins(c) {
			n += next.perft(depth-1, 'R'+'y'-disc)
		}
	}
	return n
}

// perfts are the numbers of paths of 1, 2, ... moves from the start, as programs
// publish them.
var perfts = []uint64{7, 49, 343, 2401, 16807, 117649, 823536, 5673234, 39394572}

// The slow twin counts the paths up to depth 6, and in a soak all.
func TestPerft(t *testing.T) {
	gametest.Perft(t, newPosition(), perfts, 6_000_000)
	slowPerft(t, perfts[:6])
}

func TestSoakPerft(t *testing.T) {
	if os.Getenv("APPRENTICE_SOAK") == "" {
		t.Skip("a soak: takes a minute; set APPRENTICE_SOAK")
	}
	gametest.Perft(t, newPosition(), perfts, perfts[len(perfts)-1])
	slowPerft(t, perfts)
}

func slowPerft(t *testing.T, counts []uint64) {
	for i, want := range counts {
		if got := (plainBoard{}).perft(i+1, 'R'); got != want {
			t.Errorf("the slow twin counts %d paths of %d moves; want %d", got, i+1, want)
		}
	}
}

// In random games the slow twin sees a line when and where the rules do, on every
// square of the board.
func TestLinesOfRandomGames(t *testing.T) {
	r := rand.New(rand.NewPCG(4, 4))
	lengths, drawn := 0, 0
	const played = 20000
	for range played {
		p, b := newPosition(), plainBoard{}
		for {
			moves := p.Moves(nil, games.AllMoves)
			m := moves[r.IntN(len(moves))]
			b[column(m)] += string("Ry"[p.side])
			p.Make(m, nil)
			lengths++
			o := p.Outcome()
			if b.wins(column(m)) {
				if want := (games.Outcome{Result: games.Loss, Reason: games.Line}); o != want {
					t.Fatalf("%s: outcome %v; want %v", p.FEN(), o, want)
				}
				break
			}
			if o.Over() {
				if want := (games.Outcome{Result: games.Draw, Reason: games.BoardFull}); o != want || len(p.played) != numSquares {
					t.Fatalf("%s: outcome %v after %d moves; want %v after %d", p.FEN(), o, len(p.played), want, numSquares)
				}
				drawn++
				break
			}
		}
	}
	if drawn == 0 {
		t.Error("no random game is drawn")
	}
	t.Logf("%d random games: %.1f plies, %d drawn", played, float64(lengths)/played, drawn)
}

// John Tromp counted the positions of each ply that play from the start can reach
// (OEIS A212693).
func TestPositionCounts(t *testing.T) {
	layer := map[uint64]*Position{0: newPosition()}
	for ply, want := range []int{1, 7, 49, 238, 1120, 4263, 16422, 54859} {
		if len(layer) != want {
			t.Fatalf("%d positions after %d plies; want %d", len(layer), ply, want)
		}
		next := make(map[uint64]*Position)
		for _, p := range layer {
			for _, m := range p.Moves(nil, games.AllMoves) {
				p.Make(m, nil)
				if next[p.Key()] == nil {
					next[p.Key()] = p.Clone().(*Position)
				}
				p.Unmake()
			}
		}
		layer = next
	}
}

func TestOutcomes(t *testing.T) {
	loss := games.Outcome{Result: games.Loss, Reason: games.Line}
	for _, test := range []struct {
		moves string
		want  games.Outcome
	}{
		{"", games.Outcome{}},
		{"aabbccd", loss},                // a row at the left edge
		{"ddeeffg", loss},                // at the right edge
		{"abababa", loss},                // a column
		{"abbccdcddfd", loss},            // a rising diagonal
		{"gffeededdbd", loss},            // a falling one
		{"babacaca", loss},               // First has lost
		{"aabbcc", games.Outcome{}},      // three in a row
		{"bagagaacaca", games.Outcome{}}, // the top of a column and the foot of the next
	} {
		if got := play(t, test.moves).Outcome(); got != test.want {
			t.Errorf("%s: outcome %v; want %v", test.moves, got, test.want)
		}
	}
}

// A side is in check where a pass would let the other side complete a line.
func TestInCheck(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 4))
	positions, checks := 0, 0
	for range 300 {
		for p := newPosition(); !p.Outcome().Over(); {
			moves := p.Moves(nil, games.AllMoves)
			want := false
			p.Make(games.NoMove, nil)
			for _, m := range moves {
				p.Make(m, nil)
				want = want || p.Ended(0).Result == games.Loss
				p.Unmake()
			}
			p.Unmake()
			if got := p.InCheck(); got != want {
				t.Fatalf("%s: in check %v; want %v", p.FEN(), got, want)
			}
			positions++
			if want {
				checks++
			}
			p.Make(moves[r.IntN(len(moves))], nil)
		}
	}
	if checks == 0 || checks > positions/2 {
		t.Errorf("%d of %d positions are checks", checks, positions)
	}
	t.Logf("%d of %d positions are checks", checks, positions)
}

func TestParseFENErrors(t *testing.T) {
	for _, test := range []struct{ fen, want string }{
		{"7/7/7/7/7/7", "fields"},
		{"7/7/7/7/7 r", "5 rows"},
		{"7/7/7/7/7/7/7 r", "7 rows"},
		{"7/7/7/7/7/8 r", "neither"},
		{"7/7/7/7/7/6 r", "want 7 squares"},
		{"7/7/7/7/7/7R r", "want 7 squares"},
		{"7/7/7/7/7/RyRyRyRy r", "want 7 squares"},
		{"7/7/7/7/7/7 x", "side to move"},
		{"7/7/7/7/7/7 ry", "side to move"},
		{"7/7/7/7/7/R6 r", "turns"},
		{"7/7/7/7/7/RR5 y", "turns"},
		{"7/7/7/7/yy5/yyRR3 r", "turns"},
		{"7/7/7/7/yyy1y2/RRRR3 r", "line already"},
		{"7/7/7/7/R6/7 y", "in the air"},
		{"R6/7/7/7/7/7 y", "in the air"},
	} {
		if _, err := (Game{}).ParseFEN(test.fen); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("ParseFEN(%q): error %v; want one with %q", test.fen, err, test.want)
		}
	}
}

func TestBoardAndMoves(t *testing.T) {
	pos := Game{}.Start()
	for _, s := range []string{"d", "D", " e ", "1"} {
		m, err := pos.ParseMove(s)
		if err != nil {
			t.Fatal(err)
		}
		pos.Make(m, nil)
	}
	if got, want := strings.Join(pos.Board(), "/"), "......./......./......./......./...y.../y..RR.."; got != want {
		t.Errorf("board is %s; want %s", got, want)
	}
	if got, want := pos.FEN(), "7/7/7/7/3y3/y2RR2 r"; got != want {
		t.Errorf("FEN is %q; want %q", got, want)
	}
	for s, want := range map[string]string{"h": "not a column", "": "not a column", "d2": "not a column", "8": "not a column"} {
		if _, err := pos.ParseMove(s); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("ParseMove(%q): error %v; want one with %q", s, err, want)
		}
	}
	if _, err := play(t, "dddddd").ParseMove("d"); err == nil || !strings.Contains(err.Error(), "illegal") {
		t.Errorf("a disc on a full column: error %v", err)
	}
	if _, err := play(t, "abababa").ParseMove("d"); err == nil || !strings.Contains(err.Error(), "illegal") {
		t.Errorf("a disc after the game: error %v", err)
	}
}

func FuzzFEN(f *testing.F) {
	f.Add("7/7/7/7/7/7 r")
	f.Add("7/7/7/7/yyy4/RRR4 r")
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
