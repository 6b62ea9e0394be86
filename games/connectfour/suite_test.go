package connectfour

import (
	"bufio"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/record"
)

var (
	gamesFile = flag.String("games", "", "PGN file whose positions TestSoakSuite solves")
	suiteFile = flag.String("suite", "", "EPD file that TestSoakSuite writes")
	positions = flag.Int("positions", 1000, "how many positions TestSoakSuite solves")
)

// keeping returns the value of a position that is not over for the side to move,
// and the moves that keep it.
func (s *solver) keeping(p *Position) (best games.Result, keep []games.Move) {
	for _, m := range p.Moves(nil, games.AllMoves) {
		p.Make(m, nil)
		result := p.Outcome().Result
		if result == games.Ongoing {
			result = s.value(p.bitboards())
		}
		p.Unmake()
		switch result = games.Win + games.Loss - result; { // for the side to move
		case result > best:
			best, keep = result, append(keep[:0], m)
		case result == best:
			keep = append(keep, m)
		}
	}
	return best, keep
}

// suiteLine returns a position as a line of a test suite in which every move that
// keeps its value is a best one. The name says whether there is another one.
func (s *solver) suiteLine(p *Position, number int) string {
	best, keep := s.keeping(p)
	names := make([]string, len(keep))
	for i, m := range keep {
		names[i] = p.Describe(m)
	}
	theme := best.String()
	if len(keep) == len(p.Moves(nil, games.AllMoves)) {
		theme = "any move"
	}
	return fmt.Sprintf("%s bm %s; id %q;", p.FEN(), strings.Join(names, " "), fmt.Sprintf("%s.%04d", theme, number))
}

func TestSuiteLine(t *testing.T) {
	s := newSolver(16)
	for _, test := range []struct{ moves, want string }{
		{"agafdgbcgbbdbeaabbeefedfgcda", `1y5/yR5/yR1Ry1R/RR1RyyR/RyyyRRy/RRyRyyy r bm c; id "win.0007";`},
		{"fcbbdaddbgddbdecfcaegefgbecg", `3y3/1R1y3/1RRRy1y/1RyyyRy/RyyRyRR/yRyRRRy r bm b e f; id "win.0007";`},
		{"abeedcaeadegcdebcggaebfafcdf", `4R2/y3R2/y1yRR2/RyRyyyR/RyRyyRy/RyyRRRy r bm a b c d f g; id "any move.0007";`},
	} {
		if got := s.suiteLine(play(t, test.moves), 7); got != test.want {
			t.Errorf("after %s: %s; want %s", test.moves, got, test.want)
		}
	}
}

// A move keeps the value if minimax finds the same for the position after it.
func TestKeeping(t *testing.T) {
	r := rand.New(rand.NewPCG(8, 4))
	s := newSolver(16)
	some := 0
	for range 200 {
		p := random(t, r, 30+r.IntN(8))
		best, keep := s.keeping(p)
		if want := resultOf(minimax(p)); best != want {
			t.Errorf("%s: %s; minimax says %s", p.FEN(), best, want)
		}
		moves := p.Moves(nil, games.AllMoves)
		if len(keep) < len(moves) {
			some++
		}
		for _, m := range moves {
			p.Make(m, nil)
			if want := resultOf(-minimax(p)) == best; slices.Contains(keep, m) != want {
				t.Errorf("after %s: keeps the value %v; minimax says %v", p.FEN(), !want, want)
			}
			p.Unmake()
		}
	}
	if some == 0 {
		t.Error("any move keeps the value of every position")
	}
}

// TestSoakSuite makes a test suite for the command eval: positions of 10 to 20 discs
// from the games of a PGN file, one of each game, each with the moves that keep its
// value.
func TestSoakSuite(t *testing.T) {
	if *gamesFile == "" || *suiteFile == "" {
		t.Skip("a soak: needs -games FILE.pgn and -suite FILE.epd after -args")
	}
	in, err := os.Open(*gamesFile)
	if err != nil {
		t.Fatal(err)
	}
	defer in.Close()
	var list [][]games.Move
	for g, err := range record.ReadPGN(in, Game{}) {
		if err != nil {
			t.Fatal(err)
		}
		if g.Start == "" {
			list = append(list, g.Moves())
		}
	}
	r := rand.New(rand.NewPCG(1, 1))
	r.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })

	file, err := os.Create(*suiteFile)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	out := bufio.NewWriter(file)
	s := newSolver(24)
	seen := make(map[uint64]bool)
	for _, moves := range list {
		p := newPosition()
		for _, m := range moves[:min(10+r.IntN(11), len(moves))] {
			p.Make(m, nil)
		}
		if len(p.played) < 10 || p.Outcome().Over() || seen[p.Key()] {
			continue
		}
		seen[p.Key()] = true
		fmt.Fprintln(out, s.suiteLine(p, len(seen)))
		if len(seen) == *positions {
			break
		}
	}
	if err := out.Flush(); err != nil {
		t.Fatal(err)
	}
	t.Logf("%d positions of %d games in %s, %d nodes", len(seen), len(list), *suiteFile, s.nodes)
}
