package suite

import (
	"slices"
	"strings"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games"
)

// Puzzle is a position of a test suite with what the suite says about its
// moves.
type Puzzle struct {
	Line  int // of its file
	ID    string
	FEN   string
	Best  []games.Move       // bm: one of these solves it
	Avoid []games.Move       // am: any other solves it
	Mate  int                // dm, or bm #3: moves to the mate to find; negative if the side to move is mated, 0 for none
	Marks map[games.Move]int // c0, or c8 with c9 or c7: points for moves; nil if there are none
}

// Solved reports whether a choice is what the puzzle asks for. Moves take
// precedence over a mate; if neither is given, a move with the highest mark
// solves it.
func (p *Puzzle) Solved(c eval.Choice) bool {
	switch {
	case slices.Contains(p.Avoid, c.Move):
		return false
	case len(p.Best) > 0:
		return slices.Contains(p.Best, c.Move)
	case p.Mate != 0:
		return p.mates(c)
	case len(p.Avoid) > 0:
		return true
	}
	return p.Marks[c.Move] == p.MostPoints()
}

// mates reports whether the value of a choice is the mate of the puzzle, or a
// quicker one by the same side.
func (p *Puzzle) mates(c eval.Choice) bool {
	moves, ok := search.MateIn(c.Value)
	if !c.HasValue || !ok {
		return false
	}
	if p.Mate > 0 {
		return moves > 0 && moves <= p.Mate
	}
	return c.Value < 0 && moves >= p.Mate
}

// Points returns what a choice earns: the mark of its move or, in a puzzle
// without marks, one point for the solution.
func (p *Puzzle) Points(c eval.Choice) int {
	switch {
	case p.Marks != nil:
		return p.Marks[c.Move]
	case p.Solved(c):
		return 1
	}
	return 0
}

// MostPoints returns what the best move earns.
func (p *Puzzle) MostPoints() int {
	if p.Marks == nil {
		return 1
	}
	most := 0
	for _, points := range p.Marks {
		most = max(most, points)
	}
	return most
}

// Theme is the subject of the puzzle, taken from its name: the text before the
// number in "STS(v1.0) Undermine.001" or "WAC.001".
func (p *Puzzle) Theme() string {
	name := strings.TrimRight(p.ID, "0123456789")
	return strings.TrimSpace(strings.TrimRight(name, ".-_ #"))
}
