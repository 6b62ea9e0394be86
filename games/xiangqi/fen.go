package xiangqi

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Largest counters that ParseFEN accepts: far beyond any game, small enough
// that nothing overflows.
const (
	maxClock      = 1000
	maxMoveNumber = 10000
)

// ParseFEN returns the position that fen describes. It reads both dialects:
// elephants and horses are b and n or e and h, Red is w or r, and the fields
// for castling and en passant, always "-" if they are given, may be missing
// together with the counters or alone. The position must be one that a game can
// continue from; the error names the field that is wrong.
func ParseFEN(fen string) (*Position, error) {
	p, err := readFEN(fen)
	if err != nil {
		return nil, err
	}
	if p.generalHangs() {
		return nil, fmt.Errorf("fen %q: side to move: the %s general could be taken", fen, colourNames[p.side^1])
	}
	return p, nil
}

// readFEN is ParseFEN for positions in which the side to move may take the
// general.
func readFEN(fen string) (*Position, error) {
	fields := strings.Fields(fen)
	if len(fields) < 2 || len(fields) > 6 {
		number := "1 field"
		if len(fields) != 1 {
			number = strconv.Itoa(len(fields)) + " fields"
		}
		return nil, fmt.Errorf("fen %q: has %s, want 2 to 6", fen, number)
	}
	p := &Position{stack: make([]state, 0, stackRoom)}
	p.captured = noPiece
	rest := fields[2:]
	steps := []struct {
		name  string
		parse func() error
	}{
		{"board", func() error { return p.parseBoard(fields[0]) }},
		{"side to move", func() error { return p.parseSide(fields[1]) }},
		{"castling and en passant", func() (err error) { rest, err = parseDashes(rest); return err }},
		{"counters", func() error { return p.parseCounters(rest) }},
	}
	for _, s := range steps {
		if err := s.parse(); err != nil {
			return nil, fmt.Errorf("fen %q: %s: %w", fen, s.name, err)
		}
	}
	p.key = p.fullKey()
	p.findDanger()
	return p, nil
}

// generalHangs reports whether the side that is not to move is in check.
func (p *Position) generalHangs() bool { return !p.checkers(p.side ^ 1).empty() }

// otherLetters translates the letters of the other dialect.
var otherLetters = strings.NewReplacer("e", "b", "h", "n", "E", "B", "H", "N")

func (p *Position) parseBoard(field string) error {
	for s := range p.board {
		p.board[s] = offBoard
		if s < numSquares {
			p.board[s] = noPiece
		}
	}
	ranks := strings.Split(field, "/")
	if len(ranks) != numRanks {
		return fmt.Errorf("%d ranks, want %d", len(ranks), numRanks)
	}
	for i, text := range ranks {
		if err := p.parseRank(uint8(numRanks-1-i), text); err != nil {
			return fmt.Errorf("rank %d %w", numRanks-1-i, err)
		}
	}
	for colour, name := range colourNames {
		if err := p.checkPieces(uint8(colour)); err != nil {
			return fmt.Errorf("%s %w", name, err)
		}
	}
	return nil
}

func (p *Position) parseRank(rank uint8, text string) error {
	file := 0
	for _, c := range []byte(otherLetters.Replace(text)) {
		if '1' <= c && c <= '9' {
			file += int(c - '0')
			continue
		}
		i := strings.IndexByte(letters, c)
		if i < 0 || c == '.' {
			return fmt.Errorf("has %q, which is no piece", c)
		}
		if file >= numFiles {
			return errors.New("has more than 9 squares")
		}
		s := squareAt(uint8(file), rank)
		pc := piece(i)
		if !mayStand(pc.colour(), pc.kind(), s) {
			return fmt.Errorf("has a %s %s on %v, where it cannot get", colourNames[pc.colour()], kindNames[pc.kind()], s)
		}
		p.board[s] = pc
		p.lift(pc, s)
		file++
	}
	if file != numFiles {
		return fmt.Errorf("has %d squares, want 9", file)
	}
	return nil
}

// startCounts are the pieces of one side at the start of a game, by kind. There
// is not a promotion.
var startCounts = [numKinds]int{5, 2, 2, 2, 2, 2, 1}

func (p *Position) checkPieces(colour uint8) error {
	for k, most := range startCounts {
		n := p.of(colour, kind(k)).count()
		if kind(k) == general && n != 1 {
			return fmt.Errorf("has %d generals, want 1", n)
		}
		if n > most {
			return fmt.Errorf("has %d of the %s, want at most %d", n, kindNames[k], most)
		}
	}
	return nil
}

func (p *Position) parseSide(field string) error {
	switch field {
	case "w", "r":
		p.side = red
	case "b":
		p.side = black
	default:
		return fmt.Errorf("%q, want w, r or b", field)
	}
	return nil
}

// parseDashes skips the two fields that only chess has a use for.
func parseDashes(fields []string) ([]string, error) {
	if len(fields) == 0 {
		return nil, nil
	}
	if fields[0] != "-" {
		if len(fields) <= 2 && '0' <= fields[0][0] && fields[0][0] <= '9' {
			return fields, nil
		}
		return nil, fmt.Errorf("%q, want -", fields[0])
	}
	if len(fields) == 1 {
		return nil, errors.New("one field, want - -")
	}
	if fields[1] != "-" {
		return nil, fmt.Errorf("%q, want -", fields[1])
	}
	return fields[2:], nil
}

func (p *Position) parseCounters(fields []string) error {
	if len(fields) > 2 {
		return fmt.Errorf("%d fields, want at most 2", len(fields))
	}
	counters := [2]int{0, 1}
	limits := [2]int{maxClock, maxMoveNumber}
	names := [2]string{"clock", "move number"}
	for i, field := range fields {
		n, err := strconv.Atoi(field)
		if err != nil || n < 0 || n > limits[i] {
			return fmt.Errorf("%s %q, want 0 to %d", names[i], field, limits[i])
		}
		counters[i] = n
	}
	p.clock = uint16(counters[0])
	p.plies = 2*(max(counters[1], 1)-1) + int(p.side)
	return nil
}

// FEN returns the position in the dialect of most programs: b and n for
// elephant and horse, w for Red, "-" for castling and en passant.
func (p *Position) FEN() string {
	b := make([]byte, 0, 96)
	for rank := numRanks - 1; rank >= 0; rank-- {
		empty := byte(0)
		for file := range numFiles {
			pc := p.board[numFiles*rank+file]
			if pc == noPiece {
				empty++
				continue
			}
			if empty != 0 {
				b = append(b, '0'+empty)
				empty = 0
			}
			b = append(b, pc.letter())
		}
		if empty != 0 {
			b = append(b, '0'+empty)
		}
		if rank > 0 {
			b = append(b, '/')
		}
	}
	b = append(b, ' ', "wb"[p.side&1])
	b = append(b, " - - "...)
	b = strconv.AppendInt(b, int64(p.clock), 10)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(p.plies/2+1), 10)
	return string(b)
}
