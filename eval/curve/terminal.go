package curve

import (
	"cmp"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Terminal says how a chart is drawn with characters.
type Terminal struct {
	Width, Height int  // in characters, names and axes included; at least 30 by 8 are used
	ASCII         bool // no character beyond ASCII, except in names and titles; series are drawn with signs instead of lines of dots
	Color         bool // ANSI colours of the 256-colour palette
	Band          bool // confidence bands, as sparse dots
}

// Smallest drawing.
const (
	minWidth  = 30
	minHeight = 8
)

// terminalColors are the nearest of the 256 colours of terminals to palette.
var terminalColors = [len(palette)]int{32, 166, 36, 175, 178, 74, 245}

// WriteChart draws the chart: title, lines with the names of the series at
// their right ends, axes. Every line ends with a newline and none is wider
// than t.Width.
func (t Terminal) WriteChart(w io.Writer, c Chart) error {
	t.Width, t.Height = max(t.Width, minWidth), max(t.Height, minHeight)
	_, err := io.WriteString(w, t.sketch(c.plain()))
	return err
}

// sketch returns the drawing.
func (t Terminal) sketch(c Chart) string {
	if !t.Band {
		c = c.withoutIntervals()
	}
	x, y := c.axes()
	heading := t.heading(c)
	below := 2 // axis and marks
	if c.XLabel != "" {
		below++
	}
	rows := t.Height - len(heading) - below
	yTicks := y.ticks(max(2, rows/3))
	left := 0
	for _, tk := range yTicks {
		left = max(left, utf8.RuneCountInString(tk.label))
	}
	right := t.nameWidth(c)
	columns := max(t.Width-left-2-right, 4)

	g := newRaster(columns, rows, t.ASCII)
	for i, s := range c.Series {
		for _, run := range c.runs(s) {
			if t.Band {
				g.band(i, run, x, y)
			}
		}
	}
	for i, s := range c.Series {
		for _, run := range c.runs(s) {
			g.polyline(i, run, x, y)
		}
	}
	names := c.names(y, rows)

	labels := map[int]string{}
	for _, tk := range yTicks {
		labels[rowOf(y.position(tk.at), rows)] = tk.label
	}
	var b strings.Builder
	for _, line := range heading {
		b.WriteString(line + "\n")
	}
	for row := range rows {
		label, marked := labels[row]
		fmt.Fprintf(&b, "%*s%c", left, label, t.pick(marked, '┤', '+', '│', '|'))
		paint := func(i int, text string) string { return t.paint(c.color(i), text) }
		line := strings.TrimRight(g.row(row, paint), " ")
		if series, ok := names[row]; ok {
			line = g.row(row, paint) + " " + t.paint(c.color(series), t.cut(t.name(c, series), right-1))
		}
		b.WriteString(line + "\n")
	}
	t.xAxis(&b, x, left, columns, c.XLabel)
	return b.String()
}

// heading returns the lines above the chart.
func (t Terminal) heading(c Chart) []string {
	var lines []string
	for _, s := range []string{c.Title, c.Subtitle} {
		if s != "" {
			for _, line := range wrap(s, func(s string) bool { return utf8.RuneCountInString(s) > t.Width }) {
				lines = append(lines, t.cut(line, t.Width))
			}
		}
	}
	return lines[:min(len(lines), t.Height-minHeight+1)]
}

// xAxis writes the axis, the line of marks below it and the label.
func (t Terminal) xAxis(b *strings.Builder, x axis, left, columns int, label string) {
	rule := []rune(strings.Repeat(string(t.pick(false, 0, 0, '─', '-')), columns))
	marks := []rune(strings.Repeat(" ", left+1+columns))
	free := 0 // first column of marks not taken
	for _, tk := range x.ticks(max(2, columns/12)) {
		if tk.label == "" {
			continue
		}
		column := min(int(x.position(tk.at)*float64(columns)), columns-1)
		text := []rune(tk.label)
		at := left + 1 + column - len(text)/2
		if at < free || at+len(text) > len(marks) {
			continue
		}
		rule[column] = t.pick(true, '┬', '+', 0, 0)
		copy(marks[at:], text)
		free = at + len(text) + 1
	}
	corner := t.pick(true, '└', '+', 0, 0)
	fmt.Fprintf(b, "%s%c%s\n", strings.Repeat(" ", left), corner, string(rule))
	b.WriteString(strings.TrimRight(string(marks), " ") + "\n")
	if label != "" {
		label = t.cut(label, columns)
		fmt.Fprintf(b, "%*s\n", left+1+(columns+utf8.RuneCountInString(label))/2, label)
	}
}

// pick returns the rune for a marked or plain thing in the character set of t.
func (t Terminal) pick(marked bool, uni, ascii, plainUni, plainASCII rune) rune {
	switch {
	case marked && t.ASCII:
		return ascii
	case marked:
		return uni
	case t.ASCII:
		return plainASCII
	}
	return plainUni
}

// paint gives text colour i.
func (t Terminal) paint(i int, text string) string {
	if !t.Color || text == "" {
		return text
	}
	return fmt.Sprintf("\x1b[38;5;%dm%s\x1b[0m", terminalColors[i%len(terminalColors)], text)
}

// name is the name of series i next to its line; in ASCII its sign comes first. An
// arrow points to the left where the line ends before others do, since what is
// left of such a name is the end of another line or of none.
func (t Terminal) name(c Chart, i int) string {
	name := c.Series[i].Name
	if t.ASCII {
		name = string(letter(i)) + " " + name
	}
	if c.endsEarly(i) {
		name = string(t.pick(true, '←', '<', 0, 0)) + " " + name
	}
	return name
}

// endsEarly reports whether another line ends to the right of that of series i.
func (c Chart) endsEarly(i int) bool {
	own, ok := c.last(c.Series[i])
	return ok && slices.ContainsFunc(c.Series, func(s Series) bool {
		p, ok := c.last(s)
		return ok && p.X > own.X
	})
}

// nameWidth is the room for the names of the series, a space before them
// included: at most a third of the width.
func (t Terminal) nameWidth(c Chart) int {
	width := 0
	for i, s := range c.Series {
		if _, ok := c.last(s); ok && s.Name != "" {
			width = max(width, utf8.RuneCountInString(t.name(c, i))+1)
		}
	}
	return min(width, t.Width/3)
}

// names returns the series whose name is at the end of each row: where its line
// ends, or as near as others allow. Lines that end early come last, in rows that
// are left over, those that end latest first; where no such row is near, they have
// no name.
func (c Chart) names(y axis, rows int) map[int]int {
	var wanted, early []placed
	for i, s := range c.Series {
		p, ok := c.last(s)
		if !ok || s.Name == "" {
			continue
		}
		n := placed{series: i, want: float64(rows - 1 - rowOf(y.position(p.Y), rows)), end: p.X}
		if c.endsEarly(i) {
			early = append(early, n)
		} else {
			wanted = append(wanted, n)
		}
	}
	spread(wanted, 1, 0, float64(rows-1))
	names := map[int]int{}
	for _, n := range wanted {
		row := rows - 1 - int(math.Floor(n.at+0.5))
		if _, taken := names[row]; !taken && row >= 0 && row < rows {
			names[row] = n.series
		}
	}
	slices.SortStableFunc(early, func(a, b placed) int { return -cmp.Compare(a.end, b.end) })
	for _, n := range early {
		nearest, distance := -1, float64(rows/3)+1
		for row := range rows {
			_, taken := names[row]
			if d := math.Abs(float64(rows-1-row) - n.want); !taken && d < distance {
				nearest, distance = row, d
			}
		}
		if nearest >= 0 {
			names[nearest] = n.series
		}
	}
	return names
}

// rowOf returns the row of a position on the Y axis.
func rowOf(position float64, rows int) int {
	return min(max(int((1-position)*float64(rows)), 0), rows-1)
}

// cut shortens text to at most n characters, with an ellipsis.
func (t Terminal) cut(text string, n int) string {
	r := []rune(text)
	if len(r) <= n {
		return text
	}
	end := []rune(ellipsis)
	if t.ASCII {
		end = []rune("...")
	}
	if n <= len(end) {
		return string(end[:max(n, 0)])
	}
	return string(r[:n-len(end)]) + string(end)
}
