package xiangqi

import (
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
)

// corners are positions rich in rare moves: screens, blocked legs and eyes,
// generals on one file, double checks, crowds of soldiers.
var corners = []string{
	"r1ba1a3/4kn3/2n1b4/pNp1p1p1p/4c4/6P2/P1P2R2P/1CcC5/9/2BAKAB2 w - - 0 1",
	"1cbak4/9/n2a5/2p1p3p/5cp2/2n2N3/6PCP/3AB4/2C6/3A1K1N1 w - - 0 1",
	"5a3/3k5/3aR4/9/5r3/5n3/9/3A1A3/5K3/2BC2B2 w - - 0 1",
	"CRN1k1b2/3ca4/4ba3/9/2nr5/9/9/4B4/4A4/4KA3 w - - 0 1",
	"C1nNk4/9/9/9/9/9/n1pp5/B3C4/9/3A1K3 w - - 0 1",
	"4ka3/4a4/9/9/4N4/p8/9/4C3c/7n1/2BK5 b - - 0 1",
	"1C2ka3/9/C1Nab1n2/p3p3p/6p2/9/P3P3P/3AB4/3p2c2/c1BAK4 w - - 0 1",
	"CnN1k1b2/c3a4/4ba3/9/2nr5/9/9/4C4/4A4/4KA3 b - - 0 1",
	"1rbaka2R/5r3/6n2/2p1p1p2/4P1bP1/PpC3Bc1/1nPR2P2/2N2AN2/1c2K1p2/2BAC4 w - - 0 1",
	"5k3/9/3P5/3P1P1P1/5P3/9/9/9/9/4K4 w - - 3 9",
	"3k5/4P4/4P4/4P4/4P4/4P4/9/9/9/5K3 w - - 0 40",   // five soldiers on a file
	"4k4/9/9/9/9/3ppppp1/9/9/9/3K5 w - - 117 90",     // the move limit is near
	"3ak4/9/4b4/9/9/2B6/9/4C4/3p5/2BAK4 b - - 20 70", // little is left
	"9/4k4/9/9/4c4/4p4/4P4/4C4/9/4K4 b - - 0 1",      // everything on one file
	"3aka3/9/4b4/4r4/9/9/4N4/4B4/4A4/3AK4 b - - 0 1",
}

func TestConformance(t *testing.T) {
	gametest.Run(t, Game{}, gametest.Options{Seed: 1, Positions: corners, Flip: flip, Games: 6})
}

// flip exchanges the colours of a position by way of its FEN.
func flip(p games.Position) games.Position {
	fields := strings.Fields(p.FEN())
	ranks := strings.Split(swapCase(fields[0]), "/")
	for i := range len(ranks) / 2 {
		j := len(ranks) - 1 - i
		ranks[i], ranks[j] = ranks[j], ranks[i]
	}
	fields[0] = strings.Join(ranks, "/")
	fields[1] = map[string]string{"w": "b", "b": "w"}[fields[1]]
	flipped, err := ParseFEN(strings.Join(fields, " "))
	if err != nil {
		panic(err)
	}
	return flipped
}

// flipSquare returns s as it is called with the colours exchanged.
func flipSquare(s square) square { return squareAt(s.file(), numRanks-1-s.rank()) }

// flipMove returns m as it is called with the colours exchanged.
func flipMove(m games.Move) games.Move { return newMove(flipSquare(fromOf(m)), flipSquare(toOf(m))) }

func swapCase(s string) string {
	b := []byte(s)
	for i, c := range b {
		if c >= 'A' {
			b[i] = c ^ 0x20
		}
	}
	return string(b)
}
