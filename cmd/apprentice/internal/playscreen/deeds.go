package playscreen

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/gameplay"
	"apprentice/cmd/apprentice/internal/moveinput"
	"apprentice/games"
	"apprentice/games/record"
)

// play makes a move for the side to move.
func (m *Model) play(move games.Move, found *search.Result) {
	m.message, m.alarming = "", false // before what is kept, and what is not, is said
	m.journalMoves()
	if err := m.game.Play(move, found, m.opts.Now()); err != nil {
		m.report(err)
		return
	}
	m.moved()
	if m.journal != nil && m.journal.Err() != nil {
		m.warn(fmt.Sprintf("The game is not kept: %v.", m.journal.Err()))
	}
}

// playMine makes one of the person's moves, after a question where several are
// meant.
func (m *Model) playMine(found []moveinput.Move) tea.Cmd {
	m.chosen = nil
	if len(found) == 1 {
		m.drawOffer = false
		m.play(found[0].Move, nil)
		return nil
	}
	var choices []choice
	for _, v := range found {
		choices = append(choices, choice{key: v.Suffix, title: v.Name, do: func() tea.Cmd {
			m.play(v.Move, nil)
			return nil
		}})
	}
	m.choose("Which one?", false, choices...)
	return nil
}

// mayMove reports whether the person may move now, and says why not.
func (m *Model) mayMove() bool {
	switch {
	case m.viewing >= 0 && m.viewing < len(m.game.Plies()):
		m.say("This is an earlier position. Esc returns to the game; / c plays on from here.")
	case m.game.Over():
		m.say("%s Ctrl-N begins another game, F3 takes back.", m.verdict())
	case !m.human(m.game.Side()):
		m.say("It is %s's move. What you have typed stays until it is yours.", m.names()[m.game.Side()])
	default:
		return true
	}
	return false
}

// undo takes back so many moves that it is the person's turn again.
func (m *Model) undo(string) tea.Cmd {
	n := len(m.game.Plies())
	k := 1
	side := m.game.Side().Other() // that made the last move
	if m.human(games.First) != m.human(games.Second) {
		for k < n && !m.human(side) {
			k, side = k+1, side.Other()
		}
		if n > 0 && !m.human(side) {
			n = 0
		}
	}
	if n == 0 {
		m.say("There is no move of yours to take back.")
		return nil
	}
	m.alter(func() error { return m.game.Undo(k, m.opts.Now()) })
	m.paused = !m.human(games.First) && !m.human(games.Second)
	m.say("Taken back. F4 plays it again.")
	return nil
}

// redo plays moves that were taken back again, up to the person's turn.
func (m *Model) redo(string) tea.Cmd {
	k := m.game.Undone()
	if k == 0 {
		m.say("There is no move to play again.")
		return nil
	}
	if m.human(games.First) != m.human(games.Second) {
		k = min(k, 2)
	} else {
		k = 1
	}
	m.alter(func() error { return m.game.Redo(k, m.opts.Now()) })
	m.message = ""
	return nil
}

// alter changes the game other than by a move.
func (m *Model) alter(f func() error) {
	m.stopThinking()
	m.journalMoves()
	m.report(f())
	m.over, m.review, m.drawOffer = m.game.Over(), nil, false
	if !m.over {
		m.journalMoves()
	}
	m.expected = expectation{}
	m.moved()
}

// fromHere takes the game back to the position that is shown.
func (m *Model) fromHere(string) tea.Cmd {
	if k := len(m.game.Plies()) - m.shown(); k > 0 {
		m.alter(func() error { return m.game.Undo(k, m.opts.Now()) })
		m.paused = !m.human(m.game.Side())
		m.say("The game continues from here.")
		if m.paused {
			m.say("The game continues from here. Space lets %s move.", m.names()[m.game.Side()])
		}
	}
	return nil
}

// turnBoard turns the board.
func (m *Model) turnBoard(string) tea.Cmd {
	m.flip = !m.flip
	return nil
}

// toggleLine shows or hides what the opponent expects.
func (m *Model) toggleLine(string) tea.Cmd {
	m.showLine = !m.showLine
	return nil
}

// hurry makes the player at work move at once, or go on.
func (m *Model) hurry(string) tea.Cmd {
	t := m.thinking
	switch {
	case m.paused:
		m.paused = false
		m.message = ""
	case t == nil:
		m.say("It is your move.")
	case m.seats[t.side].player != nil && !m.seats[t.side].player.CanHurry():
		m.say("%s moves when it wants to.", upper(m.names()[t.side]))
	default:
		t.cancel()
	}
	return nil
}

