package runscreen

import (
	"strings"

	"charm.land/lipgloss/v2"

	"apprentice/cmd/apprentice/internal/console"
)

// first returns the first of several ways to say something that fits, "" where
// none does: nothing is ever cut.
func first(width int, ways ...string) string {
	for _, way := range ways {
		if lipgloss.Width(way) <= width {
			return way
		}
	}
	return ""
}

// asMany joins as many items as fit, the first ones first. Empty ones are left
// out.
func asMany(width int, separator string, items ...string) string {
	text := ""
	for _, item := range items {
		longer := item
		if text != "" {
			longer = text + separator + item
		}
		if item != "" && lipgloss.Width(longer) <= width {
			text = longer
		}
	}
	return text
}

// bar draws a share in a number of columns.
func (m *Model) bar(share float64, width int) string {
	n := int(min(max(share, 0), 1)*float64(width) + 0.5)
	if m.o.ASCII {
		return strings.Repeat("#", n) + strings.Repeat(".", width-n)
	}
	return accent.Render(strings.Repeat("█", n)) + console.Quiet.Render(strings.Repeat("░", width-n))
}

// accent is the colour of what matters.
var accent = lipgloss.NewStyle().Foreground(lipgloss.Color("33"))

// dot separates items.
func (m *Model) dot() string {
	if m.o.ASCII {
		return ", "
	}
	return " · "
}

// digits are the figures of large numbers, five rows of dots each.
var digits = map[rune][5]string{
	'0': {"###", "# #", "# #", "# #", "###"},
	'1': {" # ", "## ", " # ", " # ", "###"},
	'2': {"###", "  #", "###", "#  ", "###"},
	'3': {"###", "  #", "###", "  #", "###"},
	'4': {"# #", "# #", "###", "  #", "  #"},
	'5': {"###", "#  ", "###", "  #", "###"},
	'6': {"###", "#  ", "###", "# #", "###"},
	'7': {"###", "  #", "  #", "  #", "  #"},
	'8': {"###", "# #", "###", "# #", "###"},
	'9': {"###", "# #", "###", "  #", "###"},
	'%': {"# #", "  #", " # ", "#  ", "# #"},
	' ': {" ", " ", " ", " ", " "},
}

// large writes a number in large figures, three lines high; five in ASCII.
func (m *Model) large(text string) string {
	var rows [6]string
	for i, r := range text {
		for row := range rows {
			dots := strings.Repeat(" ", len(digits[r][0]))
			if row < 5 {
				dots = digits[r][row]
			}
			if i > 0 {
				rows[row] += " "
			}
			rows[row] += dots
		}
	}
	if m.o.ASCII {
		return strings.Join(rows[:5], "\n")
	}
	var lines []string
	for row := 0; row < 6; row += 2 {
		var b strings.Builder
		for i := range rows[row] {
			switch {
			case rows[row][i] == '#' && rows[row+1][i] == '#':
				b.WriteRune('█')
			case rows[row][i] == '#':
				b.WriteRune('▀')
			case rows[row+1][i] == '#':
				b.WriteRune('▄')
			default:
				b.WriteByte(' ')
			}
		}
		lines = append(lines, b.String())
	}
	return strings.Join(lines, "\n")
}
