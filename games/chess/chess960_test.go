package chess

import (
	"iter"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

// shuffled are positions of Chess960 that are rich in castling: king or rook
// that stays, both on each other's target, rooks further out, pins.
var shuffled = []string{
	"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w KQkq - 2 9",
	"1r3rk1/pppppppp/8/8/8/8/PPPPPPPP/1R3RK1 w Qq - 0 1",
	"rkr5/ppp2ppp/8/8/8/8/PPP2PPP/RKR5 w KQkq - 0 1",
	"5rkr/8/8/8/8/8/8/5RKR b KQkq - 0 1",
	"rr1k1rr1/8/2q5/8/8/5Q2/8/RR1K1RR1 w FBfb - 0 1",
	"qr1k3r/8/8/8/8/8/8/QR1K3R w KQkq - 0 1", // the queens pin the rooks
	"2rk1r1b/8/8/8/8/8/8/B1RK1R2 b KQkq - 0 1",
	"r2r3k/p7/3p4/8/8/P6P/8/R3K2R b KQq - 0 1", // the kings began on different files
}

func TestConformance960(t *testing.T) {
	gametest.Run(t, Chess960{}, gametest.Options{
		Seed: 2, Positions: shuffled, Games: 4, MaxPlies: 100,
		Flip: func(p games.Position) games.Position { return flipIn(Chess960{}, p) },
	})
}

// TestVariant checks what a network of chess needs in order to play Chess960,
// and what notnil/chess cannot do.
func TestVariant(t *testing.T) {
	v, ok := games.Variant(Game{}, "Chess960")
	if !ok || v != (Chess960{}) {
		t.Fatalf("the variant of that name is %v", v)
	}
	g := Game{}
	if v.InputSet() != g.InputSet() || v.NumFeatures() != g.NumFeatures() ||
		v.MaxActive() != g.MaxActive() || v.NumSlots() != g.NumSlots() {
		t.Error("a network of chess does not fit")
	}
	if _, ok := v.(games.Arbiter); ok {
		t.Error("an arbiter that does not know the rules")
	}
	if _, err := g.Arbitrate(StartFEN(0), nil); err == nil {
		t.Error("the arbiter of chess takes a game of Chess960")
	}
}

// TestCastling960 names all targets of the king, as coordinates have them.
func TestCastling960(t *testing.T) {
	tests := []struct {
		name, fen, from, want string
	}{
		{"standard squares", "4k3/8/8/8/8/8/8/R3K2R w KQ - 0 1", "e1", "a1 d1 d2 e2 f1 f2 h1"},
		{"the rook is the neighbour", "7k/8/8/8/8/8/8/2RKR3 w KQ - 0 1", "d1", "c1 c2 d2 e1 e2"},
		{"the king is there already", "4k3/8/8/8/8/8/8/6KR w K - 0 1", "g1", "f1 f2 g2 h1 h2"},
		{"the king is there, the rook two files away", "4k3/8/8/8/8/8/8/R1K5 w Q - 0 1", "c1", "a1 b1 b2 c2 d1 d2"},
		{"they change places", "4k3/8/8/8/8/8/8/5KR1 w K - 0 1", "f1", "e1 e2 f2 g1 g2"},
		{"the rook stays", "4k3/8/8/8/8/8/8/3RK3 w Q - 0 1", "e1", "d1 d2 e2 f1 f2"},
		{"the king passes the rook", "4k3/8/8/8/8/8/8/4KR2 w K - 0 1", "e1", "d1 d2 e2 f1 f2"},
		{"from b1 to g1", "4k3/8/8/8/8/8/8/1K5R w K - 0 1", "b1", "a1 a2 b2 c1 c2 h1"},
		{"from b1 to c1", "4k3/8/8/8/8/8/8/RK6 w Q - 0 1", "b1", "a1 a2 b2 c1 c2"},
		{"a piece on the way of the king", "4k3/8/8/8/8/8/8/1K2N2R w K - 0 1", "b1", "a1 a2 b2 c1 c2"},
		{"a piece on the way of the rook", "4k3/8/8/8/8/8/8/RN2K3 w Q - 0 1", "e1", "d1 d2 e2 f1 f2"},
		{"a piece on the target of the rook", "4k3/8/8/8/8/8/8/RK1N4 w Q - 0 1", "b1", "a2 b2 c1 c2"},
		{"a piece beyond", "4k3/8/8/8/8/8/8/NR2K3 w Q - 0 1", "e1", "b1 d1 d2 e2 f1 f2"},
		{"an attack on the way", "2k1r3/8/8/8/8/8/8/1K5R w K - 0 1", "b1", "a1 a2 b2 c1 c2"},
		{"an attack beside the way", "k7/r7/8/8/8/8/8/1RK5 w Q - 0 1", "c1", "b1 b2 c2 d1 d2"},
		{"an attack on the way of the rook", "3rk3/8/8/8/8/8/8/1RK5 w Q - 0 1", "c1", "b1 b2 c2"},
		{"not out of check", "2r1k3/8/8/8/8/8/8/1RK5 w Q - 0 1", "c1", "b2 d1 d2"},
		{"the rook shields the king that stays", "4k3/8/8/8/8/8/8/rRK5 w Q - 0 1", "c1", "b2 c2 d1 d2"},
		{"the rook shields the king that moves", "4k3/8/8/8/8/8/8/qR1K4 w Q - 0 1", "d1", "c1 c2 d2 e1 e2"},
		{"the rook shields on the other side", "4k3/8/8/8/8/8/8/5KRq w K - 0 1", "f1", "e1 e2 f2"},
		{"with another piece between", "4k3/8/8/8/8/8/8/qNRK4 w Q - 0 1", "d1", "c1 c2 d2 e1 e2"},
		{"the inner rook may castle", "4k3/8/8/8/8/8/8/RR2K3 w B - 0 1", "e1", "b1 d1 d2 e2 f1 f2"},
		{"the inner rook is in the way", "4k3/8/8/8/8/8/8/RR2K3 w Q - 0 1", "e1", "d1 d2 e2 f1 f2"},
		{"the other rook is in the way", "4k3/8/8/8/8/8/8/2RR1K2 w C - 0 1", "f1", "e1 e2 f2 g1 g2"},
		{"black", "1rk3r1/8/8/8/8/8/8/4K3 b kq - 0 1", "c8", "b7 b8 c7 d7 d8 g8"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			p := mustParse960(t, test.fen)
			var got []string
			for _, m := range p.Moves(nil, games.AllMoves) {
				if to, ok := strings.CutPrefix(p.FormatMove(m), test.from); ok {
					got = append(got, to)
				}
			}
			slices.Sort(got)
			if got := strings.Join(got, " "); got != test.want {
				t.Errorf("%s: from %s to %s, want %s", test.fen, test.from, got, test.want)
			}
		})
	}
}

