package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"apprentice/agent/value"
	"apprentice/eval/curve"
	"apprentice/games"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
)

// networkFile returns a small random network file of g.
func networkFile(t *testing.T, g games.Game, generation int) (blob []byte, sha string) {
	t.Helper()
	w := value.NewWeights(value.ShapeOf(g, 32, 1), rand.New(rand.NewPCG(uint64(generation), 0)))
	var b bytes.Buffer
	sha, err := value.Write(&b, w, value.Meta{Game: g.Name(), InputSet: g.InputSet(), Generation: generation})
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes(), sha
}

// newRun returns a run with generations that are complete, and one that plays.
// Generation n has won 20n of 60 games against random moves.
func newRun(t *testing.T, complete int) *run.File {
	t.Helper()
	g := tictactoe.Game{}
	file, err := run.Create(filepath.Join(t.TempDir(), "t.run"), run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 5})
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
	blob, player := networkFile(t, g, 0)
	check(file.AddNetwork(player, 0, blob))
	var ratings []run.Rating
	for n := 1; n <= complete; n++ {
		generation := run.Generation{Number: n, Player: player, Units: 1, WindowFrom: 1, Hidden: 32}
		check(file.Begin(generation))
		check(file.AddShard(run.Shard{Generation: n, Games: 1000 * n, Plies: 9000, Positions: 5000, FirstWins: 500 * n, Draws: 250 * n, SecondWins: 250 * n}))
		blob, sha := networkFile(t, g, n)
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

// historyOf returns what readHistory makes of a run.
func historyOf(t *testing.T, file *run.File) *history {
	t.Helper()
	h, err := readHistory(file)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

func TestHistory(t *testing.T) {
	file := newRun(t, 2)
	for _, scale := range []string{ownLadder, "tictactoe"} { // the game's own ladder goes first
		if err := file.AddExternal(run.External{Generation: 2, Scale: scale, Elo: 1000 + 50*float64(len(scale)-1), Low: 1300, High: 1500, Games: 40}); err != nil {
			t.Fatal(err)
		}
	}
	h := historyOf(t, file)
	if len(h.done()) != 2 || len(h.generations) != 3 {
		t.Errorf("%d of %d generations are complete, want 2 of 3", len(h.done()), len(h.generations))
	}
	games := func(r curve.Row) float64 { return float64(r.Games) }
	for _, tt := range []struct {
		measure string
		want    []curve.Point
	}{
		{winRate("random"), []curve.Point{{X: 1000, Y: 1.0 / 3}, {X: 3000, Y: 2.0 / 3}}},
		{winRate(genName(0)), nil},
		{measureElo, []curve.Point{{X: 1000, Y: 100, Low: 70, High: 130}, {X: 3000, Y: 200, Low: 170, High: 230}}},
		{measureLoss, []curve.Point{{X: 1000, Y: 0.1}, {X: 3000, Y: 0.05}}},
		{measureHeldOut, []curve.Point{{X: 1000, Y: 0.2}, {X: 3000, Y: 0.1}}},
		{measureDraws, []curve.Point{{X: 1000, Y: 0.25}, {X: 3000, Y: 0.25}}},
		{measureFirst, []curve.Point{{X: 1000, Y: 0.5}, {X: 3000, Y: 0.5}}},
		{measureCapped, []curve.Point{{X: 1000, Y: 0}, {X: 3000, Y: 0}}},
		{measureDecided, []curve.Point{{X: 1000, Y: 0.75}, {X: 3000, Y: 0.75}}},
		{measureLength, []curve.Point{{X: 1000, Y: 9}, {X: 3000, Y: 4.5}}},
		{measureOutside, []curve.Point{{X: 3000, Y: 1400}}},
	} {
		got := curve.Collect(h.rows, tt.measure, "", games).Points
		for i := range got {
			if tt.measure == measureElo {
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
	const want = "E: 3,000 games against itself (10,000 positions, 2m0s on 1 worker) from random weights. T: tictactoe. " +
		"P: generation 2 wins 67 % [54, 77] of 60 games against random moves; +200 +- 30 Elo over generation 0 on the run's own scale " +
		"(win rates are W/(W+D+L), all intervals 95 %)."
	h := historyOf(t, newRun(t, 2))
	if diff := cmp.Diff(want, h.summary(1)); diff != "" {
		t.Error(diff)
	}
	if got := h.performance(2); got != "wins 67 % against random moves; Elo +200 +- 30" {
		t.Error(got)
	}
	if got := historyOf(t, newRun(t, 0)).summary(1); got != "" {
		t.Errorf("of an empty run: %q", got)
	}
	h.config.Origin = strings.Repeat("ab", 32)
	if got := h.summary(1); !strings.Contains(got, " from the network abababababab. T:") {
		t.Errorf("of a run that began with a network: %s", got)
	}
}

// A generation that was refused is named as such, and the summary is about the
// network that plays on.
func TestRefusedGeneration(t *testing.T) {
	h := historyOf(t, newRun(t, 2))
	h.generations[1].Verdict = "worse"
	if got := h.performance(2); !strings.HasSuffix(got, "; refused (worse), gen:1 plays on") {
		t.Error(got)
	}
	if got := h.performance(1); strings.Contains(got, "refused") {
		t.Error(got)
	}
	const want = "P: generation 1 plays on, since the networks after it were refused; it wins 33 % "
	if got := h.summary(1); !strings.Contains(got, want) {
		t.Errorf("no %q in %s", want, got)
	}
	h.generations[0].Verdict = "diverged"
	if got := h.performance(2); !strings.HasSuffix(got, "gen:0 plays on") {
		t.Error(got)
	}
}

// TestFigures checks that every topic can be drawn over every abscissa.
func TestFigures(t *testing.T) {
	h := historyOf(t, newRun(t, 3))
	for _, a := range abscissas {
		x, err := abscissaOf(a.name, h.rows)
		if err != nil {
			t.Fatal(err)
		}
		for _, logX := range []bool{false, true} {
			of, err := topicsOf(everything)
			if err != nil {
				t.Fatal(err)
			}
			f, err := figureOf([]*history{h}, of, x, logX)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range f.Charts {
				if len(c.Series) == 0 || c.XLabel == "" {
					t.Errorf("%s over %q: %d series, label %q", c.Title, a.name, len(c.Series), c.XLabel)
				}
			}
			var png, svg bytes.Buffer
			if err := f.WritePNG(&png, curve.Size{Width: 300, Height: 200, Scale: 1}); err != nil {
				t.Error(err)
			}
			if err := f.WriteSVG(&svg, curve.Size{}); err != nil {
				t.Error(err)
			}
			if !strings.Contains(svg.String(), x.label) {
				t.Errorf("no label %q in the figure", x.label)
			}
		}
	}
	if x, _ := abscissaOf("time", h.rows); x.label != "minutes of the run" {
		t.Errorf("180 seconds are drawn in %s", x.label)
	}
}

// Runs in one picture: a line for each, named after its file.
func TestFigureOfSeveralRuns(t *testing.T) {
	file := newRun(t, 2)
	report, err := json.Marshal(calibrationReport{Gap: 0.012, Bins: []calibrationBin{{Predicted: 0.2, Observed: 0.25, Low: 0.2, High: 0.3, N: 9}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := file.PutCalibration(run.Calibration{Generation: 1, Shift: 10, Spread: 100, Report: string(report)}); err != nil {
		t.Fatal(err)
	}
	one, other := historyOf(t, file), historyOf(t, newRun(t, 3))
	other.name = "other"
	x, err := abscissaOf("games", slices.Concat(one.rows, other.rows))
	if err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string][]string{
		"elo":            {"t", "other"},
		"draws":          {"t: drawn", "other: drawn", "t: stopped by the ply cap", "other: stopped by the ply cap"},
		"length":         {"t", "other"},
		calibrationTopic: {"t, generation 1: gap 0.012", "as predicted"},
	} {
		of, err := topicsOf(what)
		if err != nil {
			t.Fatal(err)
		}
		f, err := figureOf([]*history{one, other}, of, x, false)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		for _, s := range f.Charts[0].Series {
			names = append(names, s.Name)
		}
		if diff := cmp.Diff(want, names); diff != "" {
			t.Errorf("%s (-want +got):\n%s", what, diff)
		}
		if want := "t: 2 generations, 3,000 games; other: 3 generations, 6,000 games"; f.Subtitle != want {
			t.Errorf("subtitle is %q, want %q", f.Subtitle, want)
		}
	}
	of, err := topicsOf(calibrationTopic)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := figureOf([]*history{other}, of, x, false); err == nil {
		t.Error("a run without a calibration is drawn")
	}
}
