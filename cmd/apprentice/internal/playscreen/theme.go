package playscreen

import (
	"image/color"
	"strings"
	"unicode"
	"unicode/utf8"

	"charm.land/bubbles/v2/textinput"
	"charm.land/lipgloss/v2"

	"apprentice/cmd/apprentice/internal/boardview"
)

// theme is how everything but the board looks.
type theme struct {
	colors boardview.Colors
	dark   bool
	ascii  bool

	plain, strong, faint  lipgloss.Style
	accent, alarm, chosen lipgloss.Style
	box                   lipgloss.Style
	first, second         color.Color // of the bar of expectations
}

// newTheme returns the styles for a terminal.
func newTheme(colors boardview.Colors, dark, ascii bool) theme {
	t := theme{colors: colors, dark: dark, ascii: ascii}
	pick := lipgloss.LightDark(dark)
	t.plain = lipgloss.NewStyle()
	t.strong = t.plain.Bold(true)
	t.faint = t.plain.Foreground(pick(lipgloss.Color("#6c6c6c"), lipgloss.Color("#9a9a9a")))
	t.accent = t.plain.Foreground(pick(lipgloss.Color("#00589c"), lipgloss.Color("#6cb6ff"))).Bold(true)
	t.alarm = t.plain.Foreground(pick(lipgloss.Color("#b3150c"), lipgloss.Color("#ff7b72"))).Bold(true)
	t.chosen = t.plain.Reverse(true)
	t.first, t.second = pick(lipgloss.Color("#b2b2b2"), lipgloss.Color("#eeeeee")), pick(lipgloss.Color("#262626"), lipgloss.Color("#6c6c6c"))
	if colors == boardview.Basic {
		t.faint = t.plain.Faint(true)
		t.accent = t.plain.Foreground(pick(lipgloss.Blue, lipgloss.BrightCyan)).Bold(true)
		t.alarm = t.plain.Foreground(pick(lipgloss.Red, lipgloss.BrightRed)).Bold(true)
		t.first, t.second = lipgloss.Yellow, lipgloss.Green
	}
	if colors == boardview.Mono {
		t.faint, t.accent, t.alarm = t.plain.Faint(true), t.strong, t.strong
		t.first, t.second = lipgloss.NoColor{}, lipgloss.NoColor{}
	}
	border := lipgloss.RoundedBorder()
	if ascii {
		border = lipgloss.ASCIIBorder()
	}
	t.box = lipgloss.NewStyle().Border(border).Padding(0, 1)
	if colors != boardview.Mono {
		t.box = t.box.BorderForeground(t.accent.GetForeground())
	}
	return t
}

// sign returns a sign, or what stands for it in ASCII.
func (t theme) sign(text, ascii string) string {
	if t.ascii {
		return ascii
	}
	return text
}

// styleInput gives the line of input the styles of the theme.
func (m *Model) styleInput() {
	var s textinput.Styles
	for _, state := range []*textinput.StyleState{&s.Focused, &s.Blurred} {
		state.Text, state.Placeholder = m.theme.strong, m.theme.faint
		state.Suggestion, state.Prompt = m.theme.faint, m.theme.plain
	}
	m.input.SetStyles(s)
}

// upper begins a text with a capital.
func upper(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	if r == utf8.RuneError {
		return text
	}
	return string(unicode.ToUpper(r)) + text[n:]
}

// spread puts one text at the left end of a line and the other at the right one.
func spread(left, right string, width int) string {
	gap := width - lipgloss.Width(left) - lipgloss.Width(right)
	if gap < 1 {
		return left
	}
	return left + strings.Repeat(" ", gap) + right
}
