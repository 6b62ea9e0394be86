package record

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"github.com/google/go-cmp/cmp"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/connectfour"
	"apprentice/games/tictactoe"
	"apprentice/games/xiangqi"
)

// pgn returns g in PGN.
func pgn(t *testing.T, game games.Game, g *Game, tags ...Tag) string {
	t.Helper()
	var out bytes.Buffer
	if err := WritePGN(&out, game, g, tags); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// readAll returns the games of a text and the errors that came with them.
func readAll(game games.Game, text string) (played []PGNGame, errs []error) {
	for g, err := range ReadPGN(strings.NewReader(text), game) {
		played = append(played, g)
		if err != nil {
			errs = append(errs, err)
		}
	}
	return played, errs
}

func TestWritePGN(t *testing.T) {
	g := Game{
		Plies:   line(t, chess.Game{}, "", "e2e4", "e7e5", "f1c4", "b8c6", "d1h5", "g8f6", "h5f7"),
		Outcome: games.Outcome{Result: games.Win, Reason: games.Checkmate},
		First:   "abc", Second: `"x\y`,
	}
	for i, v := range []int16{0, 0, 35, -7, 1234, -mateValue + 2, mateValue - 1} {
		if i >= 2 {
			g.Plies[i].Value, g.Plies[i].Flags = v, HasValue
		}
	}
	got := pgn(t, chess.Game{}, &g, Tag{"Event", "test"}, Tag{"Date", "2026.01.02"}, Tag{"TimeControl", "1+0.01"},
		Tag{"ECO", "C20"}, Tag{"Opening", "an opening"})
	want := `[Event "test"]
[Site "?"]
[Date "2026.01.02"]
[Round "?"]
[White "abc"]
[Black "\"x\\y"]
[Result "1-0"]
[PlyCount "7"]
[Termination "normal"]
[ECO "C20"]
[Opening "an opening"]
[TimeControl "1+0.01"]

1. e4 e5 2. Bc4 {+0.35} 2... Nc6 {-0.07} 3. Qh5 {+12.34} 3... Nf6 {-M1} 4. Qxf7#
{+M1} {checkmate} 1-0

`
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("(-want +got):\n", diff)
	}
}

