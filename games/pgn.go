package games

// PGNTags says how PGN files tag a game and what else is special about them.
// The zero value is right for a game without conventions of its own.
type PGNTags struct {
	// Game is the value of a Game tag that comes before all others; "" for a
	// game that has no such tag.
	Game string

	// First names the tag of First's player; "" means White. The tag of
	// Second's player is always Black.
	First string

	// Implied says that a file which names no game is of this game: it is
	// written without a Variant tag.
	Implied bool

	// Chinese says that text which is not UTF-8 is more likely in a Chinese
	// encoding than in a western one.
	Chinese bool

	// Numeric reports whether a word without a letter, and without signs of
	// check and judgement, is a move, as "35=6" may be, even if it looks like a
	// move number. nil: none is.
	Numeric func(word string) bool
}

// PGNTagsOf returns the tags of g, the zero value if it has none of its own.
func PGNTagsOf(g Game) PGNTags {
	if t, ok := g.(PGNTagged); ok {
		return t.PGNTags()
	}
	return PGNTags{}
}
