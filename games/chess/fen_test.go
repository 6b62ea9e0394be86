package chess

import (
	"iter"
	"slices"
	"strings"
	"testing"

	"apprentice/games"
)

func TestFENRoundTrip(t *testing.T) {
	for _, fen := range append([]string{
		startFEN,
		"rnbqkbnr/ppp1pppp/8/8/3pP3/8/PPPP1PPP/RNBQKBNR b KQkq e3 0 3",
		"r3k2r/8/8/8/8/8/8/R3K2R b Kq - 3 9",
		"4k3/8/8/8/8/8/8/4K3 b - - 1000 10000",
	}, corners...) {
		if got := mustParse(t, fen).FEN(); got != fen {
			t.Errorf("FEN of %q is %q", fen, got)
		}
	}
}

// TestFENReadsAs covers texts that are accepted and written otherwise.
func TestFENReadsAs(t *testing.T) {
	tests := []struct{ fen, want string }{
		{"4k3/8/8/8/8/8/8/4K3 w - -", "4k3/8/8/8/8/8/8/4K3 w - - 0 1"},
		{"4k3/8/8/8/8/8/8/4K3 b - - 7", "4k3/8/8/8/8/8/8/4K3 b - - 7 1"},
		{"  4k3/8/8/8/8/8/8/4K3\tw - - 0 0 ", "4k3/8/8/8/8/8/8/4K3 w - - 0 1"},
		{"r3k2r/8/8/8/8/8/8/R3K2R w qkQK - 0 1", "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1"},
		{"4k3/44/8/8/8/8/8/4K3 w - - 0 1", "4k3/8/8/8/8/8/8/4K3 w - - 0 1"},
		// Nobody stands beside the pawn.
		{"rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq e3 0 1",
			"rnbqkbnr/pppppppp/8/8/4P3/8/PPPP1PPP/RNBQKBNR b KQkq - 0 1"},
		// The capture would open the rank (position 3 of the perft results).
		{"8/2p5/3p4/KP5r/1R2Pp1k/8/6P1/8 b - e3 0 1", "8/2p5/3p4/KP5r/1R2Pp1k/8/6P1/8 b - - 0 1"},
		// The captured pawn is all that stands before a bishop.
		{"8/5bk1/8/2Pp4/8/1K6/8/8 w - d6 0 1", "8/5bk1/8/2Pp4/8/1K6/8/8 w - - 0 1"},
		// A pin on the diagonal lets the pawn take along it and no other way.
		{"8/1k6/8/8/4pP2/8/6B1/4K3 b - f3 0 1", "8/1k6/8/8/4pP2/8/6B1/4K3 b - f3 0 1"},
		{"8/1k6/8/8/3Pp3/8/6B1/4K3 b - d3 0 1", "8/1k6/8/8/3Pp3/8/6B1/4K3 b - - 0 1"},
		// The double step gave check; taking the pawn answers it.
		{"8/8/8/4k3/3Pp3/8/8/4K3 b - d3 0 1", "8/8/8/4k3/3Pp3/8/8/4K3 b - d3 0 1"},
		// The double step uncovered a check, which the capture does not answer.
		{"8/8/8/8/k2Pp2R/8/8/4K3 b - d3 0 1", "8/8/8/8/k2Pp2R/8/8/4K3 b - - 0 1"},
	}
	for _, test := range tests {
		if got := mustParse(t, test.fen).FEN(); got != test.want {
			t.Errorf("FEN of %q is %q, want %q", test.fen, got, test.want)
		}
	}
}

