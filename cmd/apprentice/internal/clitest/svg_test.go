package clitest

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"github.com/charmbracelet/x/vt"
)

// A picture has every character where the terminal has it, in its colours, and
// what joins as shapes.
func TestSVG(t *testing.T) {
	e := vt.NewEmulator(12, 2)
	_, _ = e.WriteString("a<b\x1b[31;44m\u70ae\x1b[0m\x1b[7mr\x1b[0m\x1b[1;2mf\x1b[0m\r\n\u2588\u2580\u2502\u28ff \u2596") // an emulator in memory
	got := string(SVG(e))
	for _, want := range []string{
		`<text x="0 9 18" y="14" fill="#d6d8dc">a&lt;b</text>`,
		`<rect x="27" y="0" width="18" height="18"`, `<text x="27" y="14"`, "\u70ae",
		`<rect x="45" y="0" width="9" height="18" fill="#d6d8dc"/>`, `fill="#16181d">r</text>`,
		`font-weight="bold" opacity="0.6">f</text>`,
		`<rect x="0" y="18" width="9" height="18" fill="#d6d8dc"/>`, `<rect x="9" y="18" width="9" height="9" fill="#d6d8dc"/>`,
		`<path d="M22.5 27L22.5 18M22.5 27L22.5 36"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in\n%s", want, got)
		}
	}
	if n := strings.Count(got, "<circle"); n != 8 {
		t.Errorf("%d dots, want 8", n)
	}
	for d := xml.NewDecoder(bytes.NewReader([]byte(got))); ; {
		if _, err := d.Token(); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
}
