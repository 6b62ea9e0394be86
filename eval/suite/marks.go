package suite

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"apprentice/games"
	"apprentice/games/record"
)

// marks returns the points of moves in the forms that the Strategic Test Suite
// uses: c0 "f5=10, Be5+=2", or c8 "10 2" for the moves of c9 (coordinates) or
// c7 (SAN). All of these operations are comments of any kind for other suites: so
// there are no marks where not every word fits, and wrong says which one does not.
// meant is true if the words are a list of moves and points all the same.
func marks(epd record.EPD, pos games.Position) (marks map[games.Move]int, wrong error, meant bool) {
	points := strings.Fields(strings.Join(epd.Ops["c8"], " "))
	for _, op := range []string{"c9", "c7"} {
		moves := strings.Fields(strings.Join(epd.Ops[op], " "))
		if len(points) == 0 || len(moves) == 0 {
			continue
		}
		l := list{pos: pos, op: "c8"}
		for i := range min(len(moves), len(points)) {
			l.add(moves[i], points[i])
		}
		for _, word := range moves[min(len(moves), len(points)):] {
			l.move(word)
		}
		if len(moves) != len(points) {
			l.wrong = fmt.Errorf("c8 has %d points for the %d moves of %s", len(points), len(moves), op)
		}
		if l.wrong == nil || l.meant() {
			return l.marks, l.wrong, l.wrong != nil
		}
		wrong = l.wrong
	}
	text := strings.Join(epd.Ops["c0"], " ")
	if !strings.Contains(text, "=") {
		return nil, wrong, false
	}
	l := list{pos: pos, op: "c0"}
	for word := range strings.FieldsFuncSeq(closeUp(text), func(r rune) bool { return r == ',' || r == ' ' || r == '\t' }) {
		l.word(word)
	}
	if l.wrong == nil {
		return l.marks, nil, false
	}
	return nil, l.wrong, l.meant()
}

// closeUp returns a text without blanks around equals signs.
func closeUp(text string) string {
	parts := strings.Split(text, "=")
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return strings.Join(parts, "=")
}

// mostPoints bounds the points of a move.
const mostPoints = 1_000_000

// isNumber reports whether a word is a whole number of any size.
func isNumber(word string) bool {
	_, err := strconv.Atoi(word)
	return err == nil || errors.Is(err, strconv.ErrRange)
}

// list is a list of moves and their points as it is read.
type list struct {
	pos   games.Position
	op    string             // where it stands
	marks map[games.Move]int // of what is read
	wrong error              // about the first word that does not fit; nil if all do

	words, numbers int // words, and how many of them have a number
	moves, both    int // legal moves, and those that have a number
}

// word adds MOVE=POINTS.
func (l *list) word(word string) {
	i := strings.LastIndexByte(word, '=') // after that of a promotion
	if i >= 0 {
		if isNumber(word[i+1:]) || !l.legal(word) {
			l.add(word[:i], word[i+1:])
			return
		}
	}
	l.move(word)
	l.fail(fmt.Errorf("%s: %q; want MOVE=POINTS", l.op, word))
}

// add adds a move and its points.
func (l *list) add(move, points string) {
	if isNumber(points) {
		l.numbers++
	}
	m, err := l.move(move)
	if err != nil {
		l.fail(fmt.Errorf("%s: %w", l.op, err))
		return
	}
	if isNumber(points) {
		l.both++
	}
	n, err := strconv.Atoi(points)
	if err != nil || n < 0 || n > mostPoints {
		l.fail(fmt.Errorf("%s: %s has %q points; want a number, 0 to %d", l.op, move, points, mostPoints))
		return
	}
	if l.marks == nil {
		l.marks = make(map[games.Move]int)
	}
	l.marks[m] = n
}

// move counts a word, and also as a move if it is a legal one.
func (l *list) move(word string) (games.Move, error) {
	l.words++
	m, err := l.pos.ParseMove(word)
	if err == nil {
		l.moves++
	}
	return m, err
}

// legal reports whether a word is a legal move.
func (l *list) legal(word string) bool {
	_, err := l.pos.ParseMove(word)
	return err == nil
}

// fail keeps the first error.
func (l *list) fail(err error) {
	if l.wrong == nil {
		l.wrong = err
	}
}

// meant reports whether somebody meant a list of moves and points: a legal move
// has a number, and so has another word, or there is another legal move, or there
// are no other words.
func (l *list) meant() bool {
	return l.both > 0 && (l.numbers > 1 || l.moves > 1 || l.words == 1)
}
