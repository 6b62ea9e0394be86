package games

import (
	"slices"
	"strings"
)

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

// Renamed is implemented by variants that other programs call by other names.
type Renamed interface {
	// OtherNames returns these names in small letters and without spaces and
	// hyphens.
	OtherNames() []string
}

// Variant returns the variant of g that has the given name or goes by it
// elsewhere, whatever its case, spaces and hyphens, and false where there is
// none.
func Variant(g Game, name string) (Game, bool) {
	name = strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToLower(name))
	for _, v := range VariantsOf(g) {
		if v.Name() == name {
			return v, true
		}
		if r, ok := v.(Renamed); ok && slices.Contains(r.OtherNames(), name) {
			return v, true
		}
	}
	return nil, false
}
