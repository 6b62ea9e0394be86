package playscreen

import (
	"fmt"
	"io"
	"strings"

	"charm.land/bubbles/v2/list"
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"apprentice/cmd/apprentice/internal/printable"
)

// choice is one line of a menu.
type choice struct {
	key   string // that takes it
	title string
	note  string
	do    func() tea.Cmd
}

// width is how many columns the choice takes.
func (c choice) width() int { return 4 + ansi.StringWidth(c.title) + 2 + ansi.StringWidth(c.note) }

// FilterValue implements list.Item.
func (c choice) FilterValue() string { return c.title }

// overlay lies over the screen: a menu, or a text to read.
type overlay struct {
	title   string
	holds   bool // the game waits for an answer
	list    *list.Model
	text    *viewport.Model
	dismiss func() tea.Cmd // what Esc does beside closing; nil: nothing
	wide    int            // of the longest line
	leaves  bool           // Ctrl-C takes the first choice
}

// lines draws the choices of a menu.
type lines struct{ theme theme }

// Height implements list.ItemDelegate.
func (lines) Height() int { return 1 }

// Spacing implements list.ItemDelegate.
func (lines) Spacing() int { return 0 }

// Update implements list.ItemDelegate.
func (lines) Update(tea.Msg, *list.Model) tea.Cmd { return nil }

// Render draws a choice.
func (l lines) Render(w io.Writer, m list.Model, index int, item list.Item) {
	c, ok := item.(choice)
	if !ok {
		return
	}
	key := fmt.Sprintf("%-2s", c.key)
	pointer := "  "
	title := l.theme.plain.Render(c.title)
	if index == m.Index() {
		pointer = l.theme.accent.Render("> ")
		title = l.theme.strong.Render(c.title)
	}
	line := pointer + l.theme.accent.Render(key) + title // as wide as choice.width says
	if c.note != "" {
		line += "  " + l.theme.faint.Render(c.note)
	}
	fmt.Fprint(w, ansi.Truncate(line, m.Width(), l.theme.sign("…", "~")))
}

// choose opens a menu. With holds, the game waits for the answer.
func (m *Model) choose(title string, holds bool, choices ...choice) {
	items := make([]list.Item, len(choices))
	wide := ansi.StringWidth(title)
	title = printable.Text(title)
	for i, c := range choices {
		c.title, c.note = printable.Text(c.title), printable.Text(c.note)
		items[i] = c
		wide = max(wide, c.width())
	}
	l := list.New(items, lines{m.theme}, 1, 1)
	l.SetShowTitle(false)
	l.SetShowStatusBar(false)
	l.SetShowHelp(false)
	l.SetShowPagination(false)
	l.SetFilteringEnabled(false)
	l.DisableQuitKeybindings()
	m.overlay = &overlay{title: title, holds: holds, list: &l, wide: wide}
}

// read opens a text.
func (m *Model) read(title string, text string) {
	v := viewport.New()
	v.SetContent(text)
	m.overlay = &overlay{title: title, text: &v, wide: max(lipgloss.Width(text), ansi.StringWidth(title))}
}

// overlayKey takes a key for the overlay.
func (m *Model) overlayKey(msg tea.KeyPressMsg) tea.Cmd {
	o := m.overlay
	if o.list == nil {
		switch msg.String() {
		case "esc", "q", "enter", "f1", "?":
			m.overlay = nil
			return nil
		}
		v, cmd := o.text.Update(msg)
		o.text = &v
		return cmd
	}
	switch key := msg.String(); key {
	case "esc":
		m.overlay = nil
		if o.dismiss != nil {
			return o.dismiss()
		}
		return nil
	case "enter":
		if c, ok := o.list.SelectedItem().(choice); ok {
			return m.pickChoice(c)
		}
		return nil
	default:
		for _, item := range o.list.Items() {
			if c, ok := item.(choice); ok && c.key == key {
				return m.pickChoice(c)
			}
		}
	}
	l, cmd := o.list.Update(msg)
	o.list = &l
	return cmd
}

