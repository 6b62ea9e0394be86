package selfplay

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"apprentice/agent/kernel"
)

// Knob is a number of the recipe that a user may change, to see what it does.
type Knob struct {
	Name     string
	Meaning  string
	Standard string // what the recipe does without it
	Min, Max float64
	Multiple int // the value must be a multiple of it; 0: any number is allowed

	set func(*Plan, float64) // nil if the recipe itself looks the value up
}

// Knobs that the recipe asks for.
const (
	measureKnob = "measure" // which time does not change
	mirrorKnob  = "mirror"
)

// AllKnobs returns every knob, in the order of a generation's life.
func AllKnobs() []Knob {
	return []Knob{
		{"units", "units of 128 games in the first generation", "24", 1, 1e6, 1, nil},
		{"growth", "how many times as many units each stage plays as the one before", "1.3", 1, 4, 0, nil},
		{"nodes", "soft node budget of a self-play move", "45, rising to 250", 1, 1e6, 1,
			func(p *Plan, v float64) { p.Rules.Nodes = int64(v) }},
		{"random-plies", "random plies that open a self-play game", "8, fewer in short games", 0, 100, 1,
			func(p *Plan, v float64) { p.Rules.RandomPlies = int(v) }},
		{"max-plies", "plies after which a self-play game is stopped", "400", 8, 10000, 1,
			func(p *Plan, v float64) { p.Rules.MaxPlies = int(v) }},
		{"adjudicate", "centipawns from which on a game counts as decided; 0 plays every game out", "0, then 1200", 0, 30000, 1,
			func(p *Plan, v float64) { p.Rules.AdjudicateValue = int(v) }},
		{"window", "share of all games that a generation learns from, the newest first", "all, then 0.93", 0.001, 1, 0, nil},
		{"width", "neurons of the network for each view", "128, then 256 and 512", kernel.Lanes16, 4096, kernel.Lanes16,
			func(p *Plan, v float64) { p.Hidden = int(v) }},
		{"epochs", "times that learning uses each position", "16, falling to 6; twice as many with mirror", 1, 1000, 1,
			func(p *Plan, v float64) { p.Epochs = int(v) }},
		{"batch", "positions a step of learning", "16384, then 8192", 1, 1 << 20, 1,
			func(p *Plan, v float64) { p.Batch = int(v) }},
		{"rate", "peak learning rate", "0.001", 1e-7, 0.9, 0,
			func(p *Plan, v float64) { p.LearningRate = v }},
		{"lambda", "weight of the next position in the targets of TD(lambda): 1 believes results, 0 each search", "0.98, then 0.95", 0, 1, 0,
			func(p *Plan, v float64) { p.Trace = v }},
		{"rate-end", "learning rate of the last step; with average or ema a larger one may pay", "0.00001", 1e-9, 0.9, 0,
			func(p *Plan, v float64) { p.RateEnd = v }},
		{"average", "share of the last steps of learning whose mean weights are the network; 0 takes the last weights", "0", 0, 1, 0,
			func(p *Plan, v float64) { p.Average = v }},
		{"ema", "decay a step of an exponential average of the weights, as in 0.999; 0 for none", "0", 0, 0.999999, 0,
			func(p *Plan, v float64) { p.EMA = v }},
		{"skip", "share of positions that learning leaves out at random", "0", 0, 0.99, 0,
			func(p *Plan, v float64) { p.Skip = v }},
		{"common", "1 has features that are alike in a further input set learn a part in common", "0", 0, 1, 1,
			func(p *Plan, v float64) { p.Common = v != 0 }},
		{mirrorKnob, "1 sees each position as in a mirror in every second epoch, in games where that is worth the same", "1", 0, 1, 1,
			func(p *Plan, v float64) { p.Mirror = v != 0 }},
		{measureKnob, "games to measure a generation by, about", "200, or a few per cent of the time", 2, 1e6, 1,
			func(p *Plan, v float64) { p.Measure = int(v) }},
	}
}

// Knobs are the knobs of a run that differ from the standard, by name.
type Knobs map[string]float64

// ParseKnobs reads settings of the form NAME=VALUE.
func ParseKnobs(settings []string) (Knobs, error) {
	knobs := Knobs{}
	for _, s := range settings {
		name, text, ok := strings.Cut(s, "=")
		if !ok {
			return nil, fmt.Errorf("%q sets nothing; want NAME=VALUE, as in width=256", s)
		}
		name = strings.TrimSpace(name)
		if _, twice := knobs[name]; twice {
			return nil, fmt.Errorf("%s is set twice", name)
		}
		knob, err := knobNamed(name)
		if err != nil {
			return nil, err
		}
		v, err := strconv.ParseFloat(strings.TrimSpace(text), 64)
		if err != nil {
			return nil, fmt.Errorf("%s: %q is not a number", name, text)
		}
		if err := knob.check(v); err != nil {
			return nil, err
		}
		knobs[name] = v
	}
	return knobs, nil
}

// knobNamed returns the knob of a name, or an error that lists all knobs.
func knobNamed(name string) (Knob, error) {
	all := AllKnobs()
	i := slices.IndexFunc(all, func(k Knob) bool { return k.Name == name })
	if i >= 0 {
		return all[i], nil
	}
	names := make([]string, len(all))
	for i, k := range all {
		names[i] = k.Name
	}
	return Knob{}, fmt.Errorf("unknown knob %q; the knobs are %s", name, strings.Join(names, ", "))
}

// check returns an error that names the allowed values unless v is one.
func (k Knob) check(v float64) error {
	whole := k.Multiple > 0 && (v != math.Trunc(v) || math.Mod(v, float64(k.Multiple)) != 0)
	if v >= k.Min && v <= k.Max && !whole { // NaN is neither
		return nil
	}
	kind := "a number"
	switch {
	case k.Multiple == 1:
		kind = "a whole number"
	case k.Multiple > 1:
		kind = fmt.Sprintf("a multiple of %d", k.Multiple)
	}
	return fmt.Errorf("%s is %v; want %s from %v to %v", k.Name, v, kind, k.Min, k.Max)
}

// Strings returns the settings as ParseKnobs reads them, sorted by name.
func (k Knobs) Strings() []string {
	all := make([]string, 0, len(k))
	for _, name := range slices.Sorted(maps.Keys(k)) {
		all = append(all, name+"="+strconv.FormatFloat(k[name], 'g', -1, 64))
	}
	return all
}

// String returns the settings in one line, "" for the standard recipe.
func (k Knobs) String() string { return strings.Join(k.Strings(), " ") }

// number returns the value of a knob, or standard if it was not changed.
func (k Knobs) number(name string, standard float64) float64 {
	if v, ok := k[name]; ok {
		return v
	}
	return standard
}

// apply sets the fields of a plan that the knobs change.
func (k Knobs) apply(p *Plan) {
	for _, knob := range AllKnobs() {
		if v, ok := k[knob.Name]; ok && knob.set != nil {
			knob.set(p, v)
		}
	}
}
