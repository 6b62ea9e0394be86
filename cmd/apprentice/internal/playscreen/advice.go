package playscreen

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/thinker"
	"apprentice/games"
)

// advice is what was asked of the analyst.
type advice struct {
	id     int
	cancel context.CancelFunc // nil: nothing is being found out
	asked  string             // what is being found out, in words
	hints  []boardview.Hint
	lines  []string       // the answer
	then   func() tea.Cmd // what to do once there is an analyst
	quiet  bool           // it is not said that there is none
}

type (
	adviceMsg struct {
		id    int
		hints []boardview.Hint
		lines []string
	}
	analystMsg struct {
		analyst thinker.Analyst
		err     error
	}
)

// forgetAdvice forgets what was said of another position.
func (m *Model) forgetAdvice() {
	if m.advice.cancel != nil {
		m.advice.cancel()
	}
	m.advice = advice{id: m.advice.id + 1}
}

// withAnalyst runs f once there is an analyst. Where there is none it says so,
// unless it is to be quiet.
func (m *Model) withAnalyst(quiet bool, f func() tea.Cmd) tea.Cmd {
	if m.analyst != nil {
		return f()
	}
	if m.opts.Analyst == nil {
		if !quiet {
			m.warn("There is no network that could give advice.")
		}
		return nil
	}
	m.advice.then, m.advice.quiet = f, quiet
	open := m.opts.Analyst
	return func() tea.Msg {
		a, err := open()
		return analystMsg{a, err}
	}
}

// gotAnalyst goes on with what the analyst was wanted for.
func (m *Model) gotAnalyst(msg analystMsg) tea.Cmd {
	f := m.advice.then
	m.advice.then = nil
	if msg.err != nil {
		if !m.advice.quiet {
			m.warn(fmt.Sprintf("There is no network that could give advice: %v.", msg.err))
		}
		return nil
	}
	m.analyst = msg.analyst
	if f == nil {
		return nil
	}
	return f()
}

// ask has the analyst find something out about a position.
func (m *Model) ask(what string, f func(ctx context.Context, a thinker.Analyst) adviceMsg) tea.Cmd {
	return m.withAnalyst(false, func() tea.Cmd {
		m.forgetAdvice()
		ctx, cancel := context.WithCancel(m.ctx)
		m.advice.cancel, m.advice.asked = cancel, what
		id, analyst := m.advice.id, m.analyst
		return func() tea.Msg {
			msg := f(ctx, analyst)
			msg.id = id
			return msg
		}
	})
}

// advised takes an answer.
func (m *Model) advised(msg adviceMsg) {
	if msg.id != m.advice.id || m.advice.cancel == nil {
		return
	}
	m.advice.cancel()
	m.advice = advice{id: msg.id, hints: msg.hints, lines: msg.lines}
}

// hintLimits are those of an answer.
func (m *Model) hintLimits() search.Limits { return search.Limits{Nodes: m.opts.HintNodes} }

// hint asks for the best moves.
func (m *Model) hint(string) tea.Cmd {
	if m.game.Over() && m.viewing < 0 {
		m.say("The game is over.")
		return nil
	}
	pos := m.game.At(m.shown())
	if pos.Outcome().Over() {
		return nil
	}
	reader, limits := m.reader, m.hintLimits()
	return m.ask("looks for the best moves", func(ctx context.Context, a thinker.Analyst) adviceMsg {
		var msg adviceMsg
		for i, l := range a.Lines(ctx, pos.Clone(), limits, mostHints, nil) {
			from, to := reader.Squares(pos, l.PV[0])
			msg.hints = append(msg.hints, boardview.Hint{From: from, To: to, Rank: i + 1})
			msg.lines = append(msg.lines, fmt.Sprintf("%d %s  %s", i+1, percentOf(a, l.Value), lineOf(reader.Shown, pos, l.PV, lineMoves)))
		}
		return msg
	})
}

// percentOf writes what a value means.
func percentOf(a thinker.Analyst, value int) string {
	if moves, ok := search.MateIn(value); ok {
		if moves > 0 {
			return fmt.Sprintf("wins in %d", moves)
		}
		return fmt.Sprintf("loses in %d", -moves)
	}
	e, _ := a.Expectation(value)
	return percent(e)
}

// percent writes a share of one.
func percent(e float64) string { return fmt.Sprintf("%.0f %%", 100*e) }

// opinion asks what is thought of the person's last move.
func (m *Model) opinion(string) tea.Cmd {
	ply := m.shown() - 1
	plies := m.game.Plies()
	for side := m.game.At(m.shown()).Side().Other(); ply >= 0 && !m.human(side); side = side.Other() {
		ply--
	}
	if ply < 0 {
		m.say("There is no move of yours yet.")
		return nil
	}
	pos, move := m.game.At(ply), plies[ply].Move
	reader, limits := m.reader, m.hintLimits()
	name := m.numbered(ply) + reader.Shown(pos, move)
	return m.ask("looks at "+name, func(ctx context.Context, a thinker.Analyst) adviceMsg {
		best := a.Lines(ctx, pos.Clone(), limits, 1, nil)
		own := a.Lines(ctx, pos.Clone(), limits, 1, []games.Move{move})
		if len(best) == 0 || len(own) == 0 {
			return adviceMsg{}
		}
		lines := []string{fmt.Sprintf("%s: %s  %s", name, percentOf(a, own[0].Value), lineOf(reader.Shown, pos, own[0].PV, lineMoves))}
		if best[0].PV[0] == move || best[0].Value <= own[0].Value {
			return adviceMsg{lines: append(lines, "It would have played the same.")}
		}
		return adviceMsg{lines: append(lines, fmt.Sprintf("rather: %s  %s", percentOf(a, best[0].Value), lineOf(reader.Shown, pos, best[0].PV, lineMoves)))}
	})
}
