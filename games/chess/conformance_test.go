package chess

import (
	"bytes"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

// corners are positions rich in rare moves: castling, promotion, en passant,
// pins, double checks, many queens.
var corners = []string{
	"r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1",
	"8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1",
	"r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1",
	"rnbq1k1r/pp1Pbppp/2p5/8/2B5/8/PPP1NnPP/RNBQK2R w KQ - 1 8",
	"n1n5/PPPk4/8/8/8/8/4Kppp/5N1N b - - 0 1",
	"r3k2r/8/8/8/8/8/8/R3K2R b KQkq - 0 1",
	"R6R/3Q4/1Q4Q1/4Q3/2Q4Q/Q4Q2/pp1Q4/kBNN1KB1 w - - 0 1", // 218 moves, the most known
	"8/8/3p4/1Pp4r/1K3p1k/8/4P1P1/1R6 w - c6 0 3",
	"4k3/8/8/8/8/8/8/4K2R w K - 98 90", // the fifty-move rule is near
	"8/5bk1/8/2Pp4/8/2K5/8/8 w - d6 0 1",
	"8/8/4k3/8/8/3BN3/4K3/8 w - - 10 70",
	"k7/8/1K6/8/8/8/8/7R w - - 99 100", // the hundredth half-move may mate
}

func TestConformance(t *testing.T) {
	gametest.Run(t, Game{}, gametest.Options{Seed: 1, Positions: corners, Flip: flip, Games: 8})
}

// flip exchanges the colours of a position by way of its FEN.
func flip(p games.Position) games.Position { return flipIn(Game{}, p) }

func flipIn(g games.Game, p games.Position) games.Position {
	fields := strings.Fields(p.FEN())
	ranks := strings.Split(swapCase(fields[0]), "/")
	for i := range 4 {
		ranks[i], ranks[7-i] = ranks[7-i], ranks[i]
	}
	fields[0] = strings.Join(ranks, "/")
	fields[1] = map[string]string{"w": "b", "b": "w"}[fields[1]]
	fields[2] = swapCase(fields[2])
	fields[3] = strings.NewReplacer("3", "6", "6", "3").Replace(fields[3])
	flipped, err := g.ParseFEN(strings.Join(fields, " "))
	if err != nil {
		panic(err)
	}
	return flipped
}

func swapCase(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' {
			b[i] = c ^ 0x20
		}
	}
	return string(bytes.Clone(b))
}
