package curve

import (
	"bytes"
	"encoding/xml"
	"errors"
	"image"
	"image/color"
	"image/png"
	"io"
	"math"
	"strings"
	"testing"
)

// drawn returns the figure as an image.
func drawn(t *testing.T, f Figure, size Size) image.Image {
	t.Helper()
	var buf bytes.Buffer
	if err := f.WritePNG(&buf, size); err != nil {
		t.Fatal(err)
	}
	img, err := png.Decode(&buf)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

// count returns how many pixels have exactly the colour c.
func count(img image.Image, c color.Color) int {
	n := 0
	r0, g0, b0, _ := c.RGBA()
	for y := img.Bounds().Min.Y; y < img.Bounds().Max.Y; y++ {
		for x := img.Bounds().Min.X; x < img.Bounds().Max.X; x++ {
			if r, g, b, _ := img.At(x, y).RGBA(); r == r0 && g == g0 && b == b0 {
				n++
			}
		}
	}
	return n
}

func TestPNG(t *testing.T) {
	f := learning(12, 1)
	one := Figure{Charts: f.Charts[:1]}
	img := drawn(t, one, Size{Width: 500, Height: 300, Scale: 1.5})
	if got, want := img.Bounds().Size(), image.Pt(750, 450); got != want {
		t.Errorf("image is %v, want %v", got, want)
	}
	area := 750 * 450
	if n := count(img, Light.inks().paper); n < area/2 || n > area*99/100 {
		t.Errorf("%d of %d pixels are blank", n, area)
	}
	for i := range one.Charts[0].Series {
		if n := count(img, Light.series(i)); n < 100 {
			t.Errorf("series %d: %d pixels of its colour", i, n)
		}
	}
	if n := count(img, Light.series(5)); n != 0 {
		t.Errorf("%d pixels of a colour that no series has", n)
	}
}

// A rising win rate rises: its line is low on the left and high on the right.
// A band makes the paper around the line darker.
func TestPNGWayUp(t *testing.T) {
	rising := Chart{Percent: true, Series: []Series{{Points: []Point{{0, 0.1, 0, 0.3}, {10, 0.9, 0.7, 1}}}}}
	img := drawn(t, Figure{Charts: []Chart{rising}}, Size{Width: 400, Height: 300, Scale: 1})
	leftmost, rightmost := image.Pt(math.MaxInt, 0), image.Pt(-1, 0)
	r0, g0, b0, _ := Light.series(0).RGBA()
	for y := range 300 {
		for x := range 400 {
			if r, g, b, _ := img.At(x, y).RGBA(); r == r0 && g == g0 && b == b0 {
				if x < leftmost.X {
					leftmost = image.Pt(x, y)
				}
				if x > rightmost.X {
					rightmost = image.Pt(x, y)
				}
			}
		}
	}
	if leftmost.Y < 200 || rightmost.Y > 100 {
		t.Errorf("the line runs from %v to %v", leftmost, rightmost)
	}
	for i := range rising.Series[0].Points {
		p := &rising.Series[0].Points[i]
		p.Low, p.High = p.Y, p.Y
	}
	bare := drawn(t, Figure{Charts: []Chart{rising}}, Size{Width: 400, Height: 300, Scale: 1})
	if with, without := count(img, Light.inks().paper), count(bare, Light.inks().paper); without-with < 400*300/20 {
		t.Errorf("the band covers %d pixels", without-with)
	}
}

func TestSVG(t *testing.T) {
	f := learning(12, 1)
	var a, b bytes.Buffer
	if err := errors.Join(f.WriteSVG(&a, Size{}), f.WriteSVG(&b, Size{})); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same figure gives different files")
	}
	for dec := xml.NewDecoder(bytes.NewReader(a.Bytes())); ; {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []string{
		">Elo<", ">random<", ">material:2<", ">1M<", ">80 %<", "positions experienced",
		"font-family:Liberation Sans,Arial", "#0072B2", "#D55E00",
	} {
		if !strings.Contains(a.String(), want) {
			t.Errorf("the file lacks %q", want)
		}
	}
}

// Whatever numbers come in, a figure comes out.
func TestDrawsAnything(t *testing.T) {
	inf, nan := math.Inf(1), math.NaN()
	for name, points := range map[string][]Point{
		"nothing":        nil,
		"one":            {{1, 1, 0, 2}},
		"zero":           {{0, 0, 0, 0}},
		"gap":            {{1, 1, 0, 2}, {2, nan, nan, nan}, {3, 2, 1, 3}, {4, 2, nan, nan}},
		"infinite":       {{1, inf, 300, inf}, {2, 100, -inf, inf}, {3, -inf, -inf, 2}},
		"vertical":       {{5, 1, 1, 1}, {5, 2, 2, 2}},
		"huge":           {{1, 1e300, 0, 1e308}, {1e12, -1e300, -1e301, 0}},
		"tiny":           {{1e-9, 1e-12, 0, 1e-11}, {2e-9, 2e-12, 0, 3e-12}},
		"no log":         {{-1, 1, 0, 2}, {0, 1, 0, 2}},
		"bounds crossed": {{1, 1, 2, 0}, {2, 2, 3, 1}},
	} {
		for _, log := range []bool{false, true} {
			for _, percent := range []bool{false, true} {
				c := Chart{Title: name, LogX: log, Percent: percent, Series: []Series{{Name: "s", Points: points}}}
				img := drawn(t, Figure{Charts: []Chart{c}}, Size{Width: 200, Height: 150, Scale: 1})
				if count(img, Light.inks().paper) == 200*150 {
					t.Errorf("%s, log %v: blank", name, log)
				}
				for _, term := range []Terminal{{Width: 40, Height: 10}, {ASCII: true}} {
					if err := term.WriteChart(io.Discard, c); err != nil {
						t.Errorf("%s, log %v: %v", name, log, err)
					}
				}
			}
		}
	}
}

func TestCheck(t *testing.T) {
	back := Chart{Title: "back", Series: []Series{{Name: "s", Points: []Point{{X: 2}, {X: 1}}}}}
	for want, f := range map[string]Figure{
		"without charts": {},
		"9 charts":       {Charts: make([]Chart, 9)},
		"X falls":        {Charts: []Chart{back}},
	} {
		if err := f.WritePNG(io.Discard, Size{}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error is %v, want %q in it", err, want)
		}
		if err := f.WriteSVG(io.Discard, Size{}); err == nil {
			t.Errorf("%s: SVG is drawn", want)
		}
	}
}
