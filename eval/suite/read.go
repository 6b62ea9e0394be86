package suite

import (
	"fmt"
	"io"

	"apprentice/games"
	"apprentice/games/record"
)

// Read reads a suite in EPD, in the game's own notation of moves. Empty lines
// and those that begin with # are skipped. Every position must have a bm, am,
// dm, c0 or c8 that says what to play. A line without one, or one that cannot be
// read, is among the errors, which name it, and the others are read. A c0 to c9
// that has other words is a comment.
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
	marks, wrong, meant := marks(epd, pos)
	if meant {
		return p, wrong
	}
	p.Marks = marks
	switch {
	case len(p.Best)+len(p.Avoid)+len(p.Marks) > 0 || p.Mate != 0:
		return p, nil
	case wrong != nil:
		return p, wrong
	}
	return p, fmt.Errorf("no bm, am, dm, c0 or c8 says what to play in %s", epd.FEN)
}
