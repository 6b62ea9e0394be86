package playscreen

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"apprentice/cmd/apprentice/internal/thinker"
	"apprentice/games"
)

// namer is what a game may know beside its rules: the names of openings. The
// first question takes it a third of a second.
type namer interface {
	OpeningName(moves []games.Move) (eco, name string)
}

// openingMsg is the name of the opening that moves follow.
type openingMsg struct{ moves, name string }

// openings are the names that were asked for, by the moves; "" while the answer
// is awaited, and where there is none.
type openings map[string]string

// openingKey returns the moves that are on the board as a key; "" where openings
// have no names.
func (m *Model) openingKey() string {
	if _, ok := m.opts.Game.(namer); !ok || m.game.Start() != "" {
		return ""
	}
	var b strings.Builder
	for _, p := range m.game.Plies()[:m.shown()] {
		b.WriteByte(byte(p.Move))
		b.WriteByte(byte(p.Move >> 8))
	}
	return b.String()
}

// openBook asks the first question before there is a move, at a time when nobody
// types.
func (m *Model) openBook() tea.Cmd {
	game, ok := m.opts.Game.(namer)
	if !ok {
		return nil
	}
	return func() tea.Msg {
		thinker.Meekly(func() { game.OpeningName(nil) })
		return nil
	}
}

// nameOpening asks for the name of the opening, once for every position.
func (m *Model) nameOpening() tea.Cmd {
	key := m.openingKey()
	if _, asked := m.openings[key]; asked || key == "" {
		return nil
	}
	m.openings[key] = ""
	game, moves := m.opts.Game.(namer), m.game.Moves()[:m.shown()]
	return func() tea.Msg {
		var eco, name string
		thinker.Meekly(func() { eco, name = game.OpeningName(moves) })
		return openingMsg{key, strings.TrimSpace(eco + " " + name)}
	}
}

// opening returns the name of the opening; "" where it is not known, or not yet.
func (m *Model) opening() string { return m.openings[m.openingKey()] }
