package record

import (
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

// moveText returns the move in a symbol, without its number and glyphs; "" if
// there is no move. numeric reports whether a word without a letter is a move;
// nil: it never is.
func moveText(symbol string, numeric func(string) bool) string {
	text := symbol
	if passes[text] {
		return text
	}
	if digits := strings.TrimLeft(text, "0123456789"); digits == "" || digits[0] == '.' {
		text = strings.TrimLeft(digits, ".")
	}
	if passes[text] {
		return text
	}
	if numeric == nil { // castling without its hyphens, which looks like a number
		if long := zeros[strings.TrimRight(symbol[strings.LastIndexByte(symbol, '.')+1:], "+#!?")]; long != "" {
			return long
		}
	}
	text = strings.TrimRightFunc(text, func(r rune) bool {
		return r != '+' && r != '#' && !unicode.IsLetter(r) && !unicode.IsDigit(r) && !isFigurine(r)
	})
	if bare := strings.TrimRight(text, "+#.!?"); asides[bare] || asides[strings.ToLower(bare)] && len(bare) > 1 {
		return ""
	}
	if strings.ContainsFunc(text, unicode.IsLetter) || strings.HasPrefix(text, "0-0") || numeric != nil && numeric(text) {
		return text
	}
	return ""
}

// zeros are castlings as people have written them.
var zeros = map[string]string{"00": "0-0", "000": "0-0-0"}

// isFigurine reports whether a rune is a chess symbol of Unicode.
func isFigurine(r rune) bool { return r >= '♔' && r <= '♟' }
