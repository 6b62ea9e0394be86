package runscreen

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval/curve"
	"apprentice/selfplay/run"
)

// wrapped breaks text without styles into lines that fit.
func wrapped(text string, width int) string { return ansi.Wrap(text, max(width, 1), "") }

// figures shows the last measured win rates in large figures, as many as fit.
func (m *Model) figures(width int) string {
	if m.state == nil {
		return ""
	}
	f, ok := m.state.Account.Latest()
	if !ok {
		return ""
	}
	gap := 4
	text := ""
	for _, r := range slices.Backward(f.Rates) {
		if r.Generation0 {
			continue
		}
		number := m.large(fmt.Sprintf("%.0f%%", 100*r.Value))
		under := first(max(lipgloss.Width(number), 28), "of games with "+r.Opponent, r.Opponent)
		one := accent.Render(number) + "\n" + console.Quiet.Render(under)
		if lipgloss.Width(one) > width {
			break
		}
		if text != "" {
			one = lipgloss.JoinHorizontal(lipgloss.Top, one, strings.Repeat(" ", gap), text)
		}
		if lipgloss.Width(one) > width {
			break
		}
		text = one
	}
	return text
}

// Smallest sizes of a chart.
const (
	chartWidth  = 34
	chartHeight = 8
)

// chart draws the win rate over the games with its band; "" where there is no
// room or nothing to draw.
func (m *Model) chart(what string, width, height int) string {
	if m.state == nil || width < chartWidth || height < chartHeight {
		return ""
	}
	key := drawnChart{what, width, height, m.mono}
	text, ok := m.drawn[key]
	if !ok {
		text = m.drawChart(what, width, height)
		m.drawn[key] = text
	}
	return text
}

// drawChart draws a chart, which takes a while.
func (m *Model) drawChart(what string, width, height int) string {
	h := m.state.Account.History
	of, err := chronicle.TopicsOf(what)
	if err != nil {
		return ""
	}
	x, err := chronicle.AbscissaOf(chronicle.Abscissas[0].Name, h.Rows)
	if err != nil {
		return ""
	}
	figure, err := chronicle.FigureOf([]*chronicle.History{h}, of, x, false)
	if err != nil || len(figure.Charts) == 0 {
		return ""
	}
	c := figure.Charts[0]
	c.Subtitle = ""
	c.Series = lines(c.Series)
	if height < 12 {
		c.XLabel = ""
	}
	var b strings.Builder
	pen := curve.Terminal{Width: width, Height: height, ASCII: m.o.ASCII, Color: !m.mono, Band: true}
	if err := pen.WriteChart(&b, c); err != nil {
		return ""
	}
	return strings.TrimRight(b.String(), "\n")
}

// mostLines is how many lines a chart has names and colours for.
const mostLines = 6

// lines leaves the dots out of a chart that has more than enough lines: opponents
// that a run has just met.
func lines(all []curve.Series) []curve.Series {
	if len(all) <= mostLines {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(s curve.Series) bool { return len(s.Points) < 2 })
}

// events lists the end of the log book.
func (m *Model) events(width, height int) string {
	if m.state == nil || height < 1 || width < 16 {
		return ""
	}
	var lines []string
	entries := m.state.Account.Entries()
	for i := len(entries) - 1; i >= 0 && len(lines) < height; i-- {
		e := entries[i]
		stamp := e.First.Local().Format("15:04  ")
		text := strings.Split(wrapped(e.Words(), width-len(stamp)), "\n")
		block := make([]string, len(text))
		for j, line := range text {
			if block[j] = strings.Repeat(" ", len(stamp)) + line; j == 0 {
				block[j] = console.Quiet.Render(stamp) + line
			}
		}
		if len(lines)+len(block) > height {
			break
		}
		lines = append(block, lines...)
	}
	return strings.Join(lines, "\n")
}

// column is a column of the table of generations.
type column struct {
	head  string
	spare int
	cell  func(a *chronicle.Account, g *run.Generation) string
}

