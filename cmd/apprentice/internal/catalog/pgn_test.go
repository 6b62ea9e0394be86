package catalog

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"

	"apprentice/games"
	"apprentice/games/gametest"
	"apprentice/games/record"
)

// Random games of every game are written as PGN and read back: the same moves,
// by the same players, with the same result.
func TestPGN(t *testing.T) {
	const seed, count = 7, 20
	for _, g := range Games() {
		rng := rand.New(rand.NewPCG(seed, 0))
		for i := range count {
			played := record.Game{First: "one", Second: "other"}
			pos := g.Start()
			for _, m := range gametest.RandomGame(g, rng, 100) {
				played.Plies = append(played.Plies, record.Ply{Move: m})
				pos.Make(m, nil)
			}
			if o := pos.Outcome(); o.Over() {
				played.Outcome = record.ForFirst(o, pos.Side())
			}
			var text bytes.Buffer
			if err := record.WritePGN(&text, g, &played, nil); err != nil {
				t.Fatalf("%s, seed %d, game %d: %v", g.Name(), seed, i, err)
			}
			checkPGN(t, g, &played, text.String())
		}
	}
}

// checkPGN reads the PGN of one game.
func checkPGN(t *testing.T, g games.Game, want *record.Game, text string) {
	t.Helper()
	n := 0
	for got, err := range record.ReadPGN(bytes.NewReader([]byte(text)), g) {
		n++
		switch {
		case err != nil:
			t.Fatalf("%s: %v in\n%s", g.Name(), err, text)
		case !slices.Equal(got.Moves(), want.Moves()):
			t.Fatalf("%s: %d moves are read as %d others from\n%s", g.Name(), len(want.Plies), len(got.Plies), text)
		case got.First != want.First || got.Second != want.Second || got.Outcome.Result != want.Outcome.Result:
			t.Fatalf("%s: players %q and %q, result %v are read from\n%s", g.Name(), got.First, got.Second, got.Outcome.Result, text)
		}
	}
	if n != 1 {
		t.Fatalf("%s: %d games are read from\n%s", g.Name(), n, text)
	}
}
