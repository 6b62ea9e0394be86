package selfplay

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"apprentice/agent/learn"
	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// Relearning says which network of a run to learn again from its stored games,
// and what to change. The zero value of a field changes nothing.
type Relearning struct {
	Game       games.Game
	File       *run.File // only read
	Generation int       // whose network is learnt again
	Knobs      Knobs     // those that LearningKnobs names
	Inputs     string    // further input set of the game (games.InputSet)
	From       int       // first generation of the window; 0: as planned, or as the knob window says
	Warm       *bool     // whether learning starts from the network of the generation before
	Origin     []byte    // network file that learning starts from; nil for none
	Seed       *uint64   // of the run that the network would be of

	Workers int
	Memory  int64        // bytes that learning may take; 0: no bound
	Samples string       // folder for the samples of the window, which may hold those of an earlier call
	Report  func(Status) // may be nil
}

// Relearnt is a network that Relearn made.
type Relearnt struct {
	Plan   Plan   // it was made by, From included
	Seed   uint64 // of the start and of the order of samples
	File   []byte // network file
	SHA256 string // of File
	Report learn.Report

	// Same says that it is the network of the run, byte for byte.
	Same bool

	// Reference is the loss that the run's own network has on the held-out games of
	// this window, 0 if nothing is held out or the run has dropped that network.
	Reference float64
}

// ErrCannotRelearn is wrapped where a generation has nothing to learn from, or
// the changes contradict each other.
var ErrCannotRelearn = errors.New("it cannot be learnt again")

// LearningKnobs returns the names of the knobs that concern learning from games
// that are there.
func LearningKnobs() []string {
	return []string{"window", "width", "epochs", "batch", "rate", "rate-end", "lambda", "average", "ema", "skip", "common", "mirror"}
}

// CheckLearning returns an error that names a knob of k that does not concern
// learning.
func (k Knobs) CheckLearning() error {
	for _, name := range slices.Sorted(maps.Keys(k)) {
		if !slices.Contains(LearningKnobs(), name) {
			return fmt.Errorf("%s is about playing or measuring, and the games are played; what can be changed is %s",
				name, strings.Join(LearningKnobs(), ", "))
		}
	}
	return nil
}

// Relearn learns the network of a generation again, from the games of its window,
// by the plan of the run with the given changes. Without changes it makes the
// network that the run made. It writes to Samples alone; the caller removes that
// folder or keeps it for the next call, which then reads fewer games. Where a
// network diverges the error wraps learn.ErrDiverged: there is no second try.
func Relearn(ctx context.Context, r Relearning) (Relearnt, error) {
	begun := time.Now()
	l := &loop{
		Options: Options{
			Game: r.Game, File: r.File, Workers: r.Workers, Samples: r.Samples, Memory: r.Memory, Report: r.Report,
			Awake: func() float64 { return time.Since(begun).Seconds() },
		},
		apart: true, changes: r.Knobs,
	}
	g, plan, err := r.plan(l)
	if err != nil {
		return Relearnt{}, err
	}
	o, err := r.options(l, plan)
	if err != nil {
		return Relearnt{}, err
	}
	window, w, report, err := l.relearn(ctx, plan, &g, o)
	if err != nil {
		return Relearnt{}, err
	}
	made := Relearnt{Plan: plan, Seed: o.Seed, Report: report}
	if err := r.finish(ctx, l, &made, &g, w, window); err != nil {
		return Relearnt{}, err
	}
	return made, nil
}

// plan returns the generation and its plan with the changes.
func (r *Relearning) plan(l *loop) (run.Generation, Plan, error) {
	if err := r.Knobs.CheckLearning(); err != nil {
		return run.Generation{}, Plan{}, err
	}
	g, err := r.File.Generation(r.Generation)
	if err != nil {
		return g, Plan{}, err
	}
	if g.State == run.Playing {
		return g, Plan{}, fmt.Errorf("generation %d is still being played: %w", g.Number, ErrCannotRelearn)
	}
	plan, err := l.planned(&g)
	if err != nil {
		return g, plan, err
	}
	if _, given := r.Knobs["rate"]; given {
		plan.Gentle = false // the rate is the one that was given
	}
	if plan.From, err = r.from(plan.From); err != nil {
		return g, plan, err
	}
	if r.Inputs != "" {
		plan.Inputs = r.Inputs
		if _, err := games.InputSetNamed(r.Game, r.Inputs); err != nil {
			return g, plan, err
		}
	}
	if r.Warm != nil {
		plan.Warm = *r.Warm
	}
	if r.Origin != nil {
		plan.Warm = false
	}
	return g, plan, r.checkStart(plan)
}

