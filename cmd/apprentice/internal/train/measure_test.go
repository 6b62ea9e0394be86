package train

import (
	"testing"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/games/tictactoe"
)

// Each generation meets each of its opponents once, also where the first
// network is measured before there is another.
func TestMeasuresOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2} {
		file := clitest.NewRun(t, 2)
		before, err := file.Matches()
		if err != nil {
			t.Fatal(err)
		}
		said := map[int]bool{}
		m := &measurer{game: tictactoe.Game{}, file: file, workers: 1, progress: func(generation, _, _ int) { said[generation] = true }}
		if _, err := m.measure(t.Context(), n); err != nil {
			t.Fatal(err)
		}
		after, err := file.Matches()
		if err != nil {
			t.Fatal(err)
		}
		met := map[[2]string]int{}
		for _, match := range after {
			met[[2]string{match.A, match.B}]++
		}
		if len(after) <= len(before) || len(met) != len(after) || len(said) != 1 || !said[n] {
			t.Errorf("generation %d: %d matches of %d pairings, reported as %v", n, len(after), len(met), said)
		}
	}
}
