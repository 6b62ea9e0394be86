package console

import (
	"strings"

	"charm.land/lipgloss/v2"
)

// Styles of everything but the board.
var (
	Strong = lipgloss.NewStyle().Bold(true)
	Quiet  = lipgloss.NewStyle().Faint(true)
	accent = lipgloss.NewStyle().Foreground(lipgloss.Color("33"))
	Alarm  = lipgloss.NewStyle().Foreground(lipgloss.Color("203"))
)

// BarWidth is the width of a bar in columns.
const BarWidth = 40

// Bar draws a share as a bar.
func Bar(share float64) string {
	const eighths = " ▏▎▍▌▋▊▉█"
	n := int(min(max(share, 0), 1)*BarWidth*8 + 0.5)
	full := strings.Repeat("█", n/8)
	part := ""
	if n%8 > 0 {
		part = string([]rune(eighths)[n%8])
	}
	empty := strings.Repeat("░", BarWidth-(n+7)/8)
	return accent.Render(full+part) + Quiet.Render(empty)
}
