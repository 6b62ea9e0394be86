// Package printable makes text that others wrote fit for a terminal: names of
// files and players, tags of PGN files, lines of engines, metadata of networks
// and runs. A terminal obeys control characters; a text with some could move the
// cursor, rename the window or hide what stands before it. A picture in XML cannot
// even be read with some.
package printable

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text returns s on one line. Every character that does not print, and every
// byte that is not UTF-8, becomes an escape of Go, such as \x1b, \n or \u202e.
// Letters, signs and pictures of all languages stay what they are, and so do the
// joiners that some of them need.
func Text(s string) string { return escape(s, "") }

// Lines is Text for text of several lines: line feeds and tabs stay.
func Lines(s string) string { return escape(s, "\n\t") }

// escape escapes all that does not print but for the characters to keep.
func escape(s, keep string) string {
	if !strings.ContainsFunc(s, func(r rune) bool { return !prints(r) }) && utf8.ValidString(s) {
		return s
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch piece := s[:size]; {
		case r == utf8.RuneError && size == 1:
			b.WriteString(`\x` + strconv.FormatUint(uint64(s[0]), 16))
		case prints(r) || strings.ContainsRune(keep, r):
			b.WriteString(piece)
		default:
			quoted := strconv.Quote(piece)
			b.WriteString(quoted[1 : len(quoted)-1])
		}
		s = s[size:]
	}
	return b.String()
}

// prints reports whether a terminal shows r and does nothing else.
func prints(r rune) bool {
	const nonJoiner, joiner = '\u200c', '\u200d'
	return unicode.IsPrint(r) || unicode.Is(unicode.Zs, r) || r == nonJoiner || r == joiner
}
