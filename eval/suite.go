package eval

import (
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/record"
)

// Puzzle is a position of a test suite and what is said about the moves in it.
type Puzzle struct {
	Line  int // of its file
	ID    string
	FEN   string
	Best  []games.Move       // bm: one of these solves it
	Avoid []games.Move       // am: any other solves it
	Mate  int                // dm, or bm #3: the moves to the mate that is to be found; negative where the side to move is mated, 0 for none
	Marks map[games.Move]int // c0, or c8 with c9 or c7: points for moves; nil where there are none
}

// Solved reports whether a choice is what the puzzle asks for. Moves count for
// more than a mate; where neither is given, it is a move with the highest mark.
func (p *Puzzle) Solved(c Choice) bool {
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
func (p *Puzzle) mates(c Choice) bool {
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
func (p *Puzzle) Points(c Choice) int {
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

// Theme is what the puzzle is about, as far as its name says so: what stands
// before the number in "STS(v1.0) Undermine.001" or "WAC.001".
func (p *Puzzle) Theme() string {
	name := strings.TrimRight(p.ID, "0123456789")
	return strings.TrimSpace(strings.TrimRight(name, ".-_ #"))
}

// ReadSuite reads a suite in EPD, in the game's own notation of moves. Empty
// lines and those that begin with # are skipped. Every position must say by
// bm, am, dm, c0 or c8 what is good in it; the error names the line that does
// not or cannot be read.
func ReadSuite(g games.Game, r io.Reader) ([]Puzzle, error) {
	var suite []Puzzle
	for epd, err := range record.ReadEPD(r) {
		if err != nil {
			return nil, err
		}
		p, err := puzzle(g, epd)
		if err != nil {
			return nil, fmt.Errorf("line %d: %w", epd.Line, err)
		}
		suite = append(suite, p)
	}
	return suite, nil
}

// puzzle returns the puzzle of a line of a suite.
func puzzle(g games.Game, epd record.EPD) (Puzzle, error) {
	pos, err := games.ReadFEN(g, epd.FEN)
	if err != nil {
		return Puzzle{}, err
	}
	p := Puzzle{Line: epd.Line, ID: epd.ID(), FEN: pos.FEN()}
	if p.Best, err = epd.Moves(pos, "bm"); err != nil {
		return p, err
	}
	if p.Avoid, err = epd.Moves(pos, "am"); err != nil {
		return p, err
	}
	if p.Mate, err = epd.Mate(); err != nil {
		return p, err
	}
	if p.Marks, err = marks(epd, pos); err != nil {
		return p, err
	}
	if len(p.Best)+len(p.Avoid)+len(p.Marks) == 0 && p.Mate == 0 {
		return p, fmt.Errorf("no bm, am, dm, c0 or c8 says what to play in %s", epd.FEN)
	}
	return p, nil
}

// marks returns the points of moves in the forms that the Strategic Test Suite
// uses: c0 "f5=10, Be5+=2", or c8 "10 2" for the moves of c9 (coordinates) or
// c7 (SAN). A c0 without an equals sign is a comment.
func marks(epd record.EPD, pos games.Position) (map[games.Move]int, error) {
	if points := strings.Fields(strings.Join(epd.Ops["c8"], " ")); len(points) > 0 {
		for _, op := range []string{"c9", "c7"} {
			if moves := strings.Fields(strings.Join(epd.Ops[op], " ")); len(moves) > 0 {
				if len(moves) != len(points) {
					return nil, fmt.Errorf("c8 has %d points for the %d moves of %s", len(points), len(moves), op)
				}
				return award(pos, "c8", moves, points)
			}
		}
	}
	text := strings.Join(epd.Ops["c0"], " ")
	if !strings.Contains(text, "=") {
		return nil, nil
	}
	var moves, points []string
	for part := range strings.SplitSeq(text, ",") {
		part = strings.TrimSpace(part)
		i := strings.LastIndexByte(part, '=') // behind that of a promotion
		if i < 0 {
			return nil, fmt.Errorf("c0: %q; want MOVE=POINTS", part)
		}
		moves, points = append(moves, part[:i]), append(points, part[i+1:])
	}
	return award(pos, "c0", moves, points)
}

// award ties points to moves.
func award(pos games.Position, op string, moves, points []string) (map[games.Move]int, error) {
	marks := make(map[games.Move]int, len(moves))
	for i, text := range moves {
		m, err := pos.ParseMove(strings.TrimSpace(text))
		if err != nil {
			return nil, fmt.Errorf("%s: %w", op, err)
		}
		n, err := strconv.Atoi(strings.TrimSpace(points[i]))
		if err != nil || n < 0 {
			return nil, fmt.Errorf("%s: %s has %q points; want a number", op, text, points[i])
		}
		marks[m] = n
	}
	return marks, nil
}
