package chess

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"apprentice/games"
)

// Largest counters that ParseFEN accepts: far beyond any game, small enough
// that nothing overflows.
const (
	maxClock      = 1000
	maxMoveNumber = 10000
)

// ParseFEN returns the position that fen describes (Forsyth-Edwards Notation,
// PGN standard 16.1). The counters may be missing, as in EPD. The position must
// be one that a game can continue from; the error names the field that is
// wrong. An en passant square is kept only if such a capture is legal.
func ParseFEN(fen string) (*Position, error) {
	return parseFEN(fen, strict)
}

// fieldReader reads the fields of a FEN after the board.
type fieldReader struct {
	rights, enPassant func(p *Position, field string) error
	counters          func(p *Position, fields []string) error
	side              func(p *Position, field string) error
	fewest            int // fields; those that are missing after them are "-"
}

// strict reads what this program writes, and mending what others do.
var (
	strict  = fieldReader{(*Position).parseRights, (*Position).parseEnPassant, (*Position).parseCounters, (*Position).parseSide, 4}
	mending = fieldReader{(*Position).mendRights, (*Position).mendEnPassant, (*Position).mendCounters, (*Position).mendSide, 2}
)

// typed turns the results of parseFEN into those of a method of a game: no nil
// pointer in an interface.
func typed(p *Position, err error) (games.Position, error) {
	if err != nil {
		return nil, err
	}
	return p, nil
}

func parseFEN(fen string, read fieldReader) (*Position, error) {
	fields := strings.Fields(fen)
	if len(fields) < read.fewest || len(fields) > 6 {
		return nil, fmt.Errorf("fen %q: has %s, want 4 to 6", fen, fieldCount(len(fields)))
	}
	for len(fields) < 4 {
		fields = append(fields, "-")
	}
	p := &Position{layout: standard, stack: make([]state, 0, stackRoom)}
	p.captured = noPiece
	steps := []struct {
		name  string
		parse func() error
	}{
		{"board", func() error { return p.parseBoard(fields[0]) }},
		{"side to move", func() error { return read.side(p, fields[1]) }},
		{"castling", func() error { return read.rights(p, fields[2]) }},
		{"en passant", func() error { return read.enPassant(p, fields[3]) }},
		{"counters", func() error { return read.counters(p, fields[4:]) }},
	}
	for _, s := range steps {
		if err := s.parse(); err != nil {
			return nil, fmt.Errorf("fen %q: %s: %w", fen, s.name, err)
		}
	}
	p.findChecks()
	p.key = p.fullKey()
	return p, nil
}

func fieldCount(n int) string {
	if n == 1 {
		return "1 field"
	}
	return fmt.Sprintf("%d fields", n)
}

func (p *Position) parseBoard(field string) error {
	for s := range p.board {
		p.board[s] = noPiece
	}
	ranks := strings.Split(field, "/")
	if len(ranks) != 8 {
		return fmt.Errorf("%d ranks, want 8", len(ranks))
	}
	for i, text := range ranks {
		rank, file := 7-i, 0
		for _, c := range []byte(text) {
			if '1' <= c && c <= '8' {
				file += int(c - '0')
				continue
			}
			i := strings.IndexByte(letters, c)
			if i < 0 || c == '.' {
				return fmt.Errorf("rank %d: no piece is called %q", rank+1, c)
			}
			if file > 7 {
				return fmt.Errorf("rank %d has more than 8 squares", rank+1)
			}
			s := square(8*rank + file)
			pc := piece(i)
			p.board[s] = pc
			p.kinds[pc.kind()] |= s.bit()
			p.colours[pc.colour()] |= s.bit()
			file++
		}
		if file != 8 {
			return fmt.Errorf("rank %d has %d squares, want 8", rank+1, file)
		}
	}
	if p.kinds[pawn]&lastRanks != 0 {
		return errors.New("a pawn stands on the first or last rank")
	}
	for colour, name := range colourNames {
		if err := p.checkPieces(uint8(colour)); err != nil {
			return fmt.Errorf("%s %w", name, err)
		}
	}
	return nil
}

var colourNames = [2]string{"white", "black"}

// checkPieces checks that a colour's pieces can have come about: each piece
// beyond those of the start has cost a pawn.
func (p *Position) checkPieces(colour uint8) error {
	count := func(k kind) int { return (p.kinds[k] & p.colours[colour]).count() }
	if n := count(king); n != 1 {
		return fmt.Errorf("has %d kings, want 1", n)
	}
	if n := p.colours[colour].count(); n > 16 {
		return fmt.Errorf("has %d pieces, want at most 16", n)
	}
	promoted := max(0, count(knight)-2) + max(0, count(bishop)-2) +
		max(0, count(rook)-2) + max(0, count(queen)-1)
	if pawns := count(pawn); pawns+promoted > 8 {
		return fmt.Errorf("has %d pawns and %d promoted pieces, want at most 8 together", pawns, promoted)
	}
	return nil
}

func (p *Position) parseSide(field string) error {
	switch field {
	case "w":
		p.side = white
	case "b":
		p.side = black
	default:
		return fmt.Errorf("%q, want w or b", field)
	}
	us := p.side
	if p.attacked(p.kingOf(us^1), us, p.colours[us], p.occupied()) {
		return fmt.Errorf("the %s king could be taken", colourNames[us^1])
	}
	return nil
}