func TestFENErrors(t *testing.T) {
	tests := []struct{ fen, field string }{
		{"", "fields"},
		{"4k3/8/8/8/8/8/8/4K3 w -", "fields"},
		{"4k3/8/8/8/8/8/8/4K3 w - - 0 1 x", "fields"},
		{"4k3/8/8/8/8/8/4K3 w - - 0 1", "board: 7 ranks"},
		{"4k3/8/8/8/8/8/8/8/4K3 w - - 0 1", "board: 9 ranks"},
		{"4k3/8/8/7/8/8/8/4K3 w - - 0 1", "board: rank 5 has 7"},
		{"4k3/8/8/81/8/8/8/4K3 w - - 0 1", "board: rank 5 has 9"},
		{"4k3/8/8/8p/8/8/8/4K3 w - - 0 1", "board: rank 5 has more"},
		{"4k3/8/8/9/8/8/8/4K3 w - - 0 1", "board: rank 5: no piece is called '9'"},
		{"4k3/8/8/x7/8/8/8/4K3 w - - 0 1", "board: rank 5: no piece is called 'x'"},
		{"4k3/8/8/.7/8/8/8/4K3 w - - 0 1", "board: rank 5: no piece is called '.'"},
		{"8/8/8/8/8/8/8/4K3 w - - 0 1", "board: black has 0 kings"},
		{"4k3/8/8/8/8/8/8/4KK2 w - - 0 1", "board: white has 2 kings"},
		{"4k2P/8/8/8/8/8/8/4K3 w - - 0 1", "board: a pawn"},
		{"4k3/8/8/8/8/8/8/4K2p w - - 0 1", "board: a pawn"},
		{"4k3/8/8/8/8/P7/PPPPPPPP/4K3 w - - 0 1", "board: white has 9 pawns"},
		{"4k3/8/8/8/8/8/PPPPPPPP/3QKQ2 w - - 0 1", "board: white has 8 pawns and 1 promoted"},
		{"QQQQk3/8/QQQQ4/QQQQ4/QQQQ4/8/8/4K3 b - - 0 1", "board: white has 17 pieces"},
		{"4k3/8/8/8/8/8/8/4K3 x - - 0 1", "side to move"},
		{"4k3/8/8/8/8/8/8/4K2r b - - 0 1", "side to move: the white king"},
		{"4k3/4K3/8/8/8/8/8/8 b - - 0 1", "side to move: the white king"},
		{"4k3/8/8/8/8/8/8/4K3 w KQ - 0 1", "castling: K needs a white king on e1 and a rook on h1"},
		{"r3k2r/8/8/8/8/8/8/R3K2R w KK - 0 1", "castling: \"KK\" has K twice"},
		{"r3k2r/8/8/8/8/8/8/R3K2R w KX - 0 1", "castling: \"KX\" has a letter"},
		{"r3k2r/8/8/8/8/8/8/R3K2R w K- - 0 1", "castling: \"K-\" has a letter"},
		{"r2k3r/8/8/8/8/8/8/R3K2R w kq - 0 1", "castling: k needs a black king"},
		{"4k3/8/8/8/4P3/8/8/4K3 b - e9 0 1", "en passant: \"e9\""},
		{"4k3/8/8/8/4P3/8/8/4K3 b - e 0 1", "en passant: \"e\""},
		{"4k3/8/8/8/4P3/8/8/4K3 b - e6 0 1", "en passant: e6 is not on rank 3"},
		{"4k3/8/8/8/4P3/8/8/4K3 b - d3 0 1", "en passant: no white pawn on d4"},
		{"4k3/8/8/8/4P3/4N3/8/4K3 b - e3 0 1", "en passant: e3 and e2 must be empty"},
		{"4k3/8/8/8/4P3/8/4N3/4K3 b - e3 0 1", "en passant: e3 and e2 must be empty"},
		{"4k3/8/8/8/8/8/8/4K3 w - - -1 1", "counters: half-move clock"},
		{"4k3/8/8/8/8/8/8/4K3 w - - 0 x", "counters: move number"},
		{"4k3/8/8/8/8/8/8/4K3 w - - 99999 1", "counters: half-move clock"},
		{"4k3/8/8/8/8/8/8/4K3 w - - 0 99999999999999999999", "counters: move number"},
	}
	for _, test := range tests {
		if _, err := ParseFEN(test.fen); err == nil || !strings.Contains(err.Error(), test.field) {
			t.Errorf("ParseFEN(%q): error %v, want one about %q", test.fen, err, test.field)
		}
	}
}

