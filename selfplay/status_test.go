package selfplay

import (
	"testing"

	"apprentice/agent/learn"
	"apprentice/selfplay/run"
)

func TestShare(t *testing.T) {
	for _, tt := range []struct {
		status Status
		want   float64
	}{
		{Status{}, 0},
		{Status{Phase: run.Playing}, 0},
		{Status{Phase: run.Playing, Units: 8, UnitsDone: 2}, 0.25},
		{Status{Phase: run.Learning}, 0},
		{Status{Phase: run.Learning, Progress: learn.Progress{Step: 3, Steps: 4}}, 0.75},
		{Status{Phase: run.Measuring, Units: 8, UnitsDone: 8}, 0},
		{Status{Phase: run.Done}, 1},
	} {
		if got := tt.status.Share(); got != tt.want {
			t.Errorf("%+v: %g, want %g", tt.status, got, tt.want)
		}
	}
}
