// Package board draws positions for people in a terminal.
package board

import (
	"fmt"
	"image/color"
	"strings"
	"unicode"

	"charm.land/lipgloss/v2"

	"apprentice/games"
)

// Look is how the pieces and sides of a game are shown.
type Look struct {
	Sides     [2]string     // what people call the sides: "White", "Black"
	Glyphs    map[rune]rune // for letters of games.Board, of both cases; others stand for themselves
	Filled    map[rune]rune // the same for a board with colours, on which the colour tells the side
	Letters   map[rune]rune // the same for Pen.ASCII: the letters of the notation, where Board has others
	Checkered bool          // squares have two colours
	FromZero  bool          // ranks are counted from 0
	Columns   bool          // moves name a column: no ranks are drawn, and the board is never turned round
	Paint     *Paint        // colours of its own; nil: brown squares, white and black pieces
	Points    *Points       // pieces stand on the crossings of lines; nil: on squares
	King      rune          // the letter of First's piece that can be in check; 0: there is none

	// Pictures are pieces on large squares, by the letter of First, and what an
	// empty square looks like, by '.': rows of eight pixels, which package
	// boardview explains.
	Pictures map[rune][]string
}

// Paint is the colours of a board of squares that are all alike, each as "#rrggbb".
// Pieces must stand out on both kinds of squares, also where the nearest of sixteen
// colours is shown.
type Paint struct {
	Square, Marked string    // squares, and those that the last move changed
	Hole           string    // what Look.Pictures draws on an empty square
	Pieces         [2]string // of First and of Second
}

// Pen draws boards.
type Pen struct {
	Look
	Color bool // ANSI colours; without them last moves stand between brackets
	ASCII bool // letters instead of glyphs
	Flip  bool // Second at the bottom
	Tall  bool // there is room for two lines a rank; for boards of points
}

// Colours of squares and pieces: between black and white, so that both stand
// out on them.
var (
	lightSquare  = lipgloss.Color("#c09a70")
	darkSquare   = lipgloss.Color("#8f6645")
	markedLight  = lipgloss.Color("#b9ae4c")
	markedDark   = lipgloss.Color("#8c8430")
	firstPieces  = lipgloss.Color("#ffffff")
	secondPieces = lipgloss.Color("#000000")
)

// Draw returns the board with coordinates, in lines without a newline behind
// the last. Squares on which it differs from before, which may be nil, are
// marked.
func (p Pen) Draw(b, before games.Board) string {
	if p.Points != nil {
		return p.drawPoints(b, before)
	}
	var out strings.Builder
	top := len(b)
	if p.FromZero {
		top--
	}
	for i := range b {
		row := p.turn(i, len(b))
		line := "    "
		if !p.Columns {
			line = fmt.Sprintf("%3d ", top-row)
		}
		squares := []rune(b[row])
		for j := range squares {
			column := p.turn(j, len(squares))
			line += p.cell(squares[column], row, column, changed(b, before, row, column))
		}
		out.WriteString(strings.TrimRight(line, " ") + "\n")
	}
	letters := "    "
	for j, width := 0, len([]rune(b[0])); j < width; j++ {
		letters += fmt.Sprintf(" %c ", 'a'+p.turn(j, width))
	}
	return out.String() + strings.TrimRight(letters, " ")
}

// turn returns the index that stands at place i of n.
func (p Pen) turn(i, n int) int {
	if p.Flip && !p.Columns {
		return n - 1 - i
	}
	return i
}

// changed reports whether a square is not what it was.
func changed(b, before games.Board, row, column int) bool {
	return before != nil && []rune(b[row])[column] != []rune(before[row])[column]
}

// cell draws one square, three characters wide.
func (p Pen) cell(letter rune, row, column int, marked bool) string {
	text := string(p.symbol(letter))
	if !p.Color {
		if marked {
			return "[" + text + "]"
		}
		return " " + text + " "
	}
	style := lipgloss.NewStyle().Background(p.square(row, column, marked)).Bold(true)
	switch {
	case unicode.IsUpper(letter):
		style = style.Foreground(p.ink(games.First))
	case unicode.IsLower(letter):
		style = style.Foreground(p.ink(games.Second))
	}
	return style.Render(" " + text + " ")
}

// symbol is what stands for a letter.
func (p Pen) symbol(letter rune) rune {
	if letter == '.' {
		if p.Color {
			return ' '
		}
		return '.'
	}
	glyphs := p.Glyphs
	if p.Color {
		glyphs = p.Filled
	}
	if p.ASCII {
		glyphs = p.Letters
	}
	if g, ok := glyphs[letter]; ok {
		return g
	}
	return letter
}

// ink is the colour of the pieces of a side.
func (p Pen) ink(side games.Side) color.Color {
	if p.Paint != nil {
		return lipgloss.Color(p.Paint.Pieces[side])
	}
	return [2]color.Color{firstPieces, secondPieces}[side]
}

// square is the colour of a square.
func (p Pen) square(row, column int, marked bool) color.Color {
	switch {
	case p.Paint != nil && marked:
		return lipgloss.Color(p.Paint.Marked)
	case p.Paint != nil:
		return lipgloss.Color(p.Paint.Square)
	}
	light := (row+column)%2 == 0 || !p.Checkered
	switch {
	case marked && light:
		return markedLight
	case marked:
		return markedDark
	case light:
		return lightSquare
	}
	return darkSquare
}
