package record

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
	"unicode/utf8"

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

// TestTextByGame covers files whose games are in several encodings.
func TestTextByGame(t *testing.T) {
	const (
		accents     = "[White \"Pérez\"]\n[Black \"André\"]\n\n1. e4 *\n\n"
		long        = "[White \"Nuñez\"]\n\n1. e4 {çà et là} e5\n"
		wide        = "[White \"胡荣华\"]\n[Black \"😀\"]\n\n1. e4 *\n\n"
		latin       = "[White \"M\xfcller\"]\n[Black \"x\"]\n\n1. c4 *\n\n"
		simplified  = "[Game \"Chinese Chess\"]\n[Red \"胡荣华\"]\n\n1. 炮二平五 马８进７ 2. 马二进三 车9平8 *\n\n"
		traditional = "[Game \"Chinese Chess\"]\n[Red \"胡榮華\"]\n\n1. 炮二平五 馬８進７ 2. 馬二進三 車9平8 *\n\n"
		name        = "[Red \"王\"]\n\n1. C2=5 *\n\n" // a byte of it is none of UTF-8, in either encoding
		chance      = "[Red \"一\"]\n\n1. C2=5 *\n\n" // in GBK also a letter of UTF-8
	)
	gbk := func(text string) string { return encoded(t, simplifiedchinese.GBK, text) }
	big5 := func(text string) string { return encoded(t, traditionalchinese.Big5, text) }
	many := func(text string) string { return strings.Repeat(text, charsetBlock/50) }
	moves := strings.Repeat("1. 炮二平五 马８进７\n", charsetBlock/20) // of one game
	for _, test := range []struct {
		name, text string
		chinese    bool
		want       string // "": as it stands
	}{
		{"Latin-1 last", accents + accents + latin, false, ""},
		{"Latin-1 last, Chinese likely", accents + accents + latin, true, ""},
		{"Latin-1 between many", many(accents) + latin + many(accents), false, ""},
		{"one byte in a game", "[White \"P\xfcrez\"]\n[Black \"Andr\u00e9\"]\n\n1. e4 *\n", true, ""},
		{"Latin-1 that begins a character of Big5", "[White \"\xc5kesson\"]\n\n1. e4 *\n", true, ""},
		{"cut in two bytes", accents + "[White \"Andr\xc3", false, ""},
		{"cut in three bytes", accents + wide + "[White \"Andr\u00e9\"]\n[Black \"\xe8\x83", true, ""},
		{"cut in four bytes", accents + "[White \"André 😀\"]\n[Black \"\xf0\x9f\x98", true, ""},
		{"cut in a long file", many(accents) + "[White \"Andr\xc3", false, ""},
		{"Latin-1 in a long game", many(long) + latin, false, ""},

		{"UTF-8, GBK", simplified + gbk(simplified), true, simplified + simplified},
		{"GBK, UTF-8", gbk(simplified) + simplified, true, simplified + simplified},
		{"GBK, Big5, UTF-8, GBK", many(gbk(simplified)) + many(big5(traditional)) + many(simplified) + gbk(simplified), true,
			many(simplified) + many(traditional) + many(simplified) + simplified},
		{"GBK, in a western file", accents + gbk(simplified) + latin, false, accents + simplified + latin},
		{"a name after GBK", gbk(simplified) + gbk(name), false, simplified + name},
		{"a name after Big5", big5(traditional) + big5(name), false, traditional + name},
		{"a name before Big5", big5(name) + big5(traditional), false, name + traditional},
		{"a name after UTF-8", accents + many(accents) + gbk(name), false, accents + many(accents) + gbk(name)},
		{"games of UTF-8 by chance", gbk(chance) + gbk(simplified), true, gbk(chance) + simplified},
		{"a line of UTF-8 by chance", gbk("[Red \"胡荣华\"]\n\n" + moves + "{一}\n"), true, "[Red \"胡荣华\"]\n\n" + moves + "{一}\n"},
		{"line ends", strings.ReplaceAll(gbk(simplified)+simplified, "\n", "\r\n"), true, strings.ReplaceAll(simplified+simplified, "\n", "\r\n")},
		{"carriage returns", strings.ReplaceAll(gbk(simplified)+simplified, "\n", "\r"), true, strings.ReplaceAll(simplified+simplified, "\n", "\r")},
		{"without tags", gbk("1. 炮二平五 马８进７ *\n") + "1. 炮二平五 馬８進７ *\n", true, "1. 炮二平五 马８进７ *\n1. 炮二平五 馬８進７ *\n"},
	} {
		want := test.want
		if want == "" {
			want = test.text
		}
		for name, r := range map[string]io.Reader{
			"whole":     strings.NewReader(test.text),
			"in halves": iotest.HalfReader(strings.NewReader(test.text)),
		} {
			got, err := io.ReadAll(newText(r, test.chinese))
			if err != nil || string(got) != want {
				t.Errorf("%s, %s: %.300q, error %v; want %.300q", test.name, name, got, err, want)
			}
		}
	}
}

// TestTextKeepsLines checks that damage does not cost a line, in any encoding.
func TestTextKeepsLines(t *testing.T) {
	for _, e := range []encoding.Encoding{simplifiedchinese.GB18030, traditionalchinese.Big5} {
		game := encoded(t, e, "[Red \"胡\"]\n\n1. 炮二平五 炮五平五 炮二平五 炮二平\n炮二平五 *\n\n")
		for i := range len(game) {
			cut := game[:i] + game[i+1:]
			got, err := io.ReadAll(newText(strings.NewReader(game+cut+game), true))
			if want := strings.Count(game+cut+game, "\n"); err != nil || strings.Count(string(got), "\n") != want {
				t.Fatalf("%v without byte %d: %q has not %d lines", e, i, got, want)
			}
		}
	}
}

// FuzzTextUTF8 puts a game of UTF-8 between others: it must come out as it
// stands, whatever those are.
func FuzzTextUTF8(f *testing.F) {
	for _, game := range []string{"[White \"Pérez\"]\n\n1. e4 *", "1. 炮二平五", "😀", "{\n[é", "é\r[é]\r\n*"} {
		for _, other := range []string{
			"", "M\xfcller", "*\n[White \"Andr\xc3", "\xc5\xda\xb6\xfe\xc6\xbd\xce\xe5", "\xac\xb6\xa4\x47\xa5\xad\xa4\xad 1-0", "\x81\x30\x81",
		} {
			f.Add(other, game, "\xff\xfe", true)
			f.Add("\n", game, other, false)
		}
	}
	f.Fuzz(func(t *testing.T, before, game, after string, chinese bool) {
		if !utf8.ValidString(game) {
			return
		}
		const head = "\n\n[Event \"x\"]\n"
		file := "\n" + before + head + game + head + after
		got, err := io.ReadAll(newText(strings.NewReader(file), chinese))
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(string(got), head+game+head) {
			t.Fatalf("%q is read as %q", file, got)
		}
	})
}