// resign gives the game up, after a question where a key asked for it.
func (m *Model) resign(string) tea.Cmd {
	if m.game.Over() {
		m.say("The game is over.")
		return nil
	}
	side := m.game.Side()
	if !m.human(side) {
		side = side.Other()
	}
	if !m.human(side) {
		m.say("Only who plays can resign.")
		return nil
	}
	m.choose("Resign?", false,
		choice{key: "y", title: "Yes, resign", do: func() tea.Cmd {
			m.report(m.game.Resign(side, m.opts.Now()))
			return nil
		}},
		choice{key: "n", title: "No, play on", do: func() tea.Cmd { return nil }})
	return nil
}

// Draws: a player accepts one from the tenth move on where it expects no more
// than half. It offers one after forty moves where it has expected no advantage
// for eight, and not again for ten.
const (
	earliestDraw  = 20 // plies
	earliestOffer = 80
	levelPlies    = 16
	levelValue    = 15
	betweenOffers = 20
)

// draw offers a draw, or accepts one.
func (m *Model) draw(string) tea.Cmd {
	side := m.game.Side()
	if m.human(side) {
		side = side.Other()
	}
	switch {
	case m.game.Over():
		m.say("The game is over.")
	case m.drawOffer:
		m.report(m.game.Agree(m.opts.Now()))
	case m.human(side): // both are persons
		m.choose("Do both of you agree to a draw?", false,
			choice{key: "y", title: "Yes, a draw", do: func() tea.Cmd { m.report(m.game.Agree(m.opts.Now())); return nil }},
			choice{key: "n", title: "No, play on", do: func() tea.Cmd { return nil }})
	case m.accepts(side):
		m.report(m.game.Agree(m.opts.Now()))
	default:
		m.say("%s declines the draw.", upper(m.names()[side]))
	}
	return nil
}

// accepts reports whether a player accepts a draw.
func (m *Model) accepts(side games.Side) bool {
	if len(m.game.Plies()) < earliestDraw || !m.expected.known || m.seats[side].player == nil {
		return false
	}
	return forFirst(m.expected.first, side) <= 0.5
}

// considerDraw lets a player that has moved offer a draw.
func (m *Model) considerDraw(side games.Side) {
	plies := m.game.Plies()
	n := len(plies)
	if m.game.Over() || !m.human(side.Other()) || n < earliestOffer || n < m.offeredAt+betweenOffers {
		return
	}
	for i := n - 1; i >= n-levelPlies; i -= 2 {
		if p := plies[i]; p.Flags&record.HasValue == 0 || p.Value > levelValue || p.Value < -levelValue {
			return
		}
	}
	m.drawOffer, m.offeredAt = true, n
	m.say("%s offers a draw. Type draw to accept it, or play on.", upper(m.names()[side]))
}

// quit asks whether to leave.
func (m *Model) quit(string) tea.Cmd {
	note := "nothing is lost"
	if len(m.game.Plies()) > 0 && !m.game.Over() && m.opts.Folder != "" {
		note = console.ProgramName() + " play continues this game"
		if m.journal == nil || m.journal.Err() != nil {
			note = "this game cannot be kept, and is lost"
		}
	}
	m.choose("Leave?", false,
		choice{key: "y", title: "Yes, leave", note: note, do: func() tea.Cmd { m.leaving = true; return nil }},
		choice{key: "n", title: "No, play on", do: func() tea.Cmd { return nil }})
	m.overlay.leaves = true
	return nil
}

// verdict says how the game ended.
func (m *Model) verdict() string {
	o := m.game.Outcome()
	if !o.Over() {
		return ""
	}
	text := "Draw"
	if side, ok := o.Winner(games.First); ok {
		text = m.opts.Look.Sides[side] + " wins"
		if m.human(side) && !m.human(side.Other()) {
			text = "You win"
		}
	}
	reason := "by agreement"
	if o.Reason != games.NoReason {
		reason = "by " + o.Reason.String()
	}
	return text + " " + reason + "."
}

// numbered returns the number of a ply as notation has it: "12. " or "12... ".
func (m *Model) numbered(ply int) string {
	dots := ". "
	offset := 0
	if m.game.At(0).Side() == games.Second {
		offset = 1
	}
	if (ply+offset)%2 == 1 {
		dots = "... "
	}
	return fmt.Sprintf("%d%s", (ply+offset)/2+1, dots)
}

// loaded plays on from a game of a file.
func (m *Model) loaded(g *record.Game, plies int) tea.Cmd {
	next, err := gameplay.Continue(m.opts.Game, g, plies, m.names(), m.opts.Control, m.opts.Now())
	if err != nil {
		m.report(err)
		return nil
	}
	m.stopThinking()
	if !m.over {
		m.shelve()
	}
	m.report(m.begin(next))
	m.paused = false
	if !next.Over() {
		m.journalMoves()
	}
	m.say("%s / b changes that.", m.players())
	return nil
}
