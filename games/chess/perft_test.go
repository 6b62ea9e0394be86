package chess

import (
	"testing"

	"apprentice/games/gametest"
)

// Positions and counts of chessprogramming.org/Perft_Results.
var perftTable = []struct {
	name, fen string
	nodes     []uint64 // at depth 1, 2, ...
}{
	{"start", startFEN, []uint64{20, 400, 8902, 197281, 4865609, 119060324}},
	{"kiwipete", "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1",
		[]uint64{48, 2039, 97862, 4085603, 193690690}},
	{"position 3", "8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1",
		[]uint64{14, 191, 2812, 43238, 674624, 11030083}},
	{"position 4", "r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1",
		[]uint64{6, 264, 9467, 422333, 15833292}},
	{"position 4 mirrored", "r2q1rk1/pP1p2pp/Q4n2/bbp1p3/Np6/1B3NBn/pPPP1PPP/R3K2R b KQ - 0 1",
		[]uint64{6, 264, 9467, 422333, 15833292}},
	{"position 5", "rnbq1k1r/pp1Pbppp/2p5/8/2B5/8/PPP1NnPP/RNBQK2R w KQ - 1 8",
		[]uint64{44, 1486, 62379, 2103487, 89941194}},
	{"position 6", "r4rk1/1pp1qppp/p1np1n2/2b1p1B1/2B1P1b1/P1NP1N2/1PP1QPPP/R4RK1 w - - 0 10",
		[]uint64{46, 2079, 89890, 3894594, 164075551}},
}

func TestPerft(t *testing.T) {
	limit := uint64(20e6)
	if testing.Short() {
		limit = 1e6
	}
	for _, test := range perftTable {
		t.Run(test.name, func(t *testing.T) { gametest.Perft(t, mustParse(t, test.fen), test.nodes, limit) })
	}
}

// Positions and counts of chessprogramming.org/Chess960_Perft_Results, as they
// stand in src/perft/fischer.epd of Ethereal, and behind them those of
// shakmaty/tests/tricky.perft, which are about X-FEN.
var perftTable960 = []struct {
	fen   string
	nodes []uint64 // at depth 1, 2, ...
}{
	{"bqnb1rkr/pp3ppp/3ppn2/2p5/5P2/P2P4/NPP1P1PP/BQ1BNRKR w HFhf - 2 9",
		[]uint64{21, 528, 12189, 326672, 8146062, 227689589}},
	{"2nnrbkr/p1qppppp/8/1ppb4/6PP/3PP3/PPP2P2/BQNNRBKR w HEhe - 1 9",
		[]uint64{21, 807, 18002, 667366, 16253601, 590751109}},
	{"b1q1rrkb/pppppppp/3nn3/8/P7/1PPP4/4PPPP/BQNNRKRB w GE - 1 9",
		[]uint64{20, 479, 10471, 273318, 6417013, 177654692}},
	{"qbbnnrkr/2pp2pp/p7/1p2pp2/8/P3PP2/1PPP1KPP/QBBNNR1R w hf - 0 9",
		[]uint64{22, 593, 13440, 382958, 9183776, 274103539}},
	{"n1bb1rkr/qpnppppp/2p5/p7/P1P5/5P2/1P1PPRPP/NQBBN1KR w Hhf - 1 9",
		[]uint64{27, 697, 18724, 505089, 14226907, 400942568}},
	{"bnqnrbkr/1pp2pp1/p7/3pP2p/4P1P1/8/PPPP3P/BNQNRBKR w HEhe d6 0 9",
		[]uint64{31, 984, 28677, 962591, 29032175, 1008880643}},
	{"n1bnrrkb/pp1pp2p/2p2p2/6p1/5B2/3P4/PPP1PPPP/NQ1NRKRB w GE - 2 9",
		[]uint64{28, 606, 16883, 381646, 10815324, 254026570}},
	{"nnrkbbqr/1p2pppp/p2p4/2p5/8/1N2P1P1/PPPP1P1P/1NKRBBQR w hc - 0 9",
		[]uint64{26, 672, 18136, 477801, 13342771, 363074681}},
	{"nbkr1qbr/1pp1pppp/pn1p4/8/3P2P1/5R2/PPP1PP1P/NBN1KQBR w H - 2 9",
		[]uint64{30, 627, 18669, 423329, 12815016, 312798696}},
	{"nnrqk1bb/p1ppp2p/5rp1/1p3p2/1P4P1/5P1P/P1PPP3/NNRQKRBB w FCc - 1 9",
		[]uint64{25, 795, 20510, 648945, 17342527, 556144017}},

	{"r1k1r2q/p1ppp1pp/8/8/8/8/P1PPP1PP/R1K1R2Q w KQkq -", []uint64{23, 522, 12333, 285754}},
	{"r1k2r1q/p1ppp1pp/8/8/8/8/P1PPP1PP/R1K2R1Q w KQkq -", []uint64{28, 738, 20218, 541480}},
	{"8/8/8/4B2b/6nN/8/5P2/2R1K2k w Q -", []uint64{34, 318, 9002, 118388}},
	{"2r5/8/8/8/8/8/6PP/k2KR3 w K -", []uint64{17, 242, 3931, 57700}},
	{"4r3/3k4/8/8/8/8/6PP/qR1K1R2 w KQ -", []uint64{19, 628, 12858, 405636}},
	{"4rrk1/pbbp2p1/1ppnp3/3n1pqp/3N1PQP/1PPNP3/PBBP2P1/4RRK1 w Ff -", []uint64{42, 1743, 71908}},
	{"r2r3k/p7/3p4/8/8/P6P/8/R3K2R b KQq -", []uint64{14, 206, 3672, 64639, 1320962}},
}

func TestPerft960(t *testing.T) {
	limit := uint64(2e6)
	if testing.Short() {
		limit = 100e3
	}
	for _, test := range perftTable960 {
		gametest.Perft(t, mustParse960(t, test.fen), test.nodes, limit)
	}
}

// perftSuite is a suite of 127 positions, kept beside the repository.
const perftSuite = "../../../shared/suites/chess-perft.epd"

// TestPerftSuite counts the positions of the suite where it is at hand. A line
// is a FEN and ";D1 20 ;D2 400 ..." .
func TestPerftSuite(t *testing.T) {
	limit := uint64(2e6)
	if testing.Short() {
		limit = 20e3
	}
	for _, test := range gametest.ReadCounts(t, perftSuite) {
		gametest.Perft(t, mustParse(t, test.FEN), test.Nodes, limit)
	}
}

func mustParse(t testing.TB, fen string) *Position {
	t.Helper()
	p, err := ParseFEN(fen)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
