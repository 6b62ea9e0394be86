package selfplay

import (
	"fmt"

	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// Decision is what a run decided about a generation, and the network that
// resulted.
type Decision struct {
	Plan    Plan   // with the units that were played
	Network string // sha256 of the network that plays after it
}

// Decisions returns what a run decided about its finished generations, in a
// form that another run can repeat.
func Decisions(file *run.File) ([]Decision, error) {
	generations, err := file.Generations()
	if err != nil {
		return nil, err
	}
	all := []Decision{}
	for _, g := range generations {
		if g.State != run.Done {
			break
		}
		plan, err := planOf(&g)
		if err != nil {
			return nil, err
		}
		plan.Units = g.UnitsPlayed
		plan.Last, plan.Seconds, plan.Gentle = false, 0, false
		all = append(all, Decision{plan, g.Network})
	}
	return all, nil
}

// follows returns ErrDiffers unless the run has followed the script so far: its
// finished generations have the script's networks, the one under way has the
// script's plan, and there are no more generations than in the script.
func (l *loop) follows() error {
	if l.Script == nil {
		return nil
	}
	generations, err := l.File.Generations()
	if err != nil {
		return err
	}
	if n := len(generations); n > len(l.Script) {
		return fmt.Errorf("%w: this one has %d generations, of which %d can be repeated", ErrDiffers, n, len(l.Script))
	}
	for _, g := range generations {
		if g.State == run.Done {
			if err := l.compare(&g); err != nil {
				return err
			}
			continue
		}
		plan, err := planOf(&g)
		if err != nil {
			return err
		}
		plan.Gentle = false // the decision of a learning that failed, not of the plan
		if plan != l.Script[g.Number-1].Plan {
			return fmt.Errorf("%w: generation %d was begun by another plan", ErrDiffers, g.Number)
		}
	}
	return nil
}

// compare returns ErrDiffers if g, which repeats a generation of another run,
// ended with a different network.
func (l *loop) compare(g *run.Generation) error {
	if l.Script == nil {
		return nil
	}
	if want := l.Script[g.Number-1].Network; g.Network != want {
		return fmt.Errorf("%w: generation %d has network %.12s, not %.12s", ErrDiffers, g.Number, g.Network, want)
	}
	return nil
}

// fitted describes how a plan was fitted to another sitting.
func fitted(old, plan Plan) event.Planned {
	what := ""
	also := func(text string) {
		if what != "" {
			what += ", "
		}
		what += text
	}
	add := func(name string, from, to int) {
		if from != to {
			also(fmt.Sprintf("%d %s instead of %d", to, name, from))
		}
	}
	add("units", old.Units, plan.Units)
	add("epochs", old.Epochs, plan.Epochs)
	add("as first generation of the window", old.From, plan.From)
	add("neurons", old.Hidden, plan.Hidden)
	if plan.Warm && !old.Warm {
		also("a start from its player's weights")
	} else if old.Warm && !plan.Warm {
		also("a start from random weights")
	}
	if what == "" {
		what = "only its times"
	}
	return event.Planned{What: what, Why: "this sitting has another length"}
}
