package games

import (
	"slices"
	"strings"
)

// VariantsOf returns the variants of g, nil if it has none.
func VariantsOf(g Game) []Game {
	if v, ok := g.(Variants); ok {
		return v.Variants()
	}
	return nil
}

// Variant returns the variant of g that has the given name or goes by it
// elsewhere, whatever its case, spaces and hyphens, and false if there is none.
func Variant(g Game, name string) (Game, bool) {
	for _, v := range VariantsOf(g) {
		if Named(v, name) {
			return v, true
		}
	}
	return nil, false
}

// Named reports whether g has the given name or goes by it elsewhere, whatever
// its case, spaces and hyphens.
func Named(g Game, name string) bool {
	name = strings.NewReplacer(" ", "", "-", "", "_", "").Replace(strings.ToLower(name))
	if g.Name() == name {
		return true
	}
	r, ok := g.(Renamed)
	return ok && slices.Contains(r.OtherNames(), name)
}
