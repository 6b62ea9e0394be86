package xiangqi

import (
	"slices"
	"testing"

	"apprentice/games/gametest"
)

// Positions that programs of the field test themselves with, and the counts of
// Fairy-Stockfish 11.1.
var perftTable = []perftTest{
	{"start", startFEN,
		[]uint64{44, 1920, 79666, 3290240, 133312995, 5392831844}},
	{"middle game", "r1ba1a3/4kn3/2n1b4/pNp1p1p1p/4c4/6P2/P1P2R2P/1CcC5/9/2BAKAB2 w - - 0 1",
		[]uint64{38, 1128, 43929, 1339047, 53112976}},
	{"double check", "1cbak4/9/n2a5/2p1p3p/5cp2/2n2N3/6PCP/3AB4/2C6/3A1K1N1 w - - 0 1",
		[]uint64{7, 281, 8620, 326201, 10369923}},
	{"horse and chariot", "5a3/3k5/3aR4/9/5r3/5n3/9/3A1A3/5K3/2BC2B2 w - - 0 1",
		[]uint64{25, 424, 9850, 202884, 4739553}},
	{"crowded corner", "CRN1k1b2/3ca4/4ba3/9/2nr5/9/9/4B4/4A4/4KA3 w - - 0 1",
		[]uint64{28, 516, 14808, 395483, 11842230}},
	{"elephants", "R1N1k1b2/9/3aba3/9/2nr5/2B6/9/4B4/4A4/4KA3 w - - 0 1",
		[]uint64{21, 364, 7626, 162837, 3500505}},
	{"cannons on rank and file", "C1nNk4/9/9/9/9/9/n1pp5/B3C4/9/3A1K3 w - - 0 1",
		[]uint64{28, 222, 6241, 64971, 1914306}},
	{"discovered checks", "4ka3/4a4/9/9/4N4/p8/9/4C3c/7n1/2BK5 w - - 0 1",
		[]uint64{23, 345, 8124, 149272, 3513104}},
	{"screens", "2b1ka3/9/b3N4/4n4/9/9/9/4C4/2p6/2BK5 w - - 0 1",
		[]uint64{21, 195, 3883, 48060, 933096}},
	{"soldier in the palace", "1C2ka3/9/C1Nab1n2/p3p3p/6p2/9/P3P3P/3AB4/3p2c2/c1BAK4 w - - 0 1",
		[]uint64{30, 830, 22787, 649866, 17920736}},
	{"many captures", "CnN1k1b2/c3a4/4ba3/9/2nr5/9/9/4C4/4A4/4KA3 w - - 0 1",
		[]uint64{19, 583, 11714, 376467, 8148177}},
	{"every kind", "1rbaka2R/5r3/6n2/2p1p1p2/4P1bP1/PpC3Bc1/1nPR2P2/2N2AN2/1c2K1p2/2BAC4 w - - 0 1",
		[]uint64{49, 2265, 100326, 4485547}},
	{"horse gives check", "4k4/9/9/9/9/9/9/4n4/3A5/3K5 w - - 0 1",
		[]uint64{2, 5, 14, 50}},
	{"elephant eyes", "r1bakab1r/9/1c2c4/p3p3p/2p3p2/2P3P2/P3P3P/1C2C4/9/R1BAKAB1R w - - 0 1",
		[]uint64{33, 1066, 36542, 1259434}},
}

type perftTest struct {
	name, fen string
	nodes     []uint64 // at depth 1, 2, ...
}

func TestPerft(t *testing.T) {
	for _, test := range perftTable {
		t.Run(test.name, func(t *testing.T) { checkPerft(t, mustParse(t, test.fen), test.nodes) })
	}
}

// TestPerftOfTakenGeneral counts a published position in which the general can
// be taken at once, on the file that it pins.
func TestPerftOfTakenGeneral(t *testing.T) {
	const fen = "4k4/9/9/9/9/9/9/9/4R4/4K4 w - - 0 1"
	p, err := readFEN(fen)
	if err != nil {
		t.Fatal(err)
	}
	checkPerft(t, p, []uint64{10, 16, 290, 262})
	if _, err := ParseFEN(fen); err == nil {
		t.Error("it passes as a position to play from")
	}
}

// perftSuite is a suite of positions, kept beside the repository.
const perftSuite = "../../../shared/suites/xiangqi-perft.epd"

// TestPerftSuite counts the positions of the suite, if it is there.
func TestPerftSuite(t *testing.T) {
	for _, c := range gametest.ReadCounts(t, perftSuite) {
		counted := slices.ContainsFunc(perftTable, func(test perftTest) bool {
			return test.fen == c.FEN && slices.Equal(test.nodes, c.Nodes)
		})
		if !counted { // by TestPerft
			checkPerft(t, mustParse(t, c.FEN), c.Nodes)
		}
	}
}

// checkPerft compares counts up to a limit.
func checkPerft(t *testing.T, p *Position, nodes []uint64) {
	t.Helper()
	limit := uint64(15e6)
	if testing.Short() {
		limit = 500e3
	}
	gametest.Perft(t, p, nodes, limit)
}

func mustParse(t testing.TB, fen string) *Position {
	t.Helper()
	p, err := ParseFEN(fen)
	if err != nil {
		t.Fatal(err)
	}
	return p
}