// columns returns those of the table in order.
func columns() []column {
	loss := func(x float64) string {
		if !(x > 0) || math.IsInf(x, 0) {
			return ""
		}
		return fmt.Sprintf("%.4f", x)
	}
	all := []column{
		{"gen", 0, func(_ *chronicle.Account, g *run.Generation) string { return fmt.Sprint(g.Number) }},
		{"games", 3, func(_ *chronicle.Account, g *run.Generation) string { return console.Thousands(g.Games) }},
		{"positions", 6, func(_ *chronicle.Account, g *run.Generation) string { return console.Thousands(g.Positions) }},
		{"loss", 5, func(_ *chronicle.Account, g *run.Generation) string { return loss(g.Loss) }},
		{"held out", 4, func(_ *chronicle.Account, g *run.Generation) string { return loss(g.HeldOut) }},
	}
	for i, o := range chronicle.FixedOpponents {
		all = append(all, column{chronicle.OpponentName(o), []int{7, 2, 1}[min(i, 2)], func(a *chronicle.Account, g *run.Generation) string {
			if w := a.Results(g.Number, o); w.Games() > 0 {
				return fmt.Sprintf("%.0f %%", 100*w.WinRate())
			}
			return ""
		}})
	}
	return append(all, column{"Elo", 1, func(a *chronicle.Account, g *run.Generation) string {
		if g.Verdict != "" {
			return "refused"
		}
		return a.EloWords(g.Number)
	}})
}

// table lists the last complete generations, the newest last.
func (m *Model) table(width, height int) string {
	if m.state == nil || height < 2 {
		return ""
	}
	done := m.state.Account.Done()
	if len(done) == 0 {
		return ""
	}
	done = done[max(0, len(done)-height+1):]
	var all []gridColumn
	for _, c := range columns() {
		d := gridColumn{spare: c.spare, cells: []string{c.head}}
		for i := range done {
			d.cells = append(d.cells, c.cell(m.state.Account, &done[i]))
		}
		all = append(all, d)
	}
	return strings.Join(grid(width, all), "\n")
}

// keys are what can be pressed, the most useful first.
func (m *Model) keys(width int) string {
	key := func(k, what string) string { return console.Strong.Render(k) + " " + what }
	pause := "pause"
	if m.state != nil && m.state.Account.Condition == chronicle.Paused {
		pause = "resume"
	}
	leave := key("q", "leave")
	if m.o.Interrupt != nil {
		leave = ""
	}
	if m.tab == compareTab {
		return asMany(width, "  ", key("?", "help"), key("tab", tabNames[(m.tab+1)%tabs]), leave, key("[ ]", "left one"), key("up down", "right one"),
			key("n", "next games"), key("space", "hold"), key("b", "games before"))
	}
	orders := []string{key("p", pause), key("s", "stop"), key("f", "finish, then stop"), key("m", "measure now")}
	if !m.obeyed() {
		orders = nil
	}
	return asMany(width, "  ", slices.Concat([]string{key("?", "help"), key("tab", tabNames[(m.tab+1)%tabs]), leave}, orders,
		[]string{key("space", "hold"), key("n", "next game"), key("b", "game before"), key("up down", "generation")})...)
}

// helpLines explain the keys.
func (m *Model) helpLines() []string {
	leave := "q, ctrl-c   leave; the run is not touched"
	if m.o.Interrupt != nil {
		leave = "ctrl-c      stop the run, as s twice does"
	}
	return []string{
		"tab, 1 to 7   overview, board, curve, table, events, compare, workers",
		"p   pause the run, or resume it",
		"m   measure the newest network now",
		"f   finish this generation, then stop",
		"s s   stop now; nothing that was finished is lost",
		leave,
		"space   hold the game, or let it play on",
		"left, right   a move back, a move on; home, end",
		"n, b   next game, game before; page up and down: 128 games",
		"up, down   the generation after, the one before",
		"esc   back to the newest games",
		"in compare: up, down   another generation on the right; [, ]   on the left",
	}
}
