package boardview

import (
	"image/color"
	"unicode"

	uv "github.com/charmbracelet/ultraviolet"
)

// Size of a cell from which pieces are pictures, and that of pictures in pixels.
// A cell of the terminal is one pixel wide and two high.
const (
	pictureWidth  = 8
	pictureHeight = 8
)

// picture draws the picture of a piece, if it has one and there is room, and
// reports whether it did. The colours are those of the square and of the piece.
func (d *drawing) picture(x, y int, letter rune, style uv.Style) bool {
	if d.Pieces != Auto || d.ASCII || d.cell.Width < pictureWidth || 2*d.cell.Height < pictureHeight {
		return false
	}
	rows, ok := d.Pictures[unicode.ToUpper(letter)]
	if !ok {
		return false
	}
	left := (d.cell.Width - pictureWidth) / 2
	top := (2*d.cell.Height - pictureHeight) / 2
	for line := range d.cell.Height {
		for column := range pictureWidth {
			upper := d.pixel(rows, 2*line-top, column, letter, style)
			lower := d.pixel(rows, 2*line+1-top, column, letter, style)
			switch {
			case upper == lower && upper == style.Bg:
				d.put(x+left+column, y+line, " ", style)
			case upper == lower:
				d.put(x+left+column, y+line, "█", uv.Style{Fg: upper, Bg: style.Bg})
			case upper == style.Bg: // so that a text capture shows the piece, not the square
				d.put(x+left+column, y+line, "▄", uv.Style{Fg: lower, Bg: upper})
			default:
				d.put(x+left+column, y+line, "▀", uv.Style{Fg: upper, Bg: lower})
			}
		}
	}
	return true
}

// pixel returns the colour of a pixel: '#' is the piece, '+' the notch of those
// of Second, all else the square.
func (d *drawing) pixel(rows []string, row, column int, letter rune, style uv.Style) color.Color {
	if row < 0 || row >= len(rows) || column >= len(rows[row]) {
		return style.Bg
	}
	switch rows[row][column] {
	case '#':
		return style.Fg
	case '+':
		if unicode.IsLower(letter) {
			return d.colors.notch
		}
		return style.Fg
	}
	return style.Bg
}
