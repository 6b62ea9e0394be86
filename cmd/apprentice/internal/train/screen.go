package train

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval/curve"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// screen draws a run that is being trained. Its fields do not change.
type screen struct {
	file        *run.File
	path        string // of the run, as the user wrote it
	workers     int
	generations int           // to stop after; 0 for no bound
	limit       time.Duration // of this sitting; 0 for none
	clock       selfplay.Clock
}

// Sizes of the parts of the screen.
const (
	tableRows   = 6 // generations while there is a curve beside them, and as many as fit otherwise
	curveHeight = 11
	fixedLines  = 14 // all but table and curve
)

// draw returns a frame of at most the given size.
func (s *screen) draw(state *screenState, width, height int) string {
	parts := []string{s.heading(width), s.phase(state), s.time()}
	if state.notice != "" {
		parts = append(parts, ansi.Truncate(state.notice, max(width, 1), "…"))
	}
	if state.err != nil {
		parts = append(parts, console.Alarm.Render(state.err.Error()))
	}
	room := height - fixedLines
	rows := min(max(room-1, 0), tableRows)
	if t := s.table(state, rows, width); t != "" {
		parts = append(parts, t)
		room -= lipgloss.Height(t) + 1
	}
	if room >= curveHeight {
		if c := s.curve(state, width); c != "" {
			parts = append(parts, c)
		}
	}
	parts = append(parts, console.Quiet.Render("Ctrl-C stops; nothing is lost, and the same command continues."))
	return strings.Join(parts, "\n\n")
}

// end returns what stays on the screen.
func (s *screen) end(state *screenState, width int) string {
	return s.heading(width) + "\n\n" + s.table(state, math.MaxInt, width) + "\n"
}

// heading says which run this is.
func (s *screen) heading(width int) string {
	c := s.file.Config()
	return console.Strong.Render("apprentice") + " learns " + console.Strong.Render(c.Game) +
		console.Quiet.Render(fmt.Sprintf("   %s, seed %d, %s", printable.Text(s.path), c.Seed, console.Plural(s.workers, "worker")))
}

// phase says what is done at the moment, in three lines.
func (s *screen) phase(state *screenState) string {
	st := &state.status
	share := st.Share()
	var what, detail string
	seconds := max(st.Seconds, 1e-3)
	switch st.Phase {
	case run.Playing:
		what = "plays against itself"
		detail = fmt.Sprintf("%s games, %.0f/s; %s positions, %s/s", console.Thousands(st.Games), float64(st.Games)/seconds,
			console.Thousands(st.Positions), console.Thousands(int64(float64(st.Positions)/seconds)))
	case run.Learning:
		what = "learns from its games"
		detail = "reads the games"
		if p := st.Progress; p.Steps > 0 {
			detail = fmt.Sprintf("epoch %d of %d, loss %.4f", p.Epoch, p.Epochs, p.Loss)
			if p.HeldOut > 0 {
				detail += fmt.Sprintf(", held out %.4f", p.HeldOut)
			}
			detail += fmt.Sprintf("; %s positions/s", console.Thousands(int64(p.PositionsPerSecond)))
		}
	case run.Measuring:
		what = "is measured"
		detail = "prepares its matches"
		if state.toMeasure > 0 {
			share = float64(state.measured) / float64(state.toMeasure)
			detail = fmt.Sprintf("%d of %d games", state.measured, state.toMeasure)
		}
	case run.Done:
		what, detail = "is complete", ""
	default:
		what, detail = "begins", ""
	}
	title := fmt.Sprintf("generation %d", max(st.Generation, 1))
	if s.generations > 0 {
		title += fmt.Sprintf(" of %d", s.generations)
	}
	left := ""
	if s.limit == 0 { // otherwise the sitting has a time of its own
		if t, ok := remaining(s.clock.Elapsed()-state.begun, state.before, share); ok {
			left = console.Clock(t) + " left"
		}
	}
	return fmt.Sprintf("%s %s\n%s %s  %s\n%s", console.Strong.Render(title), what,
		console.Bar(share), percent(share), left, detail)
}

// remaining extrapolates how long the rest of a phase takes, once enough of it
// was seen.
func remaining(elapsed time.Duration, before, share float64) (time.Duration, bool) {
	const enough = 0.02
	if share-before < enough || share > 1 || elapsed < time.Second {
		return 0, false
	}
	return time.Duration(float64(elapsed) * (1 - share) / (share - before)), true
}

