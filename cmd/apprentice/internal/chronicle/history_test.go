package chronicle

import (
	"math"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/eval/curve"
	"apprentice/selfplay/run"
)

// historyOf returns what ReadHistory makes of a run.
func historyOf(t *testing.T, file *run.File) *History {
	t.Helper()
	h, err := ReadHistory(file)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHistory(t *testing.T) {
	file := clitest.NewRun(t, 2)
	for _, scale := range []string{OwnLadder, "tictactoe"} { // the game's own ladder goes first
		if err := file.AddExternal(run.External{Generation: 2, Scale: scale, Elo: 1000 + 50*float64(len(scale)-1), Low: 1300, High: 1500, Games: 40}); err != nil {
			t.Fatal(err)
		}
	}
	h := historyOf(t, file)
	if len(h.Done()) != 2 || len(h.Generations) != 3 {
		t.Errorf("%d of %d generations are complete, want 2 of 3", len(h.Done()), len(h.Generations))
	}
	games := func(r curve.Row) float64 { return float64(r.Games) }
	for _, tt := range []struct {
		measure string
		want    []curve.Point
	}{
		{winRate("random"), []curve.Point{{X: 1000, Y: 1.0 / 3}, {X: 3000, Y: 2.0 / 3}}},
		{winRate(GenerationName(0)), nil},
		{MeasureElo, []curve.Point{{X: 1000, Y: 100, Low: 70, High: 130}, {X: 3000, Y: 200, Low: 170, High: 230}}},
		{measureLoss, []curve.Point{{X: 1000, Y: 0.1}, {X: 3000, Y: 0.05}}},
		{measureHeldOut, []curve.Point{{X: 1000, Y: 0.2}, {X: 3000, Y: 0.1}}},
		{measureDraws, []curve.Point{{X: 1000, Y: 0.25}, {X: 3000, Y: 0.25}}},
		{measureFirst, []curve.Point{{X: 1000, Y: 0.5}, {X: 3000, Y: 0.5}}},
		{measureCapped, []curve.Point{{X: 1000, Y: 0}, {X: 3000, Y: 0}}},
		{measureDecided, []curve.Point{{X: 1000, Y: 0.75}, {X: 3000, Y: 0.75}}},
		{measureLength, []curve.Point{{X: 1000, Y: 9}, {X: 3000, Y: 4.5}}},
		{measureOutside, []curve.Point{{X: 3000, Y: 1400}}},
	} {
		got := curve.Collect(h.Rows, tt.measure, "", games).Points
		for i := range got {
			if tt.measure == MeasureElo {
				continue
			}
			if tt.measure == measureOutside {
				if got[i].Low != 1300 || got[i].High != 1500 {
					t.Errorf("external Elo between %g and %g", got[i].Low, got[i].High)
				}
				got[i].Low, got[i].High = 0, 0
				continue
			}
			if banded := !math.IsNaN(got[i].Low); banded != (tt.measure == winRate("random")) {
				t.Errorf("%s: interval [%g, %g]", tt.measure, got[i].Low, got[i].High)
			}
			got[i].Low, got[i].High = 0, 0
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.measure, diff)
		}
	}
	if games, nodes := h.conditions(); games != 60 || nodes != 400 {
		t.Errorf("matches of %d games at %d nodes", games, nodes)
	}
}

func TestSummary(t *testing.T) {
	const want = "E: 3,000 games against itself (10,000 positions, 2m on 1 worker) from random weights. T: tictactoe. " +
		"P: generation 2 wins 67 % [54, 77] of 60 games against random moves; +200 +- 30 Elo over generation 0 on the run's own scale " +
		"(win rates are W/(W+D+L), all intervals 95 %)."
	h := historyOf(t, clitest.NewRun(t, 2))
	if diff := cmp.Diff(want, h.Summary(1)); diff != "" {
		t.Error(diff)
	}
	if got := h.Performance(2); got != "wins 67 % against random moves; Elo +200 +- 30" {
		t.Error(got)
	}
	if got := historyOf(t, clitest.NewRun(t, 0)).Summary(1); got != "" {
		t.Errorf("of an empty run: %q", got)
	}
	h.config.Origin = strings.Repeat("ab", 32)
	if got := h.Summary(1); !strings.Contains(got, " from the network abababababab. T:") {
		t.Errorf("of a run that began with a network: %s", got)
	}
}

// A generation that was refused is named as such, and the summary is about the
// network that plays on.
// A generation whose network was refused has no loss, and no point on that curve.
func TestLossOfRefusedGeneration(t *testing.T) {
	for _, unknown := range []float64{math.NaN(), 0} {
		var h History
		h.learned(curve.Row{}, run.Generation{Number: 1, Verdict: "worse", Games: 10, Draws: 10, Loss: unknown, HeldOut: unknown})
		if len(h.Rows) == 0 {
			t.Error("its games are not drawn")
		}
		for _, row := range h.Rows {
			if row.Measure == measureLoss || row.Measure == measureHeldOut {
				t.Errorf("%s is %g", row.Measure, row.Value)
			}
		}
	}
}

func TestRefusedGeneration(t *testing.T) {
	h := historyOf(t, clitest.NewRun(t, 2))
	h.Generations[1].Verdict = "worse"
	if got := h.Performance(2); !strings.HasSuffix(got, "; refused (worse), gen:1 plays on") {
		t.Error(got)
	}
	if got := h.Performance(1); strings.Contains(got, "refused") {
		t.Error(got)
	}
	const want = "P: generation 1 plays on, since the networks after it were refused; it wins 33 % "
	if got := h.Summary(1); !strings.Contains(got, want) {
		t.Errorf("no %q in %s", want, got)
	}
	h.Generations[0].Verdict = "diverged"
	if got := h.Performance(2); !strings.HasSuffix(got, "gen:0 plays on") {
		t.Error(got)
	}
}
