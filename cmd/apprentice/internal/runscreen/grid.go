package runscreen

import (
	"slices"
	"strings"

	"charm.land/lipgloss/v2"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
)

// gridColumn is a column of a table.
type gridColumn struct {
	spare int      // columns with a higher number go first where there is little room
	left  bool     // aligned left, for words
	cells []string // the head first
}

// width returns the columns of the screen that it takes.
func (c *gridColumn) width() (n int) {
	for _, cell := range c.cells {
		n = max(n, lipgloss.Width(cell))
	}
	return n
}

// grid returns the lines of a table, its head first, that takes at most width
// columns of the screen: those that are empty, or for which there is no room, are
// left out. Nothing is cut; where not one column fits, there are no lines.
func grid(width int, all []gridColumn) []string {
	for _, c := range all {
		for i := range c.cells {
			c.cells[i] = printable.Text(c.cells[i])
		}
	}
	all = slices.DeleteFunc(all, func(c gridColumn) bool {
		return !slices.ContainsFunc(c.cells[1:], func(cell string) bool { return cell != "" })
	})
	for len(all) > 0 {
		needed, worst := -2, 0
		for i := range all {
			needed += all[i].width() + 2
			if all[i].spare > all[worst].spare {
				worst = i
			}
		}
		if needed <= width {
			break
		}
		all = slices.Delete(all, worst, worst+1)
	}
	if len(all) == 0 {
		return nil
	}
	lines := make([]string, len(all[0].cells))
	for i := range all {
		c, w := &all[i], all[i].width()
		for row, cell := range c.cells {
			space := strings.Repeat(" ", w-lipgloss.Width(cell))
			if c.left {
				cell += space
			} else {
				cell = space + cell
			}
			if i > 0 {
				lines[row] += "  "
			}
			lines[row] += cell
		}
	}
	for row := range lines {
		lines[row] = strings.TrimRight(lines[row], " ")
	}
	lines[0] = console.Quiet.Render(lines[0])
	return lines
}
