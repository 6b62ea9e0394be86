package welcome

import (
	"fmt"
	"io"
	"strings"

	"charm.land/bubbles/v2/list"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"

	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/console"
)

// accent is the colour of keys and of what is chosen.
var accent = lipgloss.NewStyle().Foreground(lipgloss.Color("33")).Bold(true)

// Sizes of the screen, in columns and lines.
const (
	textWidth = 58 // of greeting and offers
	gap       = 3  // between them and the board
)

// layout says where the text is, and which lines are offers.
type layout struct {
	x, width        int
	offersY, offers int
	board           boardview.View
	boardX          int // -1: there is no room for a board
}

func (m *model) layout() layout {
	l := layout{width: min(m.width, textWidth), boardX: -1}
	head := len(m.head(l.width))
	l.offers = min(len(m.offers.Items()), max(m.height-head-1, 1))
	l.offersY = head
	b := m.games[m.game].Start().Board()
	room := boardview.Size{Width: m.width - textWidth - gap, Height: m.height - 2}
	l.board = boardview.Fit(m.boardStyle(), len(b), len([]rune(b[0])), room, boardview.Size{Width: 8, Height: 4})
	if s := l.board.Size(); s.Width <= room.Width && s.Height <= room.Height {
		l.boardX = textWidth + gap
	}
	return l
}

func (m *model) boardStyle() boardview.Style {
	colors := boardview.Full
	switch {
	case m.profile <= colorprofile.ASCII:
		colors = boardview.Mono
	case m.profile == colorprofile.ANSI:
		colors = boardview.Basic
	}
	return boardview.Style{Look: catalog.LookOf(m.games[m.game]), Colors: colors, ASCII: m.ascii}
}

// head is what stands above the offers: less of it where there is little room.
func (m *model) head(width int) []string {
	var names []string
	for i, g := range m.games {
		if i == m.game {
			names = append(names, accent.Reverse(true).Render(" "+g.Name()+" "))
		} else {
			names = append(names, console.Quiet.Render(" "+g.Name()+" "))
		}
	}
	arrows := [2]string{"← ", " →"}
	if m.ascii {
		arrows = [2]string{"< ", " >"}
	}
	all := accent.Render(arrows[0]) + strings.Join(names, "") + accent.Render(arrows[1])
	if lipgloss.Width(all) > width {
		all = names[m.game]
	}
	if m.height < 14 {
		return []string{all}
	}
	lines := []string{
		accent.Render("apprentice"),
		"It learns a board game by playing against itself, from",
		"nothing but the rules. Play it, or watch it learn.",
		"",
		all,
		"",
	}
	for i := range lines {
		lines[i] = ansi.Truncate(lines[i], max(width, 0), "")
	}
	return lines
}

// lines draws the offers.
type lines struct{ *model }

// Height implements list.ItemDelegate.
func (lines) Height() int { return 1 }

// Spacing implements list.ItemDelegate.
func (lines) Spacing() int { return 0 }

// Update implements list.ItemDelegate.
func (lines) Update(tea.Msg, *list.Model) tea.Cmd { return nil }

// Render draws an offer.
func (l lines) Render(w io.Writer, m list.Model, index int, item list.Item) {
	o, ok := item.(offer)
	if !ok {
		return
	}
	pointer, title := "  ", fmt.Sprintf("%-17s", o.title)
	switch {
	case index == m.Index():
		pointer, title = accent.Render("> "), console.Strong.Render(title)
	case o.args == nil && o.key != "q":
		title = console.Quiet.Render(title)
	}
	line := pointer + accent.Render(o.key) + "  " + title
	if lipgloss.Width(line)+lipgloss.Width(o.note) <= m.Width() {
		line += console.Quiet.Render(o.note)
	}
	fmt.Fprint(w, ansi.Truncate(line, m.Width(), ""))
}

// foot is the last line: what the chosen offer is as a command, or why it cannot
// be taken.
func (m *model) foot(width int) string {
	if m.remark != "" {
		return console.Alarm.Render(ansi.Truncate(m.remark, width, ""))
	}
	text := ""
	if o, ok := m.offers.SelectedItem().(offer); ok && o.args != nil {
		text = "Enter: " + m.program + " " + strings.Join(o.args, " ")
	}
	if lipgloss.Width(text) > width {
		return ""
	}
	return console.Quiet.Render(text)
}

// View draws the screen.
func (m *model) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.WindowTitle = "apprentice"
	v.MouseMode = tea.MouseModeCellMotion
	if m.width < 1 || m.height < 1 {
		return v
	}
	l := m.layout()
	m.offers.SetSize(l.width, l.offers)
	text := strings.Join(m.head(l.width), "\n") + "\n" + m.offers.View()
	layers := []*lipgloss.Layer{lipgloss.NewLayer(text), lipgloss.NewLayer(m.foot(l.width)).Y(m.footY(l))}
	if l.boardX >= 0 {
		layers = append(layers, lipgloss.NewLayer(l.board.Draw(boardview.Scene{Pieces: m.games[m.game].Start().Board()})).X(l.boardX).Y(1))
	}
	canvas := lipgloss.NewCanvas(m.width, m.height)
	canvas.Compose(lipgloss.NewCompositor(layers...))
	v.SetContent(canvas.Render())
	return v
}

// footY is the line of the foot: below the offers, with a line between where
// there is room.
func (m *model) footY(l layout) int { return min(l.offersY+l.offers+1, m.height-1) }
