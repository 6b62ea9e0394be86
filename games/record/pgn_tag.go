package record

import (
	"strings"
	"unicode"
)

// tag reads a tag after its opening bracket. The value ends with the quote
// that a closing bracket follows, or with the line; quotes inside of it need
// not be escaped. Brackets without a quote, or with a name that has blanks in it,
// are not a tag.
func (s *scanner) tag() (Tag, bool) {
	name, value := piece{most: maxName}, piece{most: maxValue}
	for {
		if s.lineEnds() {
			return Tag{}, false
		}
		r := s.read()
		if r == '"' {
			break
		}
		if r == ']' || r == eof {
			return Tag{}, false
		}
		name.add(r)
	}
	t := Tag{Name: strings.TrimSpace(name.String())}
	named := t.Name != "" && !strings.ContainsFunc(t.Name, isNoName)
	for !s.lineEnds() {
		r := s.read()
		switch {
		case r == eof:
			t.Value = strings.TrimRight(value.String(), " \t]")
			return t.clean(), named
		case r == '\\' && (s.peek() == '"' || s.peek() == '\\'):
			r = s.read()
		case r == '"' && s.tagEnds():
			t.Value = value.String()
			return t.clean(), named
		}
		value.add(r)
	}
	t.Value = strings.TrimRight(value.String(), " \t]")
	return t.clean(), named
}

// isNoName reports whether a rune has no place in the name of a tag.
func isNoName(r rune) bool { return isBlank(r) || !unicode.IsPrint(r) }

// clean returns the tag with a value that one line of any terminal can show:
// spaces for control characters, and nothing for those that turn the direction
// of writing.
func (t Tag) clean() Tag {
	t.Value = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r) || unicode.In(r, unicode.Zl, unicode.Zp):
			return ' '
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(t.Value, "\ufffd"))
	return t
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
