package curve

import (
	"fmt"
	"image/color"
)

// palette has the colours of Okabe and Ito ("Color Universal Design", 2008),
// which people with any common colour vision can distinguish, without its yellow,
// which is invisible on white. Strong contrasts come first.
var palette = [...]color.NRGBA{
	{0x00, 0x72, 0xb2, 0xff}, // blue
	{0xd5, 0x5e, 0x00, 0xff}, // vermilion
	{0x00, 0x9e, 0x73, 0xff}, // bluish green
	{0xcc, 0x79, 0xa7, 0xff}, // reddish purple
	{0xe6, 0x9f, 0x00, 0xff}, // orange
	{0x56, 0xb4, 0xe9, 0xff}, // sky blue
	{0x59, 0x59, 0x59, 0xff}, // grey
}

// darkPalette is palette with its darkest colours, which are invisible on black,
// made lighter.
var darkPalette = [len(palette)]color.NRGBA{
	{0x3d, 0x9b, 0xd9, 0xff},
	{0xe8, 0x6a, 0x1c, 0xff},
	{0x1d, 0xbf, 0x93, 0xff},
	{0xdd, 0x93, 0xbc, 0xff},
	{0xe6, 0x9f, 0x00, 0xff},
	{0x8f, 0xd0, 0xf5, 0xff},
	{0xd8, 0xd8, 0xd8, 0xff},
}

// Theme is what a figure looks like: dark on light or light on dark.
type Theme uint8

// The themes.
const (
	Light Theme = iota
	Dark
)

// String returns "light" or "dark".
func (t Theme) String() string {
	if t == Dark {
		return "dark"
	}
	return "light"
}

// ParseTheme returns the theme of a name.
func ParseTheme(name string) (Theme, error) {
	for _, t := range []Theme{Light, Dark} {
		if t.String() == name {
			return t, nil
		}
	}
	return Light, fmt.Errorf("unknown theme %q; want light or dark", name)
}

// inks are the colours of everything that is not data.
type inks struct {
	ink   color.NRGBA // titles
	quiet color.NRGBA // subtitles, labels, marks
	axis  color.NRGBA
	grid  color.NRGBA
	paper color.NRGBA
	band  uint8 // alpha of confidence bands
}

// inks returns the colours of a theme.
func (t Theme) inks() inks {
	if t == Dark {
		return inks{grey(0xe8), grey(0xa8), grey(0x80), grey(0x3a), color.NRGBA{0x1b, 0x1d, 0x21, 0xff}, 0x48}
	}
	return inks{grey(0x22), grey(0x66), grey(0x99), grey(0xe6), grey(0xff), 0x30}
}

func grey(x uint8) color.NRGBA { return color.NRGBA{x, x, x, 0xff} }

// series returns the colour of series i.
func (t Theme) series(i int) color.NRGBA {
	if t == Dark {
		return darkPalette[i%len(palette)]
	}
	return palette[i%len(palette)]
}

// text returns the colour of series i for small letters: on white a darker
// one, so that they are readable.
func (t Theme) text(i int) color.NRGBA {
	c := t.series(i)
	if t == Dark {
		return c
	}
	darken := func(x uint8) uint8 { return uint8(int(x) * 4 / 5) }
	return color.NRGBA{darken(c.R), darken(c.G), darken(c.B), 0xff}
}
