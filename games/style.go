package games

// CoordinateStyle names the styles that write moves as engine protocols do: by
// the squares they go from and to.
const CoordinateStyle = "coordinates"

// Style is one of several ways in which people and programs write the moves of
// a game.
type Style struct {
	// Name is one lower-case word, as on the command line. Styles that differ
	// in nothing but Ranks share it.
	Name string

	// Ranks is how the ranks of the board are numbered, that of First's back
	// rank and that of Second's, as in "0-9"; "" if the style names no
	// square.
	Ranks string

	// Format is the value of the Format tag of PGN files.
	Format string

	// Describe returns the legal move m of pos.
	Describe func(pos Position, m Move) string

	// ParseMove returns the legal move of pos that text stands for. It accepts
	// all that Position.ParseMove does, save that ranks are numbered as Ranks
	// says, unless that is "".
	ParseMove func(pos Position, text string) (Move, error)
}

// StylesOf returns the styles of g, nil if its positions write moves in the only
// one.
func StylesOf(g Game) []Style {
	if s, ok := g.(Styled); ok {
		return s.Styles()
	}
	return nil
}
