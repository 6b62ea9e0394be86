package clitest

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"testing"
	"time"

	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
)

// NetworkFile returns a small random network file of g.
func NetworkFile(t *testing.T, g games.Game, generation int) (blob []byte, sha string) {
	t.Helper()
	w := value.NewWeights(value.ShapeOf(g, 32, 1), rand.New(rand.NewPCG(uint64(generation), 0)))
	var b bytes.Buffer
	sha, err := value.Write(&b, w, value.Meta{Game: g.Name(), InputSet: g.InputSet(), Generation: generation})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), sha
}

// NewRun returns a run with generations that are complete, and one that plays.
// Generation n has won 20n of 60 games against random moves.
func NewRun(t *testing.T, complete int) *run.File {
	t.Helper()
	return NewRunOf(t, tictactoe.Game{}, filepath.Join(t.TempDir(), "t.run"), complete)
}

// NewRunOf is NewRun for any game and file.
func NewRunOf(t *testing.T, g games.Game, path string, complete int) *run.File {
	t.Helper()
	file, err := run.Create(path, run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	check := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	blob, player := NetworkFile(t, g, 0)
	check(file.AddNetwork(player, 0, blob))
	var ratings []run.Rating
	for n := 1; n <= complete; n++ {
		generation := run.Generation{Number: n, Player: player, Units: 1, WindowFrom: 1, Hidden: 32}
		check(file.Begin(generation))
		check(file.AddShard(run.Shard{Generation: n, Games: 1000 * n, Plies: 9000, Positions: 5000, FirstWins: 500 * n, Draws: 250 * n, SecondWins: 250 * n}))
		blob, sha := NetworkFile(t, g, n)
		generation.Network, generation.State = sha, run.Done
		generation.Loss, generation.HeldOut = 0.1/float64(n), 0.2/float64(n)
		generation.WallSeconds = 60 * float64(n)
		check(file.Finish(generation, blob))
		wins := min(20*n, 60)
		_, err := file.AddMatch(run.Match{A: fmt.Sprint("gen:", n), B: "random", Generation: n, Games: 60, Wins: wins, Losses: 60 - wins,
			Settings: `{"nodes":400,"random_plies":2}`, Played: time.Unix(1, 0)})
		check(err)
		ratings = append(ratings, run.Rating{Player: fmt.Sprint("gen:", n), Generation: n, Elo: 100 * float64(n), Low: 100*float64(n) - 30, High: 100*float64(n) + 30, Games: 60})
		player = sha
	}
	ratings = append(ratings, run.Rating{Player: "random", Generation: run.NoGeneration, Elo: -50, Games: 60})
	check(file.PutRatings(ratings))
	check(file.Begin(run.Generation{Number: complete + 1, Player: player, Units: 1, WindowFrom: 1, Hidden: 32}))
	return file
}

// NewRatedRun returns a run with matches of the given players, 30 pairs each.
func NewRatedRun(t *testing.T, pairings ...[2]string) *run.File {
	t.Helper()
	g := tictactoe.Game{}
	file, err := run.Create(filepath.Join(t.TempDir(), "t.run"), run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	for _, p := range pairings {
		m := run.Match{
			A: p[0], B: p[1], Games: 60, Wins: 30, Draws: 20, Losses: 10,
			Penta: [5]int{2, 3, 10, 8, 7}, First: [3]int{20, 8, 2}, Settings: "{}",
		}
		if _, err := file.AddMatch(m); err != nil {
			t.Fatal(err)
		}
	}
	return file
}
