package chess

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"apprentice/games"
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
		t.Run(test.name, func(t *testing.T) { checkPerft(t, test.fen, test.nodes, limit) })
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
	for _, test := range readSuite(t) {
		checkPerft(t, test.fen, test.nodes, limit)
	}
}

type perftLine struct {
	fen   string
	nodes []uint64 // at depth 1, 2, ...; 0 where the line has none
}

func readSuite(t testing.TB) (suite []perftLine) {
	t.Helper()
	text, err := os.ReadFile(perftSuite)
	if err != nil {
		t.Skip("no suite: ", err)
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(line, ";")
		test := perftLine{fen: strings.TrimSpace(fields[0])}
		for _, field := range fields[1:] {
			var depth int
			var n uint64
			if _, err := fmt.Sscanf(field, "D%d %d", &depth, &n); err != nil || depth < 1 || depth > 20 {
				t.Fatalf("%s: field %q: %v", perftSuite, field, err)
			}
			test.nodes = append(test.nodes, make([]uint64, max(0, depth-len(test.nodes)))...)
			test.nodes[depth-1] = n
		}
		if test.fen != "" {
			suite = append(suite, test)
		}
	}
	return suite
}

// checkPerft compares the counts of up to limit nodes.
func checkPerft(t *testing.T, fen string, nodes []uint64, limit uint64) {
	t.Helper()
	p := mustParse(t, fen)
	for i, want := range nodes {
		if want > limit {
			break
		}
		if got := games.Perft(p, i+1); want != 0 && got != want {
			t.Fatalf("%s: perft %d = %d, want %d", fen, i+1, got, want)
		}
	}
	if got := p.FEN(); got != mustParse(t, fen).FEN() {
		t.Errorf("%s: perft left the position as %s", fen, got)
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
