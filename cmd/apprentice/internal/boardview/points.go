package boardview

import (
	"strings"
	"unicode"

	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// disc reports whether there is room for pieces three lines high.
func (v View) disc() bool {
	return v.Points != nil && v.cell.Height >= 3 && v.Colors != Mono && !v.ASCII
}

// points draws a board of points: the lines, what stands in the river, and the
// pieces.
func (d *drawing) points() {
	ground := uv.Style{}
	if p := d.colors; p != nil {
		ground.Fg, ground.Bg = p.line, p.wood
	}
	in := d.inner()
	for y := range in.Height {
		d.put(d.margin(), d.head()+y, strings.Repeat(" ", in.Width), ground)
	}
	for i := range d.rows {
		for j := range d.columns {
			d.lines(i, j, ground)
		}
	}
	d.river(ground)
	for i := range d.rows {
		for j := range d.columns {
			d.point(i, j, ground)
		}
	}
}

// at returns the column and line of place i, j on the screen.
func (d *drawing) at(i, j int) (x, y int) {
	return d.Middle(Square{d.turn(i, d.rows), d.turn(j, d.columns)})
}

// lines draws the crossing at place i, j and the lines from it to the right and
// down, with the diagonals of a palace.
func (d *drawing) lines(i, j int, style uv.Style) {
	x, y := d.at(i, j)
	flat, upright, falling, rising := "─", "│", "╲", "╱"
	if d.ASCII {
		flat, upright, falling, rising = "-", "|", `\`, "/"
	}
	if j < d.columns-1 {
		line := flat
		if d.cell.Height < 2 && d.palaceLine(i, j) {
			line = "═"
			if d.ASCII {
				line = "="
			}
		}
		d.put(x, y, strings.Repeat(line, d.cell.Width), style)
	}
	d.put(x, y, string(d.crossing(i, j)), style)
	if i == d.rows-1 {
		return
	}
	edge := j == 0 || j == d.columns-1
	for dy := 1; dy < d.cell.Height; dy++ {
		if edge || !d.gap(i) {
			d.put(x, y+dy, upright, style)
		}
		switch d.diagonal(i, j) {
		case 1:
			d.put(x+d.cell.Width*dy/d.cell.Height, y+dy, falling, style)
		case -1:
			d.put(x+d.cell.Width-d.cell.Width*dy/d.cell.Height, y+dy, rising, style)
		}
	}
}

// gap reports whether the river runs below place i.
func (d *drawing) gap(i int) bool {
	return d.Points.River > 0 && i < d.rows-1 && min(d.turn(i, d.rows), d.turn(i+1, d.rows))+1 == d.Points.River
}

// crossing is the character of an empty point.
func (d *drawing) crossing(i, j int) rune {
	if d.ASCII {
		return '+'
	}
	edge := j == 0 || j == d.columns-1
	up := i > 0 && (edge || !d.gap(i-1))
	down := i < d.rows-1 && (edge || !d.gap(i))
	shape := []rune("├┼┤")
	switch {
	case !up:
		shape = []rune("┌┬┐")
	case !down:
		shape = []rune("└┴┘")
	}
	switch j {
	case 0:
		return shape[0]
	case d.columns - 1:
		return shape[2]
	}
	return shape[1]
}

// palaceLine reports whether the line right of place i, j is within a palace.
func (d *drawing) palaceLine(i, j int) bool {
	row := d.turn(i, d.rows)
	column := min(d.turn(j, d.columns), d.turn(j+1, d.columns))
	for _, p := range d.Points.Palaces {
		if p[0]-1 <= row && row <= p[0]+1 && p[1]-1 <= column && column <= p[1] {
			return true
		}
	}
	return false
}

// diagonal says how a palace's diagonal runs between place i, j and the next
// ones: 1 for falling to the right, -1 for rising, 0 for none.
func (d *drawing) diagonal(i, j int) int {
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

// river writes the words between the banks, where there is room between the
// lines.
func (d *drawing) river(style uv.Style) {
	if d.Points.River <= 0 || d.cell.Height < 2 {
		return
	}
	for i := range d.rows - 1 {
		if !d.gap(i) {
			continue
		}
		words := d.Points.Banks
		if d.ASCII {
			words = [2]string{"~ ~ ~ ~", "~ ~ ~ ~"}
		}
		_, y := d.at(i, 0)
		y += d.cell.Height / 2
		for half, text := range words {
			middle := d.margin() + d.side() + (2*half+1)*(d.columns-1)*d.cell.Width/4
			d.put(middle-ansi.StringWidth(text)/2, y, text, style)
		}
	}
}

// point draws the piece at place i, j, or what marks it where it is empty.
func (d *drawing) point(i, j int, ground uv.Style) {
	s := Square{d.turn(i, d.rows), d.turn(j, d.columns)}
	letter, k := d.letterAt(s), d.marks[s]
	x, y := d.at(i, j)
	empty := letter == '.'
	style, p := ground, d.colors
	if p != nil {
		style.Bg = p.under(k.mark, empty)
		switch {
		case unicode.IsUpper(letter):
			style.Fg = p.firstOnDisc
		case unicode.IsLower(letter):
			style.Fg = p.secondOnDisc
		}
	}
	text := d.sign(letter, k)
	left, right := k.signs(d.Colors, empty)
	if d.cell.Width == 2 { // there is no room beside the piece
		left, k.rank = " ", 0
		if k.cursor || d.Colors == Mono && k.mark == chosen {
			style.Attrs |= uv.AttrReverse
		}
	}
	if empty {
		if text == "" {
			text = string(d.crossing(i, j))
		}
		d.put(x, y, text, style)
	} else {
		style.Attrs |= uv.AttrBold
		d.piece(x, y, text, style, ground)
	}
	edge := d.beside(style, ground, empty)
	switch {
	case left != " " && empty:
		d.put(x-1, y, left, edge)
		d.put(x+1, y, right, edge)
	case left != " ":
		d.put(x-1, y, left, edge)
		d.put(x+2, y, right, edge)
	}
	if k.rank > 0 && left == " " {
		d.put(x-1, y, string(rune('0'+k.rank)), edge)
	}
}

// beside is the style of what stands at the edge of a piece.
func (d *drawing) beside(piece, ground uv.Style, empty bool) uv.Style {
	if d.disc() && !empty {
		return piece
	}
	return ground
}

// piece draws a piece, at least two columns wide so that all stand alike.
func (d *drawing) piece(x, y int, text string, style, ground uv.Style) {
	if ansi.StringWidth(text) < 2 && (d.Colors != Mono || d.disc()) {
		text += " "
	}
	if d.disc() {
		edge := uv.Style{Fg: style.Bg, Bg: ground.Bg}
		wide := 4
		if d.cell.Height >= 4 {
			wide = 6
		}
		d.put(x+1-wide/2, y-1, strings.Repeat("▄", wide), edge)
		d.put(x+1-wide/2, y+1, strings.Repeat("▀", wide), edge)
		d.put(x+1-wide/2, y, strings.Repeat(" ", wide), style)
	}
	d.put(x, y, text, style)
}
