package record

import (
	"slices"
	"strings"
	"unicode"
)

// asides are words between moves that are none: of check, mate and en passant,
// and the marks of a novelty and of a diagram.
var asides = map[string]bool{
	"e.p": true, "ep": true, "ch": true, "dbl": true, "dbl.ch": true, "dis": true, "dis.ch": true, "disch": true,
	"disc": true, "double": true, "discovered": true, "check": true, "mate": true, "checkmate": true,
	"N": true, "D": true,
}

// moveText returns the move in a symbol, without its number and glyphs; "" for
// what stands between moves: numbers, glyphs and asides. Whatever else it is, a move
// is meant, and whoever reads it says if it is none. numeric reports whether a word
// without a letter is a move; nil: it never is.
func moveText(symbol string, numeric func(string) bool) string {
	isMove := func(text string) bool {
		return passes[text] || numeric != nil && numeric(strings.TrimRight(text, "+#!?"))
	}
	text := symbol
	if isMove(text) { // such as 25.4, which is not the number 25
		return text
	}
	rest := strings.TrimLeft(text, "0123456789")
	if rest == "" || rest[0] == '.' {
		text = strings.TrimLeft(rest, ".")
	}
	if isMove(text) {
		return text
	}
	numbered := text != symbol && text != ""
	text = strings.TrimRightFunc(text, func(r rune) bool {
		return r != '+' && r != '#' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !isFigurine(r)
	})
	switch bare := strings.TrimRight(text, "+#.!?"); {
	case asides[bare] || asides[strings.ToLower(bare)] && len(bare) > 1:
		if numbered { // where a move must stand
			return text
		}
		return ""
	case isNumber(symbol) && len(symbol) > maxNumber:
		return symbol
	case isNumber(text), !strings.ContainsFunc(text, isSpoken):
		return ""
	}
	return text
}

// maxNumber is how many digits a move number has at most if no dot says that it
// is one. Numbers that are longer are moves, in a notation that is not known.
const maxNumber = 3

// isSpoken reports whether a rune is more than a glyph.
func isSpoken(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || isFigurine(r) }

// spaced are the texts in which people put blanks.
var spaced = [...]string{
	"1-0", "0-1", "1:0", "0:1", "1/2-1/2", "1/2:1/2", "½-½", "½:½",
	"0.5-0.5", "0.5:0.5", "0,5-0,5", "0,5:0,5", ".5-.5", ".5:.5",
	"0-0", "0:0", "0-0-0", "O-O", "O-O-O",
}

// join returns t with the symbols after it with which it is one text that has
// blanks in it, such as 1 - 0. They are read then.
func (s *scanner) join(t token) token {
	var after []token
	joined, most := t.text, 0
	whole := t
	for continues(joined) {
		next := s.next()
		after = append(after, next)
		if next.kind != symbolToken {
			break
		}
		joined += next.text
		if slices.Contains(spaced[:], strings.TrimRight(joined, "+#!?")) {
			whole.text, whole.line, most = joined, next.line, len(after)
		}
	}
	for _, a := range slices.Backward(after[most:]) {
		s.push(a)
	}
	return whole
}

// continues reports whether a text is the beginning of one that people put
// blanks in.
func continues(text string) bool {
	return slices.ContainsFunc(spaced[:], func(s string) bool { return len(text) < len(s) && strings.HasPrefix(s, text) })
}

// isFigurine reports whether a rune is a chess symbol of Unicode.
func isFigurine(r rune) bool { return r >= '♔' && r <= '♟' }
