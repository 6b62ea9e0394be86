package main

import (
	"fmt"
	"math"

	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// outlook enters into the log book, and says, what this sitting is expected to
// make and how much of the disk it takes. A run without a clock has no outlook.
func (f *trainFlags) outlook(s *sitting, begin beginning, o selfplay.Options) {
	if o.Left == nil || begin.script != nil {
		return
	}
	situation, err := selfplay.Survey(o)
	if err != nil {
		s.console.keep(err.Error())
		return
	}
	why := "no end on " + plural(f.workers, "core")
	if f.duration > 0 {
		why = flagDuration(f.duration) + " on " + plural(f.workers, "core")
	}
	what := "generations take at most a tenth of the run"
	if left := situation.Left; !math.IsInf(left, 1) {
		steps := begin.recipe.Outlook(situation)
		what = outlookWords(steps, situation.Pace)
		if free, ok := diskFree(f.run); ok && free < diskNeed(steps, situation.Pace)+diskReserve {
			s.notice(fmt.Sprintf("the disk has only %s left: the run stops before it is full", megabytes(free)))
		}
	}
	s.record(run.Planned{What: what, Why: why})
	s.notice(what)
}

// outlookWords says what generations a sitting is expected to make.
func outlookWords(steps []selfplay.Step, pace selfplay.Pace) string {
	if len(steps) == 0 {
		return "too short to learn from: its games are kept for the next sitting"
	}
	last := steps[len(steps)-1]
	return fmt.Sprintf("expects %s, the last with %d neurons on %s positions, and takes %s of disk",
		plural(len(steps), "generation"), last.Plan.Hidden, millions(last.Window), megabytes(diskNeed(steps, pace)))
}
