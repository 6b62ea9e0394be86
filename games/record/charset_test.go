package record

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

// encoded returns a text in an encoding.
func encoded(t *testing.T, e encoding.Encoding, text string) string {
	t.Helper()
	s, err := e.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestText(t *testing.T) {
	const (
		simplified  = "[Red \"胡荣华\"]\n[Event \"全国象棋个人赛\"]\n\n1. 炮二平五 马８进７ {当头炮}\n"
		traditional = "[Red \"胡榮華\"]\n[Event \"五羊杯\"]\n\n1. 炮二平五 馬8進7 {當頭炮}\n"
		western     = "[White \"Jürgen Müller\"]\n[Black \"Þórr Ólafsson\"]\n[Site \"Größe, Málaga\"]\n\n1. e4 *\n"
		names       = "[Red \"胡荣华\"]\n\n1. C2=5 *\n" // Chinese in a name alone
	)
	gbk, big5 := simplifiedchinese.GBK, traditionalchinese.Big5
	gb18030 := simplifiedchinese.GB18030
	filler := strings.Repeat("1. C2=5 H8+7 *\n\n", charsetBlock/8) // several blocks of ASCII
	for _, test := range []struct {
		name, text string
		chinese    bool
		want       string // "": as it stands
	}{
		{"ASCII", filler, true, ""},
		{"UTF-8", simplified + filler + traditional, true, ""},
		{"UTF-8 in a western file", western, false, ""},
		{"GBK", encoded(t, gbk, simplified), true, simplified},
		{"GBK in a western file", encoded(t, gbk, simplified), false, simplified},
		{"GBK names", encoded(t, gbk, names), true, names},
		{"GB18030", encoded(t, gb18030, "𠀀"+simplified), true, "𠀀" + simplified},
		{"Big5", encoded(t, big5, traditional), true, traditional},
		{"Big5 in a western file", encoded(t, big5, traditional), false, traditional},
		{"GBK with traditional characters", encoded(t, gbk, traditional), true, traditional},
		{"GBK late", filler + encoded(t, gbk, simplified), true, filler + simplified},
		{"GBK throughout", encoded(t, gbk, strings.Repeat(simplified, 3000)), true, strings.Repeat(simplified, 3000)},
		{"no line ends", encoded(t, big5, strings.Repeat("炮二平五 ", 20000)), true, strings.Repeat("炮二平五 ", 20000)},
		{"UTF-8 without line ends", strings.Repeat("炮二平五 ", 20000), true, ""},
		{"damaged UTF-8", simplified + "\xff" + simplified, true, ""},
		{"Latin-1", encoded(t, charmap.ISO8859_1, western), false, ""},
		{"Latin-1 of a Chinese game", encoded(t, charmap.ISO8859_1, western), true, ""},
		{"one pair", "[Site \"GR\xd6\xdfE\"]\n", false, ""},
		{"Cyrillic", encoded(t, charmap.Windows1251, "[White \"Карпов, Анатолий\"]\n[Black \"Каспаров\"]\n"), false, ""},
		{"UTF-16", "\xff\xfe" + encoded(t, unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM), western+simplified), false, western + simplified},
		{"UTF-16, high byte first", encoded(t, unicode.UTF16(unicode.BigEndian, unicode.UseBOM), western), false, western},
		{"nothing", "", true, ""},
		{"a byte", "\xb0", true, ""},
	} {
		want := test.want
		if want == "" {
			want = test.text
		}
		for name, r := range map[string]io.Reader{
			"whole":      strings.NewReader(test.text),
			"in halves":  iotest.HalfReader(strings.NewReader(test.text)),
			"with error": iotest.DataErrReader(strings.NewReader(test.text)),
		} {
			got, err := io.ReadAll(newText(r, test.chinese))
			if err != nil || string(got) != want {
				t.Errorf("%s, %s: %.80q, error %v; want %.80q", test.name, name, got, err, want)
			}
		}
	}
}

func TestTextReportsBrokenReader(t *testing.T) {
	broken := errors.New("broken")
	for _, text := range []string{"", "1. e4 *\n", encoded(t, simplifiedchinese.GBK, "炮二平五 马８进７")} {
		r := io.MultiReader(strings.NewReader(text), iotest.ErrReader(broken))
		if _, err := io.ReadAll(newText(r, true)); !errors.Is(err, broken) {
			t.Errorf("%q: error %v, want %v", text, err, broken)
		}
	}
}
