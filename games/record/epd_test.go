package record

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

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
	e, err := ParseEPD("8/8 w - - 0 1 ;D10 7 ;D2 400 ;D1 20 ;Dx 3 ;D3 many ;D4")
	if err != nil {
		t.Fatal(err)
	}
	want := []PerftCount{{1, 20}, {2, 400}, {10, 7}}
	if diff := cmp.Diff(want, e.Perft()); diff != "" {
		t.Error("counts (-want +got):\n", diff)
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
	f.Fuzz(func(t *testing.T, text string) {
		e, err := ParseEPD(text)
		if err != nil {
			return
		}
		e.Perft()
		again, err := ParseEPD(e.FEN)
		if err != nil || again.FEN != e.FEN || len(again.Ops) != 0 {
			t.Fatalf("the position of %q is %q, and of that %q, %v", text, e.FEN, again.FEN, err)
		}
	})
}
