package eval

import (
	"fmt"
	"slices"

	"apprentice/internal/splitmix"
)

// Baseline measures a generation against opponents that do not change: random
// moves, counted material, generation 0, and earlier generations that tie the
// ratings of a run together. The win rate against the previous generation alone
// says little: it rises to 1 once and then stays near 1/2, however much is
// learnt.
type Baseline struct {
	Generation int                                   // to be measured; 0 is the untrained network
	Entrant    func(generation int) (Entrant, error) // any generation as a player
	Fixed      []Entrant                             // opponents of every generation; nil: random and material:2
	Options    Options                               // of each match; its seed derives from Seed, generation and opponent
}

// Pairing is a match that a baseline consists of.
type Pairing struct {
	A, B Entrant
	Seed uint64 // of the match
}

// EarlierGenerations returns the generations that generation g meets, in
// ascending order: 0, the one half as old, and the one before it.
func EarlierGenerations(g int) []int {
	if g <= 0 {
		return nil
	}
	return slices.Compact([]int{0, g / 2, g - 1})
}

// Pairings returns the matches of the baseline: the fixed opponents, then
// earlier generations.
func (b Baseline) Pairings() ([]Pairing, error) {
	subject, err := b.Entrant(b.Generation)
	if err != nil {
		return nil, fmt.Errorf("generation %d: %w", b.Generation, err)
	}
	opponents := slices.Clone(b.Fixed)
	if b.Fixed == nil {
		for _, spec := range []string{"random", "material:2"} {
			e, err := Builtin(spec)
			if err != nil {
				return nil, err
			}
			opponents = append(opponents, e)
		}
	}
	for _, g := range EarlierGenerations(b.Generation) {
		e, err := b.Entrant(g)
		if err != nil {
			return nil, fmt.Errorf("generation %d: %w", g, err)
		}
		opponents = append(opponents, e)
	}
	pairings := make([]Pairing, len(opponents))
	for i, o := range opponents {
		seed := splitmix.Finalize(b.Options.Seed ^ splitmix.Finalize(uint64(b.Generation)<<32|uint64(i)))
		pairings[i] = Pairing{subject, o, seed}
	}
	return pairings, nil
}