// mendSide is parseSide for letters of any case.
func (p *Position) mendSide(field string) error { return p.parseSide(strings.ToLower(field)) }

// castlingLetters are the letters of castling rights, by index of castlings.
const castlingLetters = "KQkq"

func (p *Position) parseRights(field string) error {
	if field == "-" {
		return nil
	}
	for _, letter := range []byte(field) {
		i := strings.IndexByte(castlingLetters, letter)
		if i < 0 {
			return fmt.Errorf("%q has a letter that is none of %s", field, castlingLetters)
		}
		if p.rights>>i&1 != 0 {
			return fmt.Errorf("%q has %c twice", field, letter)
		}
		c, colour := standard.castlings[i], uint8(i/2)
		if !p.stands(i) {
			return fmt.Errorf("%c needs a %s king on %v and a rook on %v",
				letter, colourNames[colour], c.kingFrom, c.rookFrom)
		}
		p.rights |= 1 << i
	}
	return nil
}

// stands reports whether king and rook stand where castling i of standard chess
// begins.
func (p *Position) stands(i int) bool {
	c, colour := &standard.castlings[i], uint8(i/2)
	return p.board[c.kingFrom] == newPiece(colour, king) && p.board[c.rookFrom] == newPiece(colour, rook)
}

// rookLetters are the letters of Shredder-FEN for the castlings of standard
// chess: the files of the rooks.
const rookLetters = "HAha"

// mendRights is parseRights without the letters of castlings that cannot be,
// and with those of the files of rooks.
func (p *Position) mendRights(field string) error {
	if field == "-" {
		return nil
	}
	for _, letter := range []byte(field) {
		i := max(strings.IndexByte(castlingLetters, letter), strings.IndexByte(rookLetters, letter))
		if i < 0 && !isRookLetter(letter) {
			return fmt.Errorf("%q has a letter that is none of %s", field, castlingLetters)
		}
		if i >= 0 && p.stands(i) {
			p.rights |= 1 << i
		}
	}
	return nil
}

// isRookLetter reports whether a letter of castling rights is that of a file.
func isRookLetter(letter byte) bool {
	lower := letter | 0x20
	return 'a' <= lower && lower <= 'h'
}

func (p *Position) parseEnPassant(field string) error {
	if field == "-" {
		return nil
	}
	to, ok := parseSquare(field)
	if !ok {
		return fmt.Errorf("%q is no square", field)
	}
	us := p.side
	rank, ahead := 5, 8 // of the target square, if White is to move
	if us == black {
		rank, ahead = 2, -8
	}
	if to.rank() != rank {
		return fmt.Errorf("%v is not on rank %d", to, rank+1)
	}
	pushed, origin := to-square(ahead), to+square(ahead)
	if p.board[pushed] != newPiece(us^1, pawn) {
		return fmt.Errorf("no %s pawn on %v has passed %v", colourNames[us^1], pushed, to)
	}
	if p.board[to] != noPiece || p.board[origin] != noPiece {
		return fmt.Errorf("%v and %v must be empty after a double step", to, origin)
	}
	p.offerEnPassant(to)
	return nil
}

// mendEnPassant is parseEnPassant without a square that no pawn can have passed.
func (p *Position) mendEnPassant(field string) error {
	err := p.parseEnPassant(field)
	if _, ok := parseSquare(field); ok {
		return nil
	}
	return err
}

// mendCounters is parseCounters with numbers that are too small or too large at
// their limits, and "-" for those that are not known.
func (p *Position) mendCounters(fields []string) error {
	mended := []string{"0", "1"}[:len(fields)]
	limits := [2]int{maxClock, maxMoveNumber}
	for i, field := range fields {
		n, err := strconv.Atoi(field)
		switch {
		case err == nil || errors.Is(err, strconv.ErrRange):
			mended[i] = strconv.Itoa(min(max(n, 0), limits[i]))
		case field != "-":
			mended[i] = field
		}
	}
	return p.parseCounters(mended)
}

func (p *Position) parseCounters(fields []string) error {
	counters := [2]int{0, 1}
	limits := [2]int{maxClock, maxMoveNumber}
	names := [2]string{"half-move clock", "move number"}
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

// parseSquare returns the square with the given name.
func parseSquare(name string) (square, bool) {
	if len(name) != 2 || name[0] < 'a' || name[0] > 'h' || name[1] < '1' || name[1] > '8' {
		return 0, false
	}
	return square(name[1]-'1')<<3 | square(name[0]-'a'), true
}

// FEN returns the position in Forsyth-Edwards Notation. Its en passant square
// is "-" unless such a capture is legal. Castling rights of Chess960 are written
// as in X-FEN.
func (p *Position) FEN() string {
	b := make([]byte, 0, 96)
	for rank := 7; rank >= 0; rank-- {
		empty := byte(0)
		for file := range 8 {
			pc := p.board[8*rank+file]
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
	b = append(b, ' ', "wb"[p.side&1], ' ')
	if p.rights == 0 {
		b = append(b, '-')
	}
	for i := range castlingLetters {
		if p.rights>>i&1 != 0 {
			b = append(b, p.rightsLetter(i))
		}
	}
	b = append(b, ' ')
	if p.ep == 0 {
		b = append(b, '-')
	} else {
		b = append(b, p.ep.String()...)
	}
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(p.clock), 10)
	b = append(b, ' ')
	b = strconv.AppendInt(b, int64(p.plies/2+1), 10)
	return string(b)
}
