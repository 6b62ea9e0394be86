package boardview

import (
	"fmt"
	"strconv"
	"unicode"

	"charm.land/lipgloss/v2"
	uv "github.com/charmbracelet/ultraviolet"
	"github.com/charmbracelet/x/ansi"
)

// drawing is a board that is being drawn.
type drawing struct {
	View
	scene Scene
	marks map[Square]marking
	paper *lipgloss.Canvas
}

// put writes text at a column and line.
func (d *drawing) put(x, y int, text string, style uv.Style) {
	for text != "" {
		cluster, width := ansi.FirstGraphemeCluster(text, ansi.GraphemeWidth)
		if width > 0 {
			d.paper.SetCell(x, y, &uv.Cell{Content: cluster, Width: width, Style: style})
		}
		x, text = x+width, text[len(cluster):]
	}
}

// letterAt returns the letter on a square; a dot where the board has none.
func (d *drawing) letterAt(s Square) rune {
	if s.Row < len(d.scene.Pieces) {
		if line := []rune(d.scene.Pieces[s.Row]); s.Column < len(line) {
			return line[s.Column]
		}
	}
	return '.'
}

// coordinates writes the numbers of ranks and the names of files.
func (d *drawing) coordinates() {
	faint := uv.Style{Attrs: uv.AttrFaint}
	if d.ranks {
		for i := range d.rows {
			s := Square{Row: d.turn(i, d.rows)}
			_, y := d.Middle(s)
			number := d.rows - s.Row
			if d.FromZero {
				number--
			}
			d.put(0, y, fmt.Sprintf("%2d", number), faint)
		}
	}
	if !d.files {
		return
	}
	bottom := d.head() + d.inner().Height
	counted := d.head() > 0
	for j := range d.columns {
		s := Square{Column: d.turn(j, d.columns)}
		x, _ := d.Middle(s)
		letter := string(rune('a' + s.Column))
		switch {
		case !counted:
			d.put(x, bottom, letter, faint)
			continue
		case d.letters:
			d.put(x, bottom+1, letter, faint)
		}
		d.put(x, 0, strconv.Itoa(j+1), faint)
		d.put(x, bottom, strconv.Itoa(d.columns-j), faint)
	}
}

// squares draws a board of squares.
func (d *drawing) squares() {
	for i := range d.rows {
		for j := range d.columns {
			d.square(d.margin()+j*d.cell.Width, d.head()+i*d.cell.Height, Square{d.turn(i, d.rows), d.turn(j, d.columns)})
		}
	}
}

// square draws a square whose upper left corner is there.
func (d *drawing) square(x, y int, s Square) {
	letter, k := d.letterAt(s), d.marks[s]
	light := (s.Row+s.Column)%2 == 0
	style := uv.Style{Attrs: uv.AttrBold}
	p := d.colors
	if p != nil {
		style = d.colour(letter, k.mark, light, style)
	}
	d.ground(x, y, light, style)
	if p != nil && d.picture(x, y, letter, style) {
		d.frame(x, y, k, style)
		return
	}
	if d.cell.Width == 2 {
		d.narrow(x, y, letter, k, style)
		return
	}
	text := d.sign(letter, k)
	mx, my := x+(d.cell.Width-1)/2, y+(d.cell.Height-1)/2
	left, right := k.signs(d.Colors, letter == '.')
	if p != nil {
		left, right = " ", " "
	}
	if text != "" || left != " " {
		if text == "" {
			text = " "
		}
		d.put(mx-1, my, left+text+right, style)
	}
	if p != nil {
		d.frame(x, y, k, style)
	} else if k.rank > 0 {
		d.put(x, y, strconv.Itoa(k.rank), style)
	}
}

// colour gives a square and its piece their colours.
func (d *drawing) colour(letter rune, m mark, light bool, style uv.Style) uv.Style {
	style.Bg, style.Fg = d.colors.square(light, m), d.colors.dot
	switch {
	case unicode.IsUpper(letter):
		style.Fg = d.colors.first
	case unicode.IsLower(letter):
		style.Fg = d.colors.second
	}
	if d.Paint != nil && d.Colors == Full {
		style = d.paint(letter, m, style)
	}
	return style
}

// narrow draws a square of two columns: the piece and a sign, or the rank of a hint.
func (d *drawing) narrow(x, y int, letter rune, k marking, style uv.Style) {
	text := d.sign(letter, k)
	_, right := k.signs(d.Colors, letter == '.')
	if k.rank > 0 && right == " " {
		right = strconv.Itoa(k.rank)
	}
	d.put(x, y, text, style)
	if ansi.StringWidth(text) == 1 && (right != " " || d.colors != nil || letter != '.') {
		d.put(x+1, y, right, style)
	}
}

// paint gives a square the colours of its game, where it is not marked, and a
// piece those of its side. An empty square is a hole.
func (d *drawing) paint(letter rune, m mark, style uv.Style) uv.Style {
	if m == noMark {
		style.Bg = lipgloss.Color(d.Paint.Square)
	}
	switch {
	case unicode.IsUpper(letter):
		style.Fg = lipgloss.Color(d.Paint.Pieces[0])
	case unicode.IsLower(letter):
		style.Fg = lipgloss.Color(d.Paint.Pieces[1])
	case m == noMark:
		style.Fg = lipgloss.Color(d.Paint.Marked)
	}
	return style
}

// frame writes what marks a square beside its colour: the number of a hint in its
// corner, and the cursor at its sides.
func (d *drawing) frame(x, y int, k marking, style uv.Style) {
	if p := d.colors; p != nil {
		style.Fg = p.first
	}
	if k.rank > 0 {
		d.put(x, y, strconv.Itoa(k.rank), style)
	}
	if k.cursor {
		my := y + (d.cell.Height-1)/2
		d.put(x, my, "[", style)
		d.put(x+d.cell.Width-1, my, "]", style)
	}
}

// ground fills a square. Without colours the dark squares are hatched.
func (d *drawing) ground(x, y int, light bool, style uv.Style) {
	fill := " "
	switch {
	case d.Colors != Mono || light:
	case d.ASCII:
		fill = ":"
	default:
		fill = "░"
	}
	if d.Colors == Mono {
		style = uv.Style{Attrs: uv.AttrFaint}
	}
	for dy := range d.cell.Height {
		for dx := range d.cell.Width {
			d.put(x+dx, y+dy, fill, style)
		}
	}
}

// sign is what stands for a letter; "" for an empty square that nothing is to be
// said about.
func (d *drawing) sign(letter rune, k marking) string {
	if letter == '.' {
		switch {
		case k.mark != target:
			return ""
		case d.ASCII:
			return "*"
		}
		return "•"
	}
	glyphs := d.Glyphs
	switch {
	case d.ASCII || d.Pieces == Letters:
		glyphs = d.Look.Letters
	case d.Pieces == Solid && d.Colors != Mono:
		glyphs = d.Filled
	}
	if g, ok := glyphs[letter]; ok {
		return string(g)
	}
	return string(letter)
}
