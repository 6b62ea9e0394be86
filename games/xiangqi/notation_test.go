package xiangqi

import (
	"encoding/csv"
	"os"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

// notationSuite is a suite of moves and their names, kept beside the
// repository.
const notationSuite = "../../../shared/suites/xiangqi-notation.csv"

func TestNotationSuite(t *testing.T) {
	styles := map[string]Style{"NOTATION_SAN": Algebraic, "NOTATION_XIANGQI_WXF": WXF}
	for _, row := range readCSV(t, notationSuite) {
		p := mustParse(t, row["fen"])
		m, err := p.ParseMoveIn(row["uci_move_rank1to10"], CoordinatesFromOne)
		if err != nil {
			t.Error(err)
			continue
		}
		style, ok := styles[row["notation"]]
		if !ok {
			t.Fatalf("%s: unknown notation %s", notationSuite, row["notation"])
		}
		if got := p.DescribeIn(m, style); got != row["expected"] {
			t.Errorf("%s: %s is %q, want %q", row["fen"], p.FormatMove(m), got, row["expected"])
		}
		if back, err := p.ParseMoveIn(row["expected"], style); back != m {
			t.Errorf("%s: %q is %s, error %v; want %s", row["fen"], row["expected"], p.FormatMove(back), err, p.FormatMove(m))
		}
	}
}

// readCSV returns the rows of a file by the names of its columns, or skips the
// test where there is no such file.
func readCSV(t *testing.T, path string) (rows []map[string]string) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Skip("no suite: ", err)
	}
	defer file.Close()
	records, err := csv.NewReader(file).ReadAll()
	if err != nil || len(records) < 2 {
		t.Fatalf("%s: %d rows, error %v", path, len(records), err)
	}
	for _, record := range records[1:] {
		row := make(map[string]string)
		for i, name := range records[0] {
			row[name] = record[i]
		}
		rows = append(rows, row)
	}
	return rows
}

// Positions in which pieces of a kind share a file.
const (
	tandemFEN  = "3k5/4R3n/4R3n/9/9/9/9/9/9/4K4 w - - 0 1"
	blackFEN   = "3k4c/8c/9/9/9/9/9/4B4/9/2B1K4 b - - 0 1"
	threeFEN   = "5k3/9/4P4/4P4/4P4/9/9/9/9/3K5 w - - 0 1"
	fourFEN    = "5k3/4P4/4P4/4P4/4P4/9/9/9/9/3K5 w - - 0 1"
	twoByTwo   = "5k3/9/2P1P4/2P1P4/9/9/9/9/9/3K5 w - - 0 1"
	blackPawns = "3k5/9/9/9/9/3p1p3/3p1p3/9/9/4K4 b - - 0 1"
)

// styleTests are moves in all styles, in the order of their constants.
var styleTests = []struct{ fen, names string }{
	{startFEN, "h2e2 h3e3 H2-E2 Che3 C2=5 炮二平五 炮二平五"},
	{startFEN, "h0g2 h1g3 H0-G2 Hg3 H2+3 馬二進三 马二进三"},
	{startFEN, "g0e2 g1e3 G0-E2 Ege3 E3+5 相三進五 相三进五"},
	{startFEN, "d0e1 d1e2 D0-E1 Ade2 A6+5 仕六進五 仕六进五"},
	{startFEN, "e0e1 e1e2 E0-E1 Ke2 K5+1 帥五進一 帅五进一"},
	{startFEN, "i0i2 i1i3 I0-I2 Ri3 R1+2 車一進二 车一进二"},
	{startFEN, "c3c4 c4c5 C3-C4 c5 P7+1 兵七進一 兵七进一"},
	{startFEN, "b2b9 b3b10 B2-B9 Cxb10 C8+7 炮八進七 炮八进七"},
	{"rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C2C4/9/RNBAKABNR b - - 0 1",
		"h9g7 h10g8 H9-G7 Hg8 H8+7 馬8進7 马8进7"},
	{"rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C2C4/9/RNBAKABNR b - - 0 1",
		"b7b0 b8b1 B7-B0 Cxb1 C2+7 砲2進7 炮2进7"},
	{"rnbakabnr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C2C4/9/RNBAKABNR b - - 0 1",
		"c9e7 c10e8 C9-E7 Ece8 E3+5 象3進5 象3进5"},
	{tandemFEN, "e8d8 e9d9 E8-D8 Rd9+ R+=6 前車平六 前车平六"},
	{tandemFEN, "e7d7 e8d8 E7-D7 Rd8# R-=6 後車平六 后车平六"},
	{blackFEN, "i9h9 i10h10 I9-H9 Ch10 C-=8 後砲平8 后炮平8"},
	{blackFEN, "i8e8 i9e9 I8-E8 Ce9+ C+=5 前砲平5 前炮平5"},
	{threeFEN, "e7d7 e8d8 E7-D7 d8 15=6 前兵平六 前兵平六"},
	{threeFEN, "e6d6 e7d7 E6-D6 d7 25=6 中兵平六 中兵平六"},
	{threeFEN, "e5d5 e6d6 E5-D5 d6 35=6 後兵平六 后兵平六"},
	{fourFEN, "e6d6 e7d7 E6-D6 d7# 35=6 三兵平六 三兵平六"},
	{twoByTwo, "e7f7 e8f8 E7-F7 f8 15=4 前五平四 前五平四"},
	{twoByTwo, "c6b6 c7b7 C6-B6 b7 27=8 後七平八 后七平八"},
	{blackPawns, "d3c3 d4c4 D3-C3 c4 14=3 前4平3 前4平3"},
	{blackPawns, "f4g4 f5g5 F4-G4 g5 26=7 後6平7 后6平7"},
}