func TestWritePGNFromFEN(t *testing.T) {
	const fen = "4k3/8/8/8/8/8/4p3/4K3 b - - 0 41"
	g := Game{Start: fen, Plies: line(t, chess.Game{}, fen, "Kd7", "Kxe2"), Outcome: games.Outcome{Result: games.Draw, Reason: games.InsufficientMaterial}}
	got := pgn(t, chess.Game{}, &g)
	for _, want := range []string{"[SetUp \"1\"]\n[FEN \"" + fen + "\"]\n", "\n41... Kd7 42. Kxe2 {insufficient material} 1/2-1/2\n"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	played, errs := readAll(chess.Game{}, got)
	if len(errs) > 0 || len(played) != 1 {
		t.Fatalf("%d games, %v", len(played), errs)
	}
	if played[0].Start != fen || played[0].Outcome != g.Outcome {
		t.Errorf("read back: %+v", played[0].Game)
	}
}

func TestWritePGNErrors(t *testing.T) {
	if err := WritePGN(io.Discard, chess.Game{}, &Game{Plies: []Ply{{Move: 0xffff}}}, nil); !errors.Is(err, ErrIllegalMove) {
		t.Errorf("illegal move: error %v", err)
	}
	if err := WritePGN(io.Discard, chess.Game{}, &Game{Start: "x"}, nil); err == nil {
		t.Error("a bad start position gives no error")
	}
}

// What is written must be read back: moves, values, names, and the outcome with
// its reason.
func TestPGNRoundTrip(t *testing.T) {
	var text strings.Builder
	var want []Game
	ends := []games.Reason{games.Resigned, games.PlyCap, games.Adjudicated, games.TimeForfeit, games.Disconnected}
	add := func(game games.Game, played []Game) {
		for i := range played {
			g := &played[i]
			g.Generation, g.Index, g.Seed = 0, 0, 0 // PGN does not tell
			pos, err := Replay(game, g)
			if err != nil {
				t.Fatal(err)
			}
			g.Outcome = ForFirst(pos.Outcome(), pos.Side())
			if !g.Outcome.Over() {
				g.Outcome = games.Outcome{Result: games.Loss + games.Result(i%3), Reason: ends[i%len(ends)]}
			}
			text.WriteString(pgn(t, game, g))
			want = append(want, *g)
		}
	}
	check := func(game games.Game) {
		t.Helper()
		played, errs := readAll(game, text.String())
		if len(errs) > 0 || len(played) != len(want) {
			t.Fatalf("%d games, %v; want %d", len(played), errs, len(want))
		}
		for i, g := range played {
			for j := range g.Plies {
				g.Plies[j].Flags &= HasValue // the reader knows more than the samples
			}
			if diff := cmp.Diff(want[i], g.Game); diff != "" {
				t.Fatalf("game %d (-want +got):\n%s", i, diff)
			}
		}
		text.Reset()
		want = nil
	}
	add(tictactoe.Game{}, sample(5, 40))
	check(tictactoe.Game{})
	add(chess.Game{}, chessSample(15))
	check(chess.Game{})
}

func TestReadPGNOutcome(t *testing.T) {
	const moves = "1. f3 e5 2. g4 "
	for _, test := range []struct {
		text string
		want games.Outcome
	}{
		{moves + "Qh4# 0-1", games.Outcome{Result: games.Loss, Reason: games.Checkmate}},
		{moves + "Qh4 *", games.Outcome{Result: games.Loss, Reason: games.Checkmate}},
		{moves + "Qh4", games.Outcome{Result: games.Loss, Reason: games.Checkmate}},
		{moves + "Qh4 1-0", games.Outcome{Result: games.Loss, Reason: games.Checkmate}}, // mate is mate
		{"[Result \"1-0\"]\n" + moves, games.Outcome{Result: games.Win}},
		{"[Result \"1-0\"]\n" + moves + "0-1", games.Outcome{Result: games.Loss}},
		{"[Result \"½–½\"]\n" + moves + "*", games.Outcome{Result: games.Draw}},
		{"[Termination \"time forfeit\"]\n" + moves + "1/2-1/2", games.Outcome{Result: games.Draw, Reason: games.TimeForfeit}},
		{"[Termination \"adjudication\"]\n" + moves + "{ply cap} 1/2-1/2", games.Outcome{Result: games.Draw, Reason: games.PlyCap}},
		{moves + "{ply\ncap} 1/2-1/2", games.Outcome{Result: games.Draw, Reason: games.PlyCap}},
		{moves + "{stalemate} 1/2-1/2", games.Outcome{Result: games.Draw}}, // it is none
		{moves + "*", games.Outcome{}},
		{moves, games.Outcome{}},
	} {
		played, errs := readAll(chess.Game{}, test.text)
		if len(errs) > 0 || len(played) != 1 {
			t.Errorf("%q: %d games, %v", test.text, len(played), errs)
			continue
		}
		if got := played[0].Outcome; got != test.want {
			t.Errorf("%q: %s by %s; want %s by %s", test.text, got.Result, got.Reason, test.want.Result, test.want.Reason)
		}
	}
}

func TestReadPGNForms(t *testing.T) {
	for _, test := range []struct {
		name, text string
		want       string // moves in coordinates
	}{
		{"plain", "1. e4 e5 2. Nf3", "e2e4 e7e5 g1f3"},
		{"no spaces", "1.e4 e5 2.Nf3", "e2e4 e7e5 g1f3"},
		{"no numbers", "e4 e5 Nf3", "e2e4 e7e5 g1f3"},
		{"dots apart", "1 . e4 1. .. e5 2… Nf3", "e2e4 e7e5 g1f3"},
		{"black's number", "1. e4 1... e5", "e2e4 e7e5"},
		{"coordinates", "1. e2e4 e7e5", "e2e4 e7e5"},
		{"long algebraic", "1. e2-e4 e7-e5 2. Ng1-f3", "e2e4 e7e5 g1f3"},
		{"glyphs", "1. e4! e5?? $14 2. Nf3!? ± Nc6 $146N", "e2e4 e7e5 g1f3 b8c6"},
		{"comments", "{a} 1. e4 {b; (c} e5 ; d 2. d4 (\n{} 2. Nf3", "e2e4 e7e5 g1f3"},
		{"variations", "1. e4 (1. d4 d5 (1... Nf6 {)}) 2. c4) e5 (1... c5) 2. Nf3", "e2e4 e7e5 g1f3"},
		{"stray end of a variation", "1. e4 ) e5", "e2e4 e7e5"},
		{"escaped line", "1. e4\n% e5 2. Nf3\n c5", "e2e4 c7c5"},
		{"castling with noughts", "1. e4 e5 2. Nf3 Nc6 3. Bc4 Nf6 4. 0-0", "e2e4 e7e5 g1f3 b8c6 f1c4 g8f6 e1g1"},
		{"castling with other dashes", "1. e4 e5 2. Nf3 Nc6 3. Bc4 Nf6 4. O–O", "e2e4 e7e5 g1f3 b8c6 f1c4 g8f6 e1g1"},
		{"en passant", "1. e4 a6 2. e5 d5 3. exd6 e.p.", "e2e4 a7a6 e4e5 d7d5 e5d6"},
		{"invisible characters", "\ufeff1. e4\u200b \ufeff e5\u00a02. Nf3", "e2e4 e7e5 g1f3"},
		{"line ends", "1. e4\r\ne5\r2. Nf3\r\n", "e2e4 e7e5 g1f3"},
		{"delimiters", "[pgn] 1. e4 e5 [/pgn]", "e2e4 e7e5"},
		{"tags in a line", `[White "a"] [Black "b"] 1. e4 e5`, "e2e4 e7e5"},
		{"unclosed comment", "1. e4 {e5", "e2e4"},
	} {
		played, errs := readAll(chess.Game{}, test.text)
		if len(played) != 1 || len(errs) > 0 && !strings.Contains(test.name, "unclosed") {
			t.Errorf("%s: %d games, %v", test.name, len(played), errs)
			continue
		}
		pos := chess.Game{}.Start()
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

func TestReadPGNTags(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{`[White "a b"]`, "a b"},
		{`[ White   "a"  ]`, "a"},
		{`[White "with \"quotes\" and \\"]`, `with "quotes" and \`},
		{`[White "with "quotes" and ]"]`, `with "quotes" and ]`},
		{"[White \"not closed]\n[Black \"x\"]", "not closed"},
		{"[White \"no bracket\"\n[Black \"x\"]", "no bracket"},
		{"[White \"J\xfcrgen\"]", "Jürgen"}, // Latin-1
		{"[White \"Jürgen\"]", "Jürgen"},
		{`[White ""]`, ""},
	} {
		played, errs := readAll(chess.Game{}, test.text+"\n1. e4 *")
		if len(played) != 1 || len(errs) > 0 || played[0].First != test.want || len(played[0].Plies) != 1 {
			t.Errorf("%q: %d games, %v, %+v; want %q", test.text, len(played), errs, played, test.want)
		}
	}
}

// A bad game must not take its neighbours with it.
func TestReadPGNGoesOn(t *testing.T) {
	const good = "[Event \"good\"]\n\n1. e4 e5 *\n\n"
	for _, test := range []struct {
		name, bad string
		want      string // in the error; "" for none
		plies     int    // of the bad game
	}{
		{"illegal move", "[Event \"bad\"]\n\n1. e4 e5 2. Ke3 Nf6 1-0\n\n", "Ke3", 2},
		{"no result", "[Event \"bad\"]\n\n1. e4 Ke7 \n\n", "Ke7", 1},
		{"pass in check", "[Event \"bad\"]\n\n1. e4 d5 2. Bb5 -- 3. d4 *\n\n", "--", 3},
		{"bad position", "[Event \"bad\"]\n[FEN \"8/8\"]\n\n1. e4 *\n\n", "start position", 0},
		{"bad position without moves", "[Event \"bad\"]\n[FEN \"8/8\"]\n\n*\n\n", "start position", 0},
		{"other game", "[Event \"bad\"]\n[Variant \"Atomic\"]\n\n1. e4 *\n\n", "Atomic", 0},
		{"open comment", "[Event \"bad\"]\n\n1. e4 {never closed *\n\n", "not closed", 1},
		{"open variation", "[Event \"bad\"]\n\n1. e4 (1. d4 d5 *\n\n", "not closed", 1},
		{"no movetext", "[Event \"bad\"]\n[Result \"1-0\"]\n\n", "", 0},
		{"remark behind the result", "[Event \"bad\"]\n\n1. e4 1-0 ff\n\n", "", 1},
	} {
		played, errs := readAll(chess.Game{}, good+test.bad+good)
		if len(played) != 3 || len(played[0].Plies) != 2 || len(played[1].Plies) != test.plies || len(played[2].Plies) != 2 {
			t.Errorf("%s: %d games: %+v", test.name, len(played), played)
			continue
		}
		switch {
		case test.want == "" && len(errs) > 0, test.want != "" && len(errs) != 1:
			t.Errorf("%s: errors %v", test.name, errs)
		case test.want != "" && !strings.Contains(errs[0].Error(), test.want):
			t.Errorf("%s: error %v; want %q in it", test.name, errs[0], test.want)
		}
		if played[1].Line != 5 {
			t.Errorf("%s: begins on line %d; want 5", test.name, played[1].Line)
		}
	}
}

func TestReadPGNNothing(t *testing.T) {
	for _, text := range []string{"", "\n\n", "{comment}", "; comment\n", "% escaped", "* 1-0\n0-1"} {
		if played, errs := readAll(chess.Game{}, text); len(played) != 0 || len(errs) != 0 {
			t.Errorf("%q: %d games, %v; want none", text, len(played), errs)
		}
	}
}

func TestReadPGNReportsBrokenReader(t *testing.T) {
	broken := errors.New("broken")
	r := io.MultiReader(strings.NewReader("1. e4 *\n1. d4 "), iotest.ErrReader(broken))
	var last error
	n, whole := 0, 0
	for _, err := range ReadPGN(r, chess.Game{}) {
		n, last = n+1, err
		if err == nil {
			whole++
		}
	}
	if n != 2 || whole != 1 || !errors.Is(last, broken) {
		t.Errorf("%d games, %d of them whole, the last with error %v; want 2, 1, %v", n, whole, last, broken)
	}
}

func TestReadPGNStops(t *testing.T) {
	n := 0
	for range ReadPGN(strings.NewReader("1. e4 * 1. d4 * 1. c4 *"), chess.Game{}) {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("%d games before the break; want 2", n)
	}
}

func TestReadPGNFlags(t *testing.T) {
	played, errs := readAll(chess.Game{}, "1. e4 {+0.30/12 0.5s} d5 {-0.10} 2. Bb5+ c6 {+1 is no value} 3. exd5 {+M3/9} cxb5 {(0.4)}")
	if len(errs) > 0 || len(played) != 1 {
		t.Fatalf("%d games, %v", len(played), errs)
	}
	want := []Ply{
		{Value: 30, Flags: HasValue}, {Value: -10, Flags: HasValue}, {},
		{Flags: Check}, {Value: mateValue - 5, Flags: HasValue | Tactical}, {Flags: Tactical},
	}
	got := played[0].Plies
	for i := range got {
		got[i].Move = 0
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error("plies (-want +got):\n", diff)
	}
}

// The notation of mates must be that of the search, which PGN cannot import.
func TestMateValuesAreTheSearchs(t *testing.T) {
	if mateValue != search.MateValue {
		t.Fatalf("mate is %d here and %d in the search", mateValue, search.MateValue)
	}
	for plies := 1; plies < 100; plies++ {
		v := mateValue - plies // who mates does so after an odd number of plies
		if plies%2 == 0 {
			v = -v
		}
		moves, ok := search.MateIn(v)
		want := strings.Replace(fmt.Sprintf("%+d", moves), "+", "+M", 1)
		want = strings.Replace(want, "-", "-M", 1)
		if got := formatValue(int16(v)); !ok || got != want {
			t.Errorf("%d is %s; the search says %s, %v", v, got, want, ok)
		}
	}
}

// Every value must survive its comment, mates up to the ply: a mover who mates
// does so after an odd number of plies, one who is mated after an even one.
func TestValueComments(t *testing.T) {
	for v := -mateValue; v <= mateValue; v++ {
		n := mateValue - max(v, -v)
		if n < mateRange && (n%2 == 0) == (v > 0) {
			continue // no such mate
		}
		text := formatValue(int16(v))
		if got, ok := parseValue(text); !ok || int(got) != v {
			t.Fatalf("%d is written %s and read %d, %v", v, text, got, ok)
		}
	}
}

func FuzzPGN(f *testing.F) {
	f.Add("[Event \"x\"]\n[FEN \"4k3/8/8/8/8/8/8/4K2R w K - 0 1\"]\n\n1. O-O {+0.30/12} (1. Rg1 (1. Kd1)) Kd7 $1 ; end\n1/2-1/2\n")
	f.Add("[pgn]1.e4 e5 2.Nf3!? {open\n[Event \"y\"]\n1… e6 ½–½ 1-0 ff")
	f.Add("% escaped\n1. f3 e5 2. g4 Qh4# 0-1")
	f.Add("[Game \"Chinese Chess\"]\n[FEN \"5k3/9/2P1P4/2P1P4/9/9/9/9/9/3K5 w - - 0 1\"]\n[Format \"WXF\"]\n\n1. 15=4 K6=5 2. 27=8 *")
	f.Add("[Result \"0-0\"]\r1. e4 -- 2. Bc4 Z0 3. Qb3ch e.p. ++ dbl ch\r\r0-0")
	f.Add("[Variant \"fischerandom\"]\n[FEN \"4k3/8/8/8/8/8/8/4K1R1 w KQkq - 0 1\"]\n\n1. O-O Ke7 2. nf3")
	f.Add("1. Nf3 Nf6 2. Ng1 Ng8 3. Nf3 Nf6 4. Ng1 Ng8 {repetition} 1/2-1/2 b8(Q)")
	f.Add("1.c4 g5 2.Che2 Nc7 -- \xc5\xda\xb6\xfe\xc6\xbd\xce\xe5")
	f.Add("1. 炮二平五 马８进７ (1... 炮8平5) 2. h0g2 *\n\n1. h3e3 h10g8 2. Hg3 1-0")
	f.Add("1. 5254 5755 2.7163 2836 3. 6134 7866 4. 0 - 0 1 - 0 d4 1/2- 1/2")
	f.Add("[FEN \"4k4/9/9/4P4/4P4/4P4/9/9/9/3K5 w - - 0 1\"]\n[Variant \"?\"]\n\n1.25.4 K5=6 2. 15+1+ *")
	f.Add("1. 4 4 2. 1 1 3 1 2 *")
	f.Fuzz(func(t *testing.T, text string) {
		for _, game := range []games.Game{chess.Game{}, xiangqi.Game{}, connectfour.Game{}} {
			fuzzPGN(t, game, text)
		}
	})
}

// fuzzPGN reads a text, and what it read once more after writing it.
func fuzzPGN(t *testing.T, game games.Game, text string) {
	for g, err := range ReadPGN(strings.NewReader(text), game) {
		if err != nil {
			continue
		}
		if _, err := Replay(g.Rules, &g.Game); err != nil && !slices.Contains(g.Moves(), games.NoMove) {
			t.Fatalf("a game read from PGN does not replay: %v", err)
		}
		written := pgn(t, g.Rules, &g.Game)
		again, errs := readAll(game, written)
		if len(errs) > 0 || len(again) != 1 {
			t.Fatalf("%d games, %v in\n%s", len(again), errs, written)
		}
		if diff := cmp.Diff(g.Plies, again[0].Plies); diff != "" {
			t.Fatalf("written and read again:\n%s\n%s", diff, written)
		}
		if g.Outcome != again[0].Outcome || g.Start != again[0].Start {
			t.Fatalf("%v from %q, read again %v from %q", g.Outcome, g.Start, again[0].Outcome, again[0].Start)
		}
	}
}
