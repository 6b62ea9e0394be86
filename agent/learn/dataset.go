package learn

import (
	"fmt"
	"iter"
	"slices"

	"apprentice/games"
)

// Dataset holds the samples of many games, grouped by the generation that
// played them, so that training can choose a window without a copy. A sample
// of 30 pieces takes about 120 bytes. A Dataset may be read from many
// goroutines at once, but not while Add or DropBefore changes it.
type Dataset struct {
	game   games.Game
	filter Filter
	groups []*group // by rising generation
}

// group is what one generation played.
type group struct {
	generation     int
	games          int
	trained, aside store // the samples of ordinary games, of held-out games
}

// Count says what a generation contributes to a data set.
type Count struct {
	Generation int
	Games      int // with a result, held-out ones included
	Samples    int // to train on
	HeldOut    int // samples of held-out games
}

// NewDataset returns an empty data set for samples of g that f lets through.
func NewDataset(g games.Game, f Filter) *Dataset { return &Dataset{game: g, filter: f} }

// Len returns the number of samples to train on.
func (d *Dataset) Len() int { return d.sum(func(c Count) int { return c.Samples }) }

// HeldOutLen returns the number of samples of held-out games.
func (d *Dataset) HeldOutLen() int { return d.sum(func(c Count) int { return c.HeldOut }) }

// Games returns the number of games that were added, less those without a
// result.
func (d *Dataset) Games() int { return d.sum(func(c Count) int { return c.Games }) }

func (d *Dataset) sum(f func(Count) int) int {
	n := 0
	for _, g := range d.groups {
		n += f(g.count())
	}
	return n
}

// Generations returns what each generation contributes, in rising order.
func (d *Dataset) Generations() []Count {
	counts := make([]Count, len(d.groups))
	for i, g := range d.groups {
		counts[i] = g.count()
	}
	return counts
}

func (g *group) count() Count {
	return Count{Generation: g.generation, Games: g.games, Samples: g.trained.samples, HeldOut: g.aside.samples}
}

// Samples yields the samples to train on, or those held out, of all
// generations in rising order. The features belong to the data set and must
// not be changed.
func (d *Dataset) Samples(heldOut bool) iter.Seq[Sample] {
	return func(yield func(Sample) bool) {
		trained, aside := d.window(0, 0)
		w := trained
		if heldOut {
			w = aside
		}
		for _, s := range w.segments {
			for i := range s.len() {
				if !yield(decode(s.words[s.starts[i]:s.starts[i+1]])) {
					return
				}
			}
		}
	}
}

// DropBefore forgets all games of generations before the given one.
func (d *Dataset) DropBefore(generation int) {
	d.groups = slices.DeleteFunc(d.groups, func(g *group) bool { return g.generation < generation })
}

// window returns the samples of the generations in [from, to), those to train
// on and those held out. A to of 0 sets no end.
func (d *Dataset) window(from, to int) (trained, aside window) {
	for _, g := range d.groups {
		if g.generation >= from && (to == 0 || g.generation < to) {
			trained.add(&g.trained)
			aside.add(&g.aside)
		}
	}
	return trained, aside
}

// group returns the group of a generation, a new one where there is none.
func (d *Dataset) group(generation int) *group {
	i, found := slices.BinarySearchFunc(d.groups, generation, func(g *group, n int) int { return g.generation - n })
	if !found {
		d.groups = slices.Insert(d.groups, i, &group{generation: generation})
	}
	return d.groups[i]
}

// checkGame reports whether the network can hold the game's features.
func (d *Dataset) checkGame() error {
	if n := d.game.NumFeatures(); n < 1 || n > 1<<16 {
		return fmt.Errorf("%s has %d features, want 1 to %d", d.game.Name(), n, 1<<16)
	}
	return nil
}
