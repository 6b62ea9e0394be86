package board

import (
	"fmt"
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"apprentice/games"
)

// Points is a board of lines, with the pieces where they cross. Rows and
// columns are those of games.Board.
type Points struct {
	River   int       // rows above the gap that only the edges cross; 0 for none
	Banks   [2]string // words in the gap, one for each half of it
	Palaces [][2]int  // row and column of the centre of squares with diagonals
	Counted bool      // each side numbers the files from 1 at its right hand
}

// cellWidth is how far the lines of a board of points are apart, in columns. A
// piece is at most two of them wide.
const cellWidth = 4

// Colours of a board of points.
var (
	wood       = lipgloss.Color("#d7b47c")
	lines      = lipgloss.Color("#6f4a25")
	disc       = lipgloss.Color("#f4e3bd")
	redPieces  = lipgloss.Color("#b3150c")
	markedDisc = lipgloss.Color("#e4d44a")
)

// points is a board of points that is being drawn.
type points struct {
	Pen
	board, before games.Board
	rows, columns int
	head          int    // columns of the widest piece
	margin        string // left of the board, where ranks have their numbers
}

// drawPoints is Draw for boards of points. All lines are equally wide.
func (p Pen) drawPoints(b, before games.Board) string {
	d := &points{Pen: p, board: b, before: before, rows: len(b), columns: len([]rune(b[0])), head: 1, margin: "    "}
	if !p.ASCII {
		for _, g := range p.Glyphs {
			d.head = max(d.head, ansi.StringWidth(string(g)))
		}
	}
	var out []string
	if p.Points.Counted {
		out = append(out, d.labels(func(j int) rune { return '1' + rune(j) }))
	}
	for i := range d.rows {
		out = append(out, d.rank(i))
		switch {
		case i == d.rows-1:
		case d.gap(i):
			out = append(out, d.river())
		case p.Tall:
			out = append(out, d.between(i))
		}
	}
	if p.Points.Counted {
		out = append(out, d.labels(func(j int) rune { return '0' + rune(d.columns-j) }))
	}
	out = append(out, d.labels(func(j int) rune { return 'a' + rune(p.turn(j, d.columns)) }))
	return strings.Join(out, "\n")
}

// width is how many columns the lines have right of the margin: one for a mark,
// the cells, and another one for a mark.
func (d *points) width() int { return 1 + cellWidth*(d.columns-1) + d.head + 1 }

// labels is a line with a character below every file.
func (d *points) labels(name func(j int) rune) string {
	line := d.margin + " "
	for j := range d.columns {
		line += string(name(j)) + strings.Repeat(" ", cellWidth-1)
	}
	return pad(line, len(d.margin)+d.width())
}

// pad makes a line of ASCII so many columns wide.
func pad(line string, width int) string {
	return fmt.Sprintf("%-*s", width, strings.TrimRight(line, " "))
}

// rank is the line of the pieces of place i from the top.
func (d *points) rank(i int) string {
	row := d.turn(i, d.rows)
	number := d.rows - row
	if d.FromZero {
		number--
	}
	var line strings.Builder
	fmt.Fprintf(&line, "%*d ", len(d.margin)-1, number)
	first := " "
	if d.marks(row, d.turn(0, d.columns)) {
		first = "["
	}
	line.WriteString(d.bare(first))
	for j := range d.columns {
		d.point(&line, i, j)
	}
	return line.String()
}

// marks reports whether a point stands between brackets.
func (d *points) marks(row, column int) bool {
	return !d.Color && changed(d.board, d.before, row, column)
}

// point draws one point and the line to the next.
func (d *points) point(line *strings.Builder, i, j int) {
	row, column := d.turn(i, d.rows), d.turn(j, d.columns)
	letter := []rune(d.board[row])[column]
	text := string(d.piece(letter))
	if letter == '.' {
		text = string(d.crossing(i, j))
	}
	wide := ansi.StringWidth(text)
	dash, room := d.dash(i, j), cellWidth
	if j == d.columns-1 {
		dash, room = ' ', d.head+1
	}
	if d.Color {
		for ; wide < d.head; wide++ {
			text += string(dash)
		}
		line.WriteString(d.paint(letter, changed(d.board, d.before, row, column)).Render(text))
		text = ""
	}
	rest := []rune(strings.Repeat(string(dash), room-wide))
	if d.marks(row, column) {
		rest[0] = ']'
	}
	if j < d.columns-1 && d.marks(row, d.turn(j+1, d.columns)) {
		rest[len(rest)-1] = '['
	}
	line.WriteString(text + d.bare(string(rest)))
}

