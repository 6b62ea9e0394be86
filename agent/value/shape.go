package value

import (
	"fmt"

	"apprentice/agent/kernel"
	"apprentice/games"
)

// Limits of a shape. The first is what games.Feature can hold; the others bound
// memory and leave the integers of inference room.
const (
	maxFeatures = 1 << 16
	maxHidden   = 4096
	maxBuckets  = 64
)

// Shape is the size of a network and, with it, what kind of game it fits.
type Shape struct {
	Features  int    // distinct features of one view
	Hidden    int    // width of an accumulator, a multiple of 32
	Buckets   int    // output layers
	MaxActive int    // bound on the active features of one view
	Inputs    string `json:",omitempty"` // name of a further input set (games.InputSet), "" for the game's own
}

// ShapeOf returns the shape of a network for g.
func ShapeOf(g games.Game, hidden, buckets int) Shape {
	return Shape{Features: g.NumFeatures(), Hidden: hidden, Buckets: buckets, MaxActive: g.MaxActive()}
}

// On returns the shape on an input set of the game, nil for the game's own.
func (s Shape) On(in *games.InputSet) Shape {
	if in != nil {
		s.Inputs, s.Features = in.Name(), in.NumFeatures()
	}
	return s
}

// Check returns an error that names the size that is impossible.
func (s Shape) Check() error {
	switch {
	case s.Features < 1 || s.Features > maxFeatures:
		return fmt.Errorf("network with %d features, want 1 to %d", s.Features, maxFeatures)
	case s.Hidden < 1 || s.Hidden > maxHidden || s.Hidden%kernel.Lanes16 != 0:
		return fmt.Errorf("network of width %d, want a multiple of %d up to %d", s.Hidden, kernel.Lanes16, maxHidden)
	case s.Buckets < 1 || s.Buckets > maxBuckets:
		return fmt.Errorf("network with %d buckets, want 1 to %d", s.Buckets, maxBuckets)
	case s.MaxActive < 1 || s.MaxActive > s.Features:
		return fmt.Errorf("network with up to %d active features of %d", s.MaxActive, s.Features)
	}
	return nil
}

// Fits returns an error that says why positions of g have no value in a
// network of this shape.
func (s Shape) Fits(g games.Game) error {
	in, err := games.InputSetNamed(g, s.Inputs)
	if err != nil {
		return fmt.Errorf("network was trained on other inputs: %w", err)
	}
	if want := ShapeOf(g, s.Hidden, s.Buckets).On(in); s != want {
		return fmt.Errorf("network sees %d features, %d at a time; %s has %d, %d at a time",
			s.Features, s.MaxActive, g.Name(), want.Features, want.MaxActive)
	}
	return nil
}

// Bucket returns which of the output layers values a position with this many
// active features: equal shares of 1..maxActive, fewest first.
func Bucket(active, maxActive, buckets int) int {
	return min(max((active-1)*buckets/maxActive, 0), buckets-1)
}
