package runscreen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/selfplay/run"
)

// comparison is two generations side by side: a game of each, and its figures.
type comparison struct{ sides [2]compared }

// compared is one generation of a comparison.
type compared struct {
	generation int // 0: not chosen yet
	index      int64
	replay     replay
	loading    bool
	missing    bool // there is no such game
}

// comparedMsg brings a game of a comparison.
type comparedMsg struct {
	side, generation int
	index            int64
	game             *Game
	err              error
}

// ends returns the generations to begin with: the first and the last that are
// complete; ok is false where there are none.
func (m *Model) ends() (first, last int, ok bool) {
	if m.state == nil {
		return 0, 0, false
	}
	done := m.state.Account.Done()
	if len(done) == 0 {
		return 0, 0, false
	}
	return done[0].Number, done[len(done)-1].Number, true
}

// compare fetches the games of a comparison and lets them play.
func (m *Model) compare() tea.Cmd {
	first, last, ok := m.ends()
	if !ok || m.o.Game == nil {
		return nil
	}
	var cmds []tea.Cmd
	for i := range m.both.sides {
		c := &m.both.sides[i]
		if c.generation == 0 {
			c.generation = [2]int{first, last}[i]
		}
		next := c.replay.advance(m.o.Now())
		if c.loading || c.missing || !next {
			continue
		}
		if c.replay.game != nil {
			c.index++
		}
		cmds = append(cmds, m.fetch(i))
	}
	return tea.Batch(cmds...)
}

// fetch reads the game of a side.
func (m *Model) fetch(side int) tea.Cmd {
	c := &m.both.sides[side]
	c.loading = true
	generation, index := c.generation, c.index
	return func() tea.Msg {
		g, err := LoadGame(m.o.Game, m.o.Feed.File, generation, index)
		return comparedMsg{side, generation, index, g, err}
	}
}

// fetched takes a game, unless another one is wanted by now.
func (m *Model) fetched(msg comparedMsg) tea.Cmd {
	c := &m.both.sides[msg.side]
	c.loading = false
	switch {
	case c.generation != msg.generation || c.index != msg.index:
		return m.fetch(msg.side)
	case msg.err != nil:
		c.missing = true
		c.replay.game = nil
	default:
		c.missing = false
		c.replay.show(msg.game, m.o.Now())
	}
	return nil
}

// compareKey obeys a key of the comparison.
func (m *Model) compareKey(name string) tea.Cmd {
	sides := &m.both.sides
	held := sides[0].replay.held || sides[1].replay.held
	for i := range sides {
		switch r := &sides[i].replay; name {
		case "space":
			r.held = !held
		case "left":
			r.step(-1)
		case "right":
			r.step(1)
		case "home":
			r.step(-1 << 20)
		case "end":
			r.step(1 << 20)
		}
	}
	switch name {
	case "up":
		return m.lookBeside(1, 1, 0)
	case "down":
		return m.lookBeside(1, -1, 0)
	case "]":
		return m.lookBeside(0, 1, 0)
	case "[":
		return m.lookBeside(0, -1, 0)
	case "n":
		return tea.Batch(m.lookBeside(0, 0, 1), m.lookBeside(1, 0, 1))
	case "b":
		return tea.Batch(m.lookBeside(0, 0, -1), m.lookBeside(1, 0, -1))
	}
	return nil
}

// lookBeside goes to another game of a side, so many generations and games on.
func (m *Model) lookBeside(side, generations int, count int64) tea.Cmd {
	c := &m.both.sides[side]
	first, last, ok := m.ends()
	generation, index := c.generation+generations, max(c.index+count, 0)
	if !ok || c.generation == 0 || generation < first || generation > last {
		return nil
	}
	if generations != 0 {
		index = 0
	}
	if generation == c.generation && index == c.index {
		return nil
	}
	c.generation, c.index, c.missing, c.replay.held = generation, index, false, false
	if c.loading {
		return nil // fetched asks again
	}
	return m.fetch(side)
}

// comparison draws the two generations, with as many of their figures as fit.
func (m *Model) comparison(width, height int) string {
	if m.both.sides[0].generation == 0 {
		return first(width, "no generation is complete yet", "none yet")
	}
	half := (width - gap) / 2
	left, right := m.oneOfTwo(0, half, height), m.oneOfTwo(1, half, height)
	if left == "" || right == "" {
		return m.figuresOfTwo(width, height)
	}
	w := max(lipgloss.Width(left), lipgloss.Width(right))
	text := lipgloss.JoinHorizontal(lipgloss.Top, lipgloss.NewStyle().Width(w+gap).Render(left), right)
	if figures := m.figuresOfTwo(width-2*(w+gap), height-1); figures != "" {
		right = lipgloss.NewStyle().Width(w + gap).Render(right)
		return lipgloss.JoinHorizontal(lipgloss.Top, lipgloss.NewStyle().Width(w+gap).Render(left), right, "\n"+figures)
	}
	if room := height - lipgloss.Height(text) - 1; room > 0 {
		if figures := m.figuresOfTwo(width, room); figures != "" {
			text += "\n\n" + figures
		}
	}
	return text
}

// oneOfTwo draws the game of a side with its name above; "" where there is no
// room.
func (m *Model) oneOfTwo(side, width, height int) string {
	c := &m.both.sides[side]
	title := console.Strong.Render(first(width, fmt.Sprintf("generation %d", c.generation), fmt.Sprint(c.generation)))
	if c.missing {
		return title + "\n" + first(width, "its games are not in the run any more", "no games")
	}
	picture := m.replayed(&c.replay, width, height-1)
	if picture == "" && c.replay.game != nil {
		return ""
	}
	return title + "\n" + picture
}

// figuresOfTwo lists the figures of both generations: where there is little room,
// the most useful ones.
func (m *Model) figuresOfTwo(width, height int) string {
	type row struct {
		column
		cells [2]string
		place int
	}
	var rows []row
	for place, c := range columns() {
		r := row{column: c, place: place}
		for i, side := range m.both.sides {
			if g, ok := m.generation(side.generation); ok {
				r.cells[i] = c.cell(m.state.Account, g)
			}
		}
		if place > 0 && r.cells != [2]string{} { // the first one is the number
			rows = append(rows, r)
		}
	}
	slices.SortStableFunc(rows, func(a, b row) int { return a.spare - b.spare })
	rows = rows[:min(len(rows), max(height, 0))]
	slices.SortStableFunc(rows, func(a, b row) int { return a.place - b.place })
	label := 0
	cells := [2]int{}
	for _, r := range rows {
		label = max(label, lipgloss.Width(r.head))
		for i := range cells {
			cells[i] = max(cells[i], lipgloss.Width(cmp.Or(r.cells[i], "-")))
		}
	}
	if label+cells[0]+cells[1]+4 > width {
		return ""
	}
	var lines []string
	for _, r := range rows {
		lines = append(lines, fmt.Sprintf("%s  %*s  %*s", console.Quiet.Render(fmt.Sprintf("%-*s", label, r.head)),
			cells[0], cmp.Or(r.cells[0], "-"), cells[1], cmp.Or(r.cells[1], "-")))
	}
	return strings.Join(lines, "\n")
}

// generation returns a generation of the run by its number.
func (m *Model) generation(number int) (*run.Generation, bool) {
	all := m.state.Account.Generations
	i := slices.IndexFunc(all, func(g run.Generation) bool { return g.Number == number })
	if i < 0 {
		return nil, false
	}
	return &all[i], true
}
