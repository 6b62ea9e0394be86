package run

import (
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestExternals(t *testing.T) {
	f := newRun(t)
	at := testConfig.Created
	for _, e := range []External{
		{Generation: 2, Scale: "chess", Elo: 1000, Low: 900, High: 1100, Games: 40, Settings: "{}"},
		{Generation: 1, Scale: "chess", Elo: 800, Low: math.Inf(-1), High: 900, Games: 20, Settings: "{}", Measured: at},
		{Generation: 2, Scale: "chess", Elo: 1200, Low: 1150, High: math.NaN(), Games: 80, Settings: "{}", Measured: at.Add(time.Hour)},
		{Generation: 2, Scale: "another", Elo: 7, Low: 6, High: 8, Games: 2, Settings: "{}"},
	} {
		must(t, f.AddExternal(e))
	}
	want := []External{
		{Generation: 2, Scale: "another", Elo: 7, Low: 6, High: 8, Games: 2, Settings: "{}"},
		{Generation: 1, Scale: "chess", Elo: 800, Low: math.Inf(-1), High: 900, Games: 20, Settings: "{}", Measured: at},
		{Generation: 2, Scale: "chess", Elo: 1200, Low: 1150, High: math.NaN(), Games: 80, Settings: "{}", Measured: at.Add(time.Hour)},
	}
	got, err := f.Externals()
	must(t, err)
	if diff := cmp.Diff(want, got, cmpopts.EquateNaNs()); diff != "" {
		t.Errorf("Externals (-want +got):\n%s", diff)
	}
}

func TestCalibrations(t *testing.T) {
	f := newRun(t)
	want := []Calibration{
		{Generation: 1, Shift: 10, Spread: 300, Report: "{}", Measured: testConfig.Created},
		{Generation: 2, Shift: 12.5, Spread: 310, Report: `{"a": 1}`},
	}
	if c, ok, err := f.CalibrationOf(1); ok || err != nil {
		t.Errorf("without calibrations there is %+v, %v", c, err)
	}
	must(t, f.PutCalibration(Calibration{Generation: 2, Shift: 1, Spread: 1}))
	must(t, f.PutCalibration(want[1]))
	must(t, f.PutCalibration(want[0]))
	got, err := f.Calibrations()
	must(t, err)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Calibrations (-want +got):\n%s", diff)
	}
	for generation, nearest := range map[int]int{0: 0, 1: 0, 2: 1, 9: 1} {
		c, ok, err := f.CalibrationOf(generation)
		if diff := cmp.Diff(want[nearest], c); diff != "" || !ok || err != nil {
			t.Errorf("CalibrationOf(%d): %v, %v (-want +got):\n%s", generation, ok, err, diff)
		}
	}
}

// A measurement comes with its matches, whole or not at all, and never changes.
func TestMeasurements(t *testing.T) {
	f := newRun(t)
	e := External{Generation: 1, Scale: "scale 1", Elo: 700, Low: 650, High: 750, Games: 4, Settings: "{}", Measured: testConfig.Created}
	matches := []Match{
		{A: "gen:1", B: "random", Generation: 1, Games: 2, Wins: 2, Scale: 1},
		{A: "gen:1", B: "material:2", Generation: 1, Games: 2, Losses: 2, Scale: 1},
	}
	wrong := []Match{matches[0], {A: "gen:1", B: "material:2", Games: 2}}
	if err := f.AddMeasurement(e, wrong); err == nil {
		t.Error("AddMeasurement takes a match whose counts are wrong")
	}
	must(t, f.AddMeasurement(e, matches))
	later := e
	later.Elo = 900
	must(t, f.AddMeasurement(later, matches))
	got, err := f.Externals()
	must(t, err)
	if diff := cmp.Diff([]External{e}, got); diff != "" {
		t.Errorf("measurements (-want +got):\n%s", diff)
	}
	if kept, err := f.Matches(); err != nil || len(kept) != len(matches) {
		t.Errorf("%d matches, error %v; want %d", len(kept), err, len(matches))
	}
	later.Scale = "scale 2"
	must(t, f.AddMeasurement(later, nil))
	if got, err := f.Externals(); err != nil || len(got) != 2 {
		t.Errorf("on two scales: %v, error %v", got, err)
	}
}
