package record

import (
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"apprentice/games"
	"apprentice/games/chess"
)

func TestParseEPD(t *testing.T) {
	const board = "4k3/8/8/8/8/8/8/4K2R"
	for _, test := range []struct {
		line string
		want EPD
	}{
		{board + " w K - 3 7", EPD{FEN: board + " w K - 3 7", Ops: map[string][]string{}}},
		{board + " w K -", EPD{FEN: board + " w K - 0 1", Ops: map[string][]string{}}},
		{
			board + " w K - bm O-O Rf1; id \"a; b\"; c0 \"two words\" three;",
			EPD{FEN: board + " w K - 0 1", Ops: map[string][]string{"bm": {"O-O", "Rf1"}, "id": {"a; b"}, "c0": {"two words", "three"}}},
		},
		{
			board + " w K - hmvc 12; fmvn 40; am Kd1; dm 3",
			EPD{FEN: board + " w K - 12 40", Ops: map[string][]string{"hmvc": {"12"}, "fmvn": {"40"}, "am": {"Kd1"}, "dm": {"3"}}},
		},
		{
			board + " b - e3 0 1 ;D1 15 ;D2 66",
			EPD{FEN: board + " b - e3 0 1", Ops: map[string][]string{"D1": {"15"}, "D2": {"66"}}},
		},
		{ // an opcode that looks like an en-passant square needs its place
			board + " w - - c3 x;",
			EPD{FEN: board + " w - - 0 1", Ops: map[string][]string{"c3": {"x"}}},
		},
		{board + " w K", EPD{FEN: board + " w K - 0 1", Ops: map[string][]string{}}}, // en passant left out
		{board + " w K bm O-O;", EPD{FEN: board + " w K - 0 1", Ops: map[string][]string{"bm": {"O-O"}}}},
		{board + " w - ce 5;", EPD{FEN: board + " w - - 0 1", Ops: map[string][]string{"ce": {"5"}}}},
		{board + " w ce 5;", EPD{FEN: board + " w", Ops: map[string][]string{"ce": {"5"}}}},
		{"3/3/3 x", EPD{FEN: "3/3/3 x", Ops: map[string][]string{}}},
		{"3/1X1/3 o bm a1 c3; dm 4", EPD{FEN: "3/1X1/3 o", Ops: map[string][]string{"bm": {"a1", "c3"}, "dm": {"4"}}}},
		{"4ka3/9 w - - 0 1 ;D1 23", EPD{FEN: "4ka3/9 w - - 0 1", Ops: map[string][]string{"D1": {"23"}}}},
	} {
		got, err := ParseEPD(test.line)
		if err != nil {
			t.Errorf("%q: %v", test.line, err)
			continue
		}
		if diff := cmp.Diff(test.want, got); diff != "" {
			t.Errorf("%q (-want +got):\n%s", test.line, diff)
		}
	}
}

func TestParseEPDErrors(t *testing.T) {
	for _, test := range []struct{ line, want string }{
		{"", "no position"},
		{"8/8", "no position"},
		{";D1 20", "no position"},
		{`"8/8 w" w`, "no position"},
		{"8/8 w - - bm \"e4", "not closed"},
		{"8/8 w - - bm e4; bm d4", "twice"},
	} {
		if e, err := ParseEPD(test.line); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: %+v, error %v; want %q", test.line, e, err, test.want)
		}
	}
}

