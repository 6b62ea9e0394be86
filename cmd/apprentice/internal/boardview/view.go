// Package boardview draws the board of a game on a full screen: at the largest
// size that fits, cell by cell, with all that is marked on it, and says which
// square a cell of the screen belongs to. How pieces look comes from board.Look;
// the package knows no game.
//
// Package board draws the small boards that are printed between lines of text.
package boardview

import (
	"slices"

	"charm.land/lipgloss/v2"

	"apprentice/cmd/apprentice/internal/board"
	"apprentice/games"
)

// Square is a place on the board: row and column of games.Board, whichever side
// is at the bottom of the screen.
type Square struct{ Row, Column int }

// Hint is a move to show on the board, the best one first.
type Hint struct {
	From, To Square // equal where a piece is put on the board
	Rank     int    // 1 for the best
}

// Scene is what there is to see.
type Scene struct {
	Pieces   games.Board
	Last     []Square // of the last move
	Check    []Square // pieces that are in check
	Targets  []Square // where the chosen piece may go
	Chosen   *Square  // the piece that is about to move; nil: none
	Cursor   *Square  // nil: none
	Hints    []Hint
	Possible []Square // pieces that may be meant by what is typed
}

// Colors is how many colours the terminal has.
type Colors uint8

// Numbers of colours.
const (
	Mono  Colors = iota // none; signs beside the pieces say what is marked
	Basic               // 16
	Full                // 256 or more
)

// Pieces is how pieces are drawn.
type Pieces uint8

// Ways to draw pieces.
const (
	Auto    Pieces = iota // pictures where squares are large, else signs that differ by side
	Solid                 // signs of filled shapes where there are colours
	Outline               // signs that differ by side, at every size
	Letters               // of the notation
)

// Style is how boards look.
type Style struct {
	board.Look
	Colors Colors
	ASCII  bool // nothing but ASCII
	Pieces Pieces
	Flip   bool // Second at the bottom
}

// Size is a number of columns and lines.
type Size struct{ Width, Height int }

// sizes are those of a square, or how far apart the lines of a board of points
// are: twice as many columns as lines, as a cell of a terminal is twice as high
// as it is wide.
var sizes = [...]Size{{2, 1}, {4, 2}, {6, 3}, {8, 4}, {10, 5}}

// View is a board of a certain size. The zero value shows nothing.
type View struct {
	Style
	colors        *palette // nil: none
	rows, columns int
	cell          Size
	ranks         bool // the ranks have their numbers
	files         bool // the files have their letters, or numbers where they are counted
	letters       bool // files that are counted have letters too
}

// Fit returns the largest view of a board of that many rows and columns within
// a width and height, with cells no larger than most, where that is not zero. Of
// what does not fit at the smallest size the upper left corner is drawn.
func Fit(s Style, rows, columns int, room, most Size) View {
	s.Flip = s.Flip && !s.Columns
	v := View{Style: s, colors: s.palette(), rows: rows, columns: columns}
	for _, labelled := range []bool{true, false} {
		v.ranks, v.files = labelled && !s.Columns, labelled
		for _, v.cell = range slices.Backward(sizes[:]) {
			if most.Width > 0 && v.cell.Width > max(most.Width, sizes[0].Width) {
				continue
			}
			for _, v.letters = range []bool{labelled, false} {
				if b := v.Size(); b.Width <= room.Width && b.Height <= room.Height {
					return v
				}
			}
		}
	}
	return v
}

// Cell returns the size of a square.
func (v View) Cell() Size { return v.cell }

// margin is how many columns the numbers of ranks take.
func (v View) margin() int {
	if !v.ranks {
		return 0
	}
	return 3
}

// head is how many lines there are above the board.
func (v View) head() int {
	if v.files && v.Points != nil && v.Points.Counted {
		return 1
	}
	return 0
}

// foot is how many lines there are below the board.
func (v View) foot() int {
	switch {
	case !v.files:
		return 0
	case v.Points != nil && v.Points.Counted && v.letters:
		return 2
	}
	return 1
}

// inner is the size of the board without its coordinates.
func (v View) inner() Size {
	if v.Points == nil {
		return Size{v.columns * v.cell.Width, v.rows * v.cell.Height}
	}
	side := v.side()
	return Size{(v.columns-1)*v.cell.Width + 2 + 2*side, (v.rows-1)*v.cell.Height + 1 + 2*v.overhang()}
}

// side is how many columns a board of points has left of its first line.
func (v View) side() int { return max(1, v.cell.Width/2-1) }

// overhang is how many lines a board of points has above its first line: the
// upper half of a disc.
func (v View) overhang() int {
	if v.disc() {
		return 1
	}
	return 0
}

// Size returns the size of the view, coordinates and all.
func (v View) Size() Size {
	in := v.inner()
	return Size{v.margin() + in.Width, v.head() + in.Height + v.foot()}
}

// Draw returns the lines of the board.
func (v View) Draw(s Scene) string {
	size := v.Size()
	d := &drawing{View: v, scene: s, paper: lipgloss.NewCanvas(size.Width, size.Height), marks: marksOf(s)}
	d.coordinates()
	if v.Points != nil {
		d.points()
	} else {
		d.squares()
	}
	return d.paper.Render()
}

// SquareAt returns the square at a column and line of the view; ok is false
// where there is none. On a board of points it is the nearest crossing.
func (v View) SquareAt(x, y int) (s Square, ok bool) {
	x, y = x-v.margin(), y-v.head()
	in := v.inner()
	if x < 0 || y < 0 || x >= in.Width || y >= in.Height || v.cell.Width == 0 {
		return Square{}, false
	}
	if v.Points != nil { // the nearest one; a piece covers its crossing and the column right of it
		w, h := v.cell.Width, v.cell.Height
		x, y = (2*(x-v.side())-1+w)/2, (2*(y-v.overhang())+h)/2
	}
	row := min(max(y/v.cell.Height, 0), v.rows-1)
	column := min(max(x/v.cell.Width, 0), v.columns-1)
	return Square{v.turn(row, v.rows), v.turn(column, v.columns)}, true
}

// Middle returns the column and line in the middle of a square.
func (v View) Middle(s Square) (x, y int) {
	row, column := v.turn(s.Row, v.rows), v.turn(s.Column, v.columns)
	if v.Points != nil {
		return v.margin() + v.side() + column*v.cell.Width, v.head() + v.overhang() + row*v.cell.Height
	}
	return v.margin() + column*v.cell.Width + (v.cell.Width-1)/2, v.head() + row*v.cell.Height + (v.cell.Height-1)/2
}

// turn returns the index on the board of place i of n on the screen, and the
// other way round.
func (v View) turn(i, n int) int {
	if v.Flip {
		return n - 1 - i
	}
	return i
}
