package curve

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "rewrite the golden files in testdata")

func TestTerminalGolden(t *testing.T) {
	f := learning(12, 1)
	for name, c := range map[string]struct {
		term  Terminal
		chart Chart
	}{
		"winrate":  {Terminal{Width: 80, Height: 18}, f.Charts[0]},
		"elo":      {Terminal{Width: 60, Height: 14}, f.Charts[1]},
		"ascii":    {Terminal{Width: 72, Height: 16, ASCII: true}, f.Charts[0]},
		"color":    {Terminal{Width: 50, Height: 12, Color: true}, f.Charts[0]},
		"smallest": {Terminal{}, f.Charts[3]},
	} {
		var got bytes.Buffer
		if err := c.term.WriteChart(&got, c.chart); err != nil {
			t.Fatal(err)
		}
		path := filepath.Join("testdata", name+".golden")
		if *update {
			if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got.Bytes(), want) {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got.Bytes(), want)
		}
	}
}

var escape = regexp.MustCompile("\x1b\\[[0-9;]*m")

// A drawing keeps to its size, and colour changes nothing but colour.
func TestTerminalSize(t *testing.T) {
	for _, c := range learning(12, 3).Charts {
		for width := 10; width < 130; width += 7 {
			for height := 4; height < 30; height += 5 {
				for _, ascii := range []bool{false, true} {
					term := Terminal{Width: width, Height: height, ASCII: ascii}
					plain := term.sketchFor(c)
					lines := strings.Split(strings.TrimSuffix(plain, "\n"), "\n")
					if n := max(height, minHeight); len(lines) != n {
						t.Errorf("%dx%d: %d lines, want %d", width, height, len(lines), n)
					}
					for _, line := range lines {
						if n := utf8.RuneCountInString(line); n > max(width, minWidth) {
							t.Errorf("%dx%d: %d characters in %q", width, height, n, line)
						}
						if ascii && strings.ContainsFunc(line, func(r rune) bool { return r > 126 }) {
							t.Errorf("%dx%d: %q is not ASCII", width, height, line)
						}
					}
					term.Color = true
					if bare := escape.ReplaceAllString(term.sketchFor(c), ""); bare != plain {
						t.Errorf("%dx%d: in colour\n%s\nwithout\n%s", width, height, bare, plain)
					}
				}
			}
		}
	}
}

// sketchFor is what WriteChart writes.
func (t Terminal) sketchFor(c Chart) string {
	var b strings.Builder
	_ = t.WriteChart(&b, c) // a Builder never fails
	return b.String()
}

func TestTerminalWayUp(t *testing.T) {
	rising := Chart{Percent: true, Series: []Series{{Name: "s", Points: []Point{{X: 0, Y: 0}, {X: 1, Y: 1}}}}}
	lines := strings.Split(Terminal{Width: 40, Height: 12, ASCII: true}.sketchFor(rising), "\n")
	if top, bottom := strings.Index(lines[0], "*"), strings.Index(lines[9], "*"); top < 20 || bottom > 12 || bottom < 0 {
		t.Errorf("the line does not rise:\n%s", strings.Join(lines, "\n"))
	}
	if !strings.HasPrefix(lines[0], "100 %") || !strings.HasPrefix(lines[9], "  0 %") {
		t.Errorf("marks are wrong:\n%s", strings.Join(lines, "\n"))
	}
}

// The name of a line that ends early neither takes the place of one that reaches
// the edge nor looks as if it were one.
func TestTerminalEarlyEnd(t *testing.T) {
	short := func(name string, y float64) Series {
		return Series{Name: name, Points: []Point{{X: 0, Y: 0}, {X: 1, Y: y}}}
	}
	long := func(name string, y float64) Series {
		return Series{Name: name, Points: []Point{{X: 0, Y: 0}, {X: 9, Y: y}}}
	}
	c := Chart{Percent: true, Series: []Series{
		short("brief", 0.9), {Name: "quick", Points: []Point{{X: 0, Y: 0}, {X: 2, Y: 1}}}, long("first", 1), long("second", 0.75), long("third", 0.5), short("scant", 0.2),
	}}
	lines := strings.Split(Terminal{Width: 40, Height: 6 + 2}.sketchFor(c), "\n")
	for row, end := range []string{" first", " second", " ← quick", " third", " ← scant", ""} {
		if !strings.HasSuffix(lines[row], end) || end == "" && strings.ContainsFunc(lines[row], unicode.IsLetter) {
			t.Errorf("row %d does not end with %q:\n%s", row, end, strings.Join(lines, "\n"))
		}
	}
}
