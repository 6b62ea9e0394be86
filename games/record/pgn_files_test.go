package record

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/xiangqi"
)

// spelled returns the moves of a game in coordinates; a pass is "--".
func spelled(t *testing.T, g *PGNGame) string {
	t.Helper()
	pos, err := start(g.Rules, g.Start)
	if err != nil {
		t.Fatal(err)
	}
	var moves []string
	for _, m := range g.Moves() {
		text := passText
		if m != games.NoMove {
			text = pos.FormatMove(m)
		}
		moves = append(moves, text)
		pos.Make(m, nil)
	}
	return strings.Join(moves, " ")
}

// next is a game that must be read whatever stands before it.
const next = "\n\n[Event \"next\"]\n\n1. c4 c5 *\n"

// TestReadOlderForms covers what files have that are older than the standard, or
// were written by people. Each text is followed by another game.
func TestReadOlderForms(t *testing.T) {
	const (
		queen     = "[FEN \"8/1P2k3/8/8/8/8/4K3/8 w - - 0 38\"]\n\n"
		enPassant = "[FEN \"4k3/3p4/8/4P3/8/8/8/4K3 b - - 0 1\"]\n\n"
	)
	for _, test := range []struct{ name, text, want string }{
		{"ch and ++", queen + "38.b8Q Ke6 39.Qb6ch Kf5 40.Qd4++ 1-0", "b7b8q e7e6 b8b6 e6f5 b6d4"},
		{"ch as a word", queen + "38.b8Q Ke6 39.Qb6 ch Kf5 40. Qf6 dbl. ch. 1-0", "b7b8q e7e6 b8b6 e6f5 b6f6"},
		{"mate as a word", "1. f3 e5 2. g4 Qh4 mate 0-1", "f2f3 e7e5 g2g4 d8h4"},
		{"mate glued", "1. f3 e5 2. g4 Qh4mate! 0-1", "f2f3 e7e5 g2g4 d8h4"},
		{"two signs", "1. Pf3 Pe5 2. Pg4 Qh4++ 0-1", "f2f3 e7e5 g2g4 d8h4"},
		{"e.p.", enPassant + "1... d5 2. exd6 e.p. *", "d7d5 e5d6"},
		{"e.p. glued", enPassant + "1... d5 2. exd6e.p. *", "d7d5 e5d6"},
		{"e.p. with a sign", enPassant + "1... d5 2. exd6 e.p.+ *", "d7d5 e5d6"},
		{"e.p. glued with a sign", enPassant + "1... d5 2. exd6e.p.+! *", "d7d5 e5d6"},
		{"promotion without a sign", queen + "38. b8Q *", "b7b8q"},
		{"promotion in brackets", queen + "38. b8(Q) Ke6 (38... Kf6) 39. Qb6+ *", "b7b8q e7e6 b8b6"},
		{"promotion in brackets with a sign", queen + "38. b8=(Q)! Ke6 *", "b7b8q e7e6"},
		{"promotion with a slash", queen + "38. b8/N *", "b7b8n"},
		{"promotion to a picture", queen + "38. b8=♕ Ke6 39. ♕b6+ *", "b7b8q e7e6 b8b6"},
		{"pictures", "1. ♘f3 ♞c6 2. ♙e4 *", "g1f3 b8c6 e2e4"},
		{"small letters", "1. nf3 nc6 2. e4 e5 3. bc4 *", "g1f3 b8c6 e2e4 e7e5 f1c4"},
		{"small castling", "1. e4 e5 2. Nf3 Nc6 3. Bc4 Bc5 4. o-o *", "e2e4 e7e5 g1f3 b8c6 f1c4 f8c5 e1g1"},
		{"commas", "1. e4, e5, 2. Nf3, Nc6 *", "e2e4 e7e5 g1f3 b8c6"},
	} {
		played, errs := readAll(chess.Game{}, "[Event \"x\"]\n"+test.text+next)
		if len(played) != 2 {
			t.Errorf("%s: %d games, %v", test.name, len(played), errs)
			continue
		}
		if len(errs) > 0 || spelled(t, &played[0]) != test.want || spelled(t, &played[1]) != "c2c4 c7c5" {
			t.Errorf("%s: %v, %s; want %s", test.name, errs, spelled(t, &played[0]), test.want)
		}
	}
}

