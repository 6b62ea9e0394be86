package printable

import (
	"fmt"
	"io"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON returns what writes the JSON that package encoding/json makes to w, so that
// a terminal shows it: characters of its strings that do not print become escapes
// of JSON, which mean the same. Every Write is of whole characters.
func JSON(w io.Writer) io.Writer { return jsonWriter{w} }

// jsonWriter implements JSON.
type jsonWriter struct{ io.Writer }

// Write writes p.
func (w jsonWriter) Write(p []byte) (int, error) {
	if _, err := w.Writer.Write(escapeJSON(p)); err != nil {
		return 0, err
	}
	return len(p), nil
}

// escapeJSON escapes what does not print in JSON. Control characters of ASCII but
// DEL are escaped already, or stand between the strings.
func escapeJSON(text []byte) []byte {
	escaped := make([]byte, 0, len(text))
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		switch {
		case r < 0x7f || prints(r):
			escaped = append(escaped, text[:size]...)
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			escaped = fmt.Appendf(escaped, `\u%04x\u%04x`, high, low)
		default:
			escaped = fmt.Appendf(escaped, `\u%04x`, r)
		}
		text = text[size:]
	}
	return escaped
}
