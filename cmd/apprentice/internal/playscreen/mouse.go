package playscreen

import (
	tea "charm.land/bubbletea/v2"

	"apprentice/cmd/apprentice/internal/boardview"
)

// mouse takes what the mouse does: a click on a piece and another one on its
// target, a drag from one to the other, a click on a move in the list, a turn of
// the wheel.
func (m *Model) mouse(msg tea.MouseMsg) tea.Cmd {
	if m.overlay != nil {
		return m.overlayMouse(msg)
	}
	mouse := msg.Mouse()
	square, onBoard := m.squareAt(mouse.X, mouse.Y)
	switch msg.(type) {
	case tea.MouseWheelMsg:
		if mouse.Button == tea.MouseWheelUp {
			m.look("pgup")
		} else {
			m.look("pgdown")
		}
	case tea.MouseClickMsg:
		return m.click(mouse, square, onBoard)
	case tea.MouseReleaseMsg:
		return m.release(square, onBoard)
	}
	return nil
}

// click takes a press of a button, on a square if onBoard.
func (m *Model) click(mouse tea.Mouse, square boardview.Square, onBoard bool) tea.Cmd {
	switch {
	case mouse.Button == tea.MouseRight:
		m.chosen = nil
	case mouse.Button != tea.MouseLeft:
	case onBoard:
		return m.press(square)
	default:
		m.pressed = nil
		if ply, ok := m.plyAt(mouse.X, mouse.Y); ok {
			m.lookAt(ply + 1)
		}
	}
	return nil
}

// release takes the release of a button, on a square if onBoard. It ends a drag.
func (m *Model) release(square boardview.Square, onBoard bool) tea.Cmd {
	pressed := m.pressed
	m.pressed = nil
	switch {
	case pressed == nil:
	case !onBoard && m.fresh:
		m.chosen = nil // dragged off the board
	case onBoard && square != *pressed && m.chosen != nil && *m.chosen == *pressed:
		return m.pick(square)
	}
	return nil
}

// press takes a press of the button on a square.
func (m *Model) press(s boardview.Square) tea.Cmd {
	m.cursor = nil
	before := m.chosen
	m.pressed = &s
	cmd := m.pick(s)
	m.fresh = before == nil && m.chosen != nil
	return cmd
}

// pick takes a square: the piece to move, where it goes, or where one is put.
func (m *Model) pick(s boardview.Square) tea.Cmd {
	if !m.mayMove() {
		return nil
	}
	legal := m.positions()
	if m.chosen != nil && *m.chosen != s {
		if found := legal.Between(*m.chosen, s); len(found) > 0 {
			return m.playMine(found)
		}
	}
	put := legal.Between(s, s)
	if m.opts.Look.Columns {
		put = legal.Into(s)
	}
	if len(put) > 0 && put[0].Drop {
		return m.playMine(put)
	}
	was := m.chosen
	m.chosen = nil
	if len(legal.From(s)) > 0 {
		if was == nil || *was != s {
			m.chosen = &s
			m.message = ""
		}
		return nil
	}
	if was != nil {
		m.say("It cannot go there.")
	} else if m.mine(s) {
		m.say("This piece cannot move.")
	}
	return nil
}
