package games

import "strings"

// Variants is implemented by games that have variants: the same board and
// pieces with other start positions or a changed rule. A variant numbers moves,
// features and slots as the game itself does and names the same input set, so
// that whoever can play the game with a network can play the variant with it.
type Variants interface {
	// Variants returns the variants of the game, which is not among them.
	Variants() []Game
}

// VariantsOf returns the variants of g, nil where it has none.
func VariantsOf(g Game) []Game {
	if v, ok := g.(Variants); ok {
		return v.Variants()
	}
	return nil
}

// Variant returns the variant of g that has the given name, whatever its case,
// and false where there is none.
func Variant(g Game, name string) (Game, bool) {
	for _, v := range VariantsOf(g) {
		if strings.EqualFold(v.Name(), name) {
			return v, true
		}
	}
	return nil, false
}