// TestReadPasses covers passes in the main line.
func TestReadPasses(t *testing.T) {
	for _, pass := range []string{"--", "Z0", "null", "@@@@", "0000", "–", "1...--", "1...Z0"} {
		if pass == "–" {
			pass = "––" // other dashes
		}
		text := "1. e4 " + pass + " 2. d4 {+0.50} d5 *" + next
		played, errs := readAll(chess.Game{}, text)
		if len(played) != 2 || len(errs) > 0 || spelled(t, &played[0]) != "e2e4 -- d2d4 d7d5" {
			t.Errorf("%q: %d games, %v: %+v", text, len(played), errs, played)
			continue
		}
		if p := played[0].Plies[2]; p.Value != 50 || p.Flags != HasValue {
			t.Errorf("%q: %+v after the pass", text, p)
		}
		var out bytes.Buffer
		if err := WritePGN(&out, chess.Game{}, &played[0].Game, nil); err != nil {
			t.Errorf("%q: %v", text, err)
		}
		if !strings.Contains(out.String(), "\n1. e4 -- 2. d4 {+0.50} 2... d5 *\n") {
			t.Errorf("%q is written\n%s", text, out.String())
		}
		again, errs := readAll(chess.Game{}, out.String())
		if len(again) != 1 || len(errs) > 0 || cmp.Diff(played[0].Plies, again[0].Plies) != "" {
			t.Errorf("%q: read again %+v, %v", text, again, errs)
		}
	}
	for _, test := range []struct {
		text  string
		plies int
	}{
		{"1. e4 d5 2. Bb5+ -- *", 3},                                // in check
		{"1. f3 e5 2. g4 Qh4# 3. -- *", 4},                          // mated
		{"[FEN \"7k/8/6Q1/8/8/8/8/K7 b - - 0 1\"]\n\n1... -- *", 0}, // stalemate
	} {
		played, errs := readAll(chess.Game{}, "[Event \"x\"]\n"+test.text+next)
		if len(played) != 2 || len(errs) != 1 || !strings.Contains(errs[0].Error(), "cannot pass") || len(played[0].Plies) != test.plies {
			t.Errorf("%q: %d games, %v", test.text, len(played), errs)
		}
	}
	// A pass in a game with several styles of moves.
	played, errs := readAll(xiangqi.Game{}, "1. h3e3 -- 2. h1g3 h10g8 *")
	if len(played) != 1 || len(errs) > 0 || spelled(t, &played[0]) != "h2e2 -- h0g2 h9g7" {
		t.Errorf("xiangqi: %+v, %v", played, errs)
	}
}

// TestReadPositions covers files of positions: games without moves, whose tags
// may be empty and whose results may be missing.
func TestReadPositions(t *testing.T) {
	const empty = "[Event \"\"]\n[Site \"\"]\n[Date \"\"]\n[Round \"\"]\n[White \"\"]\n[Black \"\"]\n[Result \"\"]\n"
	fens := []string{"8/K7/8/8/8/1k6/1N1p4/8 w - - 0 1", "8/2K5/8/8/4N3/8/2k4p/8 w - - 0 2", "8/2K5/8/8/4N3/3k4/7p/8 w - - 0 2"}
	text := func(head string, results ...string) string {
		var b strings.Builder
		for i, fen := range fens {
			fmt.Fprintf(&b, "%s[FEN %q]\n[SetUp \"1\"]\n\n%s\n\n", head, fen, results[i])
		}
		return b.String()
	}
	for _, file := range []string{
		text(empty, "*", "", "*"), text(empty, "", "", ""), text("", "", "", ""), text("[event \"\"]\n", "", "*", ""),
	} {
		played, errs := readAll(chess.Game{}, file)
		if len(played) != len(fens) || len(errs) > 0 {
			t.Errorf("%d games, %v in\n%s", len(played), errs, file)
			continue
		}
		for i, g := range played {
			if g.Start != fens[i] || len(g.Plies) != 0 {
				t.Errorf("game %d begins with %s; want %s", i+1, g.Start, fens[i])
			}
		}
	}
}

// A tag that follows at once stands there twice by mistake; one that follows
// later, or begins games, begins the next game.
func TestReadRepeatedTags(t *testing.T) {
	for _, test := range []struct {
		text  string
		games int
		white string // of the first game
	}{
		{"[Event \"a\"]\n[White \"x\"]\n[White \"y\"]\n[Black \"z\"]\n\n1. e4 *", 1, "x"},
		{"[Event \"a\"]\n[White \"x\"] [White \"y\"]\n[Date \"1\"]\n[Date \"2\"]\n1. e4 *", 1, "x"},
		{"[Event \"a\"]\n[White \"x\"]\n\n[White \"y\"]\n\n1. e4 *", 2, "x"},
		{"[Event \"a\"]\n[Event \"b\"]\n\n1. e4 *", 2, ""},
		{"[White \"x\"]\n[Black \"z\"]\n[White \"y\"]\n1. e4 *", 2, "x"},
		{"[Annotator \"a\"]\n[White \"x\"]\n\n[Annotator \"b\"]\n\n1. e4 *", 1, "x"},
	} {
		played, errs := readAll(chess.Game{}, test.text)
		if len(played) != test.games || len(errs) > 0 || played[0].Tag("White") != test.white {
			t.Errorf("%q: %d games, %v, White is %q; want %d and %q", test.text, len(played), errs, played[0].Tag("White"), test.games, test.white)
		}
	}
}

