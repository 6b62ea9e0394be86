package gametest

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"apprentice/games"
)

// Perft compares the counts of a position at depth 1, 2, ... with known ones,
// those that are at most limit. A count of 0 is unknown.
func Perft(t testing.TB, pos games.Position, nodes []uint64, limit uint64) {
	t.Helper()
	fen := pos.FEN()
	for i, want := range nodes {
		if want > limit {
			break
		}
		if got := games.Perft(pos, i+1); want != 0 && got != want {
			t.Fatalf("%s: perft %d = %d, want %d", fen, i+1, got, want)
		}
	}
	if got := pos.FEN(); got != fen {
		t.Errorf("%s: perft left the position as %s", fen, got)
	}
}

// Counted is a position and its counts at depth 1, 2, ...; 0 for one that is not
// known.
type Counted struct {
	FEN   string
	Nodes []uint64
}

// ReadCounts reads a suite of lines such as "FEN ;D1 44 ;D2 1920", and skips the
// test if there is no such file.
func ReadCounts(t testing.TB, path string) (suite []Counted) {
	t.Helper()
	const deepest = 20
	text, err := os.ReadFile(path)
	if err != nil {
		t.Skip("no suite: ", err)
	}
	for line := range strings.Lines(string(text)) {
		fields := strings.Split(line, ";")
		c := Counted{FEN: strings.TrimSpace(fields[0])}
		for _, field := range fields[1:] {
			var depth int
			var n uint64
			if _, err := fmt.Sscanf(field, "D%d %d", &depth, &n); err != nil || depth < 1 || depth > deepest {
				t.Fatalf("%s: field %q: %v", path, field, err)
			}
			c.Nodes = append(c.Nodes, make([]uint64, max(0, depth-len(c.Nodes)))...)
			c.Nodes[depth-1] = n
		}
		if c.FEN != "" {
			suite = append(suite, c)
		}
	}
	return suite
}
