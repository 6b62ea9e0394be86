package record

import (
	"bufio"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
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

// nextGame is what a new line begins with if a new game does, one or the other,
// in any case. It ends a comment or a variation that nobody closed.
var nextGame = [...]string{`[Event "`, `[` + gameTag + ` "`}

// What is kept of a piece of a file, in bytes: more than any that means
// something, so that no file takes more memory than a game does.
const (
	maxName    = 1 << 8
	maxValue   = 1 << 14
	maxSymbol  = 1 << 8
	maxComment = 1 << 16
)

// scanner cuts a PGN file into tokens. It leaves out white space, invisible
// characters, numeric glyphs ($1), lines escaped by % and brackets that hold no
// tag, and makes plain dashes of all dashes. Lines end with a line feed, a
// carriage return or both. Bytes that are not UTF-8 count as Windows-1252, which
// is Latin-1 and more.
type scanner struct {
	r      *bufio.Reader
	line   int
	fresh  bool // nothing but white space since the line began
	err    error
	pushed []token // to come again, the first one last

	foreign    bool // a byte was no UTF-8 since the token began
	resultLine int  // of the last result; set by the reader
}

// newScanner returns a scanner of a file. chinese says that text in another
// encoding is likely to be Chinese.
func newScanner(r io.Reader, chinese bool) *scanner {
	return &scanner{r: bufio.NewReaderSize(newText(r, chinese), 1<<16), line: 1, fresh: true}
}

// push makes t the next token again.
func (s *scanner) push(t token) { s.pushed = append(s.pushed, t) }

// last reports whether nothing but comments stands between here and the next
// game.
func (s *scanner) last() bool {
	var passed []token
	t := s.next()
	for t.kind == commentToken && len(passed) < 100 {
		passed = append(passed, t)
		t = s.next()
	}
	s.push(t)
	for _, p := range slices.Backward(passed) {
		s.push(p)
	}
	return t.kind == endOfFile || t.kind == tagToken
}

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
		if s.r.UnreadRune() == nil {
			b, _ := s.r.ReadByte()
			r = charmap.Windows1252.DecodeByte(b)
			s.foreign = true
		}
	}
	if r == '\r' {
		if s.peek() == '\n' {
			s.r.Discard(1)
		}
		r = '\n'
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

// lineEnds reports whether the next rune ends the line.
func (s *scanner) lineEnds() bool {
	p := s.peek()
	return p == '\n' || p == '\r'
}

func (s *scanner) nextGameBegins() bool {
	for _, begin := range nextGame {
		if b, _ := s.r.Peek(len(begin)); strings.EqualFold(string(b), begin) {
			return true
		}
	}
	return false
}

// piece is a part of a file of which only the first bytes are kept.
type piece struct {
	strings.Builder
	most int
}

// add adds a rune if there is room.
func (p *piece) add(r rune) {
	if p.Len() < p.most {
		p.WriteRune(r)
	}
}

// next returns the next token.
func (s *scanner) next() token {
	if n := len(s.pushed); n > 0 {
		t := s.pushed[n-1]
		s.pushed = s.pushed[:n-1]
		return t
	}
	for {
		line := s.line
		s.foreign = false
		r := s.read()
		fresh := s.fresh
		s.fresh = r == '\n' || fresh && isBlank(r)
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
	b := piece{most: maxComment}
	for r := s.read(); r != '\n' && r != eof; r = s.read() {
		b.add(r)
	}
	s.fresh = true
	return strings.TrimSpace(b.String())
}

// comment reads to the closing brace. Comments do not nest.
func (s *scanner) comment(line int) token {
	b := piece{most: maxComment}
	for {
		r := s.read()
		switch {
		case r == '}':
			return token{kind: commentToken, text: strings.TrimSpace(b.String()), line: line}
		case r == eof || r == '\n' && s.nextGameBegins():
			s.fresh = true
			return token{kind: brokenComment, line: line}
		}
		b.add(r)
	}
}

// symbol reads the rest of a word that begins with r. A promotion in brackets is
// part of it: b8(Q) is b8=Q.
func (s *scanner) symbol(r rune) string {
	b := piece{most: maxSymbol}
	for {
		if b.Len() < b.most {
			writePlain(&b.Builder, r)
		}
		if s.promotes() {
			s.read()
			b.add('=')
			b.add(s.read())
			s.read()
		}
		if p := s.peek(); p != eof && (unicode.IsSpace(p) || strings.ContainsRune("(){}[];$<>", p)) {
			break
		}
		if r = s.read(); r == eof || unicode.IsSpace(r) {
			break
		}
	}
	return b.String()
}

// promotes reports whether a promotion in brackets comes next, as in b8(Q), and
// no variation.
func (s *scanner) promotes() bool {
	b, _ := s.r.Peek(3)
	return len(b) == 3 && b[0] == '(' && b[2] == ')' && strings.IndexByte("QRBNqrbn", b[1]) >= 0
}

// writePlain writes r: dashes of all kinds as a hyphen, an ellipsis as dots, the
// wide digits and dots of Chinese text as plain ones, invisible characters not at
// all.
func writePlain(b *strings.Builder, r rune) {
	switch {
	case unicode.Is(unicode.Pd, r), r == '\u2212': // minus sign
		b.WriteByte('-')
	case r == '…':
		b.WriteString("...")
	case r >= '０' && r <= '９':
		b.WriteRune(r - '０' + '0')
	case r == '．' || r == '。' || r == '、':
		b.WriteByte('.')
	case !unicode.Is(unicode.Cf, r):
		b.WriteRune(r)
	}
}
