package playscreen

import (
	"errors"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/moveinput"
	"apprentice/cmd/apprentice/internal/printable"
)

// history is what was typed before.
type history struct {
	lines []string
	at    int // the line that is shown; len(lines) for none
	draft string
}

// mostLines bounds the history.
const mostLines = 500

// add adds a line.
func (h *history) add(line string) {
	if n := len(h.lines); n == 0 || h.lines[n-1] != line {
		h.lines = append(h.lines, line)
	}
	h.lines = h.lines[max(0, len(h.lines)-mostLines):]
	h.at = len(h.lines)
}

// step goes back, or forward, from a text and returns the one to show.
func (h *history) step(by int, text string) string {
	if h.at == len(h.lines) {
		h.draft = text
	}
	h.at = min(max(h.at+by, 0), len(h.lines))
	if h.at == len(h.lines) {
		return h.draft
	}
	return h.lines[h.at]
}

// completion is what Tab has offered for a text.
type completion struct {
	names []string
	at    int
}

// suggest shows how what is typed may end.
func (m *Model) suggest() {
	text := m.input.Value()
	if text == "" {
		m.input.SetSuggestions(nil)
		return
	}
	m.input.SetSuggestions(m.completions(text))
}

// completions returns what a text may become: moves, then words.
func (m *Model) completions(text string) []string {
	var names []string
	if !m.game.Over() {
		names = m.positions().Complete(text)
	}
	for _, a := range actions() {
		if strings.HasPrefix(a.words[0], strings.ToLower(text)) {
			names = append(names, a.words[0])
		}
	}
	return names
}

// complete offers the next completion.
func (m *Model) complete() {
	text := m.input.Value()
	if c := &m.offered; len(c.names) > 1 && c.names[c.at] == text {
		c.at = (c.at + 1) % len(c.names)
	} else {
		m.offered = completion{names: m.completions(text)}
	}
	if len(m.offered.names) == 0 {
		m.say("No move and no word begins with %q.", text)
		return
	}
	m.input.SetValue(m.offered.names[m.offered.at])
	m.input.CursorEnd()
	if len(m.offered.names) > 1 {
		m.say("%s", strings.Join(m.offered.names, " "))
	}
}

// possible returns the moves that what is typed may become.
func (m *Model) possible() []moveinput.Move {
	text := m.input.Value()
	if text == "" || m.game.Over() || m.viewing >= 0 {
		return nil
	}
	return m.positions().Possible(text)
}

// submit takes the line that was typed.
func (m *Model) submit() tea.Cmd {
	line := strings.TrimSpace(m.input.Value())
	if cmd, ok := m.command(line); ok {
		m.typed(line)
		return cmd
	}
	if !m.mayMove() {
		return nil
	}
	found, err := m.positions().Read(line)
	if err != nil {
		m.refuse(line, err)
		return nil
	}
	m.typed(line)
	return m.playMine(found)
}

// refuse says why a line is no move. It stays to be corrected.
func (m *Model) refuse(line string, err error) {
	m.refused = true
	m.warn(upper(err.Error()))
	var refused *moveinput.Refused
	if errors.As(err, &refused) && len(refused.Near) > 0 {
		m.offered = completion{names: append([]string{line}, refused.Near...)}
		return
	}
	m.alarming = true
	m.message += ". F1 helps."
}

// typed keeps a line that was understood.
func (m *Model) typed(line string) {
	m.history.add(line)
	if strings.TrimSpace(m.input.Value()) == line {
		m.input.Reset()
	}
	m.suggest()
}

// key takes a key.
func (m *Model) key(msg tea.KeyPressMsg) tea.Cmd {
	key := msg.String()
	if m.refused && m.overlay == nil {
		m.refused = false
		if msg.Text != "" {
			m.input.Reset()
		}
	}
	if cmd, ok := m.programKey(key); ok {
		return cmd
	}
	if m.overlay != nil {
		return m.overlayKey(msg)
	}
	if m.input.Value() == "" {
		if cmd, ok := m.boardKey(key); ok {
			return cmd
		}
	}
	for _, a := range actions() {
		if a.key == key && key != "space" {
			return a.do(m, "")
		}
	}
	return m.lineKey(msg)
}

// programKey takes a key that means the same everywhere on the screen, and reports
// whether it is one.
func (m *Model) programKey(key string) (tea.Cmd, bool) {
	switch key {
	case "ctrl+c":
		if m.overlay != nil && (m.overlay.leaves || m.overlay.holds) {
			m.leaving = true
			return nil, true
		}
		return m.quit(""), true
	case "ctrl+z":
		return tea.Suspend, true
	case "ctrl+l":
		return tea.ClearScreen, true
	}
	return nil, false
}

