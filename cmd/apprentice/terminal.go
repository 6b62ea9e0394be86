package main

import (
	"io"
	"os"
	"strings"

	"github.com/charmbracelet/colorprofile"
	"golang.org/x/term"

	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/curve"
)

// terminal is where output goes: a screen with colours, or a pipe without.
// Styles may always be written to it; what the other end cannot show is left
// out.
type terminal struct {
	io.Writer
	screen        io.Writer // the same without the filter for styles
	profile       colorprofile.Profile
	colors        bool
	interactive   bool // a person sees it, and lines of it can be redrawn
	width, height int
}

// Sizes where the output is no screen.
const (
	plainWidth  = 80
	plainHeight = 24
)

// terminalOf finds out what out can show.
func terminalOf(out io.Writer) *terminal {
	styled := colorprofile.NewWriter(out, os.Environ())
	t := &terminal{
		Writer: styled, screen: out, profile: styled.Profile,
		colors: styled.Profile >= colorprofile.ANSI,
		width:  plainWidth, height: plainHeight,
	}
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		t.interactive = styled.Profile > colorprofile.NoTTY // not on TERM=dumb
		if w, h, err := term.GetSize(int(f.Fd())); err == nil && w > 0 && h > 0 {
			t.width, t.height = w, h
		}
	}
	return t
}

// Sizes of a chart on a terminal.
const (
	maxChartWidth  = 100
	maxChartHeight = 20
	minChartHeight = 10
)

// drawFigure draws the charts of a figure one below the other.
func drawFigure(t *terminal, f curve.Figure, ascii bool) error {
	if err := f.Check(); err != nil {
		return err
	}
	for _, heading := range []string{f.Title, f.Subtitle} {
		if err := t.paragraph(heading); err != nil {
			return err
		}
	}
	pen := curve.Terminal{
		Width:  min(t.width, maxChartWidth),
		Height: min(max(t.height/len(f.Charts)-3, minChartHeight), maxChartHeight),
		ASCII:  ascii,
		Color:  t.colors,
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

// paragraph writes text without styles in lines that fit; nothing for no text.
func (t *terminal) paragraph(text string) error {
	if text == "" {
		return nil
	}
	_, err := io.WriteString(t, strings.Join(wrap(printable.Lines(text), t.width), "\n")+"\n")
	return err
}
