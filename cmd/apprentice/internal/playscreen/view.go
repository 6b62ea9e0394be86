package playscreen

import (
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/games"
)

// Sizes of the parts of the screen, in columns and lines.
const (
	panelLeast = 28 // columns beside the board
	panelMost  = 66
	panelGap   = 2
	lowPanel   = 5  // lines below the board, where there is no room beside it
	wide       = 46 // columns from which the panel may stand beside the board
)

// layout says where the parts of the screen are.
type layout struct {
	board          boardview.View
	boardX, boardY int
	panelX, panelY int
	panel          boardview.Size // zero: there is none
	beside         bool           // the panel is beside the board, not below
	inputY         int            // -1: there is no line of input
	footY          int            // -1: there is no line of help
	left, width    int            // of the line of input and the one of help
}

// layout places the parts of the screen.
func (m *Model) layout() layout {
	l := layout{inputY: -1, footY: -1, width: m.width}
	rows := m.height
	if rows >= 3 {
		rows--
		l.inputY = rows
	}
	if rows >= 12 {
		rows--
		l.inputY, l.footY = rows, rows+1
	}
	view := func(width, height int) boardview.View {
		r, c := m.boardSize()
		return boardview.Fit(m.boardStyle(), r, c, boardview.Size{Width: width, Height: height}, m.mostCell())
	}
	beside := view(m.width-panelGap-panelLeast, rows)
	below := view(m.width, rows-lowPanel)
	l.board, l.beside = beside, true
	if s := beside.Size(); m.width < wide || s.Width > m.width-panelGap-panelLeast || below.Cell().Width > beside.Cell().Width {
		l.board, l.beside = below, false
	}
	size := l.board.Size()
	if !l.beside {
		if size.Height > rows-lowPanel {
			l.board = view(m.width, rows)
			size = l.board.Size()
		}
		l.boardX = max(0, (m.width-size.Width)/2)
		l.panel = boardview.Size{Width: m.width, Height: max(0, rows-size.Height)}
		l.panelY = size.Height
		return l
	}
	l.panel.Width = min(m.width-size.Width-panelGap, panelMost)
	l.boardX = (m.width - size.Width - panelGap - l.panel.Width) / 2
	l.boardY = (rows - size.Height) / 2
	l.panelX = l.boardX + size.Width + panelGap
	l.panel.Height = rows
	if rows > size.Height+4 {
		l.panel.Height = max(size.Height, 24)
		l.panel.Height = min(l.panel.Height, rows)
	}
	l.panelY = (rows - l.panel.Height) / 2
	l.boardY = min(l.boardY, l.panelY+max(0, (l.panel.Height-size.Height)/2))
	l.left, l.width = l.boardX, m.width-l.boardX
	return l
}

// boardSize returns the rows and columns of the board.
func (m *Model) boardSize() (rows, columns int) {
	b := m.game.Board(0)
	return len(b), len([]rune(b[0]))
}

// mostCell returns the largest cell that the settings allow; zero for any.
func (m *Model) mostCell() boardview.Size {
	if v := m.opts.Settings.Value("size"); len(v) == 1 {
		return boardview.Size{Width: 2 * int(v[0]-'0'), Height: int(v[0] - '0')}
	}
	return boardview.Size{}
}

// boardStyle returns how the board looks.
func (m *Model) boardStyle() boardview.Style {
	s := boardview.Style{Look: m.opts.Look, Colors: m.theme.colors, ASCII: m.opts.ASCII, Flip: m.turned()}
	switch m.opts.Settings.Value("pieces") {
	case "solid":
		s.Pieces = boardview.Solid
	case "outline":
		s.Pieces = boardview.Outline
	case "letters":
		s.Pieces = boardview.Letters
	}
	return s
}

// turned reports whether Second is at the bottom.
func (m *Model) turned() bool { return (m.person() == games.Second) != m.flip }

// squareAt returns the square at a place of the screen.
func (m *Model) squareAt(x, y int) (boardview.Square, bool) {
	l := m.layout()
	return l.board.SquareAt(x-l.boardX, y-l.boardY)
}

// mine reports whether a piece of the side to move is on a square.
func (m *Model) mine(s boardview.Square) bool {
	letter := []rune(m.game.Position().Board()[s.Row])[s.Column]
	upper := letter >= 'A' && letter <= 'Z'
	return letter != '.' && upper == (m.game.Side() == games.First)
}

// scene returns what is to be seen on the board.
func (m *Model) scene() boardview.Scene {
	at := m.shown()
	s := boardview.Scene{Pieces: m.game.Board(at), Cursor: m.cursor, Chosen: m.chosen, Hints: m.advice.hints}
	pos := m.game.Position()
	if at < len(m.game.Plies()) {
		pos = m.game.At(at)
	}
	if at > 0 {
		from, to := m.reader.Squares(m.game.At(at-1), m.game.Plies()[at-1].Move)
		s.Last = []boardview.Square{from, to}
	}
	if pos.InCheck() && m.opts.Look.King != 0 {
		s.Check = kings(s.Pieces, m.opts.Look.King, pos.Side())
	}
	if m.viewing >= 0 {
		return s
	}
	if m.chosen != nil {
		for _, v := range m.positions().From(*m.chosen) {
			s.Targets = append(s.Targets, v.To)
		}
		return s
	}
	found := m.possible()
	if len(found) == len(m.positions().All()) {
		return s
	}
	for _, v := range found {
		if !v.Drop {
			s.Possible = append(s.Possible, v.From)
		}
		s.Targets = append(s.Targets, v.To)
	}
	return s
}