func TestStyles(t *testing.T) {
	for _, test := range styleTests {
		p := mustParse(t, test.fen)
		names := strings.Fields(test.names)
		m := gametest.Move(t, p, names[0])
		for style, want := range names {
			style := Style(style)
			if got := p.DescribeIn(m, style); got != want {
				t.Errorf("%s: %s in style %d is %q, want %q", test.fen, names[0], style, got, want)
			}
			if back, err := p.ParseMoveIn(want, style); back != m {
				t.Errorf("%s: %q in style %d is %s, error %v; want %s", test.fen, want, style, p.FormatMove(back), err, names[0])
			}
		}
		if p.FormatMove(m) != names[Coordinates] || p.Describe(m) != names[WXF] {
			t.Errorf("%s: FormatMove and Describe give %s and %s", test.fen, p.FormatMove(m), p.Describe(m))
		}
	}
}

// TestAlgebraicRanks covers the two ways to number ranks in algebraic notation:
// the same text is another move, or none.
func TestAlgebraicRanks(t *testing.T) {
	const tandem = "3k5/9/9/R8/9/9/9/9/R8/4K4 w - - 0 1" // rooks on a1 and a6, counted from 0
	for _, test := range []struct{ fen, text, fromZero, fromOne string }{
		{startFEN, "Che2", "h2e2", ""},
		{startFEN, "Che3", "", "h2e2"},
		{startFEN, "c4", "c3c4", ""},
		{startFEN, "c5", "", "c3c4"},
		{startFEN, "Cxh9", "h2h9", ""},
		{startFEN, "Cxh10", "", "h2h9"},
		{tandem, "R6a3", "a6a3", ""},
		{tandem, "R1a3", "a1a3", ""},
		{tandem, "R2a3", "", "a1a2"},
		{tandem, "R7a4", "", "a6a3"},
		{tandem, "Rb6", "a6b6", ""},
		{tandem, "Rb7+", "", "a6b6"},
	} {
		p := mustParse(t, test.fen)
		for style, want := range map[Style]string{AlgebraicFromZero: test.fromZero, Algebraic: test.fromOne} {
			m, err := p.ParseMoveIn(test.text, style)
			switch {
			case want == "" && err == nil:
				t.Errorf("%s: %q in style %d is %s, want an error", test.fen, test.text, style, p.FormatMove(m))
			case want != "" && (err != nil || p.FormatMove(m) != want):
				t.Errorf("%s: %q in style %d is %s, error %v; want %s", test.fen, test.text, style, p.FormatMove(m), err, want)
			}
		}
	}
}

// TestParseMove covers what people write for one move.
func TestParseMove(t *testing.T) {
	tests := []struct{ fen, texts, want string }{
		{startFEN, "h2e2 H2E2 h2-e2 H2-E2 C2=5 c2=5 C2.5 C2=5! 炮二平五 砲二平五 包2平5 炮２平５ 炮二平5", "h2e2"},
		{startFEN, "H2+3 h2+3 N2+3 馬二進三 马二进三 傌2进3 H2+3+", "h0g2"},
		{startFEN, "E3+5 B3+5 相三進五 象三进五", "g0e2"},
		{startFEN, "P7+1 兵七進一 卒7进1", "c3c4"},
		{startFEN, "K5+1 帥五進一 帅五进一 將五進一 将五进一", "e0e1"},
		{tandemFEN, "R+=6 +R=6 前車平六 前俥平六 前车平6", "e8d8"},
		{tandemFEN, "R-=6 -R=6 後車平六 后车平六", "e7d7"},
		{threeFEN, "25=6 2P=6 二兵平六 中兵平六 二五平六 中五平六", "e6d6"},
		{threeFEN, "15=6 P+=6 前兵平六 一兵平六", "e7d7"},
	}
	for _, test := range tests {
		p := mustParse(t, test.fen)
		for text := range strings.FieldsSeq(test.texts) {
			m, err := p.ParseMove(text)
			if err != nil || p.FormatMove(m) != test.want {
				t.Errorf("%s: %q is %s, error %v; want %s", test.fen, text, p.FormatMove(m), err, test.want)
			}
		}
	}
}

