package curve

import (
	"image/color"
	"math"

	stdfont "golang.org/x/image/font"
	"gonum.org/v1/plot"
	"gonum.org/v1/plot/font"
	"gonum.org/v1/plot/text"
	"gonum.org/v1/plot/vg"
	"gonum.org/v1/plot/vg/draw"
)

// Sizes of type, in points.
const (
	headingSize  = 16
	titleSize    = 12.5
	subtitleSize = 9.5
	labelSize    = 9.5
)

// letters returns a text style.
func letters(size float64, weight stdfont.Weight, c color.Color) text.Style {
	return text.Style{
		Color:   c,
		Font:    font.Font{Typeface: "Liberation", Variant: "Sans", Weight: weight, Size: font.Length(size)},
		Handler: plot.DefaultTextHandler,
		YAlign:  draw.YTop,
	}
}

// draw draws the figure on all of c.
func (f Figure) draw(c draw.Canvas) {
	look := f.Theme.inks()
	c.SetColor(look.paper)
	c.Fill(c.Rectangle.Path())
	c = draw.Crop(c, pixels(16), -pixels(16), pixels(12), -pixels(14))
	c = drawText(c, letters(headingSize, stdfont.WeightBold, look.ink), 26, f.Title)
	c = drawText(c, letters(subtitleSize, stdfont.WeightNormal, look.quiet), 18, f.Subtitle)
	if f.Title != "" || f.Subtitle != "" {
		c = draw.Crop(c, 0, 0, 0, -pixels(14))
	}
	columns, rows := f.layout()
	tiles := draw.Tiles{Cols: columns, Rows: rows, PadX: pixels(28), PadY: pixels(22)}
	for i, chart := range f.Charts {
		chart.draw(tiles.At(c, i%columns, i/columns), f.Theme)
	}
}

// draw draws the chart on all of c.
func (ch Chart) draw(c draw.Canvas, theme Theme) {
	look := theme.inks()
	c = drawText(c, letters(titleSize, stdfont.WeightBold, look.ink), 20, ch.Title)
	c = drawText(c, letters(subtitleSize, stdfont.WeightNormal, look.quiet), 16, ch.Subtitle)
	c = draw.Crop(c, 0, 0, 0, -pixels(8))

	x, y := ch.axes()
	p := ch.plot(x, y, theme)
	right := min(ch.labelWidth(), (c.Max.X-c.Min.X)/2)
	c = draw.Crop(c, 0, -right, 0, 0)
	p.Draw(c)
	ch.drawNames(p.DataCanvas(c), y, theme, right-pixels(namePadding))
}

// plot returns the axes and the lines without titles and names.
func (ch Chart) plot(x, y axis, theme Theme) *plot.Plot {
	look := theme.inks()
	p := plot.New()
	p.BackgroundColor = nil
	label := letters(labelSize, stdfont.WeightNormal, look.quiet)
	for _, a := range []struct {
		axis   *plot.Axis
		scale  axis
		text   string
		ticks  int
		xAlign text.XAlignment
		yAlign text.YAlignment
	}{
		{&p.X, x, ch.XLabel, 7, draw.XCenter, draw.YTop},
		{&p.Y, y, ch.YLabel, 6, draw.XRight, draw.YCenter},
	} {
		a.axis.Min, a.axis.Max = a.scale.min, a.scale.max
		a.axis.Scale = a.scale
		a.axis.Padding = 0
		a.axis.LineStyle = draw.LineStyle{Color: look.axis, Width: vg.Points(0.75)}
		a.axis.Tick.LineStyle = a.axis.LineStyle
		a.axis.Tick.Length = vg.Points(4)
		a.axis.Tick.Label = label
		a.axis.Tick.Label.XAlign, a.axis.Tick.Label.YAlign = a.xAlign, a.yAlign
		a.axis.Tick.Marker = marks(a.scale.ticks(a.ticks))
		a.axis.Label.Text = a.text
		a.axis.Label.TextStyle = label
		a.axis.Label.TextStyle.XAlign, a.axis.Label.TextStyle.YAlign = draw.XCenter, draw.YBottom
		a.axis.Label.Padding = vg.Points(5)
	}
	p.Y.LineStyle.Width = 0 // the grid is enough
	p.Y.Tick.LineStyle.Width = 0
	p.Add(grid{marks(y.ticks(6)), look.grid}, lines{ch, theme})
	return p
}

// marks is a plot.Ticker of given marks.
type marks []tick

// Ticks returns the marks for any range.
func (m marks) Ticks(_, _ float64) []plot.Tick {
	ticks := make([]plot.Tick, len(m))
	for i, t := range m {
		ticks[i] = plot.Tick{Value: t.at, Label: t.label}
	}
	return ticks
}

// grid is a plot.Plotter of horizontal lines at the marks of the Y axis.
type grid struct {
	marks
	ink color.Color
}

// Plot draws the lines across c.
func (g grid) Plot(c draw.Canvas, p *plot.Plot) {
	_, y := p.Transforms(&c)
	for _, t := range g.marks {
		if at := y(t.at); t.at >= p.Y.Min && t.at <= p.Y.Max {
			c.StrokeLine2(draw.LineStyle{Color: g.ink, Width: vg.Points(0.75)}, c.Min.X, at, c.Max.X, at)
		}
	}
}