// from returns the first generation of the window, which is planned unless the
// changes say otherwise.
func (r *Relearning) from(planned int) (int, error) {
	_, share := r.Knobs["window"]
	switch {
	case r.From > 0 && share:
		return 0, fmt.Errorf("a first generation of the window and its share of all games say the same thing twice: %w", ErrCannotRelearn)
	case r.From > r.Generation:
		return 0, fmt.Errorf("the window cannot begin with generation %d: the network of generation %d learns from games up to that one: %w",
			r.From, r.Generation, ErrCannotRelearn)
	case r.From > 0:
		return r.From, nil
	case !share:
		return planned, nil
	}
	all, err := r.File.Generations()
	if err != nil {
		return 0, err
	}
	var units []int
	for _, g := range all {
		if g.Number <= r.Generation {
			units = append(units, g.UnitsPlayed)
		}
	}
	last := len(units) - 1
	return NewRecipe(r.Knobs).window(1, units[:last], units[last]), nil
}

// checkStart returns an error where two networks to start from are named, or one
// that has other inputs.
func (r *Relearning) checkStart(plan Plan) error {
	switch {
	case r.Warm != nil && *r.Warm && r.Origin != nil:
		return fmt.Errorf("two networks to start from are named: %w", ErrCannotRelearn)
	case r.Inputs != "" && (plan.Warm || r.Origin != nil):
		return fmt.Errorf("a network that starts from another one has its inputs: %w", ErrCannotRelearn)
	}
	return nil
}

// options returns the options of learning.
func (r *Relearning) options(l *loop, plan Plan) (learn.Options, error) {
	o, err := l.learnOptions(plan, r.Generation)
	if err != nil {
		return o, err
	}
	if r.Seed != nil {
		o.Seed += *r.Seed - r.File.Config().Seed
	}
	if r.Origin != nil {
		w, meta, _, err := value.Read(bytes.NewReader(r.Origin))
		if err == nil {
			err = meta.Matches(r.Game)
		}
		if err != nil {
			return o, fmt.Errorf("the network to start from: %w", err)
		}
		o.Init, o.Hidden, o.Inputs = w, max(w.Hidden, o.Hidden), w.Inputs
	}
	if width, given := r.Knobs["width"]; given && o.Hidden > int(width) {
		return o, fmt.Errorf("the network to start from has %d neurons and only gains some, width is %g: %w", o.Hidden, width, ErrCannotRelearn)
	}
	return o, nil
}

// relearn reads the window and learns from it. Damaged samples are made anew.
func (l *loop) relearn(ctx context.Context, plan Plan, g *run.Generation, o learn.Options) (*learn.Window, *value.Weights, learn.Report, error) {
	window, err := l.window(ctx, plan.From, g.Number)
	for {
		if err != nil {
			return nil, nil, learn.Report{}, err
		}
		w, report, err := learn.Train(ctx, window, o, nil, learn.Hooks{Progress: l.progress(ctx, plan, g.Number)})
		damaged := new(learn.DamagedError)
		if !errors.As(err, &damaged) {
			return window, w, report, err
		}
		if window, err = l.mend(ctx, plan.From, g.Number, damaged); err != nil {
			return nil, nil, report, err
		}
	}
}

// finish writes the network file and compares it with what the run has.
func (r *Relearning) finish(ctx context.Context, l *loop, made *Relearnt, g *run.Generation, w *value.Weights, window *learn.Window) error {
	var err error
	if made.File, made.SHA256, err = l.encodeOf(g, w, ""); err != nil {
		return err
	}
	if made.Same = made.SHA256 == g.Network; made.Same {
		made.Reference = made.Report.Epochs[len(made.Report.Epochs)-1].HeldOut
		return nil
	}
	if made.File, made.SHA256, err = l.encodeOf(g, w, r.note(made)); err != nil {
		return err
	}
	own, err := l.weights(g.Number)
	if errors.Is(err, run.ErrDroppedNetwork) || errors.Is(err, run.ErrUnknownNetwork) {
		return nil
	} else if err != nil {
		return err
	}
	o := learn.DefaultOptions()
	o.Workers, o.Memory = r.Workers, r.Memory
	made.Reference, err = learn.HeldOutLoss(ctx, window, own, o)
	if errors.Is(err, learn.ErrDiverged) {
		return nil
	}
	return err
}

// note says in the network file what was changed.
func (r *Relearning) note(made *Relearnt) string {
	words := []string{fmt.Sprintf("learnt again from generations %d to %d, seed %d", made.Plan.From, r.Generation, made.Seed)}
	switch {
	case r.Origin != nil:
		words = append(words, "from another network")
	case made.Plan.Warm:
		words = append(words, "from the network before")
	}
	if r.Inputs != "" {
		words = append(words, "inputs "+r.Inputs)
	}
	if len(r.Knobs) > 0 {
		words = append(words, r.Knobs.String())
	}
	return strings.Join(words, "; ")
}
