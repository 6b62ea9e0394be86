package playscreen

import (
	"context"
	"fmt"
	"math"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/gameplay"
	"apprentice/cmd/apprentice/internal/thinker"
	"apprentice/eval/curve"
	"apprentice/games"
)

// review is a look back at a game that is over.
type review struct {
	gameplay.Review
	id, total int
}

// reviewMsg is what the analyst thinks of one position.
type reviewMsg struct {
	id     int
	ply    int
	expect float64 // of First
	best   games.Move
	next   func() tea.Msg // the next position; nil after the last one
}

// reviewShare is how many times fewer nodes a position of a review gets than a
// hint.
const reviewShare = 20

// beginReview lets the analyst look at every position of the game.
func (m *Model) beginReview() tea.Cmd {
	n := len(m.game.Plies())
	if m.opts.Analyst == nil || n == 0 {
		return nil
	}
	return m.withAnalyst(true, func() tea.Cmd {
		m.forgetAdvice()
		ctx, cancel := context.WithCancel(m.ctx)
		m.advice.cancel = cancel
		m.review = &review{id: m.advice.id, total: n + 1, Review: gameplay.Review{Side: m.game.At(0).Side()}}
		limits := search.Limits{Nodes: max(m.opts.HintNodes/reviewShare, 1)}
		positions := make([]games.Position, n+1)
		for i := range positions {
			positions[i] = m.game.At(i)
		}
		return reviewFrom(ctx, m.analyst, positions, limits, m.advice.id, 0)
	})
}

// reviewFrom looks at a position and, when that was heard of, at the next ones.
func reviewFrom(ctx context.Context, a thinker.Analyst, positions []games.Position, limits search.Limits, id, ply int) tea.Cmd {
	return func() tea.Msg {
		pos := positions[ply]
		msg := reviewMsg{id: id, ply: ply, expect: math.NaN()}
		if o := pos.Outcome(); o.Over() {
			e := 0.5
			if side, ok := o.Winner(pos.Side()); ok {
				e = forFirst(1, side)
			}
			msg.expect = e
		} else if lines := a.Lines(ctx, pos, limits, 1, nil); len(lines) > 0 {
			e, _ := a.Expectation(lines[0].Value)
			msg.expect, msg.best = forFirst(e, pos.Side()), lines[0].PV[0]
		}
		if ply+1 < len(positions) && ctx.Err() == nil {
			msg.next = reviewFrom(ctx, a, positions, limits, id, ply+1)
		}
		return msg
	}
}

// reviewed takes what is thought of a position.
func (m *Model) reviewed(msg reviewMsg) tea.Cmd {
	r := m.review
	if r == nil || r.id != msg.id || msg.ply != len(r.Expect) || math.IsNaN(msg.expect) {
		return nil
	}
	r.Expect, r.Best = append(r.Expect, msg.expect), append(r.Best, msg.best)
	if msg.next == nil {
		return nil
	}
	return msg.next
}

// complete reports whether all positions were looked at.
func (r *review) complete() bool { return len(r.Expect) == r.total }

// Turning points of a game that are shown.
const mostTurning = 3

// remark returns what a move of the list is followed by: what it gave away,
// where that is much.
func (r *review) remark(ply int) string {
	if loss := r.Loss(ply); loss >= 0.1 {
		return fmt.Sprintf(" -%.0f", 100*loss)
	}
	return ""
}

// chartHeight is how many lines the curve of a review takes.
const chartHeight = 8

// draw returns the lines of a review: accuracy, turning points, the curve.
func (r *review) draw(m *Model, width int) []string {
	if !r.complete() {
		return []string{m.theme.faint.Render(fmt.Sprintf("Looks back at the game: %d of %d positions", len(r.Expect), r.total))}
	}
	var lines []string
	var parts []string
	for _, side := range []games.Side{games.First, games.Second} {
		if a, ok := r.Accuracy(side); ok {
			parts = append(parts, fmt.Sprintf("%s %s", m.opts.Look.Sides[side], percent(a)))
		}
	}
	lines = append(lines, m.theme.strong.Render("Accuracy  ")+strings.Join(parts, ", "))
	if points := r.TurningPoints(mostTurning); len(points) > 0 {
		lines = append(lines, m.theme.strong.Render("Turning points"))
		for _, i := range points {
			pos := m.game.At(i)
			text := fmt.Sprintf("  %s%s gave away %.0f of 100", m.numbered(i), m.reader.Shown(pos, m.game.Plies()[i].Move), 100*r.Loss(i))
			if best := r.Best[i]; best != games.NoMove && best != m.game.Plies()[i].Move && pos.Legal(best) {
				text += "; better " + m.reader.Shown(pos, best)
			}
			lines = append(lines, strings.Split(fold(text, width), "\n")...)
		}
	}
	if width >= 30 {
		lines = append(lines, r.chart(m, width)...)
	}
	return lines
}

// chart draws the expectation of First over the game.
func (r *review) chart(m *Model, width int) []string {
	points := make([]curve.Point, len(r.Expect))
	for i, e := range r.Expect {
		points[i] = curve.Point{X: float64(i) / 2, Y: e, Low: e, High: e}
	}
	c := curve.Chart{Title: m.opts.Look.Sides[games.First] + " expects", XLabel: "move", WholeX: true, Percent: true, Series: []curve.Series{{Points: points}}}
	var b strings.Builder
	pen := curve.Terminal{Width: width, Height: chartHeight, ASCII: m.theme.ascii, Color: m.theme.colors != 0}
	if err := pen.WriteChart(&b, c); err != nil {
		return nil
	}
	return strings.Split(strings.TrimRight(b.String(), "\n"), "\n")
}