func TestParseMoveErrors(t *testing.T) {
	tests := []struct {
		fen, text, want string
		style           Style
	}{
		{startFEN, "", "not a move", Coordinates},
		{startFEN, "h2", "not a move", Coordinates},
		{startFEN, "h2e22", "not a move", Coordinates},
		{startFEN, "j2e2", "not a move", Coordinates},
		{startFEN, "C2=0", "not a move", Coordinates},
		{startFEN, "C2*5", "not a move", Coordinates},
		{startFEN, "66=5", "not a move", Coordinates},
		{startFEN, "炮二平", "not a move", Coordinates},
		{startFEN, "h10g8", "not a move", Coordinates},
		{startFEN, "h0e2", "not a move", CoordinatesFromOne},
		{startFEN, "h11e2", "not a move", CoordinatesFromOne},
		{startFEN, "Qe5", "not a move", Algebraic},
		{startFEN, "Qe5", "not a move in coordinates with ranks 0 to 9", AlgebraicFromZero},
		{startFEN, "Ee2", "ambiguous: c0e2 or g0e2", AlgebraicFromZero},
		{startFEN, "h0e2", "the horse on h0 does not reach e2", AlgebraicFromZero},
		{startFEN, "C2=2", "no such move is legal", Algebraic},
		{startFEN, "h1f2", "the horse on h1 does not reach f2", CoordinatesFromOne},
		{startFEN, "i1i4", "i4 is taken by an own piece", Algebraic},
		{startFEN, "C5=4", "red has no cannon on its file 5", Coordinates},
		{startFEN, "炮五平四", "red has no cannon on its file 5", Coordinates},
		{startFEN, "H++7", "red has no two horses on one file", Coordinates},
		{startFEN, "前兵進一", "red has no two soldiers on one file", Coordinates},
		{twoByTwo, "16=7", "red has no soldier on its file 6", Coordinates},
		{twoByTwo, "C2=5", "red has no cannon on its file 2", Coordinates},
		{startFEN, "e1e2", "red has no piece on e1", Coordinates},
		{startFEN, "h9g7", "red has no piece on h9", Coordinates},
		{startFEN, "h0f1", "the horse on h0 does not reach f1", Coordinates},
		{startFEN, "i0i3", "i3 is taken by an own piece", Coordinates},
		{startFEN, "C2=2", "no such move is legal", Coordinates},
		{startFEN, "Ee3", "ambiguous: c1e3 or g1e3", Algebraic},
		{twoByTwo, "P++1", "ambiguous: c7c8 or e7e8", Coordinates},
		{twoByTwo, "P++1", "ambiguous: c8c9 or e8e9", CoordinatesFromOne},
		{"4k4/4r4/9/9/9/4N4/9/9/9/4K4 w - - 0 1", "e4c5", "leaves the general in check", Coordinates},
		{"3k5/4r4/9/9/9/2N6/9/9/9/4K4 w - - 0 1", "c4b6", "does not answer the check", Coordinates},
	}
	for _, test := range tests {
		m, err := mustParse(t, test.fen).ParseMoveIn(test.text, test.style)
		if err == nil || !strings.Contains(err.Error(), test.want) || m != games.NoMove {
			t.Errorf("%s: %q is %#x, error %v; want one with %q", test.fen, test.text, m, err, test.want)
		}
	}
}

// TestStylesReadBack writes every move of random games in every style and reads
// it again; no two moves share a name.
func TestStylesReadBack(t *testing.T) {
	for p := range randomPositions(t, 13, 1000) {
		for style := Coordinates; style <= AlgebraicFromZero; style++ {
			seen := make(map[string]games.Move)
			for _, m := range p.Moves(nil, games.AllMoves) {
				text := p.DescribeIn(m, style)
				if other, ok := seen[text]; ok {
					t.Fatalf("%s: %q in style %d is %s and %s", p.FEN(), text, style, p.FormatMove(m), p.FormatMove(other))
				}
				seen[text] = m
				if back, err := p.ParseMoveIn(text, style); back != m {
					t.Fatalf("%s: %q in style %d is %s, error %v; want %s",
						p.FEN(), text, style, p.FormatMove(back), err, p.FormatMove(m))
				}
			}
		}
	}
}

// FuzzNotation checks that any text is either refused or one legal move, and
// that the move's own names stand for it.
func FuzzNotation(f *testing.F) {
	for _, text := range []string{"h2e2", "h3e3", "C2=5", "H++7", "15=6", "炮二平五", "前马退二", "Cxh10+", "", "\xff"} {
		for i, fen := range corners[8:11] {
			f.Add(fen, text, uint8(i))
		}
	}
	f.Fuzz(func(t *testing.T, fen, text string, style uint8) {
		p, err := ParseFEN(fen)
		if err != nil {
			return
		}
		m, err := p.ParseMoveIn(text, Style(style))
		if err != nil {
			return
		}
		if !p.Legal(m) {
			t.Fatalf("%s: %q is %s, which is not legal", p.FEN(), text, p.FormatMove(m))
		}
		for style := Coordinates; style <= AlgebraicFromZero; style++ {
			name := p.DescribeIn(m, style)
			if back, err := p.ParseMoveIn(name, style); back != m {
				t.Errorf("%s: %q is written %q and read as %s, error %v", p.FEN(), text, name, p.FormatMove(back), err)
			}
		}
	})
}