// lines is a plot.Plotter of all series of a chart: bands below, lines above, and a
// dot per point if there is room.
type lines struct {
	chart Chart
	theme Theme
}

// Plot draws the series on c.
func (l lines) Plot(c draw.Canvas, p *plot.Plot) {
	x, y := p.Transforms(&c)
	at := func(px, py float64) vg.Point {
		return vg.Point{X: x(px), Y: y(min(max(py, p.Y.Min), p.Y.Max))}
	}
	for i, s := range l.chart.Series {
		for _, run := range l.chart.runs(s) {
			l.band(c, l.theme.series(l.chart.color(i)), run, at)
		}
	}
	const maxDots = 60
	for i, s := range l.chart.Series {
		style := draw.LineStyle{Color: l.theme.series(l.chart.color(i)), Width: vg.Points(1.6), Dashes: dashes(l.chart.dash(i))}
		if s.Reference {
			style = draw.LineStyle{Color: l.theme.inks().quiet, Width: vg.Points(0.9), Dashes: []vg.Length{vg.Points(4), vg.Points(3)}}
		}
		for _, run := range l.chart.runs(s) {
			points := make([]vg.Point, len(run))
			for j, q := range run {
				points[j] = at(q.X, q.Y)
			}
			if len(points) > 1 {
				c.StrokeLines(style, points)
			}
			if len(s.Points) <= maxDots && !s.Reference {
				dot := draw.GlyphStyle{Color: l.theme.series(l.chart.color(i)), Radius: vg.Points(2.1), Shape: draw.CircleGlyph{}}
				for _, q := range points {
					c.DrawGlyphNoClip(dot, q)
				}
			}
		}
	}
}

// dashes returns the pattern of a line, nil for a solid one.
func dashes(n int) []vg.Length {
	patterns := [][]float64{nil, {5, 3}, {1.5, 2.5}, {7, 2.5, 1.5, 2.5}}
	var lengths []vg.Length
	for _, points := range patterns[n%len(patterns)] {
		lengths = append(lengths, vg.Points(points))
	}
	return lengths
}

// band fills the confidence intervals of neighbouring points; a single point gets
// a bar.
func (l lines) band(c draw.Canvas, col color.NRGBA, run []Point, at func(x, y float64) vg.Point) {
	col.A = l.theme.inks().band
	flush := func(part []Point) {
		switch len(part) {
		case 0:
		case 1:
			bar := col
			bar.A = 0xa0
			q := part[0]
			low, high := at(q.X, q.Low), at(q.X, q.High)
			c.StrokeLine2(draw.LineStyle{Color: bar, Width: vg.Points(1.2)}, low.X, low.Y, high.X, high.Y)
		default:
			outline := make([]vg.Point, 0, 2*len(part))
			for _, q := range part {
				outline = append(outline, at(q.X, q.High))
			}
			for i := len(part) - 1; i >= 0; i-- {
				outline = append(outline, at(part[i].X, part[i].Low))
			}
			c.FillPolygon(col, outline)
		}
	}
	begin := 0
	for i, q := range run {
		if !q.banded() {
			flush(run[begin:i])
			begin = i + 1
		}
	}
	flush(run[begin:])
}

// nameStyle is the style of the name of series i next to its line.
func nameStyle(i int, theme Theme) text.Style {
	style := letters(labelSize, stdfont.WeightBold, theme.text(i))
	style.YAlign = draw.YCenter
	return style
}

// namePadding is the space between the end of the X axis and the names.
const namePadding = 8

// labelWidth is the room that the names of the series need on the right.
func (ch Chart) labelWidth() vg.Length {
	width := vg.Length(0)
	for i, s := range ch.Series {
		if _, ok := ch.last(s); ok {
			style := nameStyle(i, Light)
			width = max(width, style.Width(s.Name)+pixels(namePadding+4))
		}
	}
	return max(width, pixels(10))
}

// drawNames writes the name of each series at the height where its line ends, with
// a thin leader to the line's end. Names that would overlap are moved apart. room
// is the width that a name may take.
func (ch Chart) drawNames(c draw.Canvas, y axis, theme Theme, room vg.Length) {
	x, _ := ch.axes()
	var names []placed
	for i, s := range ch.Series {
		if p, ok := ch.last(s); ok && s.Name != "" {
			at := min(max(y.position(p.Y), 0), 1)
			names = append(names, placed{i, float64(c.Y(at)), float64(c.Y(at)), x.position(p.X)})
		}
	}
	spread(names, labelSize*1.25, float64(c.Min.Y), float64(c.Max.Y))
	left := c.Max.X + pixels(namePadding)
	for _, n := range names {
		if math.Abs(n.at-n.want) > 2 || n.end < 0.9 {
			leader := theme.series(ch.color(n.series))
			leader.A = 0x80
			c.StrokeLine2(draw.LineStyle{Color: leader, Width: vg.Points(0.6), Dashes: []vg.Length{vg.Points(1.5), vg.Points(2)}},
				c.X(n.end)+vg.Points(3), vg.Length(n.want), left-vg.Points(2), vg.Length(n.at))
		}
		style := nameStyle(ch.color(n.series), theme)
		if ch.Series[n.series].Reference {
			style.Color = theme.inks().quiet
		}
		c.FillText(style, vg.Point{X: left, Y: vg.Length(n.at)}, fit(style, ch.Series[n.series].Name, room))
	}
}