// TestCastlingResult follows castling by its two names to the FEN behind it.
func TestCastlingResult(t *testing.T) {
	tests := []struct {
		fen, name, coordinates, want string
		changed                      uint8 // features
	}{
		{"4k3/8/8/8/8/8/8/R3K2R w KQ - 0 1", "O-O", "e1h1", "4k3/8/8/8/8/8/8/R4RK1 b - - 1 1", 2},
		{"4k3/8/8/8/8/8/8/R3K2R w KQ - 0 1", "O-O-O", "e1a1", "4k3/8/8/8/8/8/8/2KR3R b - - 1 1", 2},
		{"4k3/8/8/8/8/8/8/5KR1 w K - 0 1", "O-O", "f1g1", "4k3/8/8/8/8/8/8/5RK1 b - - 1 1", 2},
		{"4k3/8/8/8/8/8/8/6KR w K - 0 1", "O-O", "g1h1", "4k3/8/8/8/8/8/8/5RK1 b - - 1 1", 1},
		{"4k3/8/8/8/8/8/8/3RK3 w Q - 0 1", "O-O-O", "e1d1", "4k3/8/8/8/8/8/8/2KR4 b - - 1 1", 1},
		{"4k3/8/8/8/8/8/8/RK5R w KQ - 0 1", "O-O-O", "b1a1", "4k3/8/8/8/8/8/8/2KR3R b - - 1 1", 2},
		{"4k3/8/8/8/8/8/8/1K5R w K - 0 1", "O-O", "b1h1", "4k3/8/8/8/8/8/8/5RK1 b - - 1 1", 2},
		{"1rk5/8/8/8/8/8/8/3K2R1 b Kq - 3 1", "O-O-O+", "c8b8", "2kr4/8/8/8/8/8/8/3K2R1 w K - 4 2", 1},
	}
	for _, test := range tests {
		p := mustParse960(t, test.fen)
		m := gametest.Move(t, p, test.name)
		if by := gametest.Move(t, p, test.coordinates); by != m {
			t.Errorf("%s: %s is %s, %s is %s", test.fen, test.name, formatMove(m), test.coordinates, formatMove(by))
		}
		if name, coordinates := p.Describe(m), p.FormatMove(m); name != test.name || coordinates != test.coordinates {
			t.Errorf("%s: %s is written %s and %s", test.fen, test.name, name, coordinates)
		}
		if p.Gain(m) != 0 || !p.SEE(m, 0) || p.SEE(m, 1) {
			t.Errorf("%s: %s gains something", test.fen, test.name)
		}
		d := gametest.MakeChecked(t, p, m)
		if got := p.FEN(); got != test.want {
			t.Errorf("%s: %s leads to %s, want %s", test.fen, test.name, got, test.want)
		}
		if d.NumAdded != test.changed || d.NumRemoved != test.changed {
			t.Errorf("%s: %s adds %d features and removes %d, want %d", test.fen, test.name, d.NumAdded, d.NumRemoved, test.changed)
		}
	}
}

