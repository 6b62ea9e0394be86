package curve

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// hostile is text that a terminal obeys and that XML must not have.
const hostile = "\x1b]0;pwn\a\x1b[31m\u009b31m\x7f\u202eX\uffff\xff"

// named returns a figure all of whose texts are s.
func named(s string) Figure {
	c := Chart{Title: s, Subtitle: s, XLabel: s, YLabel: s, Series: []Series{{Name: s, Points: []Point{{X: 1, Y: 1}, {X: 2, Y: 2}}}}}
	return Figure{Title: s, Subtitle: s, Charts: []Chart{c, c}}
}

// Whatever the names are, no text leaves with characters that do not print, and
// an SVG image is XML.
func TestHostileNames(t *testing.T) {
	var svg, terminal bytes.Buffer
	f := named(hostile)
	if err := f.WriteSVG(&svg, Size{}); err != nil {
		t.Fatal(err)
	}
	if err := (Terminal{Width: 200, Height: 20}).WriteChart(&terminal, f.Charts[0]); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"SVG": svg.String(), "terminal": terminal.String()} {
		if at := strings.IndexFunc(text, func(r rune) bool {
			return r != '\n' && r != '\t' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == unicode.ReplacementChar)
		}); at >= 0 {
			t.Errorf("%s has %q", name, text[at:min(at+20, len(text))])
		}
		if !strings.Contains(text, `\x1b]0;pwn\a\x1b[31m\u009b31m\x7f\u202eX`) {
			t.Errorf("the name is not in the %s", name)
		}
	}
	for d := xml.NewDecoder(&svg); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatalf("the SVG image is not XML: %v", err)
		}
	}
	if f.Charts[0].Series[0].Name != hostile {
		t.Error("the figure of the caller has changed")
	}
}

// Letters that the font of a picture lacks leave a trace, the others stay.
func TestLegible(t *testing.T) {
	rewrite := legible()
	for text, want := range map[string]string{
		"": "", "night, 95 % – … é": "night, 95 % – … é", "Карпов Ωμέγα": "Карпов Ωμέγα",
		"日.run": `\u65e5.run`, "👍": `\U0001f44d`, "a\u3000b": "a b",
	} {
		if got := rewrite(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// Pictures of runs with names in letters that the font lacks differ by the names.
func TestPicturesTellNamesApart(t *testing.T) {
	var pictures [][]byte
	for _, name := range []string{"", "日", "本"} {
		f := named("")
		f.Charts[0].Series[0].Name = name
		var b bytes.Buffer
		if err := f.WritePNG(&b, Size{}); err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(pictures, func(p []byte) bool { return bytes.Equal(p, b.Bytes()) }) {
			t.Errorf("the picture of %q is that of another name", name)
		}
		pictures = append(pictures, b.Bytes())
	}
}
