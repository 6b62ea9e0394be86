package record

import (
	"bufio"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a piece of a PGN file.
type token struct {
	kind tokenKind
	text string // of a symbol or a comment; the name of a tag
	tag  Tag    // of a tag
	line int    // on which it begins, from 1

	foreign bool // a byte of it was no UTF-8
}

type tokenKind uint8

const (
	endOfFile     tokenKind = iota
	tagToken                // [Name "value"]
	symbolToken             // a move, a move number, a result, a glyph
	commentToken            // {...} or ; to the end of the line
	openVariation           // (
	endVariation            // )
	brokenComment           // {... in which the next game begins
)

// nextGame is what a new line begins with where a new game does, one or the
// other. It ends a comment or a variation that nobody closed.
var nextGame = [...]string{`[Event "`, `[` + gameTag + ` "`}

// scanner cuts a PGN file into tokens. It leaves out white space, invisible
// characters, numeric glyphs ($1), lines escaped by % and brackets that hold no
// tag, and makes plain dashes of all dashes. Bytes that are no UTF-8 count as
// Latin-1.
type scanner struct {
	r      *bufio.Reader
	line   int
	fresh  bool // nothing but white space since the line began
	err    error
	pushed *token

	foreign    bool // a byte was no UTF-8 since the token began
	resultLine int  // of the last result; set by the reader
}

func newScanner(r io.Reader) *scanner {
	return &scanner{r: bufio.NewReaderSize(r, 1<<16), line: 1, fresh: true}
}

// push makes t the next token again.
func (s *scanner) push(t token) { s.pushed = &t }

// behindResult reports whether a symbol is a remark in the line of a result,
// such as "ff" for a forfeit, and no move number.
func (s *scanner) behindResult(t token) bool {
	return t.line == s.resultLine && !isNumber(t.text[:1])
}

// eof is the rune that read returns at the end and after an error.
const eof rune = -1

// read returns the next rune.
func (s *scanner) read() rune {
	r, size, err := s.r.ReadRune()
	if err != nil {
		if err != io.EOF {
			s.err = err
		}
		return eof
	}
	if r == utf8.RuneError && size == 1 {
		// The byte itself is the code point in Latin-1.
		if s.r.UnreadRune() == nil {
			b, _ := s.r.ReadByte()
			r = rune(b)
			s.foreign = true
		}
	}
	if r == '\n' {
		s.line++
	}
	return r
}

// peek returns the next rune, if it is ASCII, without reading it; else eof.
func (s *scanner) peek() rune {
	b, err := s.r.Peek(1)
	if err != nil || b[0] >= utf8.RuneSelf {
		return eof
	}
	return rune(b[0])
}

func (s *scanner) nextGameBegins() bool {
	for _, begin := range nextGame {
		if b, _ := s.r.Peek(len(begin)); string(b) == begin {
			return true
		}
	}
	return false
}

// next returns the next token.
func (s *scanner) next() token {
	if s.pushed != nil {
		t := *s.pushed
		s.pushed = nil
		return t
	}
	for {
		line := s.line
		s.foreign = false
		r := s.read()
		fresh := s.fresh
		s.fresh = r == '\n' || r == '\r' || fresh && isBlank(r)
		switch {
		case r == eof:
			return token{kind: endOfFile, line: line}
		case isBlank(r):
		case r == '%' && fresh:
			s.restOfLine()
		case r == ';':
			return token{kind: commentToken, text: s.restOfLine(), line: line}
		case r == '{':
			return s.comment(line)
		case r == '(':
			return token{kind: openVariation, line: line}
		case r == ')':
			return token{kind: endVariation, line: line}
		case r == '[':
			if t, ok := s.tag(); ok {
				return token{kind: tagToken, text: t.Name, tag: t, line: line}
			}
		case r == '$':
			for p := s.peek(); p >= '0' && p <= '9'; p = s.peek() {
				s.read()
			}
		case strings.ContainsRune("]}<>", r): // nothing that they could close
		default:
			text := s.symbol(r)
			return token{kind: symbolToken, text: text, line: line, foreign: s.foreign}
		}
	}
}

func isBlank(r rune) bool {
	return unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) // Cf: byte order mark, zero width space
}

// restOfLine reads to the end of the line.
func (s *scanner) restOfLine() string {
	var b strings.Builder
	for r := s.read(); r != '\n' && r != eof; r = s.read() {
		b.WriteRune(r)
	}
	s.fresh = true
	return strings.TrimSpace(b.String())
}

// comment reads to the closing brace. Comments do not nest.
func (s *scanner) comment(line int) token {
	var b strings.Builder
	for {
		r := s.read()
		switch {
		case r == '}':
			return token{kind: commentToken, text: strings.TrimSpace(b.String()), line: line}
		case r == eof || r == '\n' && s.nextGameBegins():
			s.fresh = true
			return token{kind: brokenComment, line: line}
		}
		b.WriteRune(r)
	}
}

// tag reads a tag behind its opening bracket. The value ends with the quote
// that a closing bracket follows, or with the line; quotes inside of it need
// not be escaped. Brackets without a quote are no tag.
func (s *scanner) tag() (Tag, bool) {
	var name, value strings.Builder
	for {
		if p := s.peek(); p == '\n' {
			return Tag{}, false
		}
		r := s.read()
		if r == '"' {
			break
		}
		if r == ']' || r == eof {
			return Tag{}, false
		}
		name.WriteRune(r)
	}
	t := Tag{Name: strings.TrimSpace(name.String())}
	if t.Name == "" || strings.ContainsFunc(t.Name, isBlank) {
		return Tag{}, false
	}
	for {
		if s.peek() == '\n' {
			t.Value = strings.TrimRight(value.String(), " \t\r]")
			return t, true
		}
		r := s.read()
		switch {
		case r == eof:
			t.Value = strings.TrimRight(value.String(), " \t\r]")
			return t, true
		case r == '\\' && (s.peek() == '"' || s.peek() == '\\'):
			r = s.read()
		case r == '"' && s.tagEnds():
			t.Value = value.String()
			return t, true
		}
		value.WriteRune(r)
	}
}

// tagEnds reads the closing bracket, if nothing but spaces stands before it.
func (s *scanner) tagEnds() bool {
	for n := 1; ; n++ {
		b, _ := s.r.Peek(n)
		if len(b) < n || b[n-1] == '\n' || b[n-1] == '\r' {
			return true // the line ends without the bracket
		}
		switch b[n-1] {
		case ' ', '\t':
		case ']':
			_, err := s.r.Discard(n)
			return err == nil
		default:
			return false
		}
	}
}

// symbol reads the rest of a word that begins with r.
func (s *scanner) symbol(r rune) string {
	var b strings.Builder
	for {
		writePlain(&b, r)
		if p := s.peek(); p != eof && (unicode.IsSpace(p) || strings.ContainsRune("(){}[];$<>", p)) {
			break
		}
		if r = s.read(); r == eof || unicode.IsSpace(r) {
			break
		}
	}
	return b.String()
}

// writePlain writes r: dashes of all kinds as a hyphen, an ellipsis as dots,
// invisible characters not at all.
func writePlain(b *strings.Builder, r rune) {
	switch {
	case unicode.Is(unicode.Pd, r), r == '\u2212': // minus sign
		b.WriteByte('-')
	case r == '…':
		b.WriteString("...")
	case !unicode.Is(unicode.Cf, r):
		b.WriteRune(r)
	}
}
