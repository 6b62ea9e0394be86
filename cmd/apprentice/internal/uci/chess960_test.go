package uci

import (
	"testing"

	"apprentice/games/chess"
	"apprentice/games/tictactoe"
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

func TestNoChess960(t *testing.T) {
	k := begin(t, tictactoe.Game{})
	k.say("setoption name UCI_Chess960 value true")
	k.hear("^info string error: no option \"UCI_Chess960\"$")
	k.say("quit")
	k.end()
}
