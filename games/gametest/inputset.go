package gametest

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"apprentice/games"
)

// checkInputSets checks what the further input sets of a game say about themselves.
func checkInputSets(g games.Game) error {
	if strings.Contains(g.InputSet(), "+") {
		return fmt.Errorf("InputSet is %q; + stands between it and the name of a further set", g.InputSet())
	}
	seen := map[string]bool{}
	for _, in := range games.InputSetsOf(g) {
		switch n := in.NumFeatures(); {
		case in.Name() == "" || strings.ContainsAny(in.Name(), "+ ,"):
			return fmt.Errorf("an input set is called %q; want a name without +, comma and blanks", in.Name())
		case seen[in.Name()]:
			return fmt.Errorf("two input sets are called %q", in.Name())
		case n < g.MaxActive() || n > math.MaxUint16+1:
			return fmt.Errorf("input set %s has %d features; want MaxActive, which is %d, to %d", in.Name(), n, g.MaxActive(), math.MaxUint16+1)
		case in.Contexts() < 1:
			return fmt.Errorf("input set %s has no context", in.Name())
		}
		seen[in.Name()] = true
	}
	for _, v := range games.VariantsOf(g) {
		if !slices.Equal(games.InputSetsOf(v), games.InputSetsOf(g)) {
			return fmt.Errorf("the variant %s has other input sets", v.Name())
		}
	}
	return nil
}

// inputSetsFollow checks that the further input sets give each position features in
// their range, and that renumbered deltas lead to those after each move.
func inputSetsFollow(g games.Game, pos games.Position) error {
	sets := games.InputSetsOf(g)
	if sets == nil {
		return nil
	}
	for _, in := range sets {
		before, contexts, err := renumbered(in, pos)
		if err != nil {
			return err
		}
		for _, m := range pos.Moves(nil, games.AllMoves) {
			name := pos.FormatMove(m)
			d := dirtyDelta()
			pos.Make(m, &d)
			after, contextsAfter, err := renumbered(in, pos)
			pos.Unmake()
			if err != nil {
				return fmt.Errorf("after %s: %w", name, err)
			}
			for view := range before {
				if d.Refresh[view] {
					continue
				}
				context := in.RenumberDelta(&d, games.Side(view), contexts[view])
				if context != contextsAfter[view] {
					return fmt.Errorf("input set %s: delta of %s leads to context %d for %s, want %d", in.Name(), name, context, games.Side(view), contextsAfter[view])
				}
				if d.Refresh[view] {
					continue
				}
				if got, err := apply(before[view], &d, view); err != nil || !slices.Equal(got, after[view]) {
					return fmt.Errorf("input set %s: delta of %s for %s gives %v (%v); features are %v", in.Name(), name, games.Side(view), got, err, after[view])
				}
			}
		}
	}
	return nil
}

// renumbered returns the sorted features of both views in an input set, and their
// contexts.
func renumbered(in *games.InputSet, pos games.Position) (f [2][]games.Feature, contexts [2]int, err error) {
	for view := range f {
		f[view] = pos.Features(games.Side(view), nil)
		if c := in.Context(f[view]); c < 0 || c >= in.Contexts() {
			return f, contexts, fmt.Errorf("input set %s: context %d for %s; there are %d", in.Name(), c, games.Side(view), in.Contexts())
		}
		contexts[view] = in.Renumber(f[view])
		slices.Sort(f[view])
		n := len(f[view])
		if n > 0 && int(f[view][n-1]) >= in.NumFeatures() {
			return f, contexts, fmt.Errorf("input set %s: feature %d of %d", in.Name(), f[view][n-1], in.NumFeatures())
		}
		if len(slices.Compact(slices.Clone(f[view]))) != n {
			return f, contexts, fmt.Errorf("input set %s: a feature is active twice: %v", in.Name(), f[view])
		}
	}
	return f, contexts, nil
}
