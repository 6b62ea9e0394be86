package curve

import (
	"bytes"
	"encoding/xml"
	"io"
	"strings"
	"testing"

	stdfont "golang.org/x/image/font"
)

// Two marks at least tell what an axis means.
func TestFewTicks(t *testing.T) {
	for _, test := range []struct {
		axis axis
		n    int
		want string
	}{
		{axis{min: -8, max: 424}, 2, "0 200 400"},
		{axis{min: -8, max: 424}, 1, "0 200 400"},
		{axis{min: 0.1, max: 0.4}, 1, "0.2 0.4"},
		{axis{min: 0, max: 2, whole: true}, 7, "0 1 2"},
		{axis{min: 0.9, max: 3.1, whole: true}, 7, "1 2 3"},
		{axis{min: 0.9, max: 1.1, whole: true}, 7, "1"},
		{axis{min: 0, max: 19968, whole: true}, 7, "0 5k 10k 15k"},
	} {
		if got := strings.Join(labels(test.axis, test.n), " "); got != test.want {
			t.Errorf("%+v: marks %q, want %q", test.axis, got, test.want)
		}
	}
}

// The axis of a single point begins at 0 and counts in whole units.
func TestAxisOfOnePoint(t *testing.T) {
	for x, want := range map[float64]string{0: "0 1", 1: "0 1 2", 3: "0 1 2 3 4 5 6", 9984: "0 5k 10k 15k 20k"} {
		axis, _ := Chart{Series: []Series{{Points: []Point{{X: x, Y: 5, Low: 4, High: 6}}}}}.axes()
		if got := strings.Join(labels(axis, 7), " "); got != want {
			t.Errorf("a point at %g: marks %q, want %q", x, got, want)
		}
	}
}

// Text that is too wide for a figure goes into more lines, and no word is lost.
func TestTextIsNotCut(t *testing.T) {
	f := learning(3, 1)
	var runs []string
	for _, name := range []string{"one", "two", "three", "four", "five", "six", "seven"} {
		runs = append(runs, name+": 12 generations, 123,456 games")
	}
	f.Subtitle = strings.Join(runs, "; ")
	f.Charts[0].Subtitle = f.Subtitle
	style := letters(subtitleSize, stdfont.WeightNormal, Light.inks().quiet)
	for _, width := range []int{800, 1400} {
		var svg bytes.Buffer
		if err := f.WriteSVG(&svg, Size{Width: width}); err != nil {
			t.Fatal(err)
		}
		found := 0
		for _, text := range svgTexts(t, &svg) {
			if strings.Contains(text, "games") {
				found += strings.Count(text, "games")
				if w := style.Width(text); w > pixels(float64(width)) {
					t.Errorf("width %d: %q takes %v", width, text, w)
				}
			}
		}
		if found < 2*len(runs) {
			t.Errorf("width %d: %d runs are named, want %d twice", width, found, len(runs))
		}
	}
}

// svgTexts returns the texts of an image.
func svgTexts(t *testing.T, r io.Reader) (texts []string) {
	t.Helper()
	for d := xml.NewDecoder(r); ; {
		token, err := d.Token()
		if err == io.EOF {
			return texts
		}
		if err != nil {
			t.Fatal(err)
		}
		if text, ok := token.(xml.CharData); ok && strings.TrimSpace(string(text)) != "" {
			texts = append(texts, string(text))
		}
	}
}

// A name that has no room shows that it goes on.
func TestLongNames(t *testing.T) {
	long := strings.Repeat("a long name ", 30)
	c := Chart{Series: []Series{{Name: long, Points: []Point{{X: 1, Y: 1}, {X: 2, Y: 2}}}}}
	var svg bytes.Buffer
	if err := (Figure{Charts: []Chart{c}}).WriteSVG(&svg, Size{Width: 400}); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(svg.String(), "a long name a"+ellipsis) && !strings.Contains(svg.String(), ellipsis) || strings.Contains(svg.String(), long) {
		t.Error("the name is not shortened")
	}
	for ascii, end := range map[bool]string{false: ellipsis, true: "..."} {
		var b bytes.Buffer
		if err := (Terminal{Width: 60, Height: 10, ASCII: ascii}).WriteChart(&b, c); err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(b.String(), "a long name"+end) && !strings.Contains(b.String(), end+"\n") {
			t.Errorf("ASCII %t: the name is not shortened:\n%s", ascii, b.String())
		}
	}
}

// Series of one run share a colour and differ in how their lines are broken.
func TestHues(t *testing.T) {
	points := []Point{{X: 1, Y: 1}, {X: 2, Y: 2}}
	c := Chart{Series: []Series{{Points: points}, {Points: points}}}
	for i := range c.Series {
		if c.color(i) != i || c.dash(i) != 0 {
			t.Errorf("series %d without a hue: colour %d, dash %d", i, c.color(i), c.dash(i))
		}
	}
	c.Series[0].Hue, c.Series[1].Hue, c.Series[1].Dash = 3, 3, 2
	if c.color(0) != 2 || c.color(1) != 2 || c.dash(0) != 0 || c.dash(1) != 2 {
		t.Errorf("series of one hue: colours %d and %d, dashes %d and %d", c.color(0), c.color(1), c.dash(0), c.dash(1))
	}
	if dashes(0) != nil || len(dashes(1)) == 0 {
		t.Error("dashes")
	}
	img := drawn(t, Figure{Charts: []Chart{c}}, Size{})
	if n := count(img, Light.series(2)); n < 100 {
		t.Errorf("%d pixels of the colour of both", n)
	}
	for _, other := range []int{0, 1} {
		if n := count(img, Light.series(other)); n != 0 {
			t.Errorf("%d pixels of colour %d", n, other)
		}
	}
	long := Chart{Series: make([]Series, 9)}
	if long.dash(6) != 0 || long.dash(7) != 1 {
		t.Errorf("colours that come again: dashes %d and %d", long.dash(6), long.dash(7))
	}
}
