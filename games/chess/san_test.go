package chess

import (
	"slices"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

func TestDescribe(t *testing.T) {
	tests := []struct{ fen, move, want string }{
		{startFEN, "e2e4", "e4"},
		{startFEN, "g1f3", "Nf3"},
		{"r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1", "e1g1", "O-O"},
		{"r3k2r/8/8/8/8/8/8/R3K2R b KQkq - 0 1", "e8c8", "O-O-O"},
		{"5k2/8/8/8/8/8/8/4K2R w K - 0 1", "e1g1", "O-O+"},
		{"4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 1", "e5d6", "exd6"},
		{"3r4/4P1k1/8/8/8/8/8/K7 w - - 0 1", "e7d8q", "exd8=Q"},
		{"3r4/4P1k1/8/8/8/8/8/K7 w - - 0 1", "e7e8n", "e8=N+"},
		{"6k1/5ppp/8/8/8/8/8/R3K3 w - - 0 1", "a1a8", "Ra8#"},
		// As little of the origin as tells the pieces apart.
		{"4k3/8/8/8/8/8/8/R4RK1 w - - 0 1", "a1d1", "Rad1"},
		{"4k3/8/8/R7/8/8/8/R5K1 w - - 0 1", "a1a3", "R1a3"},
		{"1k6/8/8/8/4Q2Q/8/8/K6Q w - - 0 1", "h4e1", "Qh4e1"},
		{"1k6/8/8/8/4Q2Q/8/8/K6Q w - - 0 1", "e4e1", "Qee1"},
		{"1k6/8/8/8/4Q2Q/8/8/K6Q w - - 0 1", "h1e1", "Q1e1"},
		// The other knight is pinned and needs no telling apart.
		{"4k3/8/8/8/1b6/2N5/8/4K1N1 w - - 0 1", "g1e2", "Ne2"},
	}
	for _, test := range tests {
		p := mustParse(t, test.fen)
		m := gametest.Move(t, p, test.move)
		if got := p.Describe(m); got != test.want {
			t.Errorf("%s: %s is %q, want %q", test.fen, test.move, got, test.want)
		}
		if got := p.FormatMove(m); got != test.move {
			t.Errorf("%s: %s is written %q", test.fen, test.move, got)
		}
	}
}

// TestParseMove covers what people write for one move.
func TestParseMove(t *testing.T) {
	const (
		castles  = "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1"
		promotes = "3r4/4P1k1/8/8/8/8/8/K7 w - - 0 1"
		passes   = "4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 1"
		bishops  = "4k3/8/8/8/2n5/1P6/4B3/4K3 w - - 0 1" // bishop and pawn may take on c4
		noPawn   = "4k3/8/8/8/2n5/8/4B3/4K3 w - - 0 1"
		queen    = "8/1Q6/3k4/8/8/8/4K3/8 w - - 0 39"
	)
	tests := []struct {
		fen, texts, want string
	}{
		{startFEN, "e2e4 e2-e4 e4 e4! e4?! e4+ Pe4 Pe2e4 Pe2-e4", "e2e4"},
		{startFEN, "g1f3 Nf3 Nf3+ Nf3# Ng1f3 Ng1-f3 Ngf3 N1f3", "g1f3"},
		{castles, "e1g1 O-O 0-0 o-o O-O+ 0-0! OO", "e1g1"},
		{castles, "e1c1 O-O-O 0-0-0 O-O-O# 0-0-0+?", "e1c1"},
		{castles, "Rxa8+ Rxa8 Ra8 R:a8 Ra1xa8+ a1a8 a1xa8", "a1a8"},
		{promotes, "e7e8q e7e8Q e7e8=Q e8=Q e8Q e8q e8=q+ e8(Q)", "e7e8q"},
		{promotes, "e7d8n exd8=N exd8N ed8N ed8=n exd8=N!", "e7d8n"},
		{passes, "exd6 ed6 exd6e.p. exd6ep exd6+ e5d6 e5xd6 exd6!", "e5d6"},
		{passes, "e6 e5e6", "e5e6"},
		{passes, "xd6 :d6 Pxd6 pxd6", "e5d6"},
		// Pictures of pieces, and pictures that are to be drawn as text.
		{startFEN, "♘f3 ♞f3 ♘\ufe0ef3 ♘g1-f3", "g1f3"},
		{promotes, "e8=♕ e8♛ e8/Q e8=(Q) e8=♕+", "e7e8q"},
		// A move number before, words after.
		{startFEN, "1.e4 1...e4 12.e2-e4", "e2e4"},
		{queen, "Qb6ch Qb6ch. Qb6+ch Qb6dblch Qb6dbl.ch Qb6disch Qb6mate Qb6++ Qb6‡ Qb6≠", "b7b6"},
		{passes, "exd6e.p.+ exd6e.p.ch exd6ep# exd6ep.!?", "e5d6"},
		// Numbers, of correspondence chess.
		{startFEN, "5254 1.5254 52-54 5254!", "e2e4"},
		{startFEN, "7163", "g1f3"},
		{castles, "5171", "e1g1"},
		{castles, "5131", "e1c1"},
		{promotes, "57581", "e7e8q"},
		{promotes, "57482", "e7d8r"},
		{promotes, "57483 5748=3", "e7d8b"},
		{promotes, "57484", "e7d8n"},
		// Small letters, where they cannot be a pawn's file.
		{startFEN, "nf3 ngf3 ng1f3 n1f3 ng1-f3 nf3!", "g1f3"},
		{castles, "ra1xa8 rxa8+ ra8", "a1a8"},
		{castles, "ke2 ke1e2", "e1e2"},
		{bishops, "bxc4 bc4 b3c4", "b3c4"},
		{bishops, "Bxc4 Bc4 be2xc4", "e2c4"},
		{bishops, "bd3 be2d3 be2-d3", "e2d3"},
		{noPawn, "bxc4 bc4", "e2c4"},
	}
	for _, test := range tests {
		p := mustParse(t, test.fen)
		for text := range strings.FieldsSeq(test.texts) {
			m, err := p.ParseMove(text)
			if err != nil || formatMove(m) != test.want {
				t.Errorf("%s: %q is %s, error %v; want %s", test.fen, text, formatMove(m), err, test.want)
			}
		}
	}
}

// Words with spaces in them are one move where a whole line is.
func TestParseMoveWithSpaces(t *testing.T) {
	for _, test := range []struct{ fen, text, want string }{
		{startFEN, "e2 e4", "e2e4"},
		{startFEN, "1. e4", "e2e4"},
		{startFEN, " N f3 ! ", "g1f3"},
		{"8/1Q6/3k4/8/8/8/4K3/8 w - - 0 39", "Qb6 dbl ch", "b7b6"},
		{"4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 1", "exd6 e.p. +", "e5d6"},
	} {
		if m, err := mustParse(t, test.fen).ParseMove(test.text); err != nil || formatMove(m) != test.want {
			t.Errorf("%s: %q is %s, error %v; want %s", test.fen, test.text, formatMove(m), err, test.want)
		}
	}
}

func TestParseMoveErrors(t *testing.T) {
	const rooks = "4k3/8/8/8/8/8/8/R4RK1 w - - 0 1"
	tests := []struct{ fen, text, want string }{
		{startFEN, "", "not a move"},
		{startFEN, "Zf3", "not a move"},
		{startFEN, "e9", "not a move"},
		{startFEN, "e2e4e5", "not a move"},
		{startFEN, "e8=K", "not a move"},
		{startFEN, "N", "not a move"},
		{startFEN, "ch", "not a move"},
		{startFEN, "1.", "not a move"},
		// A small b is no bishop where a pawn may be meant, though it is pinned.
		{"1r2k3/8/8/8/2n5/1P6/4B3/1K6 w - - 0 1", "bxc4", "no such move is legal"},
		// Both the pawn and the bishop could be.
		{"4k3/8/8/8/1P6/8/4B3/4K3 w - - 0 1", "bb5", "ambiguous: Bb5+ or b5"},
		{rooks, "rd1", "ambiguous: Rad1 or Rfd1"},
		{startFEN, "5259", "not a move"},
		{startFEN, "0254", "not a move"},
		{startFEN, "525", "not a move"},
		{startFEN, "52545", "not a move"},
		{startFEN, "52541", "no such move is legal"},
		{startFEN, "525411", "not a move"},
		{"3r4/4P1k1/8/8/8/8/8/K7 w - - 0 1", "5758", "it promotes; add what to, as in =Q"},
		// A capture does not go without its file.
		{"4k3/8/8/3p4/4P3/8/8/4K3 w - - 0 1", "d5", "needs the file of the pawn"},
		{"4k3/8/8/3p4/4P3/8/8/4K3 w - - 0 1", "Pd5", "needs the file of the pawn"},
		{"4k3/8/8/3p4/4P3/8/8/4K3 w - - 0 1", "4d5", "needs the file of the pawn"},
		{"4k3/8/8/3p4/2P1P3/8/8/4K3 w - - 0 1", "d5", "needs the file of the pawn"},
		{"4k3/8/8/3p4/2P1P3/8/8/4K3 w - - 0 1", "xd5", "ambiguous: exd5 or cxd5"},
		{"4k3/8/8/3pP3/8/8/8/4K3 w - d6 0 1", "d6", "needs the file of the pawn"},
		{"3r4/4P1k1/8/8/8/8/8/K7 w - - 0 1", "d8=Q", "needs the file of the pawn"},
		{"4k3/8/8/3p4/3P4/8/8/4K3 w - - 0 1", "d5", "no such move is legal"},
		{startFEN, "e2e5", "no such move is legal"},
		{startFEN, "e2e4q", "no such move is legal"},
		{startFEN, "Nd2", "d2 is taken by an own piece"},
		{startFEN, "O-O", "castling is not legal"},
		{rooks, "Qd1", "white has no such piece"},
		{rooks, "Rd1", "ambiguous: Rad1 or Rfd1"},
		{"4k3/4r3/8/8/8/8/4N3/4K3 w - - 0 1", "Nc3", "leaves the king in check"},
		{"4k3/4r3/8/8/8/8/8/N3K3 w - - 0 1", "Nb3", "does not answer the check"},
		{"3r4/4P1k1/8/8/8/8/8/K7 w - - 0 1", "e8", "it promotes; add what to, as in =Q"},
		{"3r4/4P1k1/8/8/8/8/8/K7 w - - 0 1", "exd8", "it promotes; add what to, as in =Q"},
		{"3r4/4P1k1/8/8/8/8/8/K7 w - - 0 1", "e7e8", "it promotes; add what to, as in =Q"},
		{"3r4/4P1k1/8/8/8/8/8/K7 w - - 0 1", "Ke8", "no such move is legal"},
		{"3r4/4P1k1/8/8/8/8/8/K7 w - - 0 1", "f8", "no such move is legal"},
	}
	for _, test := range tests {
		m, err := mustParse(t, test.fen).ParseMove(test.text)
		if err == nil || !strings.Contains(err.Error(), test.want) || m != games.NoMove {
			t.Errorf("%s: %q is %s, error %v; want one with %q", test.fen, test.text, formatMove(m), err, test.want)
		}
	}
}

// FuzzSAN checks that any text is either refused or one legal move, and that
// the move's own name stands for it.
func FuzzSAN(f *testing.F) {
	for _, text := range []string{"e4", "e2e4", "Nf3+", "0-0-0", "exd6 e.p.", "bxa8=Q#", "57581", "d5", "", "\xff"} {
		for _, fen := range slices.Concat(corners[:5], shuffled[:3]) {
			f.Add(fen, text)
		}
	}
	f.Fuzz(func(t *testing.T, fen, text string) {
		for p := range parsedByAll(fen) {
			checkSAN(t, p, text)
		}
	})
}

func checkSAN(t *testing.T, p *Position, text string) {
	t.Helper()
	m, err := p.ParseMove(text)
	if err != nil {
		return
	}
	if !p.Legal(m) {
		t.Fatalf("%s: %q is %s, which is not legal", p.FEN(), text, formatMove(m))
	}
	for _, name := range []string{p.Describe(m), p.FormatMove(m)} {
		if back, err := p.ParseMove(name); back != m {
			t.Errorf("%s: %q is written %q and read as %s, error %v", p.FEN(), text, name, formatMove(back), err)
		}
	}
}
