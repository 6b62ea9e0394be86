package suite

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"apprentice/games"
	"apprentice/games/record"
)

// Read reads a suite in EPD, in the game's own notation of moves. Empty lines
// and those that begin with # are skipped. Every position must have a bm, am,
// dm, c0 or c8 that says what to play. A line without one, or one that cannot be
// read, is among the errors, which name it, and the others are read.
func Read(g games.Game, r io.Reader) (suite []Puzzle, refused []error) {
	for epd, err := range record.ReadEPD(r) {
		if err != nil {
			refused = append(refused, err)
			continue
		}
		p, err := puzzle(g, epd)
		if err != nil {
			refused = append(refused, fmt.Errorf("line %d: %w", epd.Line, err))
			continue
		}
		suite = append(suite, p)
	}
	return suite, refused
}

// puzzle returns the puzzle of a line of a suite.
func puzzle(g games.Game, epd record.EPD) (Puzzle, error) {
	pos, err := games.ReadOwnFEN(g, epd.FEN)
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
		i := strings.LastIndexByte(part, '=') // after that of a promotion
		if i < 0 {
			return nil, fmt.Errorf("c0: %q; want MOVE=POINTS", part)
		}
		moves, points = append(moves, part[:i]), append(points, part[i+1:])
	}
	return award(pos, "c0", moves, points)
}

// award assigns points to moves.
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
