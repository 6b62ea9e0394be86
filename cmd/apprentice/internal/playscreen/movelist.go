package playscreen

import (
	"fmt"
	"strings"

	"github.com/charmbracelet/x/ansi"

	"apprentice/games"
)

// numberWidth is how many columns the number of a move takes.
const numberWidth = 5

// moveList draws the moves in that many lines, two plies a line, so that the one
// on the board is seen.
func (m *Model) moveList(width, height int) []string {
	rows, current := m.moveRows(width)
	m.moves.SetWidth(width)
	m.moves.SetHeight(height)
	m.moves.SetContentLines(rows)
	m.moves.SetYOffset(current - height + 1 + min(2, height/3))
	lines := strings.Split(m.moves.View(), "\n")
	for len(lines) < height {
		lines = append(lines, "")
	}
	return lines[:height]
}

// moveRows returns the lines of all moves, and the one of the move that led to
// the board.
func (m *Model) moveRows(width int) (rows []string, current int) {
	plies := m.game.Plies()
	shown := m.shown() - 1
	pos := m.game.At(0)
	column := max((width-numberWidth)/2, 4)
	offset := 0
	if pos.Side() == games.Second {
		offset = 1
	}
	row := ""
	for i, p := range plies {
		place := (i + offset) % 2
		if place == 0 || row == "" {
			row = fmt.Sprintf("%*s ", numberWidth-1, fmt.Sprintf("%d.", (i+offset)/2+1))
			row = m.theme.faint.Render(row)
			if place == 1 {
				row += pad(m.theme.faint.Render(m.theme.sign("…", "...")), column)
			}
		}
		text := m.reader.Shown(pos, p.Move)
		if m.review != nil {
			text += m.review.remark(i)
		}
		text = ansi.Truncate(text, column-1, "")
		if i == shown {
			text = m.theme.chosen.Render(text)
			current = len(rows)
		}
		row += pad(text, column)
		pos.Make(p.Move, nil)
		if place == 1 || i == len(plies)-1 {
			rows = append(rows, row)
			row = ""
		}
	}
	return rows, current
}

// pad makes a text that wide.
func pad(text string, width int) string {
	return text + strings.Repeat(" ", max(0, width-ansi.StringWidth(text)))
}

// plyAt returns the ply of the list at a place of the screen.
func (m *Model) plyAt(x, y int) (int, bool) {
	l := m.layout()
	if !l.beside || x < l.panelX || y < l.panelY {
		return 0, false
	}
	lines := strings.Split(ansi.Strip(m.drawPanel(l)), "\n")
	row := y - l.panelY
	if row >= len(lines) {
		return 0, false
	}
	var number int
	if _, err := fmt.Sscanf(strings.TrimSpace(lines[row]), "%d.", &number); err != nil {
		return 0, false
	}
	offset := 0
	if m.game.At(0).Side() == games.Second {
		offset = 1
	}
	ply := 2*(number-1) - offset
	if x >= l.panelX+numberWidth+max((l.panel.Width-numberWidth)/2, 4) {
		ply++
	}
	return ply, ply >= 0 && ply < len(m.game.Plies())
}
