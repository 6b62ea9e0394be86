package games

import (
	"fmt"
	"strings"
)

// InputSet is a further input set of a game, made of the game's own: the features of
// a view get other numbers, by a table that the context of the view chooses. The
// context is a sum over the active features, so that a delta says how it changes.
// Positions know nothing of it. They have the features of the game's own set, and
// so do games and samples on disk; a network that was trained on another set
// renumbers them.
//
// An example is a set whose views are mirrored where the own king stands on the
// left: its context is what the feature of that king adds, and each other feature
// adds 0.
//
// An InputSet is immutable and safe for concurrent use.
type InputSet struct {
	name   string
	size   int
	adds   []int16     // by feature of the game's own set
	tables [][]Feature // by context, then by feature of the game's own set
}

// NewInputSet returns an input set called name, of features in [0, size), for a game
// that has own features. Where size is several times own, features whose numbers are
// equal modulo own are taken to be alike. adds says what a feature adds to the context of a view in
// which it is active. The context of each position must lie in [0, contexts).
// number returns the number of a feature in a context, another one for each
// feature. The name is in network files; give the set another one whenever a number
// changes.
func NewInputSet(name string, own, size, contexts int, adds func(Feature) int, number func(context int, f Feature) Feature) *InputSet {
	in := &InputSet{name: name, size: size, adds: make([]int16, own)}
	for f := range in.adds {
		in.adds[f] = int16(adds(Feature(f)))
	}
	for context := range contexts {
		table := make([]Feature, own)
		for f := range table {
			table[f] = number(context, Feature(f))
		}
		in.tables = append(in.tables, table)
	}
	return in
}

// Name returns the name of the set, which differs from those of the game's others.
func (in *InputSet) Name() string { return in.name }

// NumFeatures is the number of distinct features of one view.
func (in *InputSet) NumFeatures() int { return in.size }

// Alike returns how many features of the set have nothing to do with each other: those
// that are equal modulo that number are alike, such as the same piece on the same
// square for different regions of a king. It is 0 if none are.
func (in *InputSet) Alike() int {
	if own := len(in.adds); in.size > own && in.size%own == 0 {
		return own
	}
	return 0
}

// Contexts returns how many contexts there are.
func (in *InputSet) Contexts() int { return len(in.tables) }

// Context returns the context of a view with these features of the game's own set.
func (in *InputSet) Context(features []Feature) int {
	context := 0
	for _, f := range features {
		context += int(in.adds[f])
	}
	return context
}

// Number returns the number in this set of a feature of the game's own set.
func (in *InputSet) Number(context int, f Feature) Feature { return in.tables[context][f] }

// Renumber turns the active features of a view, given in the game's own set, into
// those of this set, in place, and returns the context of the view.
func (in *InputSet) Renumber(features []Feature) (context int) {
	context = in.Context(features)
	table := in.tables[context]
	for i, f := range features {
		features[i] = table[f]
	}
	return context
}

// RenumberDelta turns what d says of a view with that context from the game's own
// set into this one. If the move changes the context, all features of the view get
// other numbers: it then asks for a refresh instead. It returns the context after
// the move.
func (in *InputSet) RenumberDelta(d *Delta, view Side, context int) int {
	added, removed := d.Added[view][:d.NumAdded], d.Removed[view][:d.NumRemoved]
	after := context + in.Context(added) - in.Context(removed)
	if after != context {
		d.Refresh[view] = true
		return after
	}
	table := in.tables[context]
	for i, f := range added {
		added[i] = table[f]
	}
	for i, f := range removed {
		removed[i] = table[f]
	}
	return context
}

// InputSetsOf returns the further input sets of g, nil if it has none.
func InputSetsOf(g Game) []*InputSet {
	if m, ok := g.(MoreInputs); ok {
		return m.MoreInputs()
	}
	return nil
}

// InputSetNamed returns the further input set of g with that name; nil stands for the
// game's own set, whose name here is "". The error lists those that there are.
func InputSetNamed(g Game, name string) (*InputSet, error) {
	if name == "" {
		return nil, nil
	}
	var names []string
	for _, in := range InputSetsOf(g) {
		if in.name == name {
			return in, nil
		}
		names = append(names, in.name)
	}
	if names == nil {
		return nil, fmt.Errorf("%s has no further input sets, so none called %q", g.Name(), name)
	}
	return nil, fmt.Errorf("%s has no input set %q; it has %s", g.Name(), name, strings.Join(names, ", "))
}