// TestMendFEN covers castling rights that other programs write although they
// cannot be. Rights that can be stay, and a field that is no rights is refused.
func TestMendFEN(t *testing.T) {
	const bare = "2r5/5p1k/p4b2/2Rp1pr1/1Pn1q3/2P3PP/P4P2/2RQ2K1 b %s - 0 1"
	for _, test := range []struct {
		fen, rights string
		want        [2]string // in chess and in Chess960; "" for an error
	}{
		{bare, "KQkq", [2]string{"-", "Q"}},
		{bare, "HAha", [2]string{"-", "-"}},
		{bare, "-", [2]string{"-", "-"}},
		{bare, "KX", [2]string{"", ""}},
		{bare, "K-", [2]string{"", ""}},
		{"r3k2r/8/8/8/8/8/8/R3K3 w %s - 0 1", "KQkq", [2]string{"Qkq", "Qkq"}},
		{"r3k2r/8/8/8/8/8/8/R3K2R w %s - 0 1", "KKQ", [2]string{"KQ", "KQ"}},
		{"r3k2r/8/8/8/8/8/8/R3K2R w %s - 0 1", "HAha", [2]string{"KQkq", "KQkq"}},
		{"r3k2r/8/8/8/8/8/8/R3K2R w %s - 0 1", "HBgd", [2]string{"K", "K"}},
		{"1r2k2r/8/8/8/8/8/8/1R2K2R w %s - 0 1", "KQkq", [2]string{"Kk", "KQkq"}},
		{"4k3/8/8/8/8/8/4K3/R6R w %s - 0 1", "KQ", [2]string{"-", "-"}},
	} {
		fen := strings.Replace(test.fen, "%s", test.rights, 1)
		for i, g := range []games.Game{Game{}, Chess960{}} {
			pos, err := games.ReadFEN(g, fen)
			if want := test.want[i]; want == "" {
				if err == nil || !strings.Contains(err.Error(), "castling") {
					t.Errorf("%s: %s: error %v; want one about castling", g.Name(), fen, err)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s: %v", g.Name(), err)
			} else if got, want := pos.FEN(), strings.Replace(test.fen, "%s", test.want[i], 1); got != want {
				t.Errorf("%s: %s is read as %s, want %s", g.Name(), fen, got, want)
			}
		}
	}
}

// TestMendFields covers the other fields that other programs write although they
// cannot be, or leave out. What is no square, side or number is refused.
func TestMendFields(t *testing.T) {
	const board = "rnbqkbnr/pppp1ppp/8/4p3/4P3/8/PPPP1PPP/RNBQKBNR"
	for fields, want := range map[string]string{
		"w KQkq e6 0 2":                    "w KQkq - 0 2", // no pawn can take there
		"w KQkq e3 0 2":                    "w KQkq - 0 2",
		"w KQkq d6 0 2":                    "w KQkq - 0 2",
		"w KQkq a1 0 2":                    "w KQkq - 0 2",
		"W KQkq - 0 2":                     "w KQkq - 0 2",
		"w KQkq -":                         "w KQkq - 0 1",
		"w KQkq":                           "w KQkq - 0 1",
		"w":                                "w - - 0 1",
		"w KQkq - - -":                     "w KQkq - 0 1",
		"w KQkq - -5 0":                    "w KQkq - 0 1",
		"w KQkq - 5000 99999":              "w KQkq - 1000 10000",
		"w KQkq - 99999999999999999999 -7": "w KQkq - 1000 1",
		"":                                 "",
		"x KQkq - 0 1":                     "",
		"w KQkq e9 0 1":                    "",
		"w KQkq xx 0 1":                    "",
		"w KQkq - x 1":                     "",
		"w KQkq - 0 1.5":                   "",
		"w KQkq - 0 1 2":                   "",
	} {
		fen := board + " " + fields
		for _, g := range []games.Game{Game{}, Chess960{}} {
			pos, err := games.ReadFEN(g, fen)
			switch {
			case want == "" && err == nil:
				t.Errorf("%s: %s is read as %s", g.Name(), fen, pos.FEN())
			case want != "" && err != nil:
				t.Errorf("%s: %v", g.Name(), err)
			case want != "" && pos.FEN() != board+" "+want:
				t.Errorf("%s: %s is read as %s, want %s", g.Name(), fen, pos.FEN(), want)
			}
			if _, err := g.ParseFEN(fen); err == nil && fields != "w KQkq e6 0 2" && fields != "w KQkq -" {
				t.Errorf("%s: ParseFEN takes %s", g.Name(), fen)
			}
		}
	}
	// A square that a pawn can take stays.
	const taken = "rnbqkbnr/ppp1pppp/8/8/3pP3/8/PPPP1PPP/RNBQKBNR b KQkq e3 0 3"
	if pos, err := games.ReadFEN(Game{}, taken); err != nil || pos.FEN() != taken {
		t.Errorf("%s is read as %v, %v", taken, pos, err)
	}
}

// FuzzFEN checks that what ParseFEN accepts is a position to play on from, and
// that its FEN stands for the same position.
func FuzzFEN(f *testing.F) {
	seeds := slices.Concat(corners, shuffled, []string{
		startFEN,
		"4k3/8/8/8/8/8/8/4K3 w - -",
		"8/8/8/4k3/3Pp3/8/8/4K3 b - d3 0 1",
		"1r2k1r1/8/8/8/8/8/8/RR2K1R1 w GBg - 0 1",
	})
	for _, fen := range seeds {
		f.Add(fen)
	}
	f.Fuzz(func(t *testing.T, fen string) {
		for p := range parsedByAll(fen) {
			checkFEN(t, p)
		}
	})
}

// parsedByAll yields the positions that fen stands for in chess and in Chess960,
// as it stands and mended.
func parsedByAll(fen string) iter.Seq[*Position] {
	return func(yield func(*Position) bool) {
		for _, g := range []games.Game{Game{}, Chess960{}} {
			for _, parse := range []func(string) (games.Position, error){g.ParseFEN, g.(games.Mender).MendFEN} {
				if p, err := parse(fen); err == nil && !yield(p.(*Position)) {
					return
				}
			}
		}
	}
}

// parseLike returns the position that fen describes by the rules of p.
func parseLike(p *Position, fen string) (*Position, error) {
	if p.layout.chess960 {
		pos, err := Chess960{}.ParseFEN(fen)
		if err != nil {
			return nil, err
		}
		return pos.(*Position), nil
	}
	return ParseFEN(fen)
}

func checkFEN(t *testing.T, p *Position) {
	t.Helper()
	fen := p.FEN()
	q, err := parseLike(p, fen)
	if err != nil {
		t.Fatalf("%q: its own FEN is refused: %v", fen, err)
	}
	if p.plies, q.plies = 0, 0; !same(p, q) || p.layout.castlings != q.layout.castlings {
		t.Fatalf("%q: parsed back as %q", fen, q.FEN())
	}
	moves := p.Moves(nil, games.AllMoves)
	if len(moves) > 218 {
		t.Fatalf("%q: %d moves", fen, len(moves))
	}
	for _, m := range moves {
		p.Make(m, nil)
		if p.key != p.fullKey() {
			t.Errorf("%q: wrong key after %s", fen, formatMove(m))
		}
		p.Unmake()
	}
	if !same(p, q) {
		t.Errorf("%q: Unmake leaves %q", fen, p.FEN())
	}
}
