package connectfour

import (
	"fmt"
	"math/bits"
	"strings"

	"apprentice/games"
)

// sides are the letters of the side to move.
const sides = "ry"

// FEN returns the rows from the top, with R for red, y for yellow and a digit for a
// run of empty squares, and then r or y for the side to move: "7/7/7/7/7/7 r" is
// the start position.
func (p *Position) FEN() string {
	var b strings.Builder
	for i, row := range p.Board() {
		if i > 0 {
			b.WriteByte('/')
		}
		empty := byte(0)
		for _, r := range row + "|" { // the bar ends the last run of empty squares
			if r == '.' {
				empty++
				continue
			}
			if empty > 0 {
				b.WriteByte('0' + empty)
				empty = 0
			}
			if r != '|' {
				b.WriteRune(r)
			}
		}
	}
	return b.String() + " " + sides[p.side:p.side+1]
}

// parseFEN is the inverse of FEN. It accepts discs in either case. Either side may
// have begun, but the sides must have taken turns, no disc may hang in the air, and
// only the side that moved last may have a line.
func parseFEN(fen string) (*Position, error) {
	fields := strings.Fields(fen)
	if len(fields) != 2 {
		return nil, fmt.Errorf("fen %q: %d fields; want discs and side to move", fen, len(fields))
	}
	p := newPosition()
	if err := p.parseDiscs(fields[0]); err != nil {
		return nil, fmt.Errorf("fen %q: discs: %w", fen, err)
	}
	side := strings.Index(sides, strings.ToLower(fields[1]))
	if side < 0 || len(fields[1]) != 1 {
		return nil, fmt.Errorf("fen %q: side to move %q; want r or y", fen, fields[1])
	}
	if p.side = games.Side(side); p.side == games.Second {
		p.key ^= sideKey
	}

	us, them := p.discs[p.side], p.discs[p.side.Other()]
	if ahead := bits.OnesCount64(them) - bits.OnesCount64(us); ahead != 0 && ahead != 1 {
		return nil, fmt.Errorf("fen %q: discs: the sides have not taken turns", fen)
	}
	if hasLine(us) {
		return nil, fmt.Errorf("fen %q: discs: the side to move has a line already", fen)
	}
	// Below a disc there is a disc, or the bottom of the board.
	if all := us | them; (all>>1)&board&^all != 0 {
		return nil, fmt.Errorf("fen %q: discs: one hangs in the air", fen)
	}
	return p, nil
}

func (p *Position) parseDiscs(field string) error {
	lines := strings.Split(field, "/")
	if len(lines) != rows {
		return fmt.Errorf("%d rows; want %d", len(lines), rows)
	}
	for i, line := range lines {
		column := 0
		for _, r := range line {
			owner := games.First
			switch r {
			case '1', '2', '3', '4', '5', '6', '7':
				column += int(r - '0')
				continue
			case 'R', 'r':
			case 'Y', 'y':
				owner = games.Second
			default:
				return fmt.Errorf("row %q: %q is neither R, y nor a digit", line, r)
			}
			if column >= columns {
				return fmt.Errorf("row %q: want %d squares", line, columns)
			}
			bit := uint64(1) << (columnBits*column + rows - 1 - i)
			p.discs[owner] |= bit
			p.key ^= discKeys[owner][index(bit)]
			column++
		}
		if column != columns {
			return fmt.Errorf("row %q: want %d squares", line, columns)
		}
	}
	return nil
}
