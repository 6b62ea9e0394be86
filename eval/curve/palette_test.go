package curve

import (
	"image/color"
	"math"
	"testing"
)

// contrast is the ratio of luminances that WCAG 2 defines, 1 to 21.
func contrast(a, b color.NRGBA) float64 {
	luminance := func(c color.NRGBA) float64 {
		linear := func(x uint8) float64 {
			v := float64(x) / 255
			if v <= 0.04045 {
				return v / 12.92
			}
			return math.Pow((v+0.055)/1.055, 2.4)
		}
		return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
	}
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// WCAG asks for a contrast of 4.5 of text and of 3 of what is drawn; on white
// two of the colours of Okabe and Ito have 2.2, with names that are darker.
func TestThemesAreReadable(t *testing.T) {
	if c := contrast(grey(0), grey(0xff)); math.Abs(c-21) > 1e-9 {
		t.Fatalf("black on white has %g", c)
	}
	for theme, least := range map[Theme]struct{ line, name float64 }{Light: {2, 3}, Dark: {4.5, 4.5}} {
		look := theme.inks()
		for what, ink := range map[string]color.NRGBA{"titles": look.ink, "labels": look.quiet} {
			if c := contrast(ink, look.paper); c < 4.5 {
				t.Errorf("%v: %s have a contrast of %.1f", theme, what, c)
			}
		}
		for i := range palette {
			if c := contrast(theme.series(i), look.paper); c < least.line {
				t.Errorf("%v: line %d has a contrast of %.1f", theme, i, c)
			}
			if c := contrast(theme.text(i), look.paper); c < least.name {
				t.Errorf("%v: name %d has a contrast of %.1f", theme, i, c)
			}
		}
	}
}

// People who see no red, or no green, see colours as these matrices turn them
// (Machado, Oliveira and Fernandes 2009, severity 1, on linear light): any two
// lines of a chart must stay apart.
func TestPalettesForColourBlindPeople(t *testing.T) {
	kinds := map[string][3][3]float64{
		"protanopia":   {{0.152286, 1.052583, -0.204868}, {0.114503, 0.786281, 0.099216}, {-0.003882, -0.048116, 1.051998}},
		"deuteranopia": {{0.367322, 0.860646, -0.227968}, {0.280085, 0.672501, 0.047413}, {-0.011820, 0.042940, 0.968881}},
	}
	see := func(m [3][3]float64, c color.NRGBA) (seen [3]float64) {
		var linear [3]float64
		for i, x := range []uint8{c.R, c.G, c.B} {
			linear[i] = math.Pow(float64(x)/255, 2.2)
		}
		for i := range seen {
			sum := m[i][0]*linear[0] + m[i][1]*linear[1] + m[i][2]*linear[2]
			seen[i] = 255 * math.Pow(min(max(sum, 0), 1), 1/2.2)
		}
		return seen
	}
	for name, m := range kinds {
		for _, theme := range []Theme{Light, Dark} {
			for i := range palette {
				for j := range i {
					a, b := see(m, theme.series(i)), see(m, theme.series(j))
					if d := math.Hypot(math.Hypot(a[0]-b[0], a[1]-b[1]), a[2]-b[2]); d < 30 {
						t.Errorf("%s, %v: lines %d and %d are %.0f apart", name, theme, i, j, d)
					}
				}
			}
		}
	}
}

func TestDarkPNG(t *testing.T) {
	f := Figure{Charts: learning(12, 1).Charts[:1], Theme: Dark}
	img := drawn(t, f, Size{Width: 500, Height: 300, Scale: 1.5})
	if n := count(img, Dark.inks().paper); n < 750*450/2 {
		t.Errorf("%d pixels are of the dark paper", n)
	}
	if n := count(img, grey(0xff)); n != 0 {
		t.Errorf("%d pixels are white", n)
	}
	for i := range f.Charts[0].Series {
		if n := count(img, Dark.series(i)); n < 100 {
			t.Errorf("series %d: %d pixels of its colour", i, n)
		}
	}
	f.Charts[0].Series[0].Reference = true
	if n := count(drawn(t, f, Size{Width: 500, Height: 300, Scale: 1.5}), Dark.series(0)); n != 0 {
		t.Errorf("a line to compare with has %d pixels of a colour", n)
	}
	if _, err := ParseTheme("blue"); err == nil {
		t.Error("there is a blue theme")
	}
}
