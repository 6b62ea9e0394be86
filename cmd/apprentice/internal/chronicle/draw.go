package chronicle

import (
	"io"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval/curve"
)

// Sizes of a chart on a terminal.
const (
	MaxChartWidth  = 100
	maxChartHeight = 20
	minChartHeight = 10
)

// DrawFigure draws the charts of a figure one below the other.
func DrawFigure(t *console.Terminal, f curve.Figure, ascii bool) error {
	if err := f.Check(); err != nil {
		return err
	}
	for _, heading := range []string{f.Title, f.Subtitle} {
		if err := t.Paragraph(heading); err != nil {
			return err
		}
	}
	pen := curve.Terminal{
		Width:  min(t.Width, MaxChartWidth),
		Height: min(max(t.Height/len(f.Charts)-3, minChartHeight), maxChartHeight),
		ASCII:  ascii,
		Color:  t.Colors,
	}
	for i, c := range f.Charts {
		if i > 0 || f.Title != "" {
			if _, err := io.WriteString(t, "\n"); err != nil {
				return err
			}
		}
		if err := pen.WriteChart(t, c); err != nil {
			return err
		}
	}
	return nil
}
