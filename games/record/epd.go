package record

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"

	"apprentice/games"
)

// EPD is a line of a test suite or an opening book: a position and operations
// that say something about it, such as bm (best move), am (move to avoid), dm
// (moves to mate), id, c0 to c9 (comments) and, in the form ";D1 20 ;D2 400",
// the leaves that perft must count.
type EPD struct {
	FEN  string              // complete: "0 1" stands for move counters that the line does not have
	Ops  map[string][]string // operands by opcode; a quoted operand has lost its quotes
	Line int                 // of its file, from 1; 0 if it was read by itself
}

// PerftCount is the number of leaves of the tree of legal moves of a depth.
type PerftCount struct {
	Depth int
	Nodes uint64
}

// ParseEPD reads one line: an EPD, or a plain FEN.
func ParseEPD(line string) (EPD, error) {
	if strings.HasPrefix(line, "[") {
		return EPD{}, fmt.Errorf("%q is a tag of PGN; want EPD, a position and what to do in it", line)
	}
	parts, err := splitOps(line)
	if err != nil {
		return EPD{}, err
	}
	first := parts[0]
	quoted := func(field string) bool { return field == "" || strings.ContainsAny(field, spaces+";") }
	if len(first) < 2 || strings.HasPrefix(first[0], "[") || slices.ContainsFunc(first[:fenFields(first)], quoted) {
		return EPD{}, fmt.Errorf("no position in %q", line)
	}
	n := fenFields(first)
	fields, firstOp := first[:n], first[n:]

	e := EPD{Ops: make(map[string][]string)}
	for _, op := range append([][]string{firstOp}, parts[1:]...) {
		if len(op) == 0 {
			continue
		}
		if _, twice := e.Ops[op[0]]; twice {
			return EPD{}, fmt.Errorf("operation %s stands twice in %q", op[0], line)
		}
		e.Ops[op[0]] = op[1:]
	}
	if n == 3 {
		fields = append(slices.Clip(fields), "-")
	}
	if n == 3 || n == 4 {
		fields = append(slices.Clip(fields), e.counter("hmvc", "0"), e.counter("fmvn", "1"))
	}
	e.FEN = strings.Join(fields, " ")
	return e, nil
}

// ReadEPD reads a file of EPD or FEN lines. Empty lines and those that begin
// with # are skipped; a line that cannot be read yields an error with its
// number, and reading continues with the next.
func ReadEPD(r io.Reader) iter.Seq2[EPD, error] {
	return func(yield func(EPD, error) bool) {
		lines := bufio.NewScanner(r)
		lines.Buffer(nil, maxLine)
		ends := lineEnds{}
		lines.Split(ends.split)
		number := 1
		for ; lines.Scan(); number++ {
			line := strings.TrimSpace(strings.TrimPrefix(lines.Text(), "\ufeff"))
			if line == "" || line[0] == '#' {
				continue
			}
			e, err := ParseEPD(line)
			e.Line = number
			if err != nil {
				err = fmt.Errorf("line %d: %w", number, err)
			}
			if !yield(e, err) {
				return
			}
		}
		switch err := lines.Err(); {
		case errors.Is(err, bufio.ErrTooLong):
			yield(EPD{Line: number}, fmt.Errorf("line %d is longer than %d bytes", number, maxLine))
		case err != nil:
			yield(EPD{Line: number}, fmt.Errorf("line %d: %w", number, err))
		}
	}
}

// spaces separate the words of a line. A carriage return can stand in a line
// that was not read from a file.
const spaces = " \t\r\n"

// maxLine bounds a line of a file of positions, in bytes.
const maxLine = 1 << 20

// lineEnds splits a text into lines that end with a line feed, a carriage return
// or both.
type lineEnds struct{ afterCR bool } // a line feed that comes next does not begin a line

// split is a bufio.SplitFunc.
func (l *lineEnds) split(data []byte, atEOF bool) (advance int, token []byte, err error) {
	skipped := 0
	if l.afterCR && len(data) > 0 && data[0] == '\n' {
		skipped = 1
	}
	if len(data) > 0 {
		l.afterCR = false
	}
	rest := data[skipped:]
	if i := bytes.IndexAny(rest, "\r\n"); i >= 0 {
		l.afterCR = rest[i] == '\r'
		return skipped + i + 1, rest[:i], nil
	}
	if atEOF && len(rest) > 0 {
		return len(data), rest, nil
	}
	return skipped, nil, nil
}

