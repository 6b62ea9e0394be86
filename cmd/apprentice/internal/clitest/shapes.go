package clitest

import (
	"bytes"
	"fmt"
	"strings"
)

// Arms of box-drawing characters.
const (
	up = 1 << iota
	right
	down
	left
)

// arms says which way the lines of a character go.
var arms = map[rune]int{
	'─': left | right, '│': up | down, '┌': right | down, '┐': left | down, '└': up | right, '┘': up | left,
	'├': up | right | down, '┤': up | left | down, '┬': left | right | down, '┴': left | right | up, '┼': up | right | down | left,
	'╭': right | down, '╮': left | down, '╰': up | right, '╯': up | left, '═': left | right,
}

// isShape reports whether a character is drawn as a shape.
func isShape(content string) bool {
	r := []rune(content)
	return len(r) == 1 && shape(new(bytes.Buffer), r[0], 0, 0, look{})
}

// shape draws a character that has to join with its neighbours, and reports
// whether it is one. x and y are its upper left corner.
func shape(b *bytes.Buffer, r rune, x, y int, l look) bool {
	const w, h = cellWidth, cellHeight
	opacity := 1.0
	if l.faint {
		opacity = 0.6
	}
	block := func(dx, dy, width, height int) { rect(b, x+dx, y+dy, width, height, l.fg, opacity) }
	switch {
	case r == '█':
		block(0, 0, w, h)
	case r == '▀':
		block(0, 0, w, h/2)
	case r >= '▁' && r <= '▇': // eighths from below
		n := int(r-'▁') + 1
		block(0, h-h*n/8, w, h*n/8)
	case r >= '▉' && r <= '▏': // eighths from the left, the largest first
		block(0, 0, w*(8-int(r-'█'))/8, h)
	case r >= '░' && r <= '▓':
		rect(b, x, y, w, h, l.fg, opacity*[]float64{0.2, 0.45, 0.7}[r-'░'])
	case r == '╱', r == '╲':
		from, to := y+h, y
		if r == '╲' {
			from, to = y, y+h
		}
		line(b, fmt.Sprintf("M%d %dL%d %d", x, from, x+w, to), l.fg, opacity)
	case r >= '⠀' && r <= '⣿':
		braille(b, int(r-'⠀'), x, y, l.fg, opacity)
	case arms[r] != 0:
		line(b, armPath(arms[r], x, y), l.fg, opacity)
	default:
		return false
	}
	return true
}

// line draws lines.
func line(b *bytes.Buffer, path, stroke string, opacity float64) {
	fmt.Fprintf(b, `<path d="%s" stroke="%s" stroke-width="1.4" fill="none" opacity="%.2g"/>`+"\n", path, stroke, opacity)
}

// armPath returns lines from the middle of a cell to its edges.
func armPath(which, x, y int) string {
	var path strings.Builder
	cx, cy := float64(x)+cellWidth/2.0, float64(y)+cellHeight/2.0
	for _, a := range []struct {
		arm int
		end [2]float64
	}{
		{up, [2]float64{cx, float64(y)}}, {right, [2]float64{float64(x + cellWidth), cy}}, {down, [2]float64{cx, float64(y + cellHeight)}}, {left, [2]float64{float64(x), cy}},
	} {
		if which&a.arm != 0 {
			fmt.Fprintf(&path, "M%g %gL%g %g", cx, cy, a.end[0], a.end[1])
		}
	}
	return path.String()
}

// brailleDots are the columns and rows of the eight dots, by their bits.
var brailleDots = [8][2]int{{0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1}, {1, 2}, {0, 3}, {1, 3}}

// braille draws the dots of a pattern.
func braille(b *bytes.Buffer, pattern, x, y int, fill string, opacity float64) {
	for bit, at := range brailleDots {
		if pattern&(1<<bit) != 0 {
			fmt.Fprintf(b, `<circle cx="%g" cy="%g" r="1.3" fill="%s" opacity="%.2g"/>`+"\n",
				float64(x)+cellWidth*(0.25+0.5*float64(at[0])), float64(y)+cellHeight*(0.125+0.25*float64(at[1])), fill, opacity)
		}
	}
}
