package record

import (
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/xiangqi"
)

// TestTagsWithoutCase writes tags whose names differ in case from those of the
// roster: they replace those, and what is written is read as one game.
func TestTagsWithoutCase(t *testing.T) {
	g := Game{Plies: line(t, chess.Game{}, "", "e4", "e5"), First: "a", Second: "b"}
	text := pgn(t, chess.Game{}, &g, Tag{"event", "x"}, Tag{"EVENT", "y"}, Tag{"wHiTe", "c"}, Tag{"opening", "z"}, Tag{"Annotator", "n"}, Tag{"annotator", "m"})
	for tag, want := range map[string]string{"event": "x", "white": "c", "opening": "z", "annotator": "n"} {
		if n := strings.Count(strings.ToLower(text), "["+tag+" "); n != 1 || !strings.Contains(text, ` "`+want+`"]`) {
			t.Errorf("%d tags %s in\n%s", n, tag, text)
		}
	}
	played, errs := readAll(chess.Game{}, text)
	if len(played) != 1 || len(errs) > 0 || len(played[0].Plies) != 2 || played[0].Tag("EVENT") != "x" || played[0].First != "c" {
		t.Errorf("read again: %+v, %v", played, errs)
	}
	for _, text := range []string{"[event \"x\"]\n[WHITE \"c\"]\n\n1. e4 *\n\n[event \"y\"]\n\n1. d4 *\n", "[event \"x\"]\n\n1. e4 {open\n[event \"y\"]\n\n1. d4 *\n"} {
		if played, _ := readAll(chess.Game{}, text); len(played) != 2 || played[1].Tag("Event") != "y" || len(played[1].Plies) != 1 {
			t.Errorf("%q: %+v", text, played)
		}
	}
}

// TestTagsAreClean reads and writes values with characters that a terminal
// would obey.
func TestTagsAreClean(t *testing.T) {
	const bad = "a\x1b[31mb\x07\u009bc\u2028d\u202ee\x00\u200df ü 胡"
	const good = "a [31mb  c de \u200df ü 胡"
	played, errs := readAll(chess.Game{}, "[White \""+bad+"\"]\n[A\x1bB \"x\"]\n\n1. e4 *\n")
	if len(played) != 1 || len(errs) > 0 || played[0].First != good || len(played[0].Tags) != 1 {
		t.Errorf("read: %+v, %v; want %q", played, errs, good)
	}
	g := Game{First: bad + "\xff\ne"}
	text := pgn(t, chess.Game{}, &g, Tag{"Site", bad})
	if !strings.Contains(text, "[Site \""+good+"\"]") || !strings.Contains(text, "[White \""+good+"\ufffd e\"]") {
		t.Errorf("written: %q", text)
	}
}

// TestManyTags reads games with more tags than any game has: the work grows with
// their number alone, and the game after them is read.
func TestManyTags(t *testing.T) {
	file := func(n int) io.Reader {
		tags := strings.NewReader("[Event \"x\"]\n")
		var many []io.Reader
		for i := range n {
			many = append(many, strings.NewReader(fmt.Sprintf("[Tag%d \"v\"]\n", i%(n/2+1))))
		}
		return io.MultiReader(append(append([]io.Reader{tags}, many...), strings.NewReader("\n1. e4 *"+next))...)
	}
	for _, test := range []struct {
		tags, kept int
		err        string
	}{
		{maxTags - 1, maxTags, ""},
		{maxTags, maxTags, "more than 1000 tags"},
		{60_000, maxTags, "more than 1000 tags"},
	} {
		var played []PGNGame
		var errs []error
		for g, err := range ReadPGN(file(test.tags), chess.Game{}) {
			played = append(played, g)
			if err != nil {
				errs = append(errs, err)
			}
		}
		if len(played) != 2 || len(played[0].Tags) != test.kept || len(played[1].Plies) != 2 {
			t.Fatalf("%d tags: %d games, %v", test.tags, len(played), errs)
		}
		if test.err == "" && len(errs) > 0 || test.err != "" && (len(errs) != 1 || !strings.Contains(errs[0].Error(), test.err)) {
			t.Errorf("%d tags: errors %v, want %q", test.tags, errs, test.err)
		}
	}
}

// TestLongPieces reads pieces of a file that are longer than any that mean
// something: what is kept of them has a bound.
func TestLongPieces(t *testing.T) {
	long := strings.Repeat("x", 1<<20)
	for name, text := range map[string]string{
		"tag name":    "[" + long + " \"v\"]\n\n1. e4 *",
		"tag value":   "[Site \"" + long + "\"]\n\n1. e4 *",
		"comment":     "1. e4 {" + long + "} *",
		"line":        "1. e4 ;" + long + "\n*",
		"symbol":      "1. " + long + " *",
		"zero bytes":  "1. " + strings.Repeat("\x00", 1<<20) + " *",
		"glyph":       "1. e4 $" + strings.Repeat("1", 1<<20) + " *",
		"escaped":     "%" + long + "\n1. e4 *",
		"open tag":    "[Site \"" + long + "\n\n1. e4 *",
		"many dashes": "1. e4 " + strings.Repeat("–", 1<<18) + " *",
	} {
		played, _ := readAll(chess.Game{}, "[Event \"x\"]\n"+text+next)
		if len(played) != 2 || len(played[1].Plies) != 2 {
			t.Errorf("%s: %d games", name, len(played))
			continue
		}
		for _, tag := range played[0].Tags {
			if len(tag.Name) > maxName+4 || len(tag.Value) > maxValue+4 {
				t.Errorf("%s: a tag of %d bytes with a name of %d", name, len(tag.Value), len(tag.Name))
			}
		}
	}
}

