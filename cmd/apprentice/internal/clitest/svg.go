package clitest

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/color"
	"strings"

	uv "github.com/charmbracelet/ultraviolet"
)

// Size of a cell and of the edge of a picture, in pixels.
const (
	cellWidth  = 9
	cellHeight = 18
	baseline   = 14
	edge       = 12
)

// Colours of a terminal that has none of its own.
const (
	paper = "#16181d"
	ink   = "#d6d8dc"
)

// Cells is a screen of a terminal.
type Cells interface {
	CellAt(x, y int) *uv.Cell
	Width() int
	Height() int
}

// SVG draws a screen. Blocks, lines and dots are shapes, so that they join as they
// do in a terminal; all else is text, each character in its own cell.
func SVG(screen Cells) []byte {
	var b bytes.Buffer
	width, height := screen.Width()*cellWidth+2*edge, screen.Height()*cellHeight+2*edge
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%[1]d" height="%d" font-family="'DejaVu Sans Mono',Menlo,Consolas,'Noto Sans Mono CJK SC',monospace" font-size="15" text-rendering="geometricPrecision">`+"\n", width, height)
	fmt.Fprintf(&b, `<rect width="%d" height="%d" rx="8" fill="%s"/>`+"\n", width, height, paper)
	fmt.Fprintf(&b, `<g transform="translate(%d %[1]d)">`+"\n", edge)
	for y := range screen.Height() {
		grounds(&b, screen, y)
		for x := 0; x < screen.Width(); {
			x += drawCell(&b, screen, x, y)
		}
	}
	b.WriteString("</g>\n</svg>\n")
	return b.Bytes()
}

// look is how a cell is drawn.
type look struct {
	fg, bg      string // bg "" for that of the paper
	bold, faint bool
}

// lookOf returns how a cell is drawn.
func lookOf(s uv.Style) look {
	l := look{fg: hex(s.Fg, ink), bg: hex(s.Bg, ""), bold: s.Attrs&uv.AttrBold != 0, faint: s.Attrs&uv.AttrFaint != 0}
	if s.Attrs&uv.AttrReverse != 0 {
		l.bg = l.fg
		l.fg = hex(s.Bg, paper)
	}
	return l
}

// hex writes a colour; otherwise for none.
func hex(c color.Color, otherwise string) string {
	if c == nil {
		return otherwise
	}
	r, g, b, _ := c.RGBA()
	return fmt.Sprintf("#%02x%02x%02x", r>>8, g>>8, b>>8)
}

// grounds draws the backgrounds of a line, equal ones together.
func grounds(b *bytes.Buffer, screen Cells, y int) {
	at := func(x int) string {
		c := screen.CellAt(x, y)
		if before := screen.CellAt(x-1, y); before != nil && before.Width == 2 {
			c = before // whose right half this is
		}
		if c == nil {
			return ""
		}
		return lookOf(c.Style).bg
	}
	for x := 0; x < screen.Width(); {
		end := x + 1
		for end < screen.Width() && at(end) == at(x) {
			end++
		}
		if bg := at(x); bg != "" {
			rect(b, x*cellWidth, y*cellHeight, (end-x)*cellWidth, cellHeight, bg, 1)
		}
		x = end
	}
}

// rect draws a rectangle.
func rect(b *bytes.Buffer, x, y, width, height int, fill string, opacity float64) {
	fmt.Fprintf(b, `<rect x="%d" y="%d" width="%d" height="%d" fill="%s"`, x, y, width, height, fill)
	if opacity < 1 {
		fmt.Fprintf(b, ` opacity="%.2g"`, opacity)
	}
	b.WriteString("/>\n")
}

// drawCell draws what is at a place, with the text that goes on from there in the
// same manner. It returns how many cells that is.
func drawCell(b *bytes.Buffer, screen Cells, x, y int) int {
	c := screen.CellAt(x, y)
	if c == nil || strings.TrimSpace(c.Content) == "" {
		return 1
	}
	l := lookOf(c.Style)
	if r := []rune(c.Content); len(r) == 1 && shape(b, r[0], x*cellWidth, y*cellHeight, l) {
		return 1
	}
	var text bytes.Buffer
	var places []string
	cells := 0
	for x+cells < screen.Width() {
		c := screen.CellAt(x+cells, y)
		if c == nil || strings.TrimSpace(c.Content) == "" || lookOf(c.Style) != l || isShape(c.Content) {
			break
		}
		_ = xml.EscapeText(&text, []byte(c.Content)) // into memory
		for range []rune(c.Content) {
			places = append(places, fmt.Sprint((x+cells)*cellWidth))
		}
		cells += max(c.Width, 1)
	}
	fmt.Fprintf(b, `<text x="%s" y="%d" fill="%s"`, strings.Join(places, " "), y*cellHeight+baseline, l.fg)
	if l.bold {
		b.WriteString(` font-weight="bold"`)
	}
	if l.faint {
		b.WriteString(` opacity="0.6"`)
	}
	fmt.Fprintf(b, ">%s</text>\n", text.String())
	return max(cells, 1)
}