// TestParseMove960 checks what is not castling: a step of the king to its
// target, and coordinates of the other mode.
func TestParseMove960(t *testing.T) {
	step := mustParse960(t, "4k3/8/8/8/8/8/8/R4K1R w KQ - 0 1")
	if m := gametest.Move(t, step, "f1g1"); flagOf(m) == castle {
		t.Error("f1g1 is castling")
	}
	if m := gametest.Move(t, step, "Kg1"); flagOf(m) == castle {
		t.Error("Kg1 is castling")
	}
	p := Chess960{}.Start().(*Position)
	gametest.Play(t, p, "e4", "e5", "Nf3", "Nc6", "Bb5", "a6")
	if m, err := p.ParseMove("e1g1"); err == nil {
		t.Errorf("e1g1 is %s", p.FormatMove(m))
	}
	gametest.Play(t, p, "e1h1")
	if want := "r1bqkbnr/1ppp1ppp/p1n5/1B2p3/4P3/5N2/PPPP1PPP/RNBQ1RK1 b kq - 1 4"; p.FEN() != want {
		t.Errorf("after castling: %s, want %s", p.FEN(), want)
	}
}

// TestFEN960 covers both ways to write castling rights and the one in which
// they are written back.
func TestFEN960(t *testing.T) {
	tests := []struct{ fen, want string }{
		{startFEN, startFEN},
		{"rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w HAha - 0 1", startFEN},
		{"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w HFhf - 2 9", shuffled[0]},
		{"1r2k1r1/8/8/8/8/8/8/RR2K1R1 w GBg - 0 1", "1r2k1r1/8/8/8/8/8/8/RR2K1R1 w KBk - 0 1"},
		{"1r2k1r1/8/8/8/8/8/8/RR2K1R1 w GAb - 0 1", "1r2k1r1/8/8/8/8/8/8/RR2K1R1 w KQq - 0 1"},
		{"4k1rr/8/8/8/8/8/8/4K3 w g - 0 1", "4k1rr/8/8/8/8/8/8/4K3 w g - 0 1"},
		{"4k1rr/8/8/8/8/8/8/4K3 w h - 0 1", "4k1rr/8/8/8/8/8/8/4K3 w k - 0 1"},
		{"4k1rr/8/8/8/8/8/8/4K3 w k - 0 1", "4k1rr/8/8/8/8/8/8/4K3 w k - 0 1"},
		{"5rkr/8/8/8/8/8/8/5RKR w qkQK - 0 1", "5rkr/8/8/8/8/8/8/5RKR w KQkq - 0 1"},
		{"4k3/8/8/8/8/8/8/4K3 w - - 0 1", "4k3/8/8/8/8/8/8/4K3 w - - 0 1"},
	}
	for _, test := range tests {
		p := mustParse960(t, test.fen)
		if got := p.FEN(); got != test.want {
			t.Errorf("FEN of %q is %q, want %q", test.fen, got, test.want)
		}
		if q := mustParse960(t, test.want); !same(p, q) || p.layout.castlings != q.layout.castlings {
			t.Errorf("%q and %q are not the same", test.fen, test.want)
		}
	}
}