// TestReadLineEnds covers lines that end with a carriage return alone, as on
// old computers: a comment, a tag and an escaped line end there.
func TestReadLineEnds(t *testing.T) {
	lines := []string{"[Event \"not closed", "[Result \"1-0\"]", "", "% e4 e5", "1. e4 e5 ; a remark", "2. Nf3 {a", "[b} 1-0", "", "[Event \"next\"]", "", "1. c4 Kd4 *"}
	for _, end := range []string{"\n", "\r", "\r\n"} {
		played, errs := readAll(chess.Game{}, strings.Join(lines, end))
		if len(played) != 2 || spelled(t, &played[0]) != "e2e4 e7e5 g1f3" || played[0].Tag("Event") != "not closed" || played[1].Line != 9 {
			t.Errorf("lines that end with %q: %d games: %+v", end, len(played), played)
		}
		if len(errs) != 1 || !strings.Contains(errs[0].Error(), "game 2 of line 9: line 11:") {
			t.Errorf("lines that end with %q: errors %v", end, errs)
		}
	}
}

// TestReadVariant covers games of Chess960, whatever they are called, and games
// of chess in files that are read for it.
func TestReadVariant(t *testing.T) {
	const start = "[FEN \"nqrnbbkr/pppppppp/8/8/8/8/PPPPPPPP/NQRNBBKR w KQkq - 0 1\"]\n"
	const shredder = "[FEN \"nqrnbbkr/pppppppp/8/8/8/8/PPPPPPPP/NQRNBBKR w HChc - 0 1\"]\n"
	const moves = "\n1. d4 d5 2. Ne3 Ne6 3. f3 f6 4. Bf2 Bf7 5. g3 g6 6. Bg2 Bg7 7. O-O O-O *"
	const want = "d2d4 d7d5 d1e3 d8e6 f2f3 f7f6 e1f2 e8f7 g2g3 g7g6 f1g2 f8g7 g1h1 g8h8"
	for _, name := range []string{"fischerandom", "Chess960", "chess 960", "Fischer Random", "Chess 960", ""} {
		for _, fen := range []string{start, shredder} {
			text := "[Event \"x\"]\n" + fen + moves + next
			if name != "" {
				text = "[Variant \"" + name + "\"]\n" + text
			}
			played, errs := readAll(chess.Game{}, text)
			if len(played) != 2 || len(errs) > 0 {
				t.Errorf("%q: %d games, %v", name, len(played), errs)
				continue
			}
			if got := spelled(t, &played[0]); got != want || played[0].Rules.Name() != "chess960" || played[1].Rules.Name() != "chess" {
				t.Errorf("%q: %s of %s; want %s", name, got, played[0].Rules.Name(), want)
			}
			var out bytes.Buffer
			if err := WritePGN(&out, played[0].Rules, &played[0].Game, nil); err != nil {
				t.Fatal(err)
			}
			again, errs := readAll(chess.Game{}, out.String())
			if len(again) != 1 || len(errs) > 0 || spelled(t, &again[0]) != want || again[0].Rules.Name() != "chess960" {
				t.Errorf("%q: read again %+v, %v from\n%s", name, again, errs, out.String())
			}
		}
	}
	for _, test := range []struct{ tags, rules, start string }{
		{"[Variant \"Standard\"]\n", "chess", ""},
		{"[Variant \"chess960\"]\n", "chess960", ""},
		// Rights that neither game has, and some that only Chess960 has: they may
		// be left over from a rook that has moved.
		{"[FEN \"4k3/8/8/8/8/8/8/1R2K2R w KQ - 0 1\"]\n", "chess", "4k3/8/8/8/8/8/8/1R2K2R w K - 0 1"},
		{"[FEN \"4k3/8/8/8/8/8/8/1R2K2R w KQ - 0 1\"]\n\n1. O-O Kd7", "chess", "4k3/8/8/8/8/8/8/1R2K2R w K - 0 1"},
		{"[FEN \"4k3/8/8/8/8/8/8/1R2K2R w KQ - 0 1\"]\n\n1. Rg1 Ke7 2. O-O-O", "chess960", "4k3/8/8/8/8/8/8/1R2K2R w KQ - 0 1"},
		{"[FEN \"4k3/8/8/8/8/8/8/4K2R w KQkq - 0 1\"]\n", "chess", "4k3/8/8/8/8/8/8/4K2R w K - 0 1"},
		{"[Variant \"chess960\"]\n[FEN \"4k3/8/8/8/8/8/8/4K1R1 w KQkq - 0 1\"]\n", "chess960", "4k3/8/8/8/8/8/8/4K1R1 w K - 0 1"},
	} {
		played, errs := readAll(chess.Game{}, test.tags+"\n*"+next)
		if len(played) != 2 || len(errs) > 0 || played[0].Rules.Name() != test.rules || played[0].Start != test.start {
			t.Errorf("%q: %+v, %v; want %s from %q", test.tags, played, errs, test.rules, test.start)
		}
	}
}

