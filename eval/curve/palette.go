package curve

import "image/color"

// palette has the colours of Okabe and Ito ("Color Universal Design", 2008),
// which people with any common colour vision tell apart, less its yellow,
// which nobody sees on white. The order puts strong contrasts first.
var palette = [...]color.NRGBA{
	{0x00, 0x72, 0xb2, 0xff}, // blue
	{0xd5, 0x5e, 0x00, 0xff}, // vermilion
	{0x00, 0x9e, 0x73, 0xff}, // bluish green
	{0xcc, 0x79, 0xa7, 0xff}, // reddish purple
	{0xe6, 0x9f, 0x00, 0xff}, // orange
	{0x56, 0xb4, 0xe9, 0xff}, // sky blue
	{0x59, 0x59, 0x59, 0xff}, // grey
}

// Inks of everything that is not data.
var (
	ink       = color.NRGBA{0x22, 0x22, 0x22, 0xff} // titles
	quietInk  = color.NRGBA{0x66, 0x66, 0x66, 0xff} // subtitles, labels, marks
	axisInk   = color.NRGBA{0x99, 0x99, 0x99, 0xff}
	gridInk   = color.NRGBA{0xe6, 0xe6, 0xe6, 0xff}
	paper     = color.NRGBA{0xff, 0xff, 0xff, 0xff}
	bandAlpha = uint8(0x30)
)

// seriesColor returns the colour of series i.
func seriesColor(i int) color.NRGBA { return palette[i%len(palette)] }

// textColor returns the colour of series i, darkened so that small letters in
// it are readable on white.
func textColor(i int) color.NRGBA {
	c := seriesColor(i)
	darken := func(x uint8) uint8 { return uint8(int(x) * 4 / 5) }
	return color.NRGBA{darken(c.R), darken(c.G), darken(c.B), 0xff}
}
