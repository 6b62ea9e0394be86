package chronicle

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/eval/curve"
	"apprentice/selfplay/run"
)

// TestFigures checks that every topic can be drawn over every abscissa.
func TestFigures(t *testing.T) {
	h := historyOf(t, clitest.NewRun(t, 3))
	for _, a := range Abscissas {
		x, err := AbscissaOf(a.Name, h.Rows)
		if err != nil {
			t.Fatal(err)
		}
		for _, logX := range []bool{false, true} {
			of, err := TopicsOf(Everything)
			if err != nil {
				t.Fatal(err)
			}
			f, err := FigureOf([]*History{h}, of, x, logX)
			if err != nil {
				t.Fatal(err)
			}
			for _, c := range f.Charts {
				if len(c.Series) == 0 || c.XLabel == "" {
					t.Errorf("%s over %q: %d series, label %q", c.Title, a.Name, len(c.Series), c.XLabel)
				}
			}
			var png, svg bytes.Buffer
			if err := f.WritePNG(&png, curve.Size{Width: 300, Height: 200, Scale: 1}); err != nil {
				t.Error(err)
			}
			if err := f.WriteSVG(&svg, curve.Size{}); err != nil {
				t.Error(err)
			}
			if !strings.Contains(svg.String(), x.Label) {
				t.Errorf("no label %q in the figure", x.Label)
			}
		}
	}
	of, err := TopicsOf("loss") // rises while a run gets better
	if err != nil || !strings.Contains(of[0].chart.Subtitle, "its own games, which get harder") {
		t.Errorf("nobody is told why the loss rises: %+v, %v", of, err)
	}
	if x, _ := AbscissaOf("time", h.Rows); x.Label != "minutes of the run" {
		t.Errorf("180 seconds are drawn in %s", x.Label)
	}
}

// Runs in one picture: a line for each, named after its file.
func TestFigureOfSeveralRuns(t *testing.T) {
	file := clitest.NewRun(t, 2)
	report, err := json.Marshal(CalibrationReport{Gap: 0.012, Bins: []CalibrationBin{{Predicted: 0.2, Observed: 0.25, Low: 0.2, High: 0.3, N: 9}}})
	if err != nil {
		t.Fatal(err)
	}
	if err := file.PutCalibration(run.Calibration{Generation: 1, Shift: 10, Spread: 100, Report: string(report)}); err != nil {
		t.Fatal(err)
	}
	one, other := historyOf(t, file), historyOf(t, clitest.NewRun(t, 3))
	other.path = "other.run"
	x, err := AbscissaOf("games", slices.Concat(one.Rows, other.Rows))
	if err != nil {
		t.Fatal(err)
	}
	for what, want := range map[string][]string{
		"elo":            {"t", "other"},
		"draws":          {"t: drawn", "other: drawn", "t: stopped by the ply cap", "other: stopped by the ply cap"},
		"length":         {"t", "other"},
		CalibrationTopic: {"t, generation 1: gap 0.012", "as predicted"},
	} {
		of, err := TopicsOf(what)
		if err != nil {
			t.Fatal(err)
		}
		f, err := FigureOf([]*History{one, other}, of, x, false)
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
		if blind := strings.Contains(f.Charts[0].Subtitle, blindOpponent); blind != (what == "winrate") {
			t.Errorf("%s of tictactoe: the chart says %q", what, f.Charts[0].Subtitle)
		}
		if want := "t: 2 generations, 3,000 games; other: 3 generations, 6,000 games"; f.Subtitle != want {
			t.Errorf("subtitle is %q, want %q", f.Subtitle, want)
		}
	}
	of, err := TopicsOf(CalibrationTopic)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := FigureOf([]*History{other}, of, x, false); err == nil {
		t.Error("a run without a calibration is drawn")
	}
}
