package printable

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestText(t *testing.T) {
	for _, test := range []struct{ text, want, lines string }{
		{"", "", ""},
		{`plain "quoted" \ text`, `plain "quoted" \ text`, `plain "quoted" \ text`},
		{"Jürgen, 胡荣华, Карпов, ♘f3, 👍, e\u0301", "Jürgen, 胡荣华, Карпов, ♘f3, 👍, e\u0301", "Jürgen, 胡荣华, Карпов, ♘f3, 👍, e\u0301"},
		{"a\u200cb\u200dc\u00a0d\u3000e", "a\u200cb\u200dc\u00a0d\u3000e", "a\u200cb\u200dc\u00a0d\u3000e"},
		{"\x1b[31mred\x1b[0m", `\x1b[31mred\x1b[0m`, `\x1b[31mred\x1b[0m`},
		{"\x1b]0;title\a", `\x1b]0;title\a`, `\x1b]0;title\a`},
		{"a\nb\tc", `a\nb\tc`, "a\nb\tc"},
		{"a\rb\x00\x7f", `a\rb\x00\x7f`, `a\rb\x00\x7f`},
		{"\u009b31m", `\u009b31m`, `\u009b31m`},
		{"\x9b31m\xff", `\x9b31m\xff`, `\x9b31m\xff`},
		{"\u202eabc\u2066\u2028\ufeff", `\u202eabc\u2066\u2028\ufeff`, `\u202eabc\u2066\u2028\ufeff`},
		{"\ufffd", "\ufffd", "\ufffd"},
	} {
		if got := Text(test.text); got != test.want {
			t.Errorf("Text(%q) is %q; want %q", test.text, got, test.want)
		}
		if got := Lines(test.text); got != test.lines {
			t.Errorf("Lines(%q) is %q; want %q", test.text, got, test.lines)
		}
	}
}

// FuzzText checks that nothing that a terminal obeys comes out, and that text
// without any stays what it is.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "a\x1b[2Jb", "\xff\xfe", "胡", "\u202e", "a\r\n\tb"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		text := Text(s)
		if !utf8.ValidString(text) || strings.ContainsFunc(text, unicode.IsControl) || strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Bidi_Control, r) }) {
			t.Fatalf("%q becomes %q", s, text)
		}
		if Text(text) != text || strings.ReplaceAll(strings.ReplaceAll(Lines(s), "\n", `\n`), "\t", `\t`) != text {
			t.Fatalf("%q becomes %q, that %q, and in lines %q", s, text, Text(text), Lines(s))
		}
	})
}
