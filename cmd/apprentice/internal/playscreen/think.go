package playscreen

import (
	"context"
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/thinker"
	"apprentice/eval"
	"apprentice/games"
)

// thinking is a player at work.
type thinking struct {
	id     int
	side   games.Side
	begun  time.Time
	cancel context.CancelFunc
	info   search.Info // the last that it reported
}

// Messages of goroutines that think. Those whose id is not that of the thinking
// at work are of positions that are gone.
type (
	openedMsg struct {
		side   games.Side
		of     *Opponent
		player thinker.Player
	}
	infoMsg struct {
		id   int
		info search.Info
		line string
	}
	thoughtMsg struct {
		id     int
		player thinker.Player // nil where it could not be opened
		result search.Result
		err    error
	}
)

// infoInterval is how often a thinking player is heard.
const infoInterval = 100 * time.Millisecond

// think lets a player choose a move, in a goroutine of its own.
func (m *Model) think(side games.Side) tea.Cmd {
	ctx, cancel := context.WithCancel(m.ctx)
	m.thoughts++
	t := &thinking{id: m.thoughts, side: side, begun: m.opts.Now(), cancel: cancel}
	m.thinking = t
	s, seat, limits := m.situation(), m.seats[side], m.limits(side)
	fresh := len(m.game.Plies()) < 2
	send, reader, pos := m.send, m.reader, m.game.Position().Clone()
	pace := time.Duration(0)
	if !m.human(side.Other()) {
		pace = m.opts.Pace
	}
	return func() tea.Msg {
		begun := time.Now()
		if seat.player == nil {
			player, err := seat.opponent.Open(m.ctx)
			if err != nil {
				return thoughtMsg{id: t.id, err: err}
			}
			seat.player = player
			if send != nil {
				send(openedMsg{side, seat.opponent, player})
			}
		}
		if fresh {
			if err := seat.player.NewGame(ctx); err != nil {
				return thoughtMsg{id: t.id, err: err}
			}
		}
		var heard time.Time
		result, err := seat.player.Think(ctx, s, limits, func(i search.Info) {
			if send == nil || time.Since(heard) < infoInterval || len(i.PV) == 0 {
				return
			}
			heard = time.Now()
			send(infoMsg{t.id, i, lineOf(reader.Shown, pos, i.PV, lineMoves)})
		})
		wait(ctx, pace-time.Since(begun))
		return thoughtMsg{t.id, seat.player, result, err}
	}
}

// wait returns after a time, or when ctx is done.
func wait(ctx context.Context, d time.Duration) {
	if d <= 0 {
		return
	}
	select {
	case <-time.After(d):
	case <-ctx.Done():
	}
}

// lineMoves is how much of a line is shown.
const lineMoves = 8

// lineOf writes the first moves of a line.
func lineOf(name func(games.Position, games.Move) string, pos games.Position, line []games.Move, most int) string {
	pos = pos.Clone()
	text := ""
	for i, move := range line {
		if i == most || !pos.Legal(move) {
			break
		}
		if i > 0 {
			text += " "
		}
		text += name(pos, move)
		pos.Make(move, nil)
	}
	return text
}

// situation returns what a player is asked to move in.
func (m *Model) situation() eval.Situation {
	s := eval.Situation{Start: m.game.Start(), Moves: m.game.Moves(), Pos: m.game.Position().Clone()}
	if m.game.Timed() {
		now := m.opts.Now()
		var clocks [2]search.Clock
		for side := range clocks {
			clocks[side] = search.Clock{Time: m.game.Left(games.Side(side), now), Inc: m.game.Control().Inc}
		}
		s.Clocks = &clocks
	}
	return s
}

// overhead is lost between a player's search and the clock of the game.
const overhead = 50 * time.Millisecond

// limits returns the limits of a side's next move. With clocks they take the
// place of a time a move.
func (m *Model) limits(side games.Side) search.Limits {
	limits := m.opts.Limits
	if own := m.seats[side].opponent.Limits; own != nil {
		limits = *own
	}
	if m.game.Timed() {
		limits.MoveTime = 0
		limits.Clock = &search.Clock{Time: m.game.Left(side, m.opts.Now()), Inc: m.game.Control().Inc}
		limits.Overhead = overhead
	}
	return limits
}

// stopThinking ends the work of a player without a move.
func (m *Model) stopThinking() {
	if m.thinking != nil {
		m.thinking.cancel()
		m.thinking = nil
	}
}

// opened keeps a player for its next moves.
func (m *Model) opened(msg openedMsg) {
	s := &m.seats[msg.side]
	switch {
	case s.player == msg.player:
		return
	case s.opponent == msg.of && s.player == nil:
		s.player = msg.player
		return
	}
	_ = msg.player.Close() // somebody else has taken its place
}

// heard takes what a player reports.
func (m *Model) heard(msg infoMsg) {
	if t := m.thinking; t != nil && t.id == msg.id {
		t.info = msg.info
		m.line = m.names()[t.side] + " expects " + msg.line
		m.expect(t.side, msg.info.Value, len(m.game.Plies()))
	}
}

// thought takes a player's move.
func (m *Model) thought(msg thoughtMsg) tea.Cmd {
	t := m.thinking
	if t == nil || t.id != msg.id {
		return nil
	}
	t.cancel()
	m.thinking = nil
	if s := &m.seats[t.side]; s.player == nil {
		s.player = msg.player
	}
	switch {
	case msg.err != nil && m.ctx.Err() != nil:
		return nil
	case msg.err != nil:
		m.paused = true
		m.warn(fmt.Sprintf("%s cannot move: %s. Space lets it try again; F6 chooses somebody else.", m.names()[t.side], msg.err))
		return nil
	case msg.result.Move == games.NoMove:
		return nil
	}
	var found *search.Result
	if p := m.seats[t.side].player; p != nil {
		if _, ok := p.Expectation(msg.result.Value); ok {
			found = &msg.result
			m.expect(t.side, msg.result.Value, len(m.game.Plies())+1)
		}
	}
	if line := lineOf(m.reader.Shown, m.game.Position(), msg.result.PV, lineMoves); line != "" {
		m.line = m.names()[t.side] + " expects " + line
	}
	m.play(msg.result.Move, found)
	m.considerDraw(t.side)
	return nil
}

// expectation is what was last expected of the game.
type expectation struct {
	known bool
	first float64 // of First
	ply   int     // when
}

// expect keeps what a value of a side's player means.
func (m *Model) expect(side games.Side, value, ply int) {
	p := m.seats[side].player
	if p == nil {
		return
	}
	if e, ok := p.Expectation(value); ok {
		m.expected = expectation{true, forFirst(e, side), ply}
	}
}

// forFirst turns an expectation of a side into that of First.
func forFirst(e float64, side games.Side) float64 {
	if side == games.Second {
		return 1 - e
	}
	return e
}
