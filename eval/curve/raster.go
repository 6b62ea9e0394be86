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
	shade         []bool // each character has nothing but a band
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
	g.shade = make([]bool, columns*rows)
	return g
}

// set draws a dot of a series; dots beyond the grid are dropped.
func (g *raster) set(series, x, y int) {
	column, row := x/g.dotsX, y/g.dotsY
	if x < 0 || y < 0 || column >= g.columns || row >= g.rows {
		return
	}
	cell := row*g.columns + column
	if g.shade[cell] { // a line takes the place of a band
		g.dots[cell], g.shade[cell] = 0, false
	}
	g.dots[cell] |= brailleBits[x%g.dotsX][y%g.dotsY]
	g.series[cell] = series
}

// tint draws a dot of the band of a series where there is no line, and no other
// band.
func (g *raster) tint(series, x, y int) {
	column, row := x/g.dotsX, y/g.dotsY
	if x < 0 || y < 0 || column >= g.columns || row >= g.rows {
		return
	}
	cell := row*g.columns + column
	if g.dots[cell] != 0 && (!g.shade[cell] || g.series[cell] != series) {
		return
	}
	g.dots[cell] |= brailleBits[x%g.dotsX][y%g.dotsY]
	g.series[cell], g.shade[cell] = series, true
}

// band tints every fourth dot between the ends of the intervals of the points.
func (g *raster) band(series int, points []Point, x, y axis) {
	width, height := float64(g.columns*g.dotsX), float64(g.rows*g.dotsY)
	level := func(v float64) float64 { return (1 - min(max(y.position(v), 0), 1)) * (height - 1) }
	for i, p := range points[:len(points)-1] {
		q := points[i+1]
		if !p.banded() || !q.banded() {
			continue
		}
		from, to := min(x.position(p.X)*width, width-1), min(x.position(q.X)*width, width-1)
		for column := int(math.Ceil(from)); column <= int(to); column++ {
			f := 0.0
			if to > from {
				f = (float64(column) - from) / (to - from)
			}
			top := level(p.High + f*(q.High-p.High))
			bottom := level(p.Low + f*(q.Low-p.Low))
			for row := int(top + 0.5); row <= int(bottom+0.5); row++ {
				if (column+2*row)%4 == 0 {
					g.tint(series, column, row)
				}
			}
		}
	}
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
		if g.ascii && g.shade[cell] {
			run.WriteByte('.')
		} else if g.ascii {
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
