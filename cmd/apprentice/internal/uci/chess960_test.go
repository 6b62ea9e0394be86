package uci

import (
	"regexp"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
	"apprentice/games/xiangqi"
)

// TestChess960 switches the mode on and off: positions, moves both ways, and a
// search of the same network.
func TestChess960(t *testing.T) {
	k := begin(t, chess.Game{})
	k.say("uci")
	k.hear("^option name UCI_Chess960 type check default false$")
	k.hear("^uciok$")
	k.say("position fen 5k2/8/8/8/8/8/8/5KR1 w K - 0 1")
	k.say("d")
	k.hear("^Fen: 5k2/8/8/8/8/8/8/5KR1 w - - 0 1$") // no castling in chess

	k.say("setoption name UCI_Chess960 value true")
	k.say("position fen 5k2/8/8/8/8/8/8/5KR1 w G - 0 1 moves f1g1")
	k.say("d")
	k.hear("^Fen: 5k2/8/8/8/8/8/8/5RK1 b - - 1 1$")
	k.say("position fen 8/8/8/8/8/5k2/8/5KR1 w K - 0 1")
	k.say("go depth 2 searchmoves f1g1")
	k.hear("^bestmove f1g1")
	k.say("position startpos moves g1f3 g8f6 g2g3 g7g6 f1g2 f8g7 e1h1")
	k.say("d")
	k.hear("^Fen: rnbqk2r/ppppppbp/5np1/8/8/5NP1/PPPPPPBP/RNBQ1RK1 b kq - 3 4$")

	k.say("setoption name UCI_Chess960 value false")
	k.say("position startpos moves g1f3 g8f6 g2g3 g7g6 f1g2 f8g7 e1g1")
	k.say("d")
	k.hear("^Fen: rnbqk2r/ppppppbp/5np1/8/8/5NP1/PPPPPPBP/RNBQ1RK1 b kq - 3 4$")
	k.say("setoption name UCI_Chess960 value perhaps")
	k.hear("^info string error: option UCI_Chess960: \"perhaps\" is neither true nor false$")
	k.say("quit")
	k.end()
}

// TestChess960KeepsPosition checks that the option costs no position: it is read by
// the other rules from then on. Where it cannot be, go says why and has no move.
func TestChess960KeepsPosition(t *testing.T) {
	const on, off = "setoption name UCI_Chess960 value true", "setoption name UCI_Chess960 value false"
	for _, tt := range []struct{ before, option, want, fen string }{
		{"position fen 6k1/5ppp/8/8/8/8/8/4R1K1 w - - 0 1", on, "^bestmove e1e8", "6k1/5ppp/8/8/8/8/8/4R1K1 w - - 0 1"},
		{"position startpos moves g1f3 g8f6 g2g3 g7g6 f1g2 f8g7 e1g1 0000", on, "^bestmove ", "rnbqk2r/ppppppbp/5np1/8/8/5NP1/PPPPPPBP/RNBQ1RK1 w kq - 4 5"},
		{"position fen 5k2/8/8/8/8/8/8/5KR1 w G - 0 1", on, "^bestmove ", "5k2/8/8/8/8/8/8/5KR1 w K - 0 1"},
		{"position startpos moves f2f3 e7e5 g2g4", on, "^bestmove d8h4", "rnbqkbnr/pppp1ppp/8/4p3/6P1/5P2/PPPPP2P/RNBQKBNR b KQkq - 0 2"},
		{on + "\nposition startpos moves g1f3 g8f6 g2g3 g7g6 f1g2 f8g7 e1h1", off, "^bestmove ", "rnbqk2r/ppppppbp/5np1/8/8/5NP1/PPPPPPBP/RNBQ1RK1 b kq - 3 4"},
		{on + "\nposition fen 5k2/8/8/8/8/8/8/5KR1 w - - 0 1", off, "^bestmove ", "5k2/8/8/8/8/8/8/5KR1 w - - 0 1"},
		{on + "\nposition fen 5k2/8/8/8/8/8/8/5KR1 w K - 0 1", off, "castling: K needs a white king on e1", ""},
		{on + "\nposition fen 5k2/8/8/8/8/8/8/5KR1 w K - 0 1 moves f1g1", off, "castling: K needs a white king on e1", ""},
		{"position fen 9/8 w", on, "board: ", ""},
		{"position startpos moves e1h1", on, "move \"e1h1\"", ""},
		{on + "\nposition fen 9/8 w", off, "board: ", ""},
	} {
		k := begin(t, chess.Game{})
		k.say("%s", tt.before)
		k.say("%s", tt.option)
		if tt.fen != "" {
			k.quiet()
			k.say("d")
			k.hear("^Fen: " + regexp.QuoteMeta(tt.fen) + "$")
			k.hear("^Key: ")
			k.say("go depth 3")
			k.hear(tt.want)
			continue
		}
		k.hear("^info string error: .*" + tt.want)
		k.quiet()
		k.say("go depth 3")
		best, before := k.hear("^bestmove ")
		if best != "bestmove 0000" || len(before) != 1 || !regexp.MustCompile("^info string there is no position: .*"+tt.want).MatchString(before[0]) {
			t.Errorf("%s, %s: %q, %q; want %s", tt.before, tt.option, before, best, tt.want)
		}
		k.say("position startpos")
		k.say("go depth 1")
		k.hear("^bestmove [a-h]")
	}
}

