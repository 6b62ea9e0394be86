package runscreen

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/games"
)

// View draws the screen.
func (m *Model) View() tea.View {
	v := tea.NewView(m.draw())
	v.AltScreen = true
	v.WindowTitle = "apprentice"
	return v
}

// draw returns a screen of exactly the size of the window, or of what of it is
// filled.
func (m *Model) draw() string {
	if m.width < 1 || m.height < 1 {
		return ""
	}
	foot := ""
	if m.height >= 4 {
		foot = m.keys(m.width)
	}
	room := m.height
	if foot != "" {
		room--
	}
	head := m.head(m.width, m.headRoom(room))
	body := ""
	if rest := room - len(head) - 1; rest >= 1 {
		body = m.body(m.width, rest)
	}
	lines := head
	if body != "" {
		lines = append(append(lines, ""), strings.Split(body, "\n")...)
	}
	for len(lines) < room {
		lines = append(lines, "")
	}
	lines = lines[:min(len(lines), room)]
	if foot != "" {
		lines = append(lines, foot)
	}
	return strings.Join(lines, "\n")
}

// headRoom is how many lines the head may have where there are so many for all:
// the body begins where there is room for something of it.
func (m *Model) headRoom(room int) int {
	const whole, least = 9, 5
	if room < whole+chartHeight {
		return max(min(room, least), room-chartHeight-1)
	}
	return whole
}

// body draws what the tab shows.
func (m *Model) body(width, height int) string {
	if m.help {
		return m.helpText(width, height)
	}
	switch m.tab {
	case boardTab:
		return m.game(width, height)
	case curveTab:
		half := height
		if elo := m.chart("elo", width, height/2); elo != "" && height/2 >= 2*chartHeight-2 {
			return m.chart("winrate", width, height-height/2-1) + "\n\n" + elo
		}
		return m.chart("winrate", width, half)
	case tableTab:
		return m.table(width, height)
	case eventsTab:
		return m.events(width, height)
	case compareTab:
		return m.comparison(width, height)
	case workersTab:
		return m.workers(width, height)
	}
	return m.overview(width, height)
}

// helpText explains the keys as far as there is room.
func (m *Model) helpText(width, height int) string {
	var lines []string
	for _, line := range m.helpLines() {
		if lipgloss.Width(line) <= width && len(lines) < height {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// gap is the space between two columns of panels.
const gap = 3

// overview shows a game on the left, and figures, curve and events on the
// right; where it is narrow, the right column alone.
func (m *Model) overview(width, height int) string {
	left := ""
	if width >= 56 {
		left = m.game(min(width-chartWidth-gap, width*6/10), height)
	}
	if left == "" {
		return m.column(width, height)
	}
	w := lipgloss.Width(left)
	right := m.column(width-w-gap, height)
	return lipgloss.JoinHorizontal(lipgloss.Top, left, strings.Repeat(" ", gap), right)
}

// column stacks figures, curve, table and events, as they fit.
func (m *Model) column(width, height int) string {
	var parts []string
	room := height
	add := func(part string) {
		if h := lipgloss.Height(part); part != "" && h <= room {
			parts = append(parts, part)
			room -= h + 1
		}
	}
	if f := m.figures(width); height >= lipgloss.Height(f)+1+chartHeight {
		add(f)
	}
	chart := room
	if room >= 2*chartHeight {
		chart = max(chartHeight, min(room*2/3, 20))
	}
	add(m.chart("winrate", width, chart))
	if len(parts) == 0 {
		add(m.figures(width))
	}
	if room >= 8 {
		add(m.table(width, min(room/2, 8)))
	}
	if room >= 2 {
		add(m.events(width, room))
	}
	return strings.Join(parts, "\n\n")
}

// game draws the game that plays itself, with its values; "" where there is no
// room.
func (m *Model) game(width, height int) string { return m.replayed(&m.replay, width, height) }

// replayed draws a game that plays itself.
func (m *Model) replayed(r *replay, width, height int) string {
	g := r.game
	if g == nil {
		return ""
	}
	at := r.at
	var before games.Board
	if at > 0 {
		before = g.Boards[at-1]
	}
	const caption = 3
	picture := m.board(g.Boards[at], before, width, height-caption)
	if picture == "" || lipgloss.Width(picture) > width || lipgloss.Height(picture)+caption > height {
		return ""
	}
	w := lipgloss.Width(picture)
	return picture + "\n" + strings.Join(m.caption(r, min(max(w, 24), width)), "\n")
}

// caption says which game it is, what was moved last, and what was expected of
// it.
func (m *Model) caption(r *replay, width int) []string {
	g, at := r.game, r.at
	which := fmt.Sprintf("generation %d, game %s", g.Generation, console.Thousands(int64(g.Index)))
	lines := []string{console.Quiet.Render(first(width, which, fmt.Sprintf("%d: %d", g.Generation, g.Index)))}
	state := fmt.Sprintf("move %d of %d", at, len(g.Moves))
	if r.held {
		state += ", held"
	}
	if at == 0 {
		return append(lines, first(width, state), "")
	}
	move := g.Moves[at-1]
	if at == len(g.Moves) && g.Result != "" {
		return append(lines, first(width, move+"  "+g.Result, move), first(width, state))
	}
	expects, bar := "", ""
	if e := g.Expects[at-1]; e >= 0 {
		expects = fmt.Sprintf("%s expects %.0f %%", m.o.Look.Sides[0], 100*e)
		bar = m.bar(e, min(12, max(width-lipgloss.Width(expects)-2, 0)))
	}
	return append(lines, first(width, move+"  "+state, move), first(width, expects+"  "+bar, expects))
}

// board draws a board in the largest size that fits; "" where none does.
func (m *Model) board(b, before games.Board, width, height int) string {
	style := boardview.Style{Look: m.o.Look, Colors: boardview.Full, ASCII: m.o.ASCII}
	switch {
	case m.mono || m.o.ASCII:
		style.Colors = boardview.Mono
	case m.basic:
		style.Colors = boardview.Basic
	}
	view := boardview.Fit(style, len(b), len([]rune(b[0])), boardview.Size{Width: width, Height: height}, boardview.Size{})
	if size := view.Size(); size.Width > width || size.Height > height {
		return ""
	}
	return view.Draw(boardview.Scene{Pieces: b, Last: changed(b, before)})
}

// changed returns the squares on which two boards differ, none without a board
// before.
func changed(b, before games.Board) (squares []boardview.Square) {
	for row := range before {
		now, then := []rune(b[row]), []rune(before[row])
		for column := range then {
			if now[column] != then[column] {
				squares = append(squares, boardview.Square{Row: row, Column: column})
			}
		}
	}
	return squares
}
