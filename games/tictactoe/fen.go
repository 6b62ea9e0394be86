package tictactoe

import (
	"fmt"
	"math/bits"
	"strings"

	"apprentice/games"
)

// sides are the letters of the side to move.
const sides = "xo"

// FEN returns the rows from the third rank down, with X for a cross, o for a
// nought and a digit for a run of empty squares, and then x or o for the side to
// move: "3/3/3 x" is the start position.
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

// parseFEN is the inverse of FEN. It accepts stones in either case. Either side
// may have begun, but the sides must have taken turns, and only the side that
// moved last may have a line.
func parseFEN(fen string) (*Position, error) {
	fields := strings.Fields(fen)
	if len(fields) != 2 {
		return nil, fmt.Errorf("fen %q: %d fields; want stones and side to move", fen, len(fields))
	}
	p := newPosition()
	if err := p.parseStones(fields[0]); err != nil {
		return nil, fmt.Errorf("fen %q: stones: %w", fen, err)
	}
	side := strings.Index(sides, strings.ToLower(fields[1]))
	if side < 0 || len(fields[1]) != 1 {
		return nil, fmt.Errorf("fen %q: side to move %q; want x or o", fen, fields[1])
	}
	if p.side = games.Side(side); p.side == games.Second {
		p.key ^= sideKey
	}

	us, them := p.stones[p.side], p.stones[p.side.Other()]
	if ahead := bits.OnesCount16(them) - bits.OnesCount16(us); ahead != 0 && ahead != 1 {
		return nil, fmt.Errorf("fen %q: stones: the sides have not taken turns", fen)
	}
	if hasLine(us) {
		return nil, fmt.Errorf("fen %q: stones: the side to move has a line already", fen)
	}
	return p, nil
}

func (p *Position) parseStones(field string) error {
	rows := strings.Split(field, "/")
	if len(rows) != 3 {
		return fmt.Errorf("%d rows; want 3", len(rows))
	}
	for i, row := range rows {
		file := 0
		for _, r := range row {
			owner := games.First
			switch r {
			case '1', '2', '3':
				file += int(r - '0')
				continue
			case 'X', 'x':
			case 'O', 'o':
				owner = games.Second
			default:
				return fmt.Errorf("row %q: %q is neither X, o nor a digit", row, r)
			}
			if file > 2 {
				return fmt.Errorf("row %q: want 3 squares", row)
			}
			sq := 3*(2-i) + file
			p.stones[owner] |= 1 << sq
			p.key ^= stoneKeys[owner][sq]
			file++
		}
		if file != 3 {
			return fmt.Errorf("row %q: want 3 squares", row)
		}
	}
	return nil
}
