package chess

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"apprentice/games"
)

// stockfishPath is where Debian installs Stockfish.
const stockfishPath = "/usr/games/stockfish"

// TestStarts960 compares perft 3 of all start positions, of every sixteenth
// under -short, with Stockfish, where it is installed.
func TestStarts960(t *testing.T) {
	s := startStockfish(t)
	step := 1
	if testing.Short() {
		step = 16
	}
	for n := 0; n < NumStarts; n += step {
		p := mustParse960(t, StartFEN(n))
		_, want, err := s.perft(p.FEN(), 3)
		if err != nil {
			t.Fatal(err)
		}
		if got := games.Perft(p, 3); got != want {
			t.Errorf("start %d, %s: perft 3 = %d, Stockfish has %d", n, p.FEN(), got, want)
		}
	}
}

// TestOracle960 compares the legal moves of random positions of Chess960 with
// those of Stockfish, where it is installed.
func TestOracle960(t *testing.T) {
	s := startStockfish(t)
	const seed = 8
	for p := range randomPositions960(t, seed, 5000) {
		want, _, err := s.perft(p.FEN(), 1)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range p.Moves(nil, games.AllMoves) {
			got = append(got, p.FormatMove(m))
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%s, seed %d: moves %v, Stockfish has %v", p.FEN(), seed, got, want)
		}
	}
}

// stockfish is a running Stockfish that plays Chess960.
type stockfish struct {
	in  io.WriteCloser
	out *bufio.Scanner
}

// startStockfish starts Stockfish until the end of the test, or skips it.
func startStockfish(t *testing.T) *stockfish {
	t.Helper()
	path, err := exec.LookPath(stockfishPath)
	if err != nil {
		t.Skip("no oracle: ", err)
	}
	cmd := exec.Command(path)
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close() // it quits
		if err := cmd.Wait(); err != nil {
			t.Errorf("%s: %v", path, err)
		}
	})
	fmt.Fprintln(in, "setoption name UCI_Chess960 value true")
	return &stockfish{in: in, out: bufio.NewScanner(out)}
}

// perft returns the legal moves of a position in coordinates, sorted, and the
// leaves of that depth behind them.
func (s *stockfish) perft(fen string, depth int) (moves []string, nodes uint64, err error) {
	fmt.Fprintf(s.in, "position fen %s\ngo perft %d\n", fen, depth)
	for s.out.Scan() {
		line := s.out.Text()
		if _, err := fmt.Sscanf(line, "Nodes searched: %d", &nodes); err == nil {
			slices.Sort(moves)
			return moves, nodes, nil
		}
		if move, _, ok := strings.Cut(line, ": "); ok {
			moves = append(moves, move)
		}
	}
	return nil, 0, errors.Join(fmt.Errorf("%s: Stockfish has quit", fen), s.out.Err())
}
