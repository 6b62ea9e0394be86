package curve

import (
	"math"
	"strings"
)

// raster is a grid of characters made of dots: 2 by 4 dots in a braille character,
// one in an ASCII character.
type raster struct {
	columns, rows int
	dotsX, dotsY  int    // in a character
	dots          []byte // of each character, bits as braille numbers them
	series        []int  // that last drew in each character
	ascii         bool
}

// brailleBits are the bits of a braille character by column and row of its
// dots (Unicode 15, chapter 21.1).
var brailleBits = [2][4]byte{{0x01, 0x02, 0x04, 0x40}, {0x08, 0x10, 0x20, 0x80}}

func newRaster(columns, rows int, ascii bool) *raster {
	g := &raster{columns: columns, rows: rows, dotsX: 2, dotsY: 4, ascii: ascii}
	if ascii {
		g.dotsX, g.dotsY = 1, 1
	}
	g.dots = make([]byte, columns*rows)
	g.series = make([]int, columns*rows)
	return g
}

// set draws a dot of a series; dots beyond the grid are dropped.
func (g *raster) set(series, x, y int) {
	column, row := x/g.dotsX, y/g.dotsY
	if x < 0 || y < 0 || column >= g.columns || row >= g.rows {
		return
	}
	cell := row*g.columns + column
	g.dots[cell] |= brailleBits[x%g.dotsX][y%g.dotsY]
	g.series[cell] = series
}

// polyline draws straight lines between the points, as they look on the axes.
func (g *raster) polyline(series int, points []Point, x, y axis) {
	width, height := float64(g.columns*g.dotsX), float64(g.rows*g.dotsY)
	place := func(p Point) (px, py float64) {
		px = x.position(p.X) * width
		py = (1 - min(max(y.position(p.Y), 0), 1)) * height
		return min(px, width-1), min(py, height-1)
	}
	x0, y0 := place(points[0])
	g.set(series, int(x0), int(y0))
	for _, p := range points[1:] {
		x1, y1 := place(p)
		steps := max(int(math.Ceil(max(math.Abs(x1-x0), math.Abs(y1-y0)))), 1)
		for i := range steps + 1 {
			f := float64(i) / float64(steps)
			g.set(series, int(x0+f*(x1-x0)), int(y0+f*(y1-y0)))
		}
		x0, y0 = x1, y1
	}
}

// row returns a row of characters; adjacent ones of a series are coloured together.
func (g *raster) row(row int, paint func(series int, text string) string) string {
	var b, run strings.Builder
	owner := -1
	flush := func() {
		if run.Len() > 0 {
			b.WriteString(paint(owner, run.String()))
			run.Reset()
		}
	}
	for cell := row * g.columns; cell < (row+1)*g.columns; cell++ {
		if g.dots[cell] == 0 {
			flush()
			b.WriteByte(' ')
			continue
		}
		if s := g.series[cell]; s != owner {
			flush()
			owner = s
		}
		if g.ascii {
			run.WriteByte(letter(owner))
		} else {
			run.WriteRune(0x2800 + rune(g.dots[cell]))
		}
	}
	flush()
	return b.String()
}

// letter is the character that draws a series in ASCII.
func letter(series int) byte { return "*o+x#%@"[series%7] }