// lineKey takes a key for the line of input.
func (m *Model) lineKey(msg tea.KeyPressMsg) tea.Cmd {
	switch key := msg.String(); key {
	case "enter":
		if m.input.Value() == "" {
			return nil
		}
		return m.submit()
	case "tab":
		m.complete()
	case "esc":
		m.input.Reset()
		m.suggest()
	case "up", "ctrl+p":
		m.recall(-1)
	case "down":
		m.recall(1)
	case "pgup", "pgdown", "shift+left", "shift+right":
		m.look(key)
	default:
		return m.edit(msg)
	}
	return nil
}

// edit gives a message to the line of input.
func (m *Model) edit(msg tea.Msg) tea.Cmd {
	before := m.input.Value()
	var cmd tea.Cmd
	m.input, cmd = m.input.Update(msg)
	if m.input.Value() != before {
		m.suggest()
	}
	return cmd
}

// recall shows what was typed before.
func (m *Model) recall(by int) {
	m.input.SetValue(m.history.step(by, m.input.Value()))
	m.input.CursorEnd()
	m.suggest()
}

// paste takes text that was pasted: one line of it, without control characters.
func (m *Model) paste(text string) tea.Cmd {
	if m.overlay != nil {
		return nil
	}
	text = strings.TrimSpace(text)
	text, _, _ = strings.Cut(text, "\n")
	clean := strings.Map(func(r rune) rune {
		if printable.Text(string(r)) != string(r) {
			return -1
		}
		return r
	}, text)
	return m.edit(tea.PasteMsg{Content: clean})
}

// boardKey takes a key that means something on the board while nothing is typed,
// and reports whether it does.
func (m *Model) boardKey(key string) (tea.Cmd, bool) {
	switch key {
	case "up", "down", "left", "right":
		if m.viewing >= 0 || m.game.Over() {
			m.look(key)
		} else {
			m.moveCursor(key)
		}
	case "pgup", "pgdown", "home", "end", "shift+left", "shift+right":
		m.look(key)
	case "enter":
		if m.cursor == nil {
			return nil, false
		}
		return m.pick(*m.cursor), true
	case "space":
		return m.hurry(""), true
	case "tab", "shift+tab":
		m.nextPiece(key == "tab")
	case "esc":
		m.chosen, m.cursor, m.viewing = nil, nil, -1
		m.forgetAdvice()
	case "/":
		m.menu()
	case "?":
		return m.help(""), true
	default:
		return nil, false
	}
	return nil, true
}

// look goes to an earlier or later position.
func (m *Model) look(key string) {
	n := len(m.game.Plies())
	at := m.shown()
	switch key {
	case "left", "pgup", "shift+left":
		at--
	case "right", "pgdown", "shift+right":
		at++
	case "up", "home":
		at = 0
	case "down", "end":
		at = n
	}
	m.lookAt(at)
}

// lookAt shows the position after a number of plies.
func (m *Model) lookAt(ply int) {
	n := len(m.game.Plies())
	m.viewing = min(max(ply, 0), n)
	if m.viewing == n {
		m.viewing = -1
	}
	m.chosen, m.cursor = nil, nil
	m.forgetAdvice()
}

// moveCursor moves the cursor on the board, which appears in its middle.
func (m *Model) moveCursor(key string) {
	rows, columns := m.boardSize()
	if m.cursor == nil {
		m.cursor = &boardview.Square{Row: rows / 2, Column: columns / 2}
		return
	}
	by := map[string][2]int{"up": {-1, 0}, "down": {1, 0}, "left": {0, -1}, "right": {0, 1}}[key]
	if m.turned() {
		by[0], by[1] = -by[0], -by[1]
	}
	m.cursor = &boardview.Square{
		Row:    min(max(m.cursor.Row+by[0], 0), rows-1),
		Column: min(max(m.cursor.Column+by[1], 0), columns-1),
	}
}

// nextPiece puts the cursor on the next piece that can move, or on the next
// target of the chosen one.
func (m *Model) nextPiece(forward bool) {
	if m.game.Over() || !m.human(m.game.Side()) {
		return
	}
	var squares []boardview.Square
	seen := map[boardview.Square]bool{}
	for _, v := range m.positions().All() {
		s := v.From
		if m.chosen != nil {
			if v.From != *m.chosen {
				continue
			}
			s = v.To
		}
		if !seen[s] {
			seen[s] = true
			squares = append(squares, s)
		}
	}
	if len(squares) == 0 {
		return
	}
	at := -1
	for i, s := range squares {
		if m.cursor != nil && s == *m.cursor {
			at = i
		}
	}
	step := 1
	if !forward {
		step = len(squares) - 1
		at = max(at, 0)
	}
	m.cursor = &squares[(at+step)%len(squares)]
}
