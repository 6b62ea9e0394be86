package curve

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	stdfont "golang.org/x/image/font"
	"golang.org/x/image/font/sfnt"
	"gonum.org/v1/plot/text"

	"apprentice/internal/printable"
)

// rewritten returns the figure with every text of it as rewrite returns it. It
// shares the points with f.
func (f Figure) rewritten(rewrite func(string) string) Figure {
	f.Title, f.Subtitle = rewrite(f.Title), rewrite(f.Subtitle)
	f.Charts = slices.Clone(f.Charts)
	for i := range f.Charts {
		f.Charts[i] = f.Charts[i].rewritten(rewrite)
	}
	return f
}

// rewritten returns the chart with every text of it as rewrite returns it. It
// shares the points with c.
func (c Chart) rewritten(rewrite func(string) string) Chart {
	for _, s := range []*string{&c.Title, &c.Subtitle, &c.XLabel, &c.YLabel} {
		*s = rewrite(*s)
	}
	c.Series = slices.Clone(c.Series)
	for i := range c.Series {
		c.Series[i].Name = rewrite(c.Series[i].Name)
	}
	return c
}

// plain returns the figure without characters that do not print: names in it are
// those of files, runs and players, which others have chosen.
func (f Figure) plain() Figure { return f.rewritten(printable.Text) }

// plain returns the chart without characters that do not print.
func (c Chart) plain() Chart { return c.rewritten(printable.Text) }

// legible returns a function that puts escapes, such as \u65e5, in the place of
// letters that the fonts of pictures lack, which would leave no trace.
func legible() func(string) string {
	var faces []*sfnt.Font
	for _, weight := range []stdfont.Weight{stdfont.WeightNormal, stdfont.WeightBold} {
		faces = append(faces, faceOf(letters(labelSize, weight, nil)))
	}
	var buf sfnt.Buffer
	shows := func(r rune) bool {
		for _, face := range faces {
			if glyph, err := face.GlyphIndex(&buf, r); err != nil || glyph == 0 {
				return false
			}
		}
		return true
	}
	return func(s string) string {
		if !strings.ContainsFunc(s, func(r rune) bool { return !shows(r) }) {
			return s
		}
		var b strings.Builder
		for _, r := range s {
			switch {
			case shows(r):
				b.WriteRune(r)
			case unicode.Is(unicode.Zs, r):
				b.WriteByte(' ')
			case r > 0xffff:
				fmt.Fprintf(&b, `\U%08x`, r)
			default:
				fmt.Fprintf(&b, `\u%04x`, r)
			}
		}
		return b.String()
	}
}

// faceOf returns the font of a style.
func faceOf(style text.Style) *sfnt.Font {
	return style.Handler.Cache().Lookup(style.Font, style.Font.Size).Face
}