// piece is what stands for a letter. The glyphs of a board of points tell the
// sides apart, with colours as without.
func (d *points) piece(letter rune) rune {
	glyphs := d.Glyphs
	if d.ASCII {
		glyphs = d.Letters
	}
	if g, ok := glyphs[letter]; ok {
		return g
	}
	return letter
}

// paint is the style of what stands on a point.
func (d *points) paint(letter rune, marked bool) lipgloss.Style {
	style := lipgloss.NewStyle().Foreground(lines).Background(wood)
	if letter != '.' {
		style = style.Background(disc).Bold(true)
	}
	if marked {
		style = style.Background(markedDisc)
	}
	switch {
	case unicode.IsUpper(letter):
		style = style.Foreground(redPieces)
	case unicode.IsLower(letter):
		style = style.Foreground(secondPieces)
	}
	return style
}

// bare draws what is no piece.
func (d *points) bare(text string) string {
	if !d.Color {
		return text
	}
	return lipgloss.NewStyle().Foreground(lines).Background(wood).Render(text)
}

// gap reports whether the river runs below place i.
func (d *points) gap(i int) bool {
	return d.Points.River > 0 && min(d.turn(i, d.rows), d.turn(i+1, d.rows))+1 == d.Points.River
}

// crossing is the character of an empty point.
func (d *points) crossing(i, j int) rune {
	if d.ASCII {
		return '+'
	}
	edge := j == 0 || j == d.columns-1
	up := i > 0 && (edge || !d.gap(i-1))
	down := i < d.rows-1 && (edge || !d.gap(i))
	shapes := []rune("┌┬┐├┼┤└┴┘")
	n := 3 // lines go up and down
	switch {
	case !up:
		n = 0
	case !down:
		n = 6
	}
	switch j {
	case 0:
	case d.columns - 1:
		n += 2
	default:
		n++
	}
	return shapes[n]
}

// dash is the character of the line right of a point: a double one in a palace
// whose diagonals there is no room for.
func (d *points) dash(i, j int) rune {
	row := d.turn(i, d.rows)
	column := min(d.turn(j, d.columns), d.turn(j+1, d.columns))
	kinds := []rune("─═")
	if d.ASCII {
		kinds = []rune("-=")
	}
	for _, p := range d.Points.Palaces {
		if !d.Tall && p[0]-1 <= row && row <= p[0]+1 && p[1]-1 <= column && column <= p[1] {
			return kinds[1]
		}
	}
	return kinds[0]
}

// between is the line below place i: files, and diagonals in palaces.
func (d *points) between(i int) string {
	upright, falling, rising := "│", "╲", "╱"
	if d.ASCII {
		upright, falling, rising = "|", `\`, "/"
	}
	text := " "
	for j := range d.columns {
		fill := " "
		switch d.diagonal(i, j) {
		case 1:
			fill = falling
		case -1:
			fill = rising
		}
		text += upright + " " + fill + " "
	}
	return d.margin + d.bare(fit(text, d.width()))
}

// diagonal says how a palace's diagonal runs between place i, j and the next
// ones: 1 for falling to the right, -1 for rising, 0 for none.
func (d *points) diagonal(i, j int) int {
	if j == d.columns-1 {
		return 0
	}
	for _, p := range d.Points.Palaces {
		row, column := d.turn(p[0], d.rows), d.turn(p[1], d.columns) // the centre on the screen
		if i < row-1 || i > row || j < column-1 || j > column {
			continue
		}
		if (i == row) == (j == column) {
			return 1
		}
		return -1
	}
	return 0
}

// river is the gap between the banks.
func (d *points) river() string {
	edge, words := "│", d.Points.Banks
	if d.ASCII {
		edge, words = "|", [2]string{"~ ~ ~ ~", "~ ~ ~ ~"}
	}
	inner := cellWidth*(d.columns-1) - ansi.StringWidth(edge)
	text := " " + edge + center(words[0], inner/2) + center(words[1], inner-inner/2) + edge
	return d.margin + d.bare(fit(text, d.width()))
}

// center returns text in the middle of so many columns.
func center(text string, width int) string {
	left := max(0, width-ansi.StringWidth(text)) / 2
	return fit(strings.Repeat(" ", left)+text, width)
}

// fit makes text so many columns wide; what is cut off is blank.
func fit(text string, width int) string {
	text = ansi.Truncate(text, width, "")
	return text + strings.Repeat(" ", width-ansi.StringWidth(text))
}
