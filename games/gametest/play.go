package gametest

import (
	"iter"
	"math/rand/v2"
	"slices"
	"testing"

	"apprentice/games"
)

// Move returns the move that text stands for, and ends the test if it is not a
// legal one.
func Move(t testing.TB, pos games.Position, text string) games.Move {
	t.Helper()
	m, err := pos.ParseMove(text)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// Play makes moves given as text, "--" for a pass.
func Play(t testing.TB, pos games.Position, moves ...string) {
	t.Helper()
	for _, text := range moves {
		m := games.NoMove
		if text != "--" {
			m = Move(t, pos, text)
		}
		pos.Make(m, nil)
	}
}

// Walk yields a number of positions of random games that have at most plies
// positions each. start returns the first position of a game, which is counted
// from 0. The position is the game's own: leave it as it was.
func Walk[P games.Position](rng *rand.Rand, number, plies int, start func(game int) P) iter.Seq[P] {
	return func(yield func(P) bool) {
		for game := 0; ; game++ {
			pos := start(game)
			for range plies {
				if number--; number < 0 || !yield(pos) {
					return
				}
				if len(pos.Moves(nil, games.AllMoves)) == 0 {
					break
				}
				pos.Make(randomMove(pos, rng), nil)
			}
		}
	}
}

// MakeChecked makes a move, checks its delta for Second, and returns the delta.
func MakeChecked(t testing.TB, pos games.Position, m games.Move) games.Delta {
	t.Helper()
	before, d := features(pos)[games.Second], dirtyDelta()
	pos.Make(m, &d)
	got, err := apply(before, &d, int(games.Second))
	if want := features(pos)[games.Second]; !d.Refresh[games.Second] && (err != nil || !slices.Equal(got, want)) {
		t.Fatalf("%s: delta %+v gives features %v, want %v (%v)", pos.FEN(), d, got, want, err)
	}
	return d
}

// pass is the byte that stands for a pass in PlayBytes.
const pass = 255

// PlayBytes plays the game that bytes choose: each is a legal move, 255 a pass
// unless in check. It checks every delta for Second and calls after with each
// position. At the end everything is taken back. It is the body of fuzz tests.
func PlayBytes(t testing.TB, pos games.Position, choices []byte, after func()) {
	t.Helper()
	const most = 200
	played := 0
	for _, c := range choices[:min(len(choices), most)] {
		moves := pos.Moves(nil, games.AllMoves)
		if len(moves) == 0 {
			break
		}
		m := moves[int(c)%len(moves)]
		if c == pass && !pos.InCheck() {
			m = games.NoMove
		}
		MakeChecked(t, pos, m)
		played++
		after()
	}
	for range played {
		pos.Unmake()
	}
}