// TestReadUnknownTags covers tags whose value is "?", that of PGN for one that is
// not known.
func TestReadUnknownTags(t *testing.T) {
	for _, name := range []string{"FEN", "SetUp", "Variant", "Format", "Result", "Termination", "PlyCount", "Game", "Red", "White", "Black"} {
		for _, value := range []string{"?", " ? "} {
			text := "[Event \"x\"]\n[" + name + " \"" + value + "\"]\n\n1. "
			played, errs := readAll(chess.Game{}, text+"e4 e5 1-0")
			if len(played) != 1 || len(errs) > 0 || spelled(t, &played[0]) != "e2e4 e7e5" || played[0].Outcome.Result != games.Win || played[0].Start != "" {
				t.Errorf("[%s %q]: %+v, %v", name, value, played, errs)
			}
			played, errs = readAll(xiangqi.Game{}, text+"h3e3 h10g8 1-0")
			if len(played) != 1 || len(errs) > 0 || spelled(t, &played[0]) != "h2e2 h9g7" {
				t.Errorf("xiangqi, [%s %q]: %+v, %v", name, value, played, errs)
			}
		}
	}
	played, errs := readAll(xiangqi.Game{}, "[Red \"?\"]\n[White \"Hu\"]\n\n1. C2=5 *")
	if len(played) != 1 || len(errs) > 0 || played[0].First != "Hu" {
		t.Errorf("%+v, %v", played, errs)
	}
}

// FuzzPGNTags reads a game with any tag, writes it, and reads it again: nothing
// of the tags may change then, no control character may come out, and the game
// after it must be whole.
func FuzzPGNTags(f *testing.F) {
	for _, seed := range [][2]string{
		{"event", "x"}, {"EVENT", `a "quoted" \value\`}, {"Round", ""}, {"Site", "a\x1b[2Jb"}, {"a\tb", "c"}, {"fen", "8/8"},
		{"Variant", "Chess960"}, {"Format", "WXF"}, {"Result", "0-0"}, {"Ж", "\u202eabc"}, {"Game", "]"}, {"SetUp", "1\n1. d4"},
		{"White", "\xff\xfe"}, {"Termination", "repetition"}, {"Event\"", "\\"}, {"%", "{"}, {"Red", "胡荣华"},
	} {
		f.Add(seed[0], seed[1], false)
		f.Add(seed[0], seed[1], true)
	}
	f.Fuzz(func(t *testing.T, name, value string, written bool) {
		for _, game := range []games.Game{chess.Game{}, xiangqi.Game{}} {
			fuzzTags(t, game, name, value, written)
		}
	})
}

// fuzzTags reads a game with a tag, or one that was written with it, and writes
// and reads it until nothing more may change.
func fuzzTags(t *testing.T, game games.Game, name, value string, written bool) {
	first, _ := start(game, "")
	played := Game{Plies: []Ply{{Move: first.Moves(nil, games.AllMoves)[0]}}}
	text := "[" + name + " \"" + value + "\"]\n\n1. " + first.Describe(played.Plies[0].Move) + " *\n\n"
	if written {
		if strings.ContainsFunc(name, isNoName) || strings.ContainsAny(name, `"]`) || name == "" || len(name) > maxName || len(value) > maxValue {
			return // no name of a tag
		}
		var out bytes.Buffer
		if err := WritePGN(&out, game, &played, []Tag{{name, value}}); err != nil {
			t.Fatal(err)
		}
		text = out.String()
	}
	for g, err := range ReadPGN(strings.NewReader(text), game) {
		if err != nil {
			continue
		}
		var once, twice bytes.Buffer
		if err := WritePGN(&once, g.Rules, &g.Game, g.Remarks()); err != nil {
			t.Fatal(err)
		}
		if strings.ContainsFunc(once.String(), func(r rune) bool { return unicode.IsControl(r) && r != '\n' }) {
			t.Fatalf("a control character is written: %q", once.String())
		}
		again, errs := readAll(game, once.String()+strings.TrimPrefix(next, "\n\n"))
		if len(again) < 1 || again[0].Number != 1 || len(again) != 2 || game.Name() == "chess" && len(errs) > 0 {
			t.Fatalf("%d games, %v in\n%q", len(again), errs, once.String())
		}
		if err := WritePGN(&twice, again[0].Rules, &again[0].Game, again[0].Remarks()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(once.String(), twice.String()); diff != "" {
			t.Fatalf("written twice:\n%s", diff)
		}
	}
}