// pickChoice takes a choice and closes the menu, unless it has opened another one.
func (m *Model) pickChoice(c choice) tea.Cmd {
	before := m.overlay
	m.overlay = nil
	cmd := c.do()
	if m.overlay == before {
		m.overlay = nil
	}
	return cmd
}

// overlayMouse takes a turn of the wheel, or a click: on a line of a menu, or
// beside it.
func (m *Model) overlayMouse(msg tea.MouseMsg) tea.Cmd {
	switch msg.(type) {
	case tea.MouseWheelMsg:
		return m.overlay.wheel(msg)
	case tea.MouseClickMsg:
		return m.overlayClick(msg.Mouse())
	}
	return nil
}

// wheel scrolls a text, or goes through the choices of a menu.
func (o *overlay) wheel(msg tea.MouseMsg) tea.Cmd {
	switch {
	case o.text != nil:
		v, cmd := o.text.Update(msg)
		o.text = &v
		return cmd
	case msg.Mouse().Button == tea.MouseWheelUp:
		o.list.CursorUp()
	default:
		o.list.CursorDown()
	}
	return nil
}

// overlayClick takes the choice that was clicked. A click beside the overlay
// closes it, unless the game waits for an answer.
func (m *Model) overlayClick(mouse tea.Mouse) tea.Cmd {
	o, box := m.overlay, m.drawOverlay()
	x, y := mouse.X-(m.width-lipgloss.Width(box))/2, mouse.Y-(m.height-lipgloss.Height(box))/2
	if x < 0 || x >= lipgloss.Width(box) || y < 0 || y >= lipgloss.Height(box) {
		if !o.holds {
			m.overlay = nil
		}
		return nil
	}
	row := y - 2 // border and title
	if o.list == nil || row < 0 || row >= o.list.Height() {
		return nil
	}
	first := o.list.Index() - o.list.Cursor()
	if i := first + row; i < len(o.list.Items()) {
		if c, ok := o.list.Items()[i].(choice); ok {
			return m.pickChoice(c)
		}
	}
	return nil
}

// takes is what stands below a menu.
const takes = "Enter takes, Esc closes"

// drawOverlay returns the box.
func (m *Model) drawOverlay() string {
	o := m.overlay
	frame := m.theme.box.GetHorizontalFrameSize()
	width := max(min(max(o.wide, len(takes)), m.width-frame), 1)
	room := max(m.height-m.theme.box.GetVerticalFrameSize()-2, 1)
	title := m.theme.accent.Render(ansi.Truncate(o.title, width, ""))
	var body, foot string
	if o.list != nil {
		note := o.wholeNote(width, m.theme)
		o.list.SetSize(width, max(min(room-len(note), len(o.list.Items())), 1))
		body = strings.Join(append([]string{o.list.View()}, note...), "\n")
		foot = takes
	} else {
		o.text.SetWidth(width)
		o.text.SetHeight(min(room, o.text.TotalLineCount()))
		body = o.text.View()
		foot = "Esc closes"
		if o.text.TotalLineCount() > room {
			foot = "arrows scroll, Esc closes"
		}
	}
	foot = m.theme.faint.Render(ansi.Truncate(foot, width, ""))
	return m.theme.box.Render(strings.Join([]string{title, body, foot}, "\n"))
}

// wholeNote returns the lines below a menu where choices are too wide for their
// line: what the line of the chosen one cuts off. They are always so many that the
// menu keeps its size.
func (o *overlay) wholeNote(width int, t theme) []string {
	var note []string
	most := 0
	for i, item := range o.list.Items() {
		c, ok := item.(choice)
		if !ok || c.note == "" || c.width() <= width {
			continue
		}
		lines := strings.Split(fold(c.note, width), "\n")
		most = max(most, len(lines))
		if i == o.list.Index() {
			note = lines
		}
	}
	if most == 0 {
		return nil
	}
	all := make([]string, 1+most) // an empty one comes first
	for i, line := range note {
		all[1+i] = t.plain.Render(line)
	}
	return all
}
