package train

import (
	"fmt"
	"slices"

	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/selfplay"
	"apprentice/selfplay/run/event"
)

// outlook enters into the log book, and says, what this sitting is expected to
// make. A run without a clock has no outlook, nor has a sitting without an end.
func (f *flags) outlook(s *sitting, begin beginning, o selfplay.Options) {
	if f.duration == 0 || o.Left == nil || begin.script != nil {
		return
	}
	situation, err := selfplay.Survey(o)
	if err != nil {
		s.out.keep(err.Error())
		return
	}
	steps := slices.DeleteFunc(begin.recipe.Outlook(situation), func(step selfplay.Step) bool {
		return f.generations > 0 && step.Number > f.generations
	})
	what := outlookWords(steps)
	s.record(event.Planned{What: what, Why: cli.Length(f.duration) + " on " + console.Plural(f.workers, "core"), Made: true})
	s.notice(what)
}

// outlookWords says what generations a sitting is expected to make.
func outlookWords(steps []selfplay.Step) string {
	if len(steps) == 0 {
		return "too short to learn from: its games are kept for the next sitting"
	}
	last := steps[len(steps)-1]
	return fmt.Sprintf("expects %s, the last with %d neurons on %s positions",
		console.Plural(len(steps), "generation"), last.Plan.Hidden, millions(last.Window))
}