// Perft returns the counts of the operations D1, D2, ..., by depth, 0 to
// games.MaxPerftDepth. An operation that begins with D and is not such a count is an
// error.
func (e EPD) Perft() ([]PerftCount, error) {
	var counts []PerftCount
	for op, operands := range e.Ops {
		digits, ok := strings.CutPrefix(op, "D")
		if !ok {
			continue
		}
		depth, err := strconv.Atoi(digits)
		var nodes uint64
		if len(operands) == 1 && err == nil {
			nodes, err = strconv.ParseUint(operands[0], 10, 64)
		}
		if err != nil || len(operands) != 1 || !isNumber(digits) || depth > games.MaxPerftDepth {
			return nil, fmt.Errorf("%q is no count; want a depth of at most %d and a number, as in D3 8902",
				strings.Join(append([]string{op}, operands...), " "), games.MaxPerftDepth)
		}
		counts = append(counts, PerftCount{depth, nodes})
	}
	slices.SortFunc(counts, func(a, b PerftCount) int { return a.Depth - b.Depth })
	return counts, nil
}

// Moves returns the operands of op ("bm", "am", "pv" of one ply) as moves of
// pos, which is the position of e. Commas between them are ignored, and so are
// those that Mate reads.
func (e EPD) Moves(pos games.Position, op string) ([]games.Move, error) {
	var moves []games.Move
	for _, s := range e.list(op) {
		if s[0] == '#' {
			continue
		}
		m, err := pos.ParseMove(s)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", op, err)
		}
		moves = append(moves, m)
	}
	return moves, nil
}

// list returns the operands of op, which commas may separate as well.
func (e EPD) list(op string) []string {
	return strings.FieldsFunc(strings.Join(e.Ops[op], " "), func(r rune) bool { return r == ' ' || r == ',' })
}

// Mate returns in how many moves the side to move mates, as dm ("dm 3") or, in
// suites of mates, bm tells it ("bm #3"); negative where it is mated ("bm #-2"),
// and 0 where neither says so.
func (e EPD) Mate() (moves int, err error) {
	texts := e.list("dm")
	for _, s := range e.list("bm") {
		if s[0] == '#' {
			texts = append(texts, s[1:])
		}
	}
	for _, s := range texts {
		n, err := strconv.Atoi(s)
		if err != nil || n == 0 || n < -maxMate || n > maxMate {
			return 0, fmt.Errorf("mate in %q; want a number of moves, -%d to %d and not 0", s, maxMate, maxMate)
		}
		if moves != 0 && n != moves {
			return 0, fmt.Errorf("mate in %d and in %d", moves, n)
		}
		moves = n
	}
	return moves, nil
}

// maxMate bounds the moves to a mate that anybody has found.
const maxMate = 1000

// ID returns the name of the position, or "" if it has none.
func (e EPD) ID() string { return strings.Join(e.Ops["id"], " ") }

// counter returns the operand of a counting operation.
func (e EPD) counter(op, otherwise string) string {
	if operands := e.Ops[op]; len(operands) == 1 && isNumber(operands[0]) {
		return operands[0]
	}
	return otherwise
}

// splitOps splits a line at semicolons and each part at spaces, both outside
// of quotes.
func splitOps(line string) ([][]string, error) {
	parts := [][]string{nil}
	for s := line; ; {
		s = strings.TrimLeft(s, spaces)
		if s == "" {
			return parts, nil
		}
		last := &parts[len(parts)-1]
		switch s[0] {
		case ';':
			parts = append(parts, nil)
			s = s[1:]
		case '"':
			text, rest, closed := strings.Cut(s[1:], `"`)
			if !closed {
				return nil, errors.New("quote is not closed: " + s)
			}
			*last = append(*last, text)
			s = rest
		default:
			end := strings.IndexAny(s, spaces+";")
			if end < 0 {
				end = len(s)
			}
			*last = append(*last, s[:end])
			s = s[end:]
		}
	}
}

// fenFields returns how many of the fields belong to the position: pieces and
// side to move, then castling and en passant where they look like it, then the
// two counters. The look matters because an opcode may follow at once.
func fenFields(fields []string) int {
	const castling, files = "KQkq", "ABCDEFGHabcdefgh"
	switch {
	case len(fields) < 3:
		return 2
	case len(fields) > 3 && isEnPassant(fields[3]) && (fields[2] == "-" || strings.Trim(fields[2], castling+files) == ""):
		if len(fields) >= 6 && isNumber(fields[4]) && isNumber(fields[5]) {
			return 6
		}
		return 4
	case fields[2] == "-" || strings.Trim(fields[2], castling) == "": // no opcode; letters of files may be one, as in ce
		return 3
	}
	return 2
}

// isEnPassant reports whether a field may be the square of en passant.
func isEnPassant(field string) bool {
	return field == "-" || len(field) == 2 && field[0] >= 'a' && field[0] <= 'i' && isNumber(field[1:])
}

func isNumber(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
