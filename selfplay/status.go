package selfplay

import (
	"apprentice/agent/learn"
	"apprentice/selfplay/run"
)

// Status is the progress of a loop.
type Status struct {
	Generation int
	Phase      run.State
	Seconds    float64 // since the phase was begun in this sitting
	Expected   float64 // seconds until the next report of the phase on a fast machine; 0: unknown

	// While playing.
	Units, UnitsDone int   // of the generation; where the clock ends its games, Units is foreseen
	Games, Positions int64 // played in this sitting of the phase

	// While learning.
	Read     int // games read into the window so far, before the first step
	Epochs   int
	Progress learn.Progress
}

// Share returns how much of the phase is done, in [0, 1].
func (s Status) Share() float64 {
	switch s.Phase {
	case run.Playing:
		if s.Units > 0 {
			return float64(s.UnitsDone) / float64(s.Units)
		}
	case run.Learning:
		if n := s.Progress.Steps; n > 0 {
			return float64(s.Progress.Step) / float64(n)
		}
	case run.Done:
		return 1
	}
	return 0
}

func (l *loop) report(s Status) {
	if l.Report != nil {
		l.Report(s)
	}
}
