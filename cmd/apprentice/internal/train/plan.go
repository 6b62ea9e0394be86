package train

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"slices"
	"text/tabwriter"
	"time"

	"apprentice/agent"
	"apprentice/agent/career"
	"apprentice/agent/learn"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/games"
	"apprentice/internal/opening"
	"apprentice/selfplay"
)

// paceSeconds is how long the speed of a machine is measured where there is no
// run yet to take it from.
const paceSeconds = 2

// measuredPace returns the pace to expect of a new run. It plays games on one
// core, with the strongest network that ships or a random one.
func measuredPace(ctx context.Context, g games.Game, workers int) (selfplay.Pace, error) {
	pace := selfplay.GuessPace(g.TypicalPlies(), workers)
	network, err := paceNetwork(g)
	if err != nil {
		return pace, err
	}
	options := search.DefaultOptions()
	options.Threads, options.HashKB = 1, 512
	a := agent.New(g, network, options)
	rules := selfplay.NewRecipe(nil).Plan(paceStage).Rules
	rules.RandomPlies = opening.Plies(g, rules.RandomPlies)
	positions, played := 0, 0
	begun := time.Now()
	for time.Since(begun) < paceSeconds*time.Second {
		p, err := selfplay.Play(ctx, g, a, selfplay.Identity{Index: uint64(played)}, rules)
		if err != nil {
			return pace, err
		}
		played++
		positions += p.Game.Values()
	}
	if positions > 0 {
		pace.Unit = float64(selfplay.UnitGames) * float64(positions) / float64(played)
		pace.Play = time.Since(begun).Seconds() / (float64(positions) * float64(rules.Nodes) * float64(workers))
	}
	return pace, nil
}

// paceStage is the stage of the recipe whose games are measured.
const paceStage = 5

// paceNetwork returns the network that measuredPace plays with.
func paceNetwork(g games.Game) (*value.Network, error) {
	network, _, err := player.StageNetwork(g, "last")
	if errors.Is(err, career.ErrNoStage) {
		shape := value.ShapeOf(g, selfplay.NewRecipe(nil).Plan(paceStage).Hidden, learn.DefaultOptions().Buckets)
		return value.Quantize(value.NewWeights(shape, rand.New(rand.NewPCG(1, 0))))
	}
	return network, err
}

// printPlan prints what a sitting would do, without making anything.
func (f *flags) printPlan(ctx context.Context, out io.Writer) error {
	if f.duration == 0 && f.generations == 0 {
		return fmt.Errorf("--plan needs --for, as in --for 8h, or --generations")
	}
	recipe, s, heading, err := f.survey(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, heading)
	if f.duration == 0 {
		return writeSteps(out, recipe.Unhurried(s, f.generations), 0)
	}
	s.Left = f.duration.Seconds()
	steps := recipe.Outlook(s)
	if err := writePlan(out, steps, s.Left); err != nil {
		return err
	}
	need := diskNeed(steps, s.Pace)
	text := "It needs " + console.Bytes(need) + " of disk"
	if free, ok := diskFree(f.run); ok {
		text += "; " + console.Bytes(free) + " are free"
		if need > free-diskReserve {
			text += ", so that it would stop before the end"
		}
	}
	_, err = fmt.Fprintln(out, text+".")
	return err
}

// survey returns the recipe and the state of the run, or those of a new run
// where there is none.
func (f *flags) survey(ctx context.Context) (r selfplay.Recipe, s selfplay.Situation, heading string, err error) {
	if _, err := os.Stat(f.run); errors.Is(err, fs.ErrNotExist) {
		begin, config, err := f.fresh()
		if err != nil {
			return r, s, "", err
		}
		pace, err := measuredPace(ctx, begin.game, f.workers)
		if err == nil {
			s, err = selfplay.Fresh(begin.origin, pace)
		}
		return begin.recipe, s, fmt.Sprintf("A new run of %s on %s:", config.Game, console.Plural(f.workers, "core")), err
	}
	file, err := files.OpenRun(f.run)
	if err != nil {
		return r, s, "", err
	}
	defer file.Close()
	begin, err := f.resume(file)
	if err != nil {
		return r, s, "", fmt.Errorf("%s: %w", f.run, err)
	}
	left := func() float64 { return f.duration.Seconds() }
	s, err = selfplay.Survey(selfplay.Options{Game: begin.game, File: file, Workers: f.workers, Recipe: begin.recipe, Left: left})
	return begin.recipe, s, fmt.Sprintf("%s after %s, on %s:", f.run, console.Plural(len(s.Past), "generation"), console.Plural(f.workers, "core")), err
}

// writePlan prints the generations that a sitting is expected to make.
func writePlan(out io.Writer, steps []selfplay.Step, sitting float64) error {
	if len(steps) == 0 {
		_, err := fmt.Fprintf(out, "%s is too short to learn from: its games are played and kept for the next sitting.\n", console.InWords(seconds(sitting)))
		return err
	}
	if err := writeSteps(out, steps, sitting); err != nil {
		return err
	}
	last := steps[len(steps)-1]
	_, err := fmt.Fprintf(out, "\nThe last generation stops playing when what is left is needed to learn from %s positions and to be measured.\n", millions(last.Window))
	return err
}

// writeSteps prints generations as a table; a sitting of 0 seconds has no clock. Where
// some learn from weights that are there, a column says which.
func writeSteps(out io.Writer, steps []selfplay.Step, sitting float64) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	times := ""
	if sitting > 0 {
		times = "begins\ttakes\tshare\t"
	}
	start := ""
	warm := slices.ContainsFunc(steps, func(s selfplay.Step) bool { return s.Plan.Warm })
	if warm {
		start = "start\t"
	}
	fmt.Fprintf(w, "generation\t%sgames\tnodes a move\twindow from\tpositions\twidth\tepochs\t%s\n", times, start)
	for _, s := range steps {
		p := s.Plan
		switch {
		case p.Warm:
			start = "player\t"
		case warm:
			start = "random\t"
		}
		if sitting > 0 {
			times = fmt.Sprintf("%s\t%s\t%.1f %%\t", console.Clock(seconds(s.Begins)), console.Clock(seconds(s.Takes)), 100*s.Takes/sitting)
		}
		fmt.Fprintf(w, "%d\t%s%s\t%d\t%d\t%s\t%d\t%d\t%s\n",
			s.Number, times, console.Thousands(int64(p.Units)*selfplay.UnitGames), p.Rules.Nodes, p.From, millions(s.Window), p.Hidden, p.Epochs, start)
	}
	err := w.Flush()
	if warm && err == nil {
		_, err = fmt.Fprintln(out, "start: a network learns from random weights, or on from those of its player where time is short.")
	}
	return err
}

// writeKnobs lists what --set takes.
func writeKnobs(out io.Writer) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "knob\tmeaning\tstandard\trange")
	for _, k := range selfplay.AllKnobs() {
		fmt.Fprintf(w, "%s\t%s\t%s\t%v to %v\n", k.Name, k.Meaning, k.Standard, k.Min, k.Max)
	}
	return w.Flush()
}

// millions writes a large number of positions with three digits.
func millions(n float64) string {
	switch {
	case n < 1e6:
		return fmt.Sprintf("%.0fk", n/1e3)
	case n < 1e8:
		return fmt.Sprintf("%.1fM", n/1e6)
	}
	return fmt.Sprintf("%.0fM", n/1e6)
}

// seconds returns s seconds as a duration.
func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
