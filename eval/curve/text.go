package curve

import (
	"strings"

	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// ellipsis stands for the end of a name that has no room.
const ellipsis = "…"

// drawText writes text at the top of c, in lines of the given height, and returns
// the rest of c.
func drawText(c draw.Canvas, style text.Style, height float64, s string) draw.Canvas {
	wide := func(s string) bool { return style.Width(s) > c.Max.X-c.Min.X }
	for _, line := range wrap(s, wide) {
		c.FillText(style, vg.Point{X: c.Min.X, Y: c.Max.Y}, fit(style, line, c.Max.X-c.Min.X))
		c = draw.Crop(c, 0, 0, 0, -pixels(height))
	}
	return c
}

// wrap breaks text at blanks into lines that are not too wide. A word that is too
// wide gets a line of its own. Text without words has no lines.
func wrap(s string, wide func(string) bool) []string {
	var lines []string
	for word := range strings.FieldsSeq(s) {
		if n := len(lines); n > 0 && !wide(lines[n-1]+" "+word) {
			lines[n-1] += " " + word
			continue
		}
		lines = append(lines, word)
	}
	return lines
}

// fit returns text, shortened so that it is no wider than room.
func fit(style text.Style, s string, room vg.Length) string {
	if style.Width(s) <= room {
		return s
	}
	letters := []rune(s)
	for len(letters) > 0 && style.Width(string(letters)+ellipsis) > room {
		letters = letters[:len(letters)-1]
	}
	return string(letters) + ellipsis
}
