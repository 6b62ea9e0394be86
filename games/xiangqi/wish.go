package xiangqi

import (
	"fmt"
	"strings"

	"apprentice/games"
)

// wish is what a text in WXF or Chinese notation says about a move: as much as
// it says and no more.
type wish struct {
	kind      kind
	file      int  // 0 for any
	place     byte // '^' in front, '|' in the middle, '_' behind, '1' to '5' from the front, 0 for any
	direction byte // '+', '-' or '='
	number    int
}

// kindOf returns the kind that a capital letter stands for in either dialect.
func kindOf(letter byte) (kind, bool) {
	for _, dialect := range [...]string{algebraicLetters, letters[:numKinds]} {
		if i := strings.IndexByte(dialect, letter); i >= 0 {
			return kind(i), true
		}
	}
	return noKind, false
}

// placeOf returns the place that a plain character stands for, 0 for none.
func placeOf(c byte) byte {
	switch c {
	case '+', '^':
		return '^'
	case '-', '_':
		return '_'
	case '|':
		return '|'
	}
	return 0
}

// parseWish reads a move without a look at any position. Its four characters
// are the piece in two, a direction and a number.
func parseWish(text string) (wish, bool) {
	s := strings.ToUpper(plain.Replace(text))
	if len(s) != 4 {
		return wish{}, false
	}
	digit := func(i, most int) int {
		if n := int(s[i]) - '0'; n >= 1 && n <= most {
			return n
		}
		return 0
	}
	w := wish{kind: soldier, direction: s[2], number: digit(3, numFiles)}
	if w.number == 0 || strings.IndexByte("+-=", w.direction) < 0 {
		return wish{}, false
	}
	// The piece is a letter with a file or a place, in either order, or the
	// place and file of a soldier.
	if k, ok := kindOf(s[0]); ok {
		w.kind, w.file, w.place = k, digit(1, numFiles), placeOf(s[1])
		return w, w.file != 0 || w.place != 0
	}
	if w.place = placeOf(s[0]); w.place == 0 && digit(0, 5) != 0 {
		w.place = s[0]
	}
	if k, ok := kindOf(s[1]); ok {
		w.kind = k
	} else if w.file = digit(1, numFiles); w.file == 0 {
		return wish{}, false
	}
	return w, w.place != 0
}

// meets reports whether a movement is as wished.
func (w wish) meets(v movement) bool {
	if v.kind != w.kind || v.direction != w.direction || v.number != w.number || w.file != 0 && v.file != w.file {
		return false
	}
	switch w.place {
	case 0:
		return true
	case '^':
		return v.alike > 1 && v.place == 1
	case '_':
		return v.alike > 1 && v.place == v.alike
	case '|':
		return v.alike == 3 && v.place == 2
	}
	return v.place == int(w.place-'0')
}

// grant returns the one legal move that meets w, or an error that says why
// there is none. Ranks in the error begin with firstRank.
func (p *Position) grant(text string, w wish, firstRank int) (games.Move, error) {
	if missing := p.missing(w); missing != "" {
		return games.NoMove, fmt.Errorf("move %q: %s in %s", text, missing, p.FEN())
	}
	return p.choose(text, firstRank, func(m games.Move) bool { return w.meets(p.movementOf(m)) })
}

// missing says which piece that w speaks of is not there; "" if there is one.
func (p *Position) missing(w wish) string {
	us := p.side & 1
	var files [numFiles + 1]int // pieces of the kind, by number of the file
	most := 0                   // on one of the files that w may mean
	for b := p.of(us, w.kind); !b.empty(); b = b.rest() {
		n := fileNumber(us, b.first())
		files[n]++
		if w.file == 0 || w.file == n {
			most = max(most, files[n])
		}
	}
	where := ""
	if w.file != 0 {
		where = fmt.Sprintf(" on its file %d", w.file)
	}
	switch {
	case most == 0:
		return fmt.Sprintf("%s has no %s%s", colourNames[us], kindNames[w.kind], where)
	case w.place != 0 && most == 1:
		if where == "" {
			where = " on one file"
		}
		return fmt.Sprintf("%s has no two %ss%s", colourNames[us], kindNames[w.kind], where)
	}
	return ""
}