// TestClaims tells FENs of Chess960 from those of chess, which may have rights that
// hold in neither.
func TestClaims(t *testing.T) {
	for fen, want := range map[string]bool{
		"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w HFhf - 2 9": true,
		"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w KQkq - 2 9": true,
		"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w HFhf -":     true,
		"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1B2KR w HFhf - 2 9":  true, // one rook has gone
		"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w hf e3 0 1":  true, // nor is there such a pawn
		"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w - - 2 9":    false,
		"1r2k1r1/8/8/8/8/8/8/RR2K1R1 w B - 0 1":                             true,
		startFEN:                                                            false,
		"rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w HAha - 0 1":          false,
		"4k3/8/8/8/8/8/8/4K3 w HAha - 0 1":                                  false,
		"2r5/5p1k/p4b2/2Rp1pr1/1Pn1q3/2P3PP/P4P2/2RQ2K1 b KQkq - 0 1":       false, // whatever stands there
		"r3k2r/8/8/8/8/8/8/R3K2R w HBgd - 0 1":                              false,
		"8/8 w HF - 0 1":                                                    false,
		"":                                                                  false,
	} {
		if got := (Chess960{}).Claims(fen); got != want {
			t.Errorf("%s: claimed %v, want %v", fen, got, want)
		}
		switch pos, err := games.ReadOwnFEN(Game{}, fen); {
		case want && (err == nil || !strings.HasSuffix(err.Error(), "it is a position of chess960, not of chess")):
			t.Errorf("%s: error %v, want the name of the variant", fen, err)
		case !want && err != nil && strings.Contains(err.Error(), "chess960"):
			t.Errorf("%s: %v", fen, err)
		case !want && err == nil:
			if same, err := games.ReadFEN(Game{}, fen); err != nil || same.FEN() != pos.FEN() {
				t.Errorf("%s: read as %s and as %v, %v", fen, pos.FEN(), same, err)
			}
		}
		if _, err := games.ReadOwnFEN(Chess960{}, fen); want && err != nil {
			t.Errorf("%s: %v", fen, err)
		}
	}
}

func TestFEN960Errors(t *testing.T) {
	tests := []struct{ fen, want string }{
		{"4k3/8/8/8/8/8/8/4K3 w K - 0 1", "castling: \"K\": K needs a white rook between the king and the h-file"},
		{"4k3/8/8/8/8/8/8/4K2R w Q - 0 1", "castling: \"Q\": Q needs a white rook between the king and the a-file"},
		{"4k3/8/8/8/8/8/8/R3K3 w K - 0 1", "castling: \"K\": K needs a white rook"},
		{"4k2r/8/8/8/8/8/8/R3K3 w Qa - 0 1", "castling: \"Qa\": a needs a black rook on a8"},
		{"4k3/8/8/8/8/8/8/4K2R w KH - 0 1", "castling: \"KH\" has white castling to g1 twice"},
		{"4k3/8/8/8/8/8/8/RR2K3 w AB - 0 1", "castling: \"AB\" has white castling to c1 twice"},
		{"4k3/8/8/8/8/8/4K3/R6R w K - 0 1", "castling: \"K\": K needs a white king on its first rank"},
		{"r3k2r/8/8/8/8/8/8/4K3 w kqI - 0 1", "castling: \"kqI\": I is none of"},
		{"r3k2r/8/8/8/8/8/8/4K3 w i - 0 1", "castling: \"i\": i is none of"},
		{"r3k2r/8/8/8/8/8/8/4K3 w k- - 0 1", "castling: \"k-\": - is none of"},
		{"4k3/8/8/8/8/8/8/4K3 w - e9 0 1", "en passant: \"e9\""},
	}
	for _, test := range tests {
		if _, err := (Chess960{}).ParseFEN(test.fen); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("ParseFEN(%q): error %v, want one with %q", test.fen, err, test.want)
		}
	}
}

// TestKey960 checks that keys tell apart by which rook a king may castle.
func TestKey960(t *testing.T) {
	const rooks = "4k3/8/8/8/8/8/8/RR2K1RR w "
	seen := make(map[uint64]string)
	for _, field := range []string{"-", "Q", "B", "K", "G", "KQ", "GQ", "KB", "GB"} {
		key := mustParse960(t, rooks+field+" - 0 1").Key()
		if other, ok := seen[key]; ok {
			t.Errorf("rights %s and %s have one key", other, field)
		}
		seen[key] = field
	}
	for _, fen := range []string{startFEN, corners[0], corners[2]} {
		if a, b := mustParse(t, fen).Key(), mustParse960(t, fen).Key(); a != b {
			t.Errorf("%s: key %#x, in chess %#x", fen, b, a)
		}
	}
}

