package gametest

import (
	"errors"
	"fmt"
	"slices"

	"apprentice/games"
)

// snapshot is all of a position that can be seen from outside.
type snapshot struct {
	fen      string
	key      uint64
	side     games.Side
	features [2][]games.Feature // sorted
	moves    []games.Move
	outcome  games.Outcome
	inCheck  bool
	material int
}

func snap(pos games.Position) snapshot {
	return snapshot{
		fen:      pos.FEN(),
		key:      pos.Key(),
		side:     pos.Side(),
		features: features(pos),
		moves:    pos.Moves(nil, games.AllMoves),
		outcome:  pos.Outcome(),
		inCheck:  pos.InCheck(),
		material: pos.Material(),
	}
}

// features returns the sorted features of both views.
func features(pos games.Position) [2][]games.Feature {
	var f [2][]games.Feature
	for view := range f {
		f[view] = pos.Features(games.Side(view), nil)
		slices.Sort(f[view])
	}
	return f
}

// differs names what differs between two snapshots.
func (s snapshot) differs(t snapshot) error {
	switch {
	case s.fen != t.fen:
		return fmt.Errorf("FEN was %q, is %q", s.fen, t.fen)
	case s.key != t.key:
		return fmt.Errorf("key was %#x, is %#x", s.key, t.key)
	case s.side != t.side:
		return fmt.Errorf("side was %s, is %s", s.side, t.side)
	case !slices.Equal(s.features[0], t.features[0]) || !slices.Equal(s.features[1], t.features[1]):
		return fmt.Errorf("features were %v, are %v", s.features, t.features)
	case !slices.Equal(s.moves, t.moves):
		return fmt.Errorf("moves were %v, are %v", s.moves, t.moves)
	case s.outcome != t.outcome:
		return fmt.Errorf("outcome was %v, is %v", s.outcome, t.outcome)
	case s.inCheck != t.inCheck:
		return fmt.Errorf("check was %v, is %v", s.inCheck, t.inCheck)
	case s.material != t.material:
		return fmt.Errorf("material was %d, is %d", s.material, t.material)
	}
	return nil
}

// unmakeRestores checks that every move changes the side to move and that
// taking it back restores everything.
func unmakeRestores(_ games.Game, pos games.Position) error {
	before := snap(pos)
	for _, m := range before.moves {
		name := pos.FormatMove(m)
		pos.Make(m, nil)
		if pos.Side() == before.side {
			return fmt.Errorf("after %s the same side is to move", name)
		}
		pos.Unmake()
		if err := before.differs(snap(pos)); err != nil {
			return fmt.Errorf("after %s was taken back: %w", name, err)
		}
	}
	return nil
}

// deltaIsDifference checks the features of both views, and that the delta of
// each move leads from those before to those after.
func deltaIsDifference(g games.Game, pos games.Position) error {
	before := features(pos)
	if err := featuresInRange(g, before); err != nil {
		return err
	}
	for _, m := range pos.Moves(nil, games.AllMoves) {
		name := pos.FormatMove(m)
		d := dirtyDelta()
		pos.Make(m, &d)
		after := features(pos)
		pos.Unmake()
		for view := range before {
			if d.Refresh[view] {
				continue
			}
			got, err := apply(before[view], &d, view)
			if err != nil {
				return fmt.Errorf("delta of %s for %s: %w", name, games.Side(view), err)
			}
			if !slices.Equal(got, after[view]) {
				return fmt.Errorf("delta of %s for %s gives %v; features are %v", name, games.Side(view), got, after[view])
			}
		}
	}
	return nil
}

// dirtyDelta returns a delta that still holds another move, as the searcher's
// stack does.
func dirtyDelta() games.Delta {
	d := games.Delta{NumAdded: games.MaxDelta, NumRemoved: games.MaxDelta, Refresh: [2]bool{true, true}}
	for i := range games.MaxDelta {
		d.Added[0][i], d.Added[1][i] = 0xffff, 0xffff
		d.Removed[0][i], d.Removed[1][i] = 0xffff, 0xffff
	}
	return d
}

// apply returns the sorted features that the delta makes of the sorted ones
// before.
func apply(before []games.Feature, d *games.Delta, view int) ([]games.Feature, error) {
	if d.NumAdded > games.MaxDelta || d.NumRemoved > games.MaxDelta {
		return nil, fmt.Errorf("%d added and %d removed are too many", d.NumAdded, d.NumRemoved)
	}
	after := slices.Clone(before)
	for _, f := range d.Removed[view][:d.NumRemoved] {
		i, ok := slices.BinarySearch(after, f)
		if !ok {
			return nil, fmt.Errorf("removed feature %d was not active", f)
		}
		after = slices.Delete(after, i, i+1)
	}
	for _, f := range d.Added[view][:d.NumAdded] {
		i, ok := slices.BinarySearch(after, f)
		if ok {
			return nil, fmt.Errorf("added feature %d was active", f)
		}
		after = slices.Insert(after, i, f)
	}
	return after, nil
}

// featuresInRange checks the features of both views themselves.
func featuresInRange(g games.Game, f [2][]games.Feature) error {
	if len(f[0]) != len(f[1]) {
		return fmt.Errorf("%d features for first, %d for second", len(f[0]), len(f[1]))
	}
	for view := range f {
		switch n := len(f[view]); {
		case n > g.MaxActive():
			return fmt.Errorf("%d active features, more than MaxActive %d", n, g.MaxActive())
		case n > 0 && int(f[view][n-1]) >= g.NumFeatures():
			return fmt.Errorf("feature %d, NumFeatures is %d", f[view][n-1], g.NumFeatures())
		case len(slices.Compact(slices.Clone(f[view]))) != n:
			return fmt.Errorf("a feature is active twice: %v", f[view])
		}
	}
	return nil
}

// passChangesKey checks that a pass changes the side to move and the key and
// nothing that the network sees. In check it checks only that a pass can be
// taken back.
func passChangesKey(_ games.Game, pos games.Position) error {
	if pos.Outcome().Over() {
		return nil
	}
	if pos.InCheck() {
		before := snap(pos)
		pos.Make(games.NoMove, nil)
		pos.InCheck()
		pos.Unmake()
		if err := before.differs(snap(pos)); err != nil {
			return fmt.Errorf("after a pass in check was taken back: %w", err)
		}
		return nil
	}
	before := snap(pos)
	d := dirtyDelta()
	pos.Make(games.NoMove, &d)
	side, key, after, material := pos.Side(), pos.Key(), features(pos), pos.Material()
	pos.Unmake()
	switch {
	case side == before.side:
		return errors.New("a pass leaves the side to move as it was")
	case key == before.key:
		return errors.New("a pass leaves the key as it was")
	case d != games.Delta{}:
		return fmt.Errorf("a pass has the delta %+v", d)
	case !slices.Equal(after[0], before.features[0]) || !slices.Equal(after[1], before.features[1]):
		return errors.New("a pass changes the features")
	case material != -before.material:
		return fmt.Errorf("Material() is %d, and %d after a pass; want the same with the other sign", before.material, material)
	}
	if err := before.differs(snap(pos)); err != nil {
		return fmt.Errorf("after a pass was taken back: %w", err)
	}
	return nil
}