// time says how long this sitting has taken and may take.
func (s *screen) time() string {
	elapsed := s.clock.Elapsed()
	text := console.Clock(elapsed) + " elapsed"
	if s.limit > 0 {
		text += fmt.Sprintf(" of %s, %s left", console.Clock(s.limit), console.Clock(s.limit-elapsed))
	}
	return text
}

func percent(share float64) string { return fmt.Sprintf("%3.0f %%", 100*share) }

// column is a column of the table of generations.
type column struct {
	head  string
	width int
	spare int // columns with a higher number are dropped first on a narrow screen; 0 stays
	cell  func(h *chronicle.History, g *run.Generation) string
}

// columns returns those of the table in order.
func columns() []column {
	loss := func(x float64) string { return fmt.Sprintf("%.4f", x) }
	all := []column{
		{"generation", 10, 0, func(_ *chronicle.History, g *run.Generation) string { return fmt.Sprint(g.Number) }},
		{"games", 9, 1, func(_ *chronicle.History, g *run.Generation) string { return console.Thousands(g.Games) }},
		{"positions", 11, 4, func(_ *chronicle.History, g *run.Generation) string { return console.Thousands(g.Positions) }},
		{"loss", 8, 3, func(_ *chronicle.History, g *run.Generation) string { return loss(g.Loss) }},
		{"held out", 8, 2, func(_ *chronicle.History, g *run.Generation) string { return loss(g.HeldOut) }},
	}
	for _, o := range chronicle.FixedOpponents {
		all = append(all, column{chronicle.OpponentName(o), 12, 0, func(h *chronicle.History, g *run.Generation) string {
			if w := h.Results(g.Number, o); w.Games() > 0 {
				return fmt.Sprintf("%.0f %%", 100*w.WinRate())
			}
			return ""
		}})
	}
	return append(all, column{"Elo", 13, 0, func(h *chronicle.History, g *run.Generation) string {
		if g.Verdict != "" {
			return "refused"
		}
		if r, ok := h.Ratings[g.Number]; ok {
			return chronicle.EloWords(r)
		}
		return ""
	}})
}

// columnGap is the space between two columns.
const columnGap = "  "

// fitting returns the columns that there is room for.
func fitting(all []column, width int) []column {
	needed := func() int {
		n := -len(columnGap)
		for _, c := range all {
			n += max(c.width, len(c.head)) + len(columnGap)
		}
		return n
	}
	for needed() > width {
		i := 0
		for j, c := range all {
			if c.spare > all[i].spare {
				i = j
			}
		}
		if all[i].spare == 0 {
			break
		}
		all = slices.Delete(all, i, i+1)
	}
	return all
}

// table lists the last complete generations, the newest last; "" without any.
func (s *screen) table(state *screenState, rows, width int) string {
	done := state.history.Done()
	if len(done) == 0 || rows <= 0 {
		return ""
	}
	shown := fitting(columns(), width)
	line := func(text func(c column) string) string {
		var cells []string
		for _, c := range shown {
			cells = append(cells, fmt.Sprintf("%*s", max(c.width, len(c.head)), text(c)))
		}
		return strings.Join(cells, columnGap)
	}
	lines := []string{console.Quiet.Render(line(func(c column) string { return c.head }))}
	for _, g := range done[max(0, len(done)-rows):] {
		lines = append(lines, line(func(c column) string { return c.cell(state.history, &g) }))
	}
	return strings.Join(lines, "\n")
}

// curve draws Elo over games; "" as long as there is none.
func (s *screen) curve(state *screenState, width int) string {
	elo := curve.Collect(state.history.Rows, chronicle.MeasureElo, "Elo", chronicle.Abscissas[0].Of)
	if len(elo.Points) < 2 {
		return ""
	}
	var b strings.Builder
	pen := curve.Terminal{Width: min(width, chronicle.MaxChartWidth), Height: curveHeight, Color: true}
	if err := pen.WriteChart(&b, curve.Chart{XLabel: chronicle.Abscissas[0].Label, Series: []curve.Series{elo}}); err != nil {
		return ""
	}
	return strings.TrimRight(b.String(), "\n")
}