func TestPerftCounts(t *testing.T) {
	for line, want := range map[string][]PerftCount{
		"8/8 w - - 0 1 ;D10 7 ;D2 400 ;D1 20":    {{1, 20}, {2, 400}, {10, 7}},
		"8/8 w - - 0 1 ;D0 1":                    {{0, 1}},
		"8/8 w - - 0 1 ;D1 18446744073709551615": {{1, 1<<64 - 1}},
		"8/8 w - - dm 3; draw_offer":             nil, // in small letters they are others
	} {
		e, err := ParseEPD(line)
		if err != nil {
			t.Fatal(err)
		}
		got, err := e.Perft()
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v, counts (-want +got):\n%s", line, err, diff)
		}
	}
	for _, op := range []string{"Dx 3", "D3 many", "D4", "D1 2 3", "D-1 5", "D+1 5", "D 5", "D1 -5", "D101 5", "D999999999 20",
		"D99999999999999999999 1", "D1 99999999999999999999999"} {
		e, err := ParseEPD("8/8 w - - 0 1 ;D1 20 ;" + op)
		if err != nil {
			e, err = ParseEPD("8/8 w - - 0 1 ;" + op)
		}
		if err != nil {
			t.Fatal(err)
		}
		if got, err := e.Perft(); err == nil || !strings.Contains(err.Error(), op) {
			t.Errorf("%s: %v, %v", op, got, err)
		}
	}
}

func TestEPDMoves(t *testing.T) {
	e, err := ParseEPD(`1k5r/pp3npp/3rp3/1R1pq1P1/QP1N1p1P/P3B3/5P2/4KBR1 w - - bm Qxa7+; am Kd1; id "mate3.0020";`)
	if err != nil {
		t.Fatal(err)
	}
	pos, err := chess.Game{}.ParseFEN(e.FEN)
	if err != nil {
		t.Fatal(err)
	}
	moves, err := e.Moves(pos, "bm")
	if err != nil || len(moves) != 1 || pos.FormatMove(moves[0]) != "a4a7" {
		t.Errorf("bm: %v, %v; want a4a7", moves, err)
	}
	if moves, err := e.Moves(pos, "pv"); err != nil || len(moves) != 0 {
		t.Errorf("pv: %v, %v; want none", moves, err)
	}
	e.Ops["bm"] = []string{"Qh8"}
	if _, err := e.Moves(pos, "bm"); err == nil || !strings.Contains(err.Error(), "bm") {
		t.Errorf("illegal bm: error %v", err)
	}
	if e.ID() != "mate3.0020" {
		t.Errorf("id is %q", e.ID())
	}
}

// TestEPDLists covers lists with commas, as people write them.
func TestEPDLists(t *testing.T) {
	for _, list := range []string{"e4 d4", "e4, d4", "e4,d4", "e4 ,d4,", "e4; am d4"} {
		e, err := ParseEPD("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - bm " + list + ";")
		if err != nil {
			t.Fatal(err)
		}
		pos := chess.Game{}.Start()
		best, err := e.Moves(pos, "bm")
		avoid, err2 := e.Moves(pos, "am")
		var got []string
		for _, m := range append(best, avoid...) {
			got = append(got, pos.FormatMove(m))
		}
		if diff := cmp.Diff([]string{"e2e4", "d2d4"}, got); err != nil || err2 != nil || diff != "" {
			t.Errorf("%q: %v, %v, (-want +got):\n%s", list, err, err2, diff)
		}
	}
}

func TestEPDMate(t *testing.T) {
	for _, test := range []struct {
		ops  string
		want int
		err  string
	}{
		{"bm #2;", 2, ""},
		{"bm #-3;", -3, ""},
		{"bm #+4;", 4, ""},
		{"dm 5;", 5, ""},
		{"dm -5;", -5, ""},
		{"bm #3; dm 3;", 3, ""},
		{"bm Ke2, #3;", 3, ""},
		{"bm Ke2;", 0, ""},
		{"", 0, ""},
		{"bm #;", 0, "mate in \"\""},
		{"dm 0;", 0, "mate in \"0\""},
		{"dm x;", 0, "mate in \"x\""},
		{"dm 99999999999999999999;", 0, "mate in"},
		{"bm #3; dm 2;", 0, "mate in 2 and in 3"},
	} {
		e, err := ParseEPD("4k3/8/8/8/8/8/8/4K3 w - - " + test.ops)
		if err != nil {
			t.Fatal(err)
		}
		n, err := e.Mate()
		if n != test.want || (err == nil) != (test.err == "") || err != nil && !strings.Contains(err.Error(), test.err) {
			t.Errorf("%q: mate in %d, error %v; want %d, %q", test.ops, n, err, test.want, test.err)
		}
		pos, _ := chess.Game{}.ParseFEN(e.FEN)
		if moves, err := e.Moves(pos, "bm"); err != nil || len(moves) != strings.Count(test.ops, "Ke2") {
			t.Errorf("%q: moves %v, %v", test.ops, moves, err)
		}
	}
}