// TestCastlingAgreesWithLaws holds castling against its slow twin, and Make
// against Unmake, in random games.
func TestCastlingAgreesWithLaws(t *testing.T) {
	castlings, pinned := 0, 0
	for p := range randomPositions960(t, 3, 20000) {
		var got [4]bool
		for _, m := range p.Moves(nil, games.AllMoves) {
			if flagOf(m) == castle {
				got[castlingIndex(p.side, toOf(m))] = true
				castlings++
			}
		}
		for i := 2 * p.side; i < 2*p.side+2; i++ {
			c := &p.layout.castlings[i]
			want := mayCastle(p, i)
			if legal := p.Legal(newMove(c.kingFrom, c.kingTo) | castle); got[i] != want || legal != want {
				t.Fatalf("%s: castling to %v is among the moves: %v, legal: %v; want %v", p.FEN(), c.kingTo, got[i], legal, want)
			}
			if p.rights>>i&1 != 0 && p.pinned&c.rook != 0 {
				pinned++
			}
		}
		if p.rights != 0 {
			checkUnmake(t, p)
		}
	}
	if castlings < 500 || pinned < 5 {
		t.Errorf("only %d castlings and %d pinned rooks were met", castlings, pinned)
	}
}

// mayCastle is the slow twin of canCastle, check included: the rule square by
// square.
func mayCastle(p *Position, i uint8) bool {
	if p.rights>>i&1 == 0 {
		return false
	}
	c := &p.layout.castlings[i]
	them := p.side ^ 1
	crosses := func(s, from, to square) bool { return min(from, to) <= s && s <= max(from, to) }
	for s := range square(64) {
		king, rook := crosses(s, c.kingFrom, c.kingTo), crosses(s, c.rookFrom, c.rookTo)
		if (king || rook) && s != c.kingFrom && s != c.rookFrom && p.board[s] != noPiece {
			return false
		}
		if king && slowAttackers(p, s, them, p.occupied()) != 0 {
			return false
		}
	}
	after := p.occupied()&^(c.kingFrom.bit()|c.rookFrom.bit()) | c.kingTo.bit() | c.rookTo.bit()
	return slowAttackers(p, c.kingTo, them, after) == 0
}

// randomPositions960 is randomPositions for Chess960: from start positions
// that lack pieces, so that castling comes soon, half of them with another
// order of pieces for Black.
func randomPositions960(t testing.TB, seed uint64, number int) iter.Seq[*Position] {
	if testing.Short() {
		number /= 5
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	const plies = 30 // rights are lost early
	return gametest.Walk(rng, number, plies, func(int) *Position { return sparseStart(rng) })
}

// sparseStart returns a start position without some of its pieces and pawns;
// others have changed sides, since a rook is pinned from behind its king's own
// lines only.
func sparseStart(rng *rand.Rand) *Position {
	for {
		a := rng.IntN(NumStarts)
		b := a
		if rng.IntN(2) == 0 {
			b = rng.IntN(NumStarts)
		}
		ranks := strings.Split(StartFEN(a), "/")
		ranks[0], _, _ = strings.Cut(StartFEN(b), "/")
		last, rest, _ := strings.Cut(ranks[7], " ")
		ranks[7] = last
		board := []byte(strings.Join(ranks, "/"))
		for i, c := range board {
			switch n := rng.IntN(10); {
			case strings.IndexByte("nbqpNBQP", c) < 0:
			case n < 4:
				board[i] = '1'
			case n == 4:
				board[i] = c ^ 0x20
			}
		}
		p, err := Chess960{}.ParseFEN(string(board) + " " + rest)
		if err == nil { // it is one with too many pawns, or where the waiting side is in check
			return p.(*Position)
		}
	}
}

func mustParse960(t testing.TB, fen string) *Position {
	t.Helper()
	p, err := Chess960{}.ParseFEN(fen)
	if err != nil {
		t.Fatal(err)
	}
	return p.(*Position)
}
