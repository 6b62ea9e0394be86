// Package moveinput turns what a person types, clicks or drags into a legal move
// of any game, completes what is half typed, and says of what is refused why it
// is and what may have been meant.
package moveinput

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/games"
)

// Reader reads the moves of a game in the styles that a person chose.
type Reader struct {
	shown    games.Style // in which moves are shown
	typed    games.Style // in which coordinates are typed
	styles   []games.Style
	fromZero bool // Position.FormatMove counts ranks from 0
}

// New returns a reader of a game's moves.
func New(g games.Game, shown, typed games.Style) *Reader {
	r := &Reader{shown: shown, typed: typed, styles: []games.Style{shown, typed}}
	if styled, ok := g.(games.Styled); ok {
		r.styles = append(r.styles, styled.Styles()...)
		i := slices.IndexFunc(r.styles[2:], func(s games.Style) bool { return s.Name == games.CoordinateStyle })
		r.fromZero = i >= 0 && strings.HasPrefix(r.styles[2+i].Ranks, "0-")
	}
	return r
}

// Shown returns a move as it is shown.
func (r *Reader) Shown(pos games.Position, m games.Move) string { return r.shown.Describe(pos, m) }

// Move is a legal move and what is known of it.
type Move struct {
	Move     games.Move
	Name     string // as it is shown
	From, To boardview.Square
	Drop     bool   // a piece is put on the board: From is To
	Suffix   string // what coordinates say beside the squares: the piece that a pawn becomes
	names    []string
}

// Legal is the legal moves of a position.
type Legal struct {
	reader *Reader
	pos    games.Position // a copy
	moves  []Move
}

// Legal returns the legal moves of a position. It keeps no reference to it.
func (r *Reader) Legal(pos games.Position) *Legal {
	l := &Legal{reader: r, pos: pos.Clone()}
	for _, m := range l.pos.Moves(nil, games.AllMoves) {
		v := Move{Move: m, Name: r.shown.Describe(l.pos, m)}
		v.From, v.To, v.Suffix, v.Drop = r.squares(l.pos, m)
		for _, s := range r.styles {
			if name := s.Describe(l.pos, m); !slices.Contains(v.names, name) {
				v.names = append(v.names, name)
			}
		}
		if name := l.pos.FormatMove(m); !slices.Contains(v.names, name) {
			v.names = append(v.names, name)
		}
		l.moves = append(l.moves, v)
	}
	return l
}

// coordinates is a move as engine protocols write it: one square, or two.
var coordinates = regexp.MustCompile(`^([a-z])([0-9]+)(?:([a-z])([0-9]+))?(.*)$`)

// squares returns where a move begins and ends.
func (r *Reader) squares(pos games.Position, m games.Move) (from, to boardview.Square, suffix string, drop bool) {
	parts := coordinates.FindStringSubmatch(pos.FormatMove(m))
	rows := len(pos.Board())
	if parts == nil { // a column alone: the piece falls to where the board changes
		s := change(pos, m)
		return s, s, "", true
	}
	from = r.square(parts[1], parts[2], rows)
	if parts[3] == "" {
		return from, from, parts[5], true
	}
	return from, r.square(parts[3], parts[4], rows), parts[5], false
}

// change returns the first square on which a move changes the board.
func change(pos games.Position, m games.Move) boardview.Square {
	before := pos.Board()
	pos.Make(m, nil)
	after := pos.Board()
	pos.Unmake()
	for row := range before {
		old, now := []rune(before[row]), []rune(after[row])
		for column := range old {
			if old[column] != now[column] {
				return boardview.Square{Row: row, Column: column}
			}
		}
	}
	return boardview.Square{}
}

// square returns the square of a file and a rank.
func (r *Reader) square(file, rank string, rows int) boardview.Square {
	n, _ := strconv.Atoi(rank) // digits
	if !r.fromZero {
		n--
	}
	return boardview.Square{Row: rows - 1 - n, Column: int(file[0] - 'a')}
}

// Squares returns where a legal move of a position begins and ends: the same
// square where a piece is put on the board.
func (r *Reader) Squares(pos games.Position, m games.Move) (from, to boardview.Square) {
	from, to, _, _ = r.squares(pos, m)
	return from, to
}

// All returns the legal moves. The slice is not to be changed.
func (l *Legal) All() []Move { return l.moves }

// Into returns the moves that put a piece into the column of a square, in games
// whose moves name a column.
func (l *Legal) Into(s boardview.Square) []Move {
	return l.where(func(m Move) bool { return m.Drop && m.To.Column == s.Column })
}

// From returns the moves of the piece on a square.
func (l *Legal) From(s boardview.Square) []Move {
	return l.where(func(m Move) bool { return !m.Drop && m.From == s })
}

// Between returns the moves from one square to another; with equal squares those
// that put a piece there. There are several where a pawn becomes a piece.
func (l *Legal) Between(from, to boardview.Square) []Move {
	return l.where(func(m Move) bool { return m.From == from && m.To == to })
}

func (l *Legal) where(f func(Move) bool) []Move {
	var found []Move
	for _, m := range l.moves {
		if f(m) {
			found = append(found, m)
		}
	}
	return found
}