// kings returns where the king of a side stands.
func kings(b games.Board, king rune, side games.Side) []boardview.Square {
	if side == games.Second {
		king += 'a' - 'A'
	}
	var found []boardview.Square
	for row, line := range b {
		for column, letter := range []rune(line) {
			if letter == king {
				found = append(found, boardview.Square{Row: row, Column: column})
			}
		}
	}
	return found
}

// View draws the screen.
func (m *Model) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.WindowTitle = "apprentice: " + m.opts.Game.Name()
	if m.opts.Settings.Value("mouse") == "on" {
		v.MouseMode = tea.MouseModeCellMotion
	}
	if m.width < 1 || m.height < 1 {
		return v
	}
	l := m.layout()
	layers := []*lipgloss.Layer{lipgloss.NewLayer(m.clip(l.board.Draw(m.scene()), m.width-l.boardX, m.height-l.boardY)).X(l.boardX).Y(l.boardY)}
	add := func(text string, x, y, width, height int) {
		if width > 0 && height > 0 && text != "" {
			layers = append(layers, lipgloss.NewLayer(m.clip(text, width, height)).X(x).Y(y))
		}
	}
	add(m.drawPanel(l), l.panelX, l.panelY, l.panel.Width, l.panel.Height)
	if l.inputY >= 0 {
		prompt := m.prompt(l)
		x := l.left + ansi.StringWidth(prompt)
		m.input.SetWidth(max(m.width-x-2, 1))
		add(m.theme.accent.Render(prompt)+m.input.View(), l.left, l.inputY, l.width, 1)
		if c := m.input.Cursor(); c != nil && m.overlay == nil && x+c.X < m.width {
			v.Cursor = tea.NewCursor(x+c.X, l.inputY)
			v.Cursor.Shape = tea.CursorBar
		}
	}
	if l.footY >= 0 {
		add(m.foot(l.width), l.left, l.footY, l.width, 1)
	}
	canvas := lipgloss.NewCanvas(m.width, m.height)
	canvas.Compose(lipgloss.NewCompositor(layers...))
	if m.overlay != nil {
		box := m.clip(m.drawOverlay(), m.width, m.height)
		x, y := max(0, (m.width-lipgloss.Width(box))/2), max(0, (m.height-lipgloss.Height(box))/2)
		canvas.Compose(lipgloss.NewCompositor(lipgloss.NewLayer(box).X(x).Y(y)))
	}
	v.SetContent(canvas.Render())
	return v
}

// clip cuts a text to so many columns and lines.
func (m *Model) clip(text string, width, height int) string {
	lines := strings.Split(text, "\n")
	lines = lines[:max(0, min(len(lines), height))]
	for i, line := range lines {
		lines[i] = ansi.Truncate(line, max(width, 0), "")
	}
	return strings.Join(lines, "\n")
}

// prompt says whose move it is.
func (m *Model) prompt(l layout) string {
	arrow := m.theme.sign(" ❯ ", " > ")
	text := m.numbered(len(m.game.Plies())) + m.opts.Look.Sides[m.game.Side()]
	if m.game.Over() {
		text = "The game is over"
	}
	if l.width < 40 {
		return strings.TrimLeft(arrow, " ")
	}
	return text + arrow
}

// foot is the line of help.
func (m *Model) foot(width int) string {
	keys := [][2]string{{"?", "help"}, {"/", "menu"}, {"F2", "hint"}, {"F3", "undo"}, {"F6", "opponent"}, {"Ctrl-C", "leave"}, {"Space", "move now"}, {"F5", "flip"}}
	switch {
	case m.game.Over():
		keys = [][2]string{{"<- ->", "step"}, {"Ctrl-N", "new game"}, {"Ctrl-C", "leave"}, {"?", "help"}, {"/", "menu"}, {"F3", "undo"}, {"Ctrl-S", "save"}}
	case m.viewing >= 0:
		keys = [][2]string{{"<- ->", "step"}, {"Esc", "back to the game"}, {"F2", "hint"}, {"/", "menu"}, {"?", "help"}}
	case m.chosen != nil:
		keys = [][2]string{{"Enter", "moves there"}, {"Tab", "next target"}, {"Esc", "puts it back"}, {"?", "help"}}
	case m.cursor != nil:
		keys = [][2]string{{"arrows", "move"}, {"Enter", "takes the piece"}, {"Tab", "next piece"}, {"Esc", "done"}, {"?", "help"}}
	}
	return m.keyHelp(keys, width)
}
