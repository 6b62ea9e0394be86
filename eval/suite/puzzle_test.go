package suite

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games"
	"apprentice/games/chess"
)

// suiteOf reads a suite and fails the test where that is not possible.
func suiteOf(t *testing.T, lines string) []Puzzle {
	t.Helper()
	suite, err := Read(chess.Game{}, strings.NewReader(lines))
	if err != nil {
		t.Fatal(err)
	}
	return suite
}

// moveIn returns a move of a puzzle's position.
func moveIn(t *testing.T, p Puzzle, text string) games.Move {
	t.Helper()
	pos, err := chess.Game{}.ParseFEN(p.FEN)
	if err != nil {
		t.Fatal(err)
	}
	m, err := pos.ParseMove(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func TestPuzzles(t *testing.T) {
	const (
		rook = "6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - "
		pawn = "8/P6k/8/8/8/8/7K/8 w - - "
		dark = "r5k1/5ppp/8/8/8/8/5PPP/6K1 b - - "
	)
	for _, c := range []struct {
		line, move   string
		solved       bool
		points, most int
	}{
		{rook + "bm Ra8#;", "a1a8", true, 1, 1},
		{rook + "bm Ra8#;", "h3", false, 0, 1},
		{rook + "bm Ra8 Rb1;", "Rb1", true, 1, 1},
		{rook + "am h3 g3;", "Ra8", true, 1, 1},
		{rook + "am h3 g3;", "g3", false, 0, 1},
		{rook + "bm Ra8; am h3;", "Rb1", false, 0, 1},
		{dark + "bm Ra1#;", "a8a1", true, 1, 1},
		{dark + "bm Ra1+;", "h6", false, 0, 1},
		{rook + `bm Ra8; c0 "Ra8=10, h3=2, Rb1=7";`, "Rb1", false, 7, 10},
		{rook + `bm Ra8; c0 "Ra8=10, h3=2, Rb1=7";`, "Ra8", true, 10, 10},
		{rook + `bm Ra8; c0 "Ra8=10, h3=2";`, "g4", false, 0, 10},
		{rook + `c8 "10 4"; c9 "a1a8 h2h3";`, "h3", false, 4, 10},
		{rook + `c8 "10 4"; c9 "a1a8 h2h3";`, "Ra8", true, 10, 10},
		{rook + `c8 "10 4"; c7 "Ra8 h3";`, "h3", false, 4, 10},
		{rook + `bm Ra8; c0 "a comment"; c9 "a1a8";`, "Ra8", true, 1, 1},
		{rook + `bm Ra8; c0 "Ra8 = 10,Rb1=7 h3=2";`, "Rb1", false, 7, 10},
		{rook + `bm Ra8; c0 Ra8=10, Rb1=7;`, "Rb1", false, 7, 10},
		{rook + `c8 "seen by 2"; c9 "an engine"; c7 "in 1999"; c0 "Ra8=10, Rb1=7";`, "Rb1", false, 7, 10},
		{pawn + `c0 "a8=Q=10, a8=N=3, Kg3=1";`, "a8=N", false, 3, 10},
		{pawn + `c0 "a8=Q=10, a8=N=3, Kg3=1";`, "a7a8q", true, 10, 10},
	} {
		p := suiteOf(t, c.line)[0]
		m := eval.Choice{Move: moveIn(t, p, c.move)}
		if p.Solved(m) != c.solved || p.Points(m) != c.points || p.MostPoints() != c.most {
			t.Errorf("%s\n%s: solved %v, %d of %d points; want %v, %d of %d",
				c.line, c.move, p.Solved(m), p.Points(m), p.MostPoints(), c.solved, c.points, c.most)
		}
	}
}

// TestCommentsScoreNothing covers c0 to c9 as other suites use them, for words of
// any kind: what else the line says counts.
func TestCommentsScoreNothing(t *testing.T) {
	for _, comment := range []string{
		`c0 "depth=12"`, `c0 "depth=12, score=34"`, `c0 "depth=12 time=3"`, `c0 "a remark = something"`, `c0 "by = 10"`,
		`c0 "1/2=draw, N. N."`, `c0 "Kasparov 1985 (= is enough)"`, `c0 "won after 8.a8=Q, 1-0"`, `c0 "="`, `c0 ", ="`,
		`c0 "Re8=wins"`, `c0 "Re8=10 as everyone knows"`, `c0 "Ke3=10, Ra8=2"`, `c0 "Re8=wins, Re7=draws"`,
		`c8 "WAC"`, `c8 "1"`, `c8 "1 2 3"; c9 "xx"`, `c8 "well known"; c9 "Re8"`, `c8 "10"; c9 "1990"`, `c1 "Re8=x"`, `c7 "Re8=10"`,
	} {
		p := suiteOf(t, "6k1/5ppp/8/8/8/8/8/4R1K1 w - - bm Re8; "+comment+`; id "a";`)[0]
		if right := (eval.Choice{Move: moveIn(t, p, "Re8")}); p.Marks != nil || p.MostPoints() != 1 || !p.Solved(right) {
			t.Errorf("%s: marks %v, %d points", comment, p.Marks, p.MostPoints())
		}
	}
}

// TestMatePuzzles covers puzzles that ask for a mate: the value of the choice
// says whether it was found.
func TestMatePuzzles(t *testing.T) {
	const rook = "6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - "
	const mateIn2 = search.MateValue - 3
	for _, c := range []struct {
		ops, move string
		value     int
		solved    bool
	}{
		{"bm #2;", "Ra8", mateIn2, true},
		{"dm 2;", "Ra8", mateIn2, true},
		{"dm 2;", "h3", mateIn2, true}, // another way
		{"dm 3;", "Ra8", mateIn2, true},
		{"dm 1;", "Ra8", mateIn2, false},
		{"dm 2;", "Ra8", 500, false},
		{"dm 2;", "Ra8", -search.MateValue + 4, false}, // mated in 2
		{"bm #-2;", "Ra8", -search.MateValue + 4, true},
		{"dm -1;", "Ra8", -search.MateValue + 4, false},
		{"dm -3;", "Ra8", -search.MateValue + 4, true},
		{"dm -2;", "Ra8", mateIn2, false},
		{"bm Ra8; dm 2;", "Ra8", 0, true},
		{"bm Ra8, #2;", "h3", mateIn2, false},
		{"am h3; dm 2;", "h3", mateIn2, false},
		{"am h3, g3; dm 2;", "Ra8", mateIn2, true},
		{"am h3, g3; dm 2;", "Ra8", 0, false},
	} {
		p := suiteOf(t, rook+c.ops)[0]
		choice := eval.Choice{Move: moveIn(t, p, c.move), Value: c.value, HasValue: true}
		points := 0
		if c.solved {
			points = 1
		}
		if p.Solved(choice) != c.solved || p.Points(choice) != points || p.MostPoints() != 1 {
			t.Errorf("%s %s %d: solved %v, %d points; want %v", c.ops, c.move, c.value, p.Solved(choice), p.Points(choice), c.solved)
		}
		choice.HasValue = false
		if p.Mate != 0 && len(p.Best) == 0 && p.Solved(choice) {
			t.Errorf("%s: solved without a value", c.ops)
		}
	}
}

// TestSuitePositionsAreMended: castling rights that cannot be are left out, so
// that no engine is asked about them.
func TestSuitePositionsAreMended(t *testing.T) {
	p := suiteOf(t, "2r5/5p1k/p4b2/2Rp1pr1/1Pn1q3/2P3PP/P4P2/2RQ2K1 b KQkq - bm Rxc5;")[0]
	if want := "2r5/5p1k/p4b2/2Rp1pr1/1Pn1q3/2P3PP/P4P2/2RQ2K1 b - - 0 1"; p.FEN != want {
		t.Errorf("position %s, want %s", p.FEN, want)
	}
}

func TestReadSuiteErrors(t *testing.T) {
	const position = "6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - "
	for line, want := range map[string]string{
		position + `id "nothing";`:                                              "line 3: no bm, am, dm, c0 or c8",
		position + "bm Qa8;":                                                    "line 3: bm: ",
		position + "bm #0;":                                                     `line 3: mate in "0"`,
		position + "dm many;":                                                   `line 3: mate in "many"`,
		position + "bm Ra8; am Kf5;":                                            "line 3: am: ",
		position + `bm Ra8; c0 "Ra8=10, h3";`:                                   `line 3: c0: "h3"; want MOVE=POINTS`,
		position + `c0 "Ra8=ten";`:                                              `line 3: c0: Ra8 has "ten" points`,
		position + `bm Ra8; c0 "Ra8=ten, h3=1";`:                                `line 3: c0: Ra8 has "ten" points`,
		position + `bm Ra8; c0 "Ra8=10, Kf5=1";`:                                `line 3: c0: move "Kf5"`,
		position + `bm Ra8; c0 "Ra8=-10";`:                                      `line 3: c0: Ra8 has "-10" points; want a number, 0 to 1000000`,
		position + `bm Ra8; c0 "Ra8=99999999999999999999";`:                     `line 3: c0: Ra8 has "99999999999999999999" points`,
		position + `bm Ra8; c0 "Ra8=1000001";`:                                  `line 3: c0: Ra8 has "1000001" points`,
		position + `c0 "depth=12";`:                                             `line 3: c0: move "depth"`,
		position + `bm Ra8; c8 "10 4"; c9 "a1a8 h2h5";`:                         "line 3: c8: ",
		position + `bm Ra8; c8 "10 4"; c9 "a1a8";`:                              "line 3: c8 has 2 points for the 1 moves of c9",
		position + `bm Ra8; c8 "10"; c9 "a1a8 h2h3";`:                           "line 3: c8 has 1 points for the 2 moves of c9",
		position + `bm Ra8; c8 "10 x"; c7 "Ra8 h3";`:                            `line 3: c8: h3 has "x" points`,
		"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w HFhf - bm O-O;": `line 3: fen "bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w HFhf - 0 1": it is a position of chess960, not of chess`,
		position + `c8 "10 4"; c9 "a1a8";`:                                      "line 3: c8 has 2 points for the 1 moves of c9",
		position + `c8 "10"; c9 "a1a9";`:                                        "line 3: c8: ",
		"9/8/8/8/8/8/8/8 w - - bm Ra8;":                                         "line 3: ",
		position + `bm Ra8; id "open`:                                           "line 3: quote is not closed",
		position + `bm Ra8; c0 "Ra8=-5, h3=1";`:                                 `line 3: c0: Ra8 has "-5" points`,
	} {
		const good = position + "bm Ra8;\n"
		suite, refused := Read(chess.Game{}, strings.NewReader("# a comment\n"+good+line+"\n"+good))
		if len(refused) != 1 || !strings.HasPrefix(refused[0].Error(), want) {
			t.Errorf("%s: errors are %v, want %q", line, refused, want)
		}
		if len(suite) != 2 || suite[0].Line != 2 || suite[1].Line != 4 {
			t.Errorf("%s: the other lines are read as %+v", line, suite)
		}
	}
}

// The suites that people use, where the checkout has them beside it.
func TestSharedSuites(t *testing.T) {
	for name, want := range map[string]struct {
		positions, most int
		sts             bool
		themes          int
	}{
		"wac.epd":    {300, 300, false, 1},
		"sts1-5.epd": {500, 5000, true, 5},
		"mate3.epd":  {60, 60, false, 1},
	} {
		file, err := os.Open(filepath.Join("..", "..", "..", "shared", "suites", name))
		if errors.Is(err, fs.ErrNotExist) {
			t.Skip(err)
		}
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		suite, refused := Read(chess.Game{}, file)
		if len(refused) > 0 {
			t.Errorf("%s: %v", name, refused)
			continue
		}
		var answers []Answer
		for i := range suite {
			answers = append(answers, Answer{Puzzle: &suite[i]})
		}
		themes, all := Grades(answers)
		if len(suite) != want.positions || all.MostPoints != want.most || len(themes) != want.themes || IsSTS(suite) != want.sts {
			t.Errorf("%s: %d positions, %d points, %d themes, STS %v; want %+v", name, len(suite), all.MostPoints, len(themes), IsSTS(suite), want)
		}
	}
}
