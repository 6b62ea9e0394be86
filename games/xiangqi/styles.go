package xiangqi

import (
	"regexp"

	"apprentice/games"
)

var (
	_ games.Styled    = Game{}
	_ games.PGNTagged = Game{}
)

// styles are the styles as the command line and PGN files name them. The tags
// Chinese, WXF and ICCS are those of the Chinese standard for PGN; the others
// are our own, so that what we write in these styles can be read again.
var styles = []struct {
	style               Style
	name, ranks, format string
}{
	{WXF, "wxf", "", "WXF"},
	{ICCS, "iccs", "0-9", "ICCS"},
	{Coordinates, games.CoordinateStyle, "0-9", "Coordinates 0-9"},
	{CoordinatesFromOne, games.CoordinateStyle, "1-10", "Coordinates 1-10"},
	{Traditional, "traditional", "", "Chinese"},
	{Simplified, "simplified", "", "Chinese"},
	{Algebraic, "algebraic", "1-10", "Algebraic"},
	{AlgebraicFromZero, "algebraic", "0-9", "Algebraic 0-9"},
}

// Styles returns the styles of moves, WXF first.
func (Game) Styles() []games.Style {
	list := make([]games.Style, len(styles))
	for i, s := range styles {
		list[i] = games.Style{
			Name: s.name, Ranks: s.ranks, Format: s.format,
			Describe: func(pos games.Position, m games.Move) string {
				return pos.(*Position).DescribeIn(m, s.style)
			},
			ParseMove: func(pos games.Position, text string) (games.Move, error) {
				return pos.(*Position).ParseMoveIn(text, s.style)
			},
		}
	}
	return list
}

// numericMove is a move of one of several soldiers on a file, which the World
// Xiangqi Federation writes without a letter: its place and its file.
var numericMove = regexp.MustCompile(`^[-+^_|1-5][1-9][-+=.][1-9]$`)

// PGNTags returns what the Chinese standard for PGN asks for: a Game tag, and a
// tag for Red's name in place of White's.
func (Game) PGNTags() games.PGNTags {
	return games.PGNTags{Game: "Chinese Chess", First: "Red", Chinese: true, Numeric: numericMove.MatchString}
}
