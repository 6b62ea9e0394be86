package printable

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"
	"unicode"
)

// JSON that was made fit for a terminal has nothing that a terminal obeys, and
// means what it meant.
func FuzzJSON(f *testing.F) {
	for _, s := range []string{"", "plain", "\u009b31mX", "\x1b]0;a\a", "\x7f", "\u202eabc", "\U000e0001", "日本 👍", "a\nb\tc", "<a & b>"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "?")
		var out bytes.Buffer
		e := json.NewEncoder(JSON(&out))
		e.SetIndent("", "  ")
		e.SetEscapeHTML(false)
		if err := e.Encode([]string{s}); err != nil {
			t.Fatal(err)
		}
		if text := strings.ReplaceAll(out.String(), "\n", ""); strings.ContainsFunc(text, func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
		}) {
			t.Errorf("%q becomes %q", s, text)
		}
		var back []string
		if err := json.Unmarshal(out.Bytes(), &back); err != nil || len(back) != 1 || back[0] != s {
			t.Errorf("%q is read back as %q, %v", s, back, err)
		}
	})
}

// What prints stays as it is.
func TestJSONKeepsText(t *testing.T) {
	const text = "{\"a\": \"日本 👍 Карпов, e\u0301\"}\n"
	var out bytes.Buffer
	n, err := JSON(&out).Write([]byte(text))
	if err != nil || n != len(text) || out.String() != text {
		t.Errorf("%q becomes %q, %d bytes, %v", text, out.String(), n, err)
	}
}
