// Package curve draws what a run has learnt: win rates, Elo, losses and their
// uncertainty, as PNG and SVG figures, on a terminal, and as CSV.
//
// It takes plain numbers and knows neither runs nor games; callers assemble their
// measurements into charts. All output is a function of the input alone, byte for
// byte.
package curve

import (
	"errors"
	"fmt"
	"math"
	"slices"
)

// Point is a measurement: Y at X, with the bounds of its confidence interval.
// Bounds that are not numbers, or both equal to Y, draw no band; infinite ones
// reach the edge of the chart. A Y that is not finite leaves a gap.
type Point struct {
	X, Y, Low, High float64
}

// Series is a line of a chart, its points in ascending order of X.
type Series struct {
	Name      string
	Points    []Point
	Reference bool // a line to compare with: thin, grey and without dots; it uses up no colour if it is the last

	// Hue is the number of the colour, from 1, for series that belong together;
	// 0: the place of the series in its chart. Dash distinguishes series of one
	// hue: 0 is a solid line. A chart gives a hue to all of its series or to none.
	Hue, Dash int
}

// color returns the number of the colour of series i, from 0.
func (c Chart) color(i int) int {
	if h := c.Series[i].Hue; h > 0 {
		return h - 1
	}
	return i
}

// dash returns the dash pattern of series i, 0 for a solid line. A colour that is
// used a second time is dashed.
func (c Chart) dash(i int) int {
	if c.Series[i].Hue > 0 {
		return c.Series[i].Dash
	}
	return i / len(palette)
}

// Chart is one pair of axes and what is drawn between them. On a logarithmic
// axis points with X <= 0 are left out.
type Chart struct {
	Title, Subtitle string
	XLabel, YLabel  string
	Series          []Series
	LogX            bool
	WholeX          bool // X counts whole things: a point may stand between two marks, but no mark between two of them
	Percent         bool // Y is a share in [0, 1]: the axis is 0 to 100 %, and values beyond are drawn at its ends
}

// Figure is one to eight charts with a common heading, two in a row.
type Figure struct {
	Title, Subtitle string
	Charts          []Chart
	Theme           Theme
}

// maxCharts bounds the charts of a figure.
const maxCharts = 8

// Check returns an error if the figure cannot be drawn.
func (f Figure) Check() error {
	if len(f.Charts) == 0 {
		return errors.New("curve: a figure without charts")
	}
	if len(f.Charts) > maxCharts {
		return fmt.Errorf("curve: %d charts in a figure; at most %d fit", len(f.Charts), maxCharts)
	}
	for _, c := range f.Charts {
		for _, s := range c.Series {
			for i := 1; i < len(s.Points); i++ {
				if !(s.Points[i-1].X <= s.Points[i].X) {
					return fmt.Errorf("curve: chart %q, series %q: X falls from %g to %g", c.Title, s.Name, s.Points[i-1].X, s.Points[i].X)
				}
			}
		}
	}
	return nil
}

// visible reports whether the point can be drawn on the axes of c.
func (c Chart) visible(p Point) bool {
	return finite(p.X) && finite(p.Y) && (!c.LogX || p.X > 0)
}

// banded reports whether the point has a confidence interval to draw.
func (p Point) banded() bool {
	return !math.IsNaN(p.Low) && !math.IsNaN(p.High) && p.Low <= p.High && (p.Low != p.Y || p.High != p.Y)
}

// withoutIntervals returns the chart without what it would draw as bands.
func (c Chart) withoutIntervals() Chart {
	c.Series = slices.Clone(c.Series)
	for i, s := range c.Series {
		points := slices.Clone(s.Points)
		for j := range points {
			points[j].Low, points[j].High = math.NaN(), math.NaN()
		}
		c.Series[i].Points = points
	}
	return c
}

// runs returns the visible points of s, cut where one in between is missing.
func (c Chart) runs(s Series) [][]Point {
	var runs [][]Point
	open := false
	for _, p := range s.Points {
		switch {
		case !c.visible(p):
			if finite(p.X) && (!c.LogX || p.X > 0) {
				open = false
			}
			continue
		case !open:
			runs = append(runs, nil)
			open = true
		}
		runs[len(runs)-1] = append(runs[len(runs)-1], p)
	}
	return runs
}

// last returns the last visible point of s.
func (c Chart) last(s Series) (Point, bool) {
	for i := len(s.Points) - 1; i >= 0; i-- {
		if c.visible(s.Points[i]) {
			return s.Points[i], true
		}
	}
	return Point{}, false
}

func finite(x float64) bool { return !math.IsNaN(x) && !math.IsInf(x, 0) }
