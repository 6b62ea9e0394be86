package selfplay

import (
	"context"
	"errors"
	"sync"
	"time"

	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// measure measures g and ends it. A failure does not stop the loop; what the
// sitting has no time for is left to the next one.
func (l *loop) measure(ctx context.Context, g *run.Generation) error {
	l.report(Status{Generation: g.Number, Phase: run.Measuring})
	strength, err := l.strength(ctx, g)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, errTimeUp):
		return err
	case err != nil:
		if err := l.File.AddEvent(g.Number, event.Warning{What: "measuring", Text: err.Error()}); err != nil {
			return err
		}
	}
	if strength.Lost && g.Verdict == "" {
		if err := l.File.Refuse(g.Number, verdictLost); err != nil {
			return err
		}
		if err := l.File.AddEvent(g.Number, event.Refused{Verdict: verdictLost}); err != nil {
			return err
		}
	}
	if *g, err = l.File.Generation(g.Number); err != nil {
		return err
	}
	g.Finished = time.Now()
	g.State = run.Done
	return l.File.Update(*g)
}

// How far measuring may overrun the sitting, in seconds: by all of its own length
// and half as much again, since learning may have ended late and a network that
// was not measured is what a person waited for. The bounds are for very short and
// very long measurements.
const (
	graceShare = 1.5
	leastGrace = 2.0
	mostGrace  = 30.0
)

// strength calls Measure, at most until a little after the end of the sitting.
func (l *loop) strength(ctx context.Context, g *run.Generation) (Strength, error) {
	if l.Measure == nil || g.Verdict != "" {
		return Strength{}, nil // the player was measured before
	}
	plan, err := planOf(g)
	if err != nil {
		return Strength{}, err
	}
	if plan.Measure == 0 {
		plan.Measure = usualGames
	}
	if !l.timed() {
		return l.Measure(ctx, g.Number, plan.Measure)
	}
	s, err := l.situation(g.Number)
	if err != nil {
		return Strength{}, err
	}
	late := max(-l.Left(), 0)
	grace := min(late+max(graceShare*s.Pace.measure(&plan), leastGrace), mostGrace)
	mctx, cancel := context.WithCancel(ctx)
	var watch sync.WaitGroup
	defer watch.Wait()
	defer cancel()
	watch.Go(func() {
		tick := time.NewTicker(100 * time.Millisecond)
		defer tick.Stop()
		for l.Left() > -grace {
			select {
			case <-tick.C:
			case <-mctx.Done():
				return
			}
		}
		cancel()
	})
	strength, err := l.Measure(mctx, g.Number, plan.Measure)
	if mctx.Err() != nil && ctx.Err() == nil {
		return Strength{}, errTimeUp
	}
	return strength, err
}