// TestReadEPDLines covers line ends of all kinds and the numbers of lines.
func TestReadEPDLines(t *testing.T) {
	lines := []string{"# comment", "", "3/3/3 x", "nonsense", "3/1X1/3 o bm a1;", ""}
	for _, end := range []string{"\n", "\r", "\r\n"} {
		for name, r := range map[string]io.Reader{
			"whole":        strings.NewReader(strings.Join(lines, end)),
			"byte by byte": iotest.OneByteReader(strings.NewReader(strings.Join(lines, end))),
		} {
			var got []int
			for e, err := range ReadEPD(r) {
				got = append(got, e.Line)
				if (e.Line == 4) != (err != nil) {
					t.Errorf("%q, %s: line %d: %v", end, name, e.Line, err)
				}
			}
			if diff := cmp.Diff([]int{3, 4, 5}, got); diff != "" {
				t.Errorf("%q, %s: lines (-want +got):\n%s", end, name, diff)
			}
		}
	}
	for e, err := range ReadEPD(strings.NewReader("3/3/3 x\n" + strings.Repeat("x", maxLine+1))) {
		if e.Line == 2 && (err == nil || !strings.Contains(err.Error(), "line 2 is longer than")) {
			t.Errorf("a long line: %v", err)
		}
	}
	broken := errors.New("broken")
	for e, err := range ReadEPD(iotest.ErrReader(broken)) {
		if !errors.Is(err, broken) {
			t.Errorf("%+v, %v; want %v", e, err, broken)
		}
	}
}

func TestReadEPD(t *testing.T) {
	file := "\ufeff# comment\n\n3/3/3 x\r\nnonsense\n3/1X1/3 o bm a1;\n"
	var fens, errs []string
	for e, err := range ReadEPD(strings.NewReader(file)) {
		if err != nil {
			errs = append(errs, err.Error())
			continue
		}
		fens = append(fens, e.FEN)
	}
	if diff := cmp.Diff([]string{"3/3/3 x", "3/1X1/3 o"}, fens); diff != "" {
		t.Error("positions (-want +got):\n", diff)
	}
	if len(errs) != 1 || !strings.HasPrefix(errs[0], "line 4:") {
		t.Errorf("errors %q; want one of line 4", errs)
	}
}

func FuzzEPD(f *testing.F) {
	f.Add(`8/8 w - - bm e4; id "a b"; c0 "x;y"`)
	f.Add("8/8 b KQ e3 0 1 ;D1 20 ;D2 400")
	f.Add("8/8 w - - bm #3, e4,; dm 3; am ,")
	f.Add("8/8 \"a\rb\"")
	f.Add("\"8\n8\" w - -")
	f.Add("\"[8\"[")
	f.Fuzz(func(t *testing.T, text string) {
		e, err := ParseEPD(text)
		if err != nil {
			return
		}
		counts, err := e.Perft()
		for _, c := range counts {
			if err != nil || c.Depth < 0 || c.Depth > games.MaxPerftDepth {
				t.Fatalf("%q: count %v, %v", text, c, err)
			}
		}
		if n, err := e.Mate(); err != nil && n != 0 {
			t.Fatalf("mate in %d beside error %v", n, err)
		}
		pos := chess.Game{}.Start()
		for _, op := range []string{"bm", "am"} {
			if moves, err := e.Moves(pos, op); err == nil && slices.ContainsFunc(moves, func(m games.Move) bool { return !pos.Legal(m) }) {
				t.Fatalf("illegal moves in %q", text)
			}
		}
		again, err := ParseEPD(e.FEN)
		if err != nil || again.FEN != e.FEN || len(again.Ops) != 0 {
			t.Fatalf("the position of %q is %q, and of that %q, %v", text, e.FEN, again.FEN, err)
		}
	})
}
