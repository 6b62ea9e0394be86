package playscreen

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"charm.land/bubbles/v2/progress"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/games"
)

// drawPanel draws what is beside the board, or below it.
func (m *Model) drawPanel(l layout) string {
	if l.panel.Height <= 0 || l.panel.Width <= 0 {
		return ""
	}
	if !l.beside {
		return m.lowPanel(l.panel)
	}
	width := l.panel.Width
	top, bottom := games.Second, games.First
	if m.turned() {
		top, bottom = bottom, top
	}
	head := m.player(top, width)
	foot := m.player(bottom, width)
	middle := m.middle(width)
	notes := m.notes(width, max(3, l.panel.Height/3))
	room := l.panel.Height - len(head) - len(foot) - len(middle) - len(notes)
	if room < 3 { // the list of moves comes before the rest
		middle = middle[:max(0, len(middle)-(3-room))]
		room = l.panel.Height - len(head) - len(foot) - len(middle) - len(notes)
	}
	if room < 1 {
		notes = notes[:max(0, len(notes)-(1-room))]
		room = max(0, l.panel.Height-len(head)-len(foot)-len(middle)-len(notes))
	}
	lines := append(head, middle...)
	lines = append(lines, m.moveList(width, room)...)
	lines = append(lines, notes...)
	lines = append(lines, foot...)
	return strings.Join(lines, "\n")
}

// lowPanel draws what fits below the board: a message, the last moves, the
// players.
func (m *Model) lowPanel(size boardview.Size) string {
	var lines []string
	if m.message != "" || len(m.advice.lines) > 0 || m.advice.asked != "" {
		lines = append(lines, m.notes(size.Width, max(1, size.Height-2))...)
	}
	for _, side := range []games.Side{games.Second, games.First} {
		lines = append(lines, m.player(side, size.Width)[0])
	}
	if bar := m.bar(size.Width); bar != "" {
		lines = append(lines, bar)
	}
	if room := size.Height - len(lines); room > 0 {
		lines = append(lines, m.moveList(size.Width, room)...)
	}
	return strings.Join(lines[:min(len(lines), size.Height)], "\n")
}

// player draws the lines of a player: its name, its clock or what it does, and
// what it has taken.
func (m *Model) player(side games.Side, width int) []string {
	mark := "  "
	toMove := !m.game.Over() && m.game.Side() == side
	if toMove {
		mark = m.theme.sign("● ", "* ")
	}
	right := ""
	switch {
	case m.game.Timed():
		right = clockText(m.game.Left(side, m.opts.Now()))
	case m.thinking != nil && m.thinking.side == side:
		right = fmt.Sprintf("%.1fs", m.opts.Now().Sub(m.thinking.begun).Seconds())
	case toMove && m.paused && !m.human(side):
		right = "waits"
	}
	if t := m.thinking; t != nil && t.side == side && t.info.Depth > 0 {
		right = fmt.Sprintf("depth %d  %s", t.info.Depth, right)
	}
	name := m.names()[side]
	sideName := m.opts.Look.Sides[side]
	left := m.theme.accent.Render(mark) + m.theme.strong.Render(sideName) + "  " + name
	room := width - ansi.StringWidth(right) - 1
	first := spread(ansi.Truncate(left, max(room, 1), m.theme.sign("…", "~")), m.theme.strong.Render(right), width)
	return []string{first, "  " + ansi.Truncate(m.taken(side), max(width-2, 0), "")}
}

// clockText writes the time on a clock: tenths of seconds in the last twenty.
func clockText(d time.Duration) string {
	if d < 20*time.Second {
		return fmt.Sprintf("%.1f", d.Seconds())
	}
	s := int(d.Round(time.Second).Seconds())
	if s >= 3600 {
		return fmt.Sprintf("%d:%02d:%02d", s/3600, s/60%60, s%60)
	}
	return fmt.Sprintf("%d:%02d", s/60, s%60)
}

// taken writes the pieces that a side has taken.
func (m *Model) taken(side games.Side) string {
	var b strings.Builder
	for _, letter := range m.game.Captured(m.shown())[side] {
		glyphs := m.opts.Look.Glyphs
		if m.opts.ASCII || m.opts.Settings.Value("pieces") == "letters" {
			glyphs = m.opts.Look.Letters
		}
		if g, ok := glyphs[letter]; ok {
			letter = g
		}
		b.WriteRune(letter)
	}
	return m.theme.faint.Render(b.String())
}

// middle draws what stands between the player at the top and the moves: the
// expectation and the opening.
func (m *Model) middle(width int) []string {
	var lines []string
	if m.review != nil {
		lines = append(lines, m.review.draw(m, width)...)
	} else if bar := m.bar(width); bar != "" {
		lines = append(lines, bar)
	}
	if name := m.opening(); name != "" {
		lines = append(lines, m.theme.faint.Render(ansi.Truncate(name, width, m.theme.sign("…", "~"))))
	}
	if len(lines) > 0 {
		lines = append(lines, "")
	}
	return lines
}

// bar draws how much of the point First expects; "" where nobody knows.
func (m *Model) bar(width int) string {
	if !m.expected.known {
		return ""
	}
	sides := m.opts.Look.Sides
	left, right := sides[games.First]+" "+percent(m.expected.first)+" ", " "+percent(1-m.expected.first)+" "+sides[games.Second]
	room := width - ansi.StringWidth(left) - ansi.StringWidth(right)
	if room < 4 {
		return ansi.Truncate(strings.TrimSpace(left), width, "")
	}
	p := progress.New(progress.WithoutPercentage(), progress.WithWidth(room))
	p.Full, p.Empty = '█', '░'
	if m.theme.ascii {
		p.Full, p.Empty = '#', '-'
	}
	p.FullColor, p.EmptyColor = m.theme.first, m.theme.second
	return m.theme.faint.Render(left) + p.ViewAs(m.expected.first) + m.theme.faint.Render(right)
}

// notes draws what was asked for and what is to be said, in at most that many
// lines.
func (m *Model) notes(width, most int) []string {
	var lines []string
	add := func(style lipgloss.Style, text string) {
		for line := range strings.SplitSeq(fold(text, width), "\n") {
			lines = append(lines, style.Render(line))
		}
	}
	if m.showLine {
		add(m.theme.plain, cmp.Or(m.line, "What your opponent expects will be here."))
	}
	if m.advice.asked != "" {
		add(m.theme.faint, "It "+m.advice.asked+m.theme.sign(" …", " ..."))
	}
	for _, line := range m.advice.lines {
		add(m.theme.plain, line)
	}
	if m.message != "" {
		style := m.theme.plain
		if m.alarming {
			style = m.theme.alarm
		}
		add(style, m.message)
	}
	if len(lines) > most { // the message comes last and matters most
		lines = lines[len(lines)-most:]
	}
	if len(lines) > 0 {
		lines = append([]string{""}, lines...)
	}
	return append(lines, "")
}

// fold breaks a text into lines of at most width columns.
func fold(text string, width int) string { return ansi.Wrap(text, max(width, 1), "") }