// TestReadEncodings covers Chinese files that are not in UTF-8, and western ones.
func TestReadEncodings(t *testing.T) {
	simplified := "[Game \"Chinese Chess\"]\n[Red \"胡荣华\"]\n[Black \"柳大华\"]\n\n1. 炮二平五 马８进７ {当头炮}\n2. 马二进三 *\n"
	traditional := "[Game \"Chinese Chess\"]\n[Red \"胡榮華\"]\n[Black \"柳大華\"]\n\n1. 炮二平五 馬８進７ {當頭炮}\n2. 馬二進三 *\n"
	for _, test := range []struct {
		encoding  encoding.Encoding
		text, red string
	}{
		{simplifiedchinese.GBK, simplified, "胡荣华"},
		{simplifiedchinese.GB18030, simplified, "胡荣华"},
		{simplifiedchinese.GBK, traditional, "胡榮華"},
		{traditionalchinese.Big5, traditional, "胡榮華"},
	} {
		played, errs := readAll(xiangqi.Game{}, encoded(t, test.encoding, test.text))
		if len(played) != 1 || len(errs) > 0 || spelled(t, &played[0]) != "h2e2 h9g7 h0g2" || played[0].First != test.red {
			t.Errorf("%v: %d games, %v: %+v", test.encoding, len(played), errs, played)
		}
	}
	western := "[White \"“Öz”, Šárka €\"]\n\n1. e4 *\n"
	played, errs := readAll(chess.Game{}, encoded(t, charmap.Windows1252, western))
	if len(played) != 1 || len(errs) > 0 || played[0].First != "“Öz”, Šárka €" {
		t.Errorf("Windows-1252: %+v, %v", played, errs)
	}
}

// TestReadRanks covers files of xiangqi that number ranks without saying how.
func TestReadRanks(t *testing.T) {
	const (
		fromZero = "1.c4 g5 2.Che2 Nc7 3.Nc2 Ng7 4.Nd4 Rh9 *\n\n"
		fromOne  = "1.c5 g6 2.Che3 Nc8 3.Nc3 Ng8 4.Nd5 Rh10 *\n\n"
		want     = "c3c4 g6g5 h2e2 b9c7 b0c2 h9g7 c2d4 i9h9"

		// The first moves are moves in both ways, and the last one tells which
		// it is: a chariot on a0 that goes up and down.
		lateZero = "[FEN \"4k4/9/9/9/9/9/9/9/R8/5K3 w - - 0 1\"]\n\n1. Ra3 Kd9 2. Ra4 Kd8 3. Ra0 *\n\n"
		either   = "[FEN \"4k4/9/9/9/9/9/9/9/R8/3K5 w - - 0 1\"]\n\n1. Ra3 *\n\n"
		lateOne  = "[FEN \"4k4/9/9/9/9/9/9/9/R8/3K5 w - - 0 1\"]\n\n1. Ra4 Ke9 2. Ra3 Ke10 *\n\n"
	)
	for _, test := range []struct {
		name, text string
		want       []string
	}{
		{"from 0", fromZero, []string{want}},
		{"from 1", fromOne, []string{want}},
		{"both, each by itself", fromZero + fromOne + fromZero, []string{want, want, want}},
		{"found late", lateZero, []string{"a1a3 e9d9 a3a4 d9d8 a4a0"}},
		{"from 1, where only that is left", lateOne, []string{"a1a3 e9e8 a3a2 e8e9"}},
		{"a game that does not tell", either, []string{"a1a2"}},
		{"it comes after one that does", fromZero + either, []string{want, "a1a3"}},
	} {
		played, errs := readAll(xiangqi.Game{}, test.text)
		if len(played) != len(test.want) || len(errs) > 0 {
			t.Errorf("%s: %d games, %v", test.name, len(played), errs)
			continue
		}
		for i := range played {
			if got := spelled(t, &played[i]); got != test.want[i] {
				t.Errorf("%s: game %d is %s; want %s", test.name, i+1, got, test.want[i])
			}
		}
	}
}
