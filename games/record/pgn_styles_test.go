package record

import (
	"bytes"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/gametest"
	"apprentice/games/xiangqi"
)

// crowdedFEN has two files with two soldiers of Red, whose moves have no letter
// in WXF notation.
const crowdedFEN = "5k3/9/2P1P4/2P1P4/9/9/9/9/9/3K5 w - - 0 1"

// styledPGN returns g in PGN, written in a style.
func styledPGN(t *testing.T, game games.Game, g *Game, style games.Style, tags ...Tag) string {
	t.Helper()
	var out bytes.Buffer
	if err := WriteStyledPGN(&out, game, g, tags, style); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// What the Chinese standard for PGN asks for: Game first, Red for White, Format.
func TestWriteStyledPGN(t *testing.T) {
	game := xiangqi.Game{}
	g := Game{
		Plies:   line(t, game, "", "h2e2", "h9g7", "h0g2", "i9h9"),
		Outcome: games.Outcome{Result: games.Loss, Reason: games.Resigned},
		First:   "胡榮華", Second: "柳大華",
	}
	g.Plies[1].Value, g.Plies[1].Flags = -12, HasValue
	head := func(format string) string {
		return `[Game "Chinese Chess"]
[Event "五羊杯"]
[Site "?"]
[Date "????.??.??"]
[Round "?"]
[Red "胡榮華"]
[Black "柳大華"]
[Result "0-1"]
[PlyCount "4"]
[Termination "normal"]
[Variant "xiangqi"]
[Format "` + format + `"]
[RedTeam "上海"]

`
	}
	want := map[string]string{
		"wxf":              head("WXF") + "1. C2=5 H8+7 {-0.12} 2. H2+3 R9=8 {resignation} 0-1\n\n",
		"iccs":             head("ICCS") + "1. H2-E2 H9-G7 {-0.12} 2. H0-G2 I9-H9 {resignation} 0-1\n\n",
		"coordinates 0-9":  head("Coordinates 0-9") + "1. h2e2 h9g7 {-0.12} 2. h0g2 i9h9 {resignation} 0-1\n\n",
		"coordinates 1-10": head("Coordinates 1-10") + "1. h3e3 h10g8 {-0.12} 2. h1g3 i10h10 {resignation} 0-1\n\n",
		"traditional":      head("Chinese") + "1. 炮二平五 馬8進7 {-0.12} 2. 馬二進三 車9平8 {resignation} 0-1\n\n",
		"simplified":       head("Chinese") + "1. 炮二平五 马8进7 {-0.12} 2. 马二进三 车9平8 {resignation} 0-1\n\n",
		"algebraic 1-10":   head("Algebraic") + "1. Che3 Hg8 {-0.12} 2. Hg3 Rh10 {resignation} 0-1\n\n",
		"algebraic 0-9":    head("Algebraic 0-9") + "1. Che2 Hg7 {-0.12} 2. Hg2 Rh9 {resignation} 0-1\n\n",
	}
	for _, style := range game.Styles() {
		name := style.Name
		if name == games.CoordinateStyle || name == "algebraic" {
			name += " " + style.Ranks
		}
		got := styledPGN(t, game, &g, style, Tag{"Event", "五羊杯"}, Tag{"RedTeam", "上海"})
		if diff := cmp.Diff(want[name], got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
	if got := pgn(t, game, &g, Tag{"Event", "五羊杯"}, Tag{"RedTeam", "上海"}); got != want["wxf"] {
		t.Errorf("without a style:\n%s", got)
	}
}

// Random games must come back from every style, and the tags that the game
// does not tell with them.
func TestStylesRoundTrip(t *testing.T) {
	game := xiangqi.Game{}
	rng := rand.New(rand.NewPCG(7, 0))
	for i := range 12 {
		g := Game{First: "红方", Second: `"B\`, Outcome: games.Outcome{Result: games.Draw, Reason: games.Adjudicated}}
		pos := games.Position(game.Start())
		if i%2 == 1 {
			g.Start = crowdedFEN
			pos, _ = game.ParseFEN(crowdedFEN)
		}
		for ply := range 80 {
			moves := pos.Moves(nil, games.AllMoves)
			if pos.Outcome().Over() || len(moves) == 0 {
				break
			}
			m := moves[rng.IntN(len(moves))]
			p := Ply{Move: m}
			if ply%3 == 0 {
				p.Value, p.Flags = int16(ply-40), HasValue
			}
			g.Plies = append(g.Plies, p)
			pos.Make(m, nil)
		}
		if o := ForFirst(pos.Outcome(), pos.Side()); o.Over() {
			g.Outcome = o
		}
		tags := []Tag{{"Event", "全国赛"}, {"ECCO", "C44"}}
		for _, style := range game.Styles() {
			text := styledPGN(t, game, &g, style, tags...)
			played, errs := readAll(game, text)
			if len(errs) > 0 || len(played) != 1 {
				t.Fatalf("%s: %d games, %v in\n%s", style.Format, len(played), errs, text)
			}
			for j := range played[0].Plies {
				played[0].Plies[j].Flags &= HasValue
			}
			if diff := cmp.Diff(g, played[0].Game); diff != "" {
				t.Fatalf("%s (-want +got):\n%s\n%s", style.Format, diff, text)
			}
			if again := styledPGN(t, game, &played[0].Game, style, played[0].Remarks()...); again != text {
				t.Errorf("%s: written\n%s\nread and written again\n%s", style.Format, text, again)
			}
		}
	}
}

// What other programs write.
func TestReadStyledPGNForms(t *testing.T) {
	game := xiangqi.Game{}
	const opening = "h2e2 h9g7 h0g2 i9h9"
	for _, test := range []struct {
		name, text string
		want       string // moves in coordinates
	}{
		{"full width digits", "[Game \"Chinese Chess\"]\n\n1. 炮二平五 马８进７\n2. 马二进三 车９平８ *", opening},
		{"a dialect of FEN", "[Fen \"rheakaehr/9/1c5c1/p1p1p1p1p/9/9/P1P1P1P1P/1C5C1/9/RHEAKAEHR r - - 0 1\"]\n\n1. 炮二平五 馬8進7 2. 馬二進三 車9平8", opening},
		{"coordinates said to be ICCS", "[Format \"ICCS\"]\n\n1. h2e2 h9g7 2. H0-G2 I9-H9", opening},
		{"WXF with dots", "[Format \"WXF\"]\n\n1. C2.5 H8+7 2. N2+3 R9.8", opening},
		{"format in lower case", "[format \"wxf\"]\n\n1.C2=5 H8+7 2.H2+3 R9=8", opening},
		{"an unknown format", "[Format \"Node\"]\n\n1.h2e2 h9g7 2. H2+3", "h2e2 h9g7 h0g2"},
		{"algebraic without a word of it", "[Variant \"Xiangqi\"]\n\n1. Che3 Hg8 2. Hg3 Rh10", opening},
		{"ranks from 1 without a word of it", "1. h3e3 h10g8 2. h1g3 i10h10", opening},
		{"mixed styles", "1. 炮二平五 H8+7 2. h0g2 I9-H9", opening},
		{"variations and comments", "1. 炮二平五 {当头炮} 马8进7 (1... 炮8平5 {顺炮} 2. 马二进三) 2. 马二进三 ; 正马\n 车9平8 $1", opening},
		{"soldiers without a letter", "[FEN \"" + crowdedFEN + "\"]\n[Format \"WXF\"]\n\n1.15=4 K6=5 2. 27=8", "e7f7 f9e9 c6b6"},
		{"Black begins", "[FEN \"5k3/9/9/9/9/9/9/9/9/3K5 b - - 0 9\"]\n\n9. ... K6+1 10. K6+1", "f9f8 d0d1"},
	} {
		played, errs := readAll(game, test.text)
		if len(played) != 1 || len(errs) > 0 {
			t.Errorf("%s: %d games, %v", test.name, len(played), errs)
			continue
		}
		pos, err := start(game, played[0].Start)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range played[0].Moves() {
			got = append(got, pos.FormatMove(m))
			pos.Make(m, nil)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: moves are %s; want %s", test.name, got, test.want)
		}
	}
}

// A file without a Format tag is in the style that the caller says, one with a
// tag in that of the tag.
func TestReadStyledPGN(t *testing.T) {
	game := xiangqi.Game{}
	const fen = "[FEN \"4k4/9/9/9/9/9/9/R8/R8/3K5 w - - 0 1\"]\n"
	for _, style := range game.Styles() {
		byRanks := map[string]string{"": "a2b2", "0-9": "a2b2", "1-10": "a1b1"}
		for text, want := range map[string]string{
			fen + "\n1. a2b2 *":                                      byRanks[style.Ranks],
			fen + "[Format \"ICCS\"]\n\n1. a2b2 *":                   byRanks["0-9"],
			fen + "[Format \"Coordinates 1-10\"]\n\n1. a2b2 *":       byRanks["1-10"],
			fen + "[Format \"ICCS\"]\n\n*\n\n" + fen + "\n1. a2b2 *": byRanks[style.Ranks],
		} {
			var last PGNGame
			for g, err := range ReadStyledPGN(strings.NewReader(text), game, style) {
				if err != nil {
					t.Errorf("%s %s, %q: %v", style.Name, style.Ranks, text, err)
				}
				last = g
			}
			pos, err := start(game, last.Start)
			if err != nil || len(last.Plies) != 1 || pos.FormatMove(last.Plies[0].Move) != want {
				t.Errorf("%s %s, %q: %+v, error %v; want %s", style.Name, style.Ranks, text, last.Plies, err, want)
			}
		}
	}
}

// Players stand under Red, or under White in older files.
func TestReadPGNPlayers(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"[Red \"a\"]\n[Black \"b\"]\n\n1. C2=5 *", "a b"},
		{"[White \"a\"]\n[Black \"b\"]\n\n1. C2=5 *", "a b"},
		{"[White \"c\"]\n[Red \"a\"]\n[Black \"b\"]\n\n1. C2=5 *", "a b"},
	} {
		played, errs := readAll(xiangqi.Game{}, test.text)
		if len(played) != 1 || len(errs) > 0 || played[0].First+" "+played[0].Second != test.want {
			t.Errorf("%q: %+v, %v; want %s", test.text, played, errs, test.want)
		}
	}
}

// A bad game is told by number and line, and the next one is read.
func TestReadStyledPGNGoesOn(t *testing.T) {
	const good = "[Game \"Chinese Chess\"]\n[Event \"good\"]\n\n1. C2=5 H8+7 *\n\n"
	for _, test := range []struct{ name, bad, want string }{
		{"illegal move", "[Game \"Chinese Chess\"]\n[Event \"bad\"]\n\n1. C2=5 H8+8 *\n\n", "game 2 of line 6: line 9: move \"H8+8\""},
		{"open comment", "[Game \"Chinese Chess\"]\n\n1. C2=5 {never closed *\n\n", "game 2 of line 6: line 8: comment: not closed"},
		{"other ranks", "[Format \"Coordinates 1-10\"]\n\n1. h2e2 *\n\n", "game 2 of line 6: line 8: move \"h2e2\": red has no piece on h2 in "},
		{"other text", "[Format \"Chinese\"]\n\n1. K\xf6nig *\n\n", "notation (the file is not in UTF-8)"},
	} {
		played, errs := readAll(xiangqi.Game{}, good+test.bad+good)
		if len(played) != 3 || len(played[2].Plies) != 2 || played[2].Number != 3 || played[2].Tag("Game") == "" {
			t.Errorf("%s: %d games: %+v", test.name, len(played), played)
			continue
		}
		if len(errs) != 1 || !strings.Contains(errs[0].Error(), test.want) {
			t.Errorf("%s: errors %v; want one with %q", test.name, errs, test.want)
		}
	}
	// A game without movetext does not swallow the next one.
	played, errs := readAll(xiangqi.Game{}, "[Game \"Chinese Chess\"]\n[Event \"empty\"]\n\n"+good)
	if len(played) != 2 || len(errs) != 0 || played[1].Line != 4 {
		t.Errorf("%d games, %v: %+v", len(played), errs, played)
	}
}

// Files of chess have none of these tags.
func TestChessIsNotTagged(t *testing.T) {
	moves := gametest.RandomGame(chess.Game{}, rand.New(rand.NewPCG(1, 0)), 20)
	g := Game{}
	for _, m := range moves {
		g.Plies = append(g.Plies, Ply{Move: m})
	}
	text := pgn(t, chess.Game{}, &g)
	for _, tag := range []string{"Format", "Game", "Red", "Variant"} {
		if strings.Contains(text, "["+tag+" ") {
			t.Errorf("a %s tag in\n%s", tag, text)
		}
	}
}

// Chinese files have wide digits and dots, and words for the results.
func TestReadChineseForms(t *testing.T) {
	for text, want := range map[string]struct {
		plies  int
		result games.Result
	}{
		"１．炮二平五　马８进７　２．马二进三 *":            {3, games.Ongoing},
		"1、炮２平５ 馬８進７ 2。馬２進３ *":            {3, games.Ongoing},
		"1. 炮二平五 马8进7 红胜":                 {2, games.Win},
		"1. 炮二平五 马8进7 黑勝":                 {2, games.Loss},
		"1. 炮二平五 和棋":                      {1, games.Draw},
		"[Result \"紅勝\"]\n\n1. 炮二平五 *":    {1, games.Win},
		"[Result \"红先和\"]\n\n1. 炮二平五 红先和": {1, games.Draw},
	} {
		played, errs := readAll(xiangqi.Game{}, "[Event \"x\"]\n"+text+"\n\n[Event \"next\"]\n\n1. 炮二平五 *")
		if len(played) != 2 || len(errs) > 0 || len(played[0].Plies) != want.plies || played[0].Outcome.Result != want.result {
			t.Errorf("%q: %d games, %v: %+v", text, len(played), errs, played[0])
		}
	}
}
