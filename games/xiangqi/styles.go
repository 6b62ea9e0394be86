package xiangqi

import "apprentice/games"

var _ games.Styled = Game{}

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

// PGNTags returns what the Chinese standard for PGN has in place of tags for
// chess: the value of the Game tag, which comes first, and the tag of Red's
// name.
func (Game) PGNTags() (game, first string) { return "Chinese Chess", "Red" }