// TestBannedStayBanned by other rules.
func TestBannedStayBanned(t *testing.T) {
	k := begin(t, chess.Game{})
	k.say("position fen 8/8/8/8/8/k7/8/K7 w - - 0 1")
	k.say("banmoves a1b1")
	k.say("setoption name UCI_Chess960 value true")
	k.say("go depth 2")
	k.hear("^bestmove 0000$")
}

// TestOptionsKeepPosition checks that nothing but position changes the position,
// or forgives one that was refused.
func TestOptionsKeepPosition(t *testing.T) {
	for g, first := range map[games.Game]string{chess.Game{}: "e2e4", xiangqi.Game{}: "a1a2"} {
		config := configOf(t, g)
		config.Stages = []Stage{{Name: "weak", Load: func() (Network, error) { return network(t, g, 3), nil }}}
		k := beginWith(t.Context(), t, config)
		k.say("uci")
		_, offered := k.hear("^uciok$")
		lines := []string{"ucinewgame", "uci", "ucci", "ucicyclone", "setoption newgame", "isready", "stop", "ponderhit", "eval"}
		values := map[string]string{
			"check": "true", "spin": "1", "combo": g.Name(), "string": "other", "button": "",
		}
		for _, line := range offered {
			if m := regexp.MustCompile(`^option name (.*) type (\S+)`).FindStringSubmatch(line); m != nil {
				lines = append(lines, "setoption name "+m[1]+" value "+values[m[2]])
			}
		}
		lines = append(lines, "setoption name Ranks value 0-9")
		if len(lines) < 20 {
			t.Fatalf("%s: only %q", g.Name(), lines)
		}
		k.say("position startpos moves %s", first)
		k.say("d")
		fen, _ := k.hear("^Fen: .* b ")
		for _, line := range lines {
			k.say("%s", line)
			k.say("d")
			k.hear("^" + regexp.QuoteMeta(fen) + "$")
		}
		k.say("setoption name UCI_Chess960 value false")
		k.say("position fen 9/8 w")
		for _, line := range lines {
			k.say("%s", line)
			k.say("go depth 1")
			if best, _ := k.hear("^(nobestmove|bestmove .*)$"); best != "nobestmove" && best != "bestmove 0000" {
				t.Errorf("%s: after %s: %q", g.Name(), line, best)
			}
		}
	}
}

func TestNoChess960(t *testing.T) {
	k := begin(t, tictactoe.Game{})
	k.say("setoption name UCI_Chess960 value true")
	k.hear("^info string error: no option \"UCI_Chess960\"$")
	k.say("quit")
	k.end()
}
