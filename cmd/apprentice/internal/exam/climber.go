package exam

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"slices"
	"time"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval"
	"apprentice/eval/rating"
	"apprentice/eval/stat"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// climber lets a generation of a run climb a ladder and keeps what it finds in
// the run.
type climber struct {
	file       *run.File
	game       games.Game
	generation int
	ladder     string // its name in the run
	scale      string // whose Elo it is
	subject    eval.Entrant
	options    eval.Options // of every match
	settings   chronicle.MatchSettings
	out        io.Writer
}

// run climbs, prints and stores the result.
func (c *climber) run(ctx context.Context, rungs []eval.Rung) error {
	fmt.Fprintf(c.out, "%s climbs at %s, %d games a rung\n", printable.Text(c.subject.Name), c.settings.Conditions, 2*c.options.Pairs)
	met, err := c.met(rungs)
	if err != nil {
		return err
	}
	l := eval.Ladder{Player: c.subject.Name, Rungs: rungs, Guess: c.guess(), Met: met, Play: c.play}
	standing, err := l.Climb(ctx)
	if len(standing.Met) == 0 {
		return err
	}
	if err == nil && standing.Reason == rating.Rated {
		err = c.store(standing)
	}
	c.print(standing, rungs)
	if errors.Is(err, context.Canceled) {
		fmt.Fprintln(c.out, "interrupted: the matches that ended are kept, and the same command continues")
		return nil
	}
	return err
}

// guess is where an earlier climb of the nearest generation came out.
func (c *climber) guess() float64 {
	earlier, err := c.file.Externals()
	best, distance := math.NaN(), math.MaxInt
	if err != nil {
		return best // it only begins lower
	}
	for _, e := range earlier {
		d := max(e.Generation-c.generation, c.generation-e.Generation)
		if e.Scale == c.ladder && d < distance && !math.IsNaN(e.Elo) && !math.IsInf(e.Elo, 0) {
			best, distance = e.Elo, d
		}
	}
	return best
}

// met returns what the generation has played with the rungs under the same
// conditions before.
func (c *climber) met(rungs []eval.Rung) ([]rating.Encounter, error) {
	settings, err := json.Marshal(c.settings)
	if err != nil {
		return nil, err
	}
	stored, err := c.file.Matches()
	if err != nil {
		return nil, err
	}
	var met []rating.Encounter
	for _, m := range stored {
		i := slices.IndexFunc(rungs, func(r eval.Rung) bool { return r.Name == m.B })
		if i < 0 || m.A != c.subject.Name || m.Settings != string(settings) {
			continue
		}
		e := chronicle.Encounters([]run.Match{m})[0]
		c.line(rungs[i], e, " (played before)")
		met = append(met, e)
	}
	return met, nil
}

// play lets the generation meet one rung and stores the match, which ends early
// where one of both scores everything.
func (c *climber) play(ctx context.Context, rung eval.Rung) (rating.Encounter, error) {
	settings, err := json.Marshal(c.settings)
	if err != nil {
		return rating.Encounter{}, err
	}
	match := eval.Match{Game: c.game, A: c.subject, B: rung.Entrant, Options: c.options}
	match.Stop = hopeless
	faults := 0
	match.Report = func(f eval.Finished, _ eval.Result) error {
		if f.Fault != "" {
			faults++
			fmt.Fprintf(c.out, "game %d: %s\n", f.Game.Index+1, printable.Text(f.Fault))
		}
		return nil
	}
	begun := time.Now()
	result, err := match.Play(ctx)
	if err != nil {
		return rating.Encounter{}, fmt.Errorf("%s against %s: %w", match.A.Name, match.B.Name, err)
	}
	row := chronicle.MatchRow(result)
	row.Generation, row.Settings, row.Seed = c.generation, string(settings), match.Seed
	row.Played, row.Seconds = begun, time.Since(begun).Seconds()
	if _, err := c.file.AddMatch(row); err != nil {
		return rating.Encounter{}, err
	}
	e := chronicle.Encounters([]run.Match{row})[0]
	note := ""
	if faults > 0 {
		note = fmt.Sprintf(" (%s decided by a fault)", console.Plural(faults, "game"))
	}
	c.line(rung, e, note)
	return e, nil
}

// hopeless stops a match after ten games or more that one side has (almost) swept.
func hopeless(r eval.Result) bool {
	const enough, nothing = 10, 0.03
	share := r.WDL.Expectation()
	return r.Games() >= enough && (share <= nothing || share >= 1-nothing)
}

// line prints one match.
func (c *climber) line(r eval.Rung, e rating.Encounter, note string) {
	elo := "    ?"
	if !math.IsNaN(r.Elo) {
		elo = fmt.Sprintf("%5.0f", r.Elo)
	}
	w := e.WDL()
	fmt.Fprintf(c.out, "%s  %-52s  %4d games  +%d =%d -%d  %.1f %%%s\n",
		elo, printable.Text(r.Name), w.Games(), w.Wins, w.Draws, w.Losses, 100*w.Expectation(), note)
}

// store keeps the rating in the run.
func (c *climber) store(s eval.Standing) error {
	settings, err := json.Marshal(c.settings)
	if err != nil {
		return err
	}
	played := 0
	for _, e := range s.Met {
		played += e.WDL().Games()
	}
	return c.file.AddExternal(run.External{
		Generation: c.generation, Scale: c.ladder, Elo: s.Elo.Value, Low: s.Elo.Low, High: s.Elo.High,
		Games: played, Settings: string(settings), Measured: time.Now(),
	})
}

// print prints the rating, and those of opponents that had none.
func (c *climber) print(s eval.Standing, rungs []eval.Rung) {
	if s.Reason != rating.Rated {
		fmt.Fprintf(c.out, "%s has no rating on the scale of %s: %v\n", printable.Text(c.subject.Name), printable.Text(c.scale), s.Reason)
		return
	}
	fmt.Fprintf(c.out, "%s has %s Elo (95 %%) on the scale of %s\n", printable.Text(c.subject.Name), wholeElo(s.Elo), printable.Text(c.scale))
	for _, r := range rungs {
		if !math.IsNaN(r.Elo) {
			continue
		}
		for _, rated := range s.Scale.Ratings {
			if rated.Name != r.Name || rated.Reason != rating.Rated {
				continue
			}
			elo := rated.Elo
			if sweep := rated.Expectation; sweep == 0 || sweep == 1 { // a virtual draw is not a result
				elo = stat.Interval{Value: math.Inf(int(2*sweep) - 1), Low: elo.Low, High: elo.High}
			}
			fmt.Fprintf(c.out, "%s has %s, by its games with %s\n", printable.Text(r.Name), wholeElo(elo), printable.Text(c.subject.Name))
		}
	}
	if a := s.Scale.Advantage; a.Margin() < farElo {
		fmt.Fprintf(c.out, "the first move is worth %s Elo\n", wholeElo(a))
	}
}

// farElo is a margin from which on an estimate is not worth a line.
const farElo = 300

// wholeElo writes an estimate without decimals.
func wholeElo(i stat.Interval) string {
	switch {
	case math.IsInf(i.Value, 1):
		return "more than " + stat.Fixed(i.Low, 0)
	case math.IsInf(i.Value, -1):
		return "less than " + stat.Fixed(i.High, 0)
	}
	return stat.Fixed(i.Value, 0) + " +- " + stat.Fixed(i.Margin(), 0)
}
