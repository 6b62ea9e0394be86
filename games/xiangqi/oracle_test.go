package xiangqi

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

// oraclePath is where Debian installs Fairy-Stockfish.
const oraclePath = "/usr/games/fairy-stockfish"

// TestOracle compares the legal moves of random positions with those of
// Fairy-Stockfish, where it is installed.
func TestOracle(t *testing.T) {
	o := startOracle(t)
	const seed = 7
	for p := range randomPositions(t, seed, 20000) {
		want, err := o.moves(p.FEN())
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range p.Moves(nil, games.AllMoves) {
			got = append(got, p.DescribeIn(m, CoordinatesFromOne))
		}
		slices.Sort(got)
		if !slices.Equal(got, want) {
			t.Fatalf("%s, seed %d: moves %v, Fairy-Stockfish has %v", p.FEN(), seed, got, want)
		}
	}
}

// oracle is a running Fairy-Stockfish.
type oracle struct {
	in  io.WriteCloser
	out *bufio.Scanner
}

// startOracle starts Fairy-Stockfish until the end of the test, or skips it.
func startOracle(t *testing.T) *oracle {
	t.Helper()
	path, err := exec.LookPath(oraclePath)
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
	o := &oracle{in: in, out: bufio.NewScanner(out)}
	fmt.Fprintln(in, "uci\nsetoption name UCI_Variant value xiangqi")
	return o
}

// moves returns the legal moves of a position in coordinates with ranks 1 to 10,
// sorted.
func (o *oracle) moves(fen string) ([]string, error) {
	fmt.Fprintf(o.in, "position fen %s\ngo perft 1\n", fen)
	var moves []string
	for o.out.Scan() {
		line := o.out.Text()
		if strings.HasPrefix(line, "Nodes searched") {
			slices.Sort(moves)
			return moves, nil
		}
		if move, ok := strings.CutSuffix(line, ": 1"); ok {
			moves = append(moves, move)
		}
	}
	return nil, errors.Join(fmt.Errorf("%s: the oracle has quit", fen), o.out.Err())
}
