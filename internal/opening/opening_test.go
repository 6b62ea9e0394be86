package opening

import (
	"math"
	"math/rand/v2"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"

	"pgregory.net/rapid"
)

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }

// An opening is a line of legal moves, as long as was asked for, to a position
// in which the game goes on.
func TestRandom(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := rapid.SampledFrom([]games.Game{chess.Game{}, tictactoe.Game{}}).Draw(t, "game")
		plies := rapid.IntRange(0, 12).Draw(t, "plies")
		seed := rapid.Uint64().Draw(t, "seed")
		line, got := Random(g, newRand(seed), plies)
		pos := g.Start()
		for i, m := range line {
			if !pos.Legal(m) {
				t.Fatalf("ply %d, %#04x is illegal in %s", i, uint16(m), pos.FEN())
			}
			pos.Make(m, nil)
		}
		if got.FEN() != pos.FEN() || got.Key() != pos.Key() {
			t.Errorf("the line leads to %s, the position is %s", pos.FEN(), got.FEN())
		}
		if got.Outcome().Over() {
			t.Errorf("the game is over in %s", got.FEN())
		}
		if longest := 8; g.Name() == "tictactoe" && plies > longest { // a ninth stone ends the game
			plies = longest
		}
		if g.Name() == "chess" && len(line) != plies || len(line) > plies {
			t.Errorf("%d plies, want %d, to %s", len(line), plies, pos.FEN())
		}
	})
}

// In a game too short for the opening the line is as long as it can be.
func TestRandomShortens(t *testing.T) {
	for seed := range uint64(20) {
		if line, pos := Random(tictactoe.Game{}, newRand(seed), 9); len(line) > 8 || len(line) < 7 {
			t.Errorf("seed %d: %d plies to %s", seed, len(line), pos.FEN())
		}
	}
}

// All first moves of chess are equally likely.
func TestRandomUniform(t *testing.T) {
	const trials = 4000
	counts := map[games.Move]int{}
	for seed := range uint64(trials) {
		line, _ := Random(chess.Game{}, newRand(seed), 1)
		counts[line[0]]++
	}
	if len(counts) != 20 {
		t.Errorf("%d first moves, want 20", len(counts))
	}
	sigma := math.Sqrt(trials * 0.05 * 0.95)
	for m, n := range counts {
		if math.Abs(float64(n)-trials*0.05) > 5*sigma {
			t.Errorf("%s is played %d times of %d", chess.Game{}.Start().FormatMove(m), n, trials)
		}
	}
}

// A line from a position leaves the position as it is. Where every line of that
// length ends the game there is none.
func TestFrom(t *testing.T) {
	pos := tictactoe.Game{}.Start()
	before := pos.FEN()
	line, ok := From(pos, newRand(1), 4)
	if !ok || len(line) != 4 || pos.FEN() != before {
		t.Errorf("%d plies, %v, and the position is %s", len(line), ok, pos.FEN())
	}
	if line, ok = From(pos, newRand(1), 9); ok {
		t.Errorf("%d plies to a game that continues, on nine squares", len(line))
	}
}

// Openings are shorter in a game that is.
func TestPlies(t *testing.T) {
	for _, test := range []struct {
		game games.Game
		most int
		want int
	}{
		{chess.Game{}, 8, 8},
		{chess.Game{}, 100, 32},
		{tictactoe.Game{}, 8, 2},
		{tictactoe.Game{}, 1, 1},
	} {
		if got := Plies(test.game, test.most); got != test.want {
			t.Errorf("%s: %d of %d plies; want %d", test.game.Name(), got, test.most, test.want)
		}
	}
}
