package boardview

import (
	"image/color"
	"maps"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"apprentice/cmd/apprentice/internal/board"
	"apprentice/games"
)

// palette is the colours of a board.
type palette struct {
	light, dark  color.Color             // squares
	marked       map[mark][2]color.Color // the same where they are marked
	first        color.Color             // pieces
	second       color.Color
	notch        color.Color // what tells the pictures of Second from those of First
	dot          color.Color // on empty squares that the chosen piece may go to
	wood, line   color.Color // boards of points
	disc         color.Color
	markedDisc   map[mark]color.Color
	firstOnDisc  color.Color
	secondOnDisc color.Color
}

// pair returns two colours.
func pair(light, dark string) [2]color.Color {
	return [2]color.Color{lipgloss.Color(light), lipgloss.Color(dark)}
}

// fullPalette has squares between black and white, so that both stand out on
// them, also as thin lines. The colours are among the 256 of a terminal, or near
// one, and look alike with more.
var fullPalette = palette{
	light: lipgloss.Color("#b58a5e"), dark: lipgloss.Color("#87602f"),
	marked: map[mark][2]color.Color{
		lastMove: pair("#d7af00", "#af8700"),
		hinted:   pair("#87afd7", "#5f87af"),
		possible: pair("#af87d7", "#875faf"),
		target:   pair("#87af5f", "#5f875f"),
		inCheck:  pair("#ff5f5f", "#d75f5f"),
		chosen:   pair("#5faf5f", "#008700"),
	},
	first: lipgloss.Color("#ffffff"), second: lipgloss.Color("#000000"),
	notch: lipgloss.Color("#b2b2b2"), dot: lipgloss.Color("#005f00"),
	wood: lipgloss.Color("#d7b47c"), line: lipgloss.Color("#6f4a25"), disc: lipgloss.Color("#f4e3bd"),
	markedDisc: map[mark]color.Color{
		lastMove: lipgloss.Color("#e4d44a"),
		hinted:   lipgloss.Color("#9cc4dc"),
		possible: lipgloss.Color("#d0b4dc"),
		target:   lipgloss.Color("#b5d08a"),
		inCheck:  lipgloss.Color("#ff9a80"),
		chosen:   lipgloss.Color("#8fd07a"),
	},
	firstOnDisc: lipgloss.Color("#b3150c"), secondOnDisc: lipgloss.Color("#000000"),
}

// basicPalette is made of the 16 colours that every terminal has.
var basicPalette = palette{
	light: lipgloss.Yellow, dark: lipgloss.Green,
	marked: map[mark][2]color.Color{
		lastMove: {lipgloss.Cyan, lipgloss.Cyan},
		hinted:   {lipgloss.Blue, lipgloss.Blue},
		possible: {lipgloss.Magenta, lipgloss.Magenta},
		target:   {lipgloss.Magenta, lipgloss.Magenta},
		inCheck:  {lipgloss.Red, lipgloss.Red},
		chosen:   {lipgloss.BrightBlue, lipgloss.BrightBlue},
	},
	first: lipgloss.BrightWhite, second: lipgloss.Black,
	notch: lipgloss.White, dot: lipgloss.Black,
	wood: lipgloss.Yellow, line: lipgloss.Black, disc: lipgloss.BrightWhite,
	markedDisc: map[mark]color.Color{
		lastMove: lipgloss.BrightYellow,
		hinted:   lipgloss.BrightCyan,
		possible: lipgloss.BrightMagenta,
		target:   lipgloss.BrightGreen,
		inCheck:  lipgloss.BrightMagenta,
		chosen:   lipgloss.BrightCyan,
	},
	firstOnDisc: lipgloss.Red, secondOnDisc: lipgloss.Black,
}

// palette returns the colours of the style; nil without any.
func (s Style) palette() *palette {
	switch {
	case s.Colors == Mono:
		return nil
	case s.Paint != nil && s.Colors == Full:
		return fullPalette.painted(s.Paint, lipgloss.Color)
	case s.Paint != nil:
		return basicPalette.painted(s.Paint, func(c string) color.Color { return ansi.Convert16(lipgloss.Color(c)) })
	case s.Colors == Full:
		return &fullPalette
	}
	return &basicPalette
}

// painted returns the palette with the colours of a game in place of those of
// squares, pieces and the last move.
func (p *palette) painted(paint *board.Paint, of func(string) color.Color) *palette {
	c := *p
	c.light, c.dark = of(paint.Square), of(paint.Square)
	c.first, c.second = of(paint.Pieces[games.First]), of(paint.Pieces[games.Second])
	c.dot = of(paint.Hole)
	c.marked = maps.Clone(p.marked)
	c.marked[lastMove] = [2]color.Color{of(paint.Marked), of(paint.Marked)}
	return &c
}

// square returns the colour of a square.
func (p *palette) square(light bool, m mark) color.Color {
	i, plain := 1, p.dark
	if light {
		i, plain = 0, p.light
	}
	if c, ok := p.marked[m]; ok {
		return c[i]
	}
	return plain
}

// under returns the colour of a disc, or of what stands on an empty point.
func (p *palette) under(m mark, empty bool) color.Color {
	if c, ok := p.markedDisc[m]; ok {
		return c
	}
	if empty {
		return p.wood
	}
	return p.disc
}
