package runscreen

import (
	tea "charm.land/bubbletea/v2"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/selfplay/run"
)

// orderGiven is what is said once an order is given.
var orderGiven = map[run.OrderKind]string{
	run.OrderPause:   "it is told to pause",
	run.OrderResume:  "it is told to resume",
	run.OrderMeasure: "it is told to measure the newest network now",
	run.OrderFinish:  "it is told to finish this generation, then stop",
	run.OrderStop:    "it is told to stop",
}

// key obeys a key.
func (m *Model) key(name string) tea.Cmd {
	sure := m.sure
	m.sure = false
	switch name {
	case "ctrl+c":
		return m.leave()
	case "q":
		if m.o.Interrupt == nil {
			return tea.Quit
		}
		return m.stop(sure)
	case "ctrl+z":
		if m.o.Suspend == nil {
			return tea.Suspend
		}
		m.o.Suspend()
	case "p", "m", "f", "s":
		return m.orderKey(name, sure)
	case "?", "h", "f1":
		m.help = !m.help
	case "esc":
		m.help, m.wanted, m.replay.held = false, nil, false
	case "tab":
		m.tab = (m.tab + 1) % tabs
	case "shift+tab":
		m.tab = (m.tab + tabs - 1) % tabs
	case "1", "2", "3", "4", "5", "6", "7":
		m.tab = tab(name[0] - '1')
	default:
		return m.gameKey(name)
	}
	return nil
}

// orderKey gives the order of a key. sure says that the key before it was one that
// stops the run.
func (m *Model) orderKey(name string, sure bool) tea.Cmd {
	switch name {
	case "m":
		return m.order(run.OrderMeasure)
	case "f":
		return m.order(run.OrderFinish)
	case "s":
		return m.stop(sure)
	}
	if m.state != nil && m.state.Account.Condition == chronicle.Paused {
		return m.order(run.OrderResume)
	}
	return m.order(run.OrderPause)
}

// leave does what Ctrl-C does.
func (m *Model) leave() tea.Cmd {
	if m.o.Interrupt == nil {
		return tea.Quit
	}
	m.o.Interrupt()
	return nil
}

// stop stops the run when it is asked for twice.
func (m *Model) stop(sure bool) tea.Cmd {
	if m.o.Order == nil {
		m.say(nobody)
		return nil
	}
	if !sure {
		m.sure = true
		m.say("once more stops the run now; nothing that was finished is lost")
		return nil
	}
	return m.order(run.OrderStop)
}

const nobody = "no process trains this run"

// obeyed reports whether somebody is there to take orders, as far as is known.
func (m *Model) obeyed() bool {
	return m.o.Order != nil && (m.state == nil || m.state.Account.Working())
}

// order gives an order beside the drawing.
func (m *Model) order(kind run.OrderKind) tea.Cmd {
	if !m.obeyed() {
		m.say(nobody)
		return nil
	}
	return func() tea.Msg { return orderedMsg{kind, m.o.Order(kind)} }
}

// gameKey moves through the games of the run.
func (m *Model) gameKey(name string) tea.Cmd {
	if m.tab == compareTab {
		return m.compareKey(name)
	}
	switch name {
	case "space":
		m.replay.held = !m.replay.held
	case "left":
		m.replay.step(-1)
	case "right":
		m.replay.step(1)
	case "home":
		m.replay.step(-1 << 20)
	case "end":
		m.replay.step(1 << 20)
	case "n":
		return m.look(0, 1)
	case "b":
		return m.look(0, -1)
	case "pgdown":
		return m.look(0, 128)
	case "pgup":
		return m.look(0, -128)
	case "]", "up":
		return m.look(1, 0)
	case "[", "down":
		return m.look(-1, 0)
	}
	return nil
}

// look goes to another game, so many generations and games on.
func (m *Model) look(generations int, count int64) tea.Cmd {
	g := m.replay.game
	if g == nil || m.loading || m.state == nil {
		return nil
	}
	w := wanted{g.Generation + generations, int64(g.Index) + count}
	if generations != 0 {
		w.index = 0
	}
	last := len(m.state.Account.Generations)
	if w.generation < 1 || w.generation > last || w.index < 0 {
		return nil
	}
	m.wanted, m.replay.held = &w, false
	return m.load(&w, 0)
}

// Look begins with a game of a generation instead of the newest one.
func (m *Model) Look(generation int, index int64) { m.wanted = &wanted{generation, index} }
