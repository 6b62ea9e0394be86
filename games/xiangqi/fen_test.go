package xiangqi

import (
	"strings"
	"testing"

	"apprentice/games"
)

func TestFENRoundTrip(t *testing.T) {
	for _, fen := range append([]string{
		startFEN,
		"rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C2C4/9/RNBAKABNR b - - 1 1",
		"4k4/9/9/9/9/9/9/9/9/3K5 b - - 1000 10000",
	}, corners...) {
		if got := mustParse(t, fen).FEN(); got != fen {
			t.Errorf("FEN of %q is %q", fen, got)
		}
	}
}

// TestFENReadsAs covers texts that are accepted and written otherwise.
func TestFENReadsAs(t *testing.T) {
	const bare = "4k4/9/9/9/9/9/9/9/9/3K5"
	tests := []struct{ fen, want string }{
		{bare + " w", bare + " w - - 0 1"},
		{bare + " r", bare + " w - - 0 1"},
		{bare + " b - -", bare + " b - - 0 1"},
		{bare + " b - - 7", bare + " b - - 7 1"},
		{bare + " b 7 30", bare + " b - - 7 30"},
		{"  " + bare + "\tw - - 0 0 ", bare + " w - - 0 1"},
		{"4k4/9/45/9/9/9/9/9/9/3K5 w - - 0 1", bare + " w - - 0 1"},
		{"rheakaehr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RHEAKAEHR r", startFEN},
		{"rnbakaehr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RHEAKABNR w - - 0 1", startFEN},
	}
	for _, test := range tests {
		if got := mustParse(t, test.fen).FEN(); got != test.want {
			t.Errorf("FEN of %q is %q, want %q", test.fen, got, test.want)
		}
	}
}

func TestFENErrors(t *testing.T) {
	const kings = "4k4/9/9/9/9/9/9/9/9/3K5"
	tests := []struct{ fen, field string }{
		{"", "fields"},
		{kings, "1 field,"},
		{kings + " w - - 0 1 x", "7 fields"},
		{"4k4/9/9/9/9/9/9/9/3K5 w - - 0 1", "board: 9 ranks"},
		{"4k4/9/9/9/9/9/9/9/9/9/3K5 w - - 0 1", "board: 11 ranks"},
		{"4k4/9/9/9/8/9/9/9/9/3K5 w - - 0 1", "board: rank 5 has 8"},
		{"4k4/9/9/9/91/9/9/9/9/3K5 w - - 0 1", "board: rank 5 has 10"},
		{"4k4/9/9/9/9r/9/9/9/9/3K5 w - - 0 1", "board: rank 5 has more"},
		{"4k4/9/9/9/0/9/9/9/9/3K5 w - - 0 1", "board: rank 5 has '0'"},
		{"4k4/9/9/9/x8/9/9/9/9/3K5 w - - 0 1", "board: rank 5 has 'x'"},
		{"4k4/9/9/9/.8/9/9/9/9/3K5 w - - 0 1", "board: rank 5 has '.'"},
		{"4q4/9/9/9/9/9/9/9/9/3K5 w - - 0 1", "board: rank 9 has 'q'"},
		{"9/9/9/9/9/9/9/9/9/3K5 w - - 0 1", "board: black has 0 generals"},
		{"4k4/9/9/9/9/9/9/9/9/3KK4 w - - 0 1", "board: red has 2 generals"},
		{"4k4/9/9/9/9/9/9/RRR6/9/3K5 w - - 0 1", "board: red has 3 of the chariot"},
		{"4k4/9/pppppp3/9/9/9/9/9/9/3K5 w - - 0 1", "board: rank 7 has a black soldier on a7"},
		{"4k4/9/9/9/9/pppppp3/9/9/9/3K5 w - - 0 1", "board: black has 6 of the soldier"},
		{"4k4/9/9/9/9/9/9/9/2K6/9 w - - 0 1", "board: rank 1 has a red general on c1"},
		{"4k4/9/9/9/9/9/9/9/2A6/3K5 w - - 0 1", "board: rank 1 has a red advisor on c1"},
		{"4k4/9/9/9/9/9/9/9/2B6/3K5 w - - 0 1", "board: rank 1 has a red elephant on c1"},
		{"4k4/9/9/9/2B6/9/9/9/9/3K5 w - - 0 1", "board: rank 5 has a red elephant on c5"},
		{"4k4/9/9/9/9/1P7/9/9/9/3K5 w - - 0 1", "board: rank 4 has a red soldier on b4"},
		{"4k4/9/9/9/9/9/9/P8/9/3K5 w - - 0 1", "board: rank 2 has a red soldier on a2"},
		{kings + " x - - 0 1", "side to move: \"x\""},
		{"4k4/9/9/9/9/9/9/4R4/9/3K5 w - - 0 1", "side to move: the black general"},
		{"4k4/9/9/9/9/9/9/9/9/4K4 w - - 0 1", "side to move: the black general"},
		{"4k4/9/9/9/9/9/9/9/9/4K4 b - - 0 1", "side to move: the red general"},
		{"4k4/9/9/9/9/9/9/5n3/9/4K4 b - - 0 1", "side to move: the red general"},
		{kings + " w KQ - 0 1", "castling and en passant: \"KQ\""},
		{kings + " w - e3 0 1", "castling and en passant: \"e3\""},
		{kings + " w -", "castling and en passant: one field"},
		{kings + " w 0 1 5 6", "castling and en passant: \"0\""},
		{kings + " w - - -1 1", "counters: clock"},
		{kings + " w - - 0 x", "counters: move number"},
		{kings + " w - - 99999 1", "counters: clock"},
		{kings + " w - - 0 99999999999999999999", "counters: move number"},
	}
	for _, test := range tests {
		if _, err := ParseFEN(test.fen); err == nil || !strings.Contains(err.Error(), test.field) {
			t.Errorf("ParseFEN(%q): error %v, want one about %q", test.fen, err, test.field)
		}
	}
}

// FuzzFEN checks that what ParseFEN accepts is a position to play on from, and
// that its FEN stands for the same position.
func FuzzFEN(f *testing.F) {
	for _, fen := range append(corners, startFEN, "4k4/9/9/9/9/9/9/9/9/3K5 r", "4k4/9/9/9/9/9/9/9/9/3K5 b 7 30") {
		f.Add(fen)
	}
	f.Fuzz(func(t *testing.T, fen string) {
		p, err := ParseFEN(fen)
		if err != nil {
			return
		}
		q, err := ParseFEN(p.FEN())
		if err != nil {
			t.Fatalf("%q: its own FEN is refused: %v", fen, err)
		}
		if !same(p, q) {
			t.Fatalf("%q: parsed back as %q", fen, q.FEN())
		}
		moves := p.Moves(nil, games.AllMoves)
		if len(moves) > maxMoves {
			t.Fatalf("%q: %d moves", fen, len(moves))
		}
		for _, m := range moves {
			p.Make(m, nil)
			if p.key != p.fullKey() {
				t.Errorf("%q: wrong key after %s", fen, p.FormatMove(m))
			}
			p.Unmake()
		}
		if !same(p, q) {
			t.Errorf("%q: Unmake leaves %q", fen, p.FEN())
		}
	})
}

// maxMoves is the sum of what the pieces of one side can do at most.
const maxMoves = 4*17 + 2*8 + 5*3 + 5*4
