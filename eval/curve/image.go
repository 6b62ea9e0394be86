package curve

import (
	"bytes"
	"io"

	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
	"gonum.org/v1/plot/vg/vgimg"
	"gonum.org/v1/plot/vg/vgsvg"
)

// Size is the size of a figure. One that is too small for its charts is made
// larger.
type Size struct {
	Width, Height int     // in CSS pixels of 1/96 inch; 0: by the number of charts
	Scale         float64 // pixels of a PNG per CSS pixel; 0: 2, for dense screens and print
}

// Sizes of one chart if a Size leaves them open.
const (
	chartWidth     = 680
	chartHeight    = 400
	minChartWidth  = 360 // below these, names and axes leave no room for lines
	minChartHeight = 240
	headingHeight  = 64
	dotsPerInch    = 96
)

// resolve fills in what s leaves open for the figure.
func (s Size) resolve(f Figure) Size {
	columns, rows := f.layout()
	if s.Width <= 0 {
		s.Width = columns * chartWidth
		if len(f.Charts) == 1 {
			s.Width = chartWidth * 5 / 4
		}
	}
	if s.Height <= 0 {
		s.Height = rows * chartHeight
		if len(f.Charts) == 1 {
			s.Height = chartHeight * 5 / 4
		}
		if f.Title != "" || f.Subtitle != "" {
			s.Height += headingHeight
		}
	}
	s.Width, s.Height = max(s.Width, columns*minChartWidth), max(s.Height, rows*minChartHeight)
	if s.Scale <= 0 {
		s.Scale = 2
	}
	return s
}

// layout returns the numbers of columns and rows of charts.
func (f Figure) layout() (columns, rows int) {
	n := len(f.Charts)
	if n <= 1 {
		return 1, 1
	}
	return 2, (n + 1) / 2
}

// pixels converts CSS pixels into lengths.
func pixels(n float64) vg.Length { return vg.Length(n) * vg.Inch / dotsPerInch }

// WritePNG writes the figure as a PNG image. Letters that its font lacks become
// escapes.
func (f Figure) WritePNG(w io.Writer, size Size) error {
	if err := f.Check(); err != nil {
		return err
	}
	f = f.plain().rewritten(legible())
	size = size.resolve(f)
	canvas := vgimg.NewWith(
		vgimg.UseWH(pixels(float64(size.Width)), pixels(float64(size.Height))),
		vgimg.UseDPI(int(dotsPerInch*size.Scale+0.5)),
		vgimg.UseBackgroundColor(f.Theme.inks().paper),
	)
	f.draw(draw.New(canvas))
	_, err := vgimg.PngCanvas{Canvas: canvas}.WriteTo(w)
	return err
}

// WriteSVG writes the figure as an SVG image whose text is text. Its fonts are
// named, not embedded; the stand-ins named with them have the same widths.
func (f Figure) WriteSVG(w io.Writer, size Size) error {
	if err := f.Check(); err != nil {
		return err
	}
	f = f.plain()
	size = size.resolve(f)
	canvas := vgsvg.New(pixels(float64(size.Width)), pixels(float64(size.Height)))
	f.draw(draw.New(canvas))
	var buf bytes.Buffer
	if _, err := canvas.WriteTo(&buf); err != nil {
		return err
	}
	const family = "font-family:Liberation Sans"
	svg := bytes.ReplaceAll(buf.Bytes(), []byte(family+";"), []byte(family+",Arial,Helvetica,sans-serif;"))
	_, err := w.Write(svg)
	return err
}
