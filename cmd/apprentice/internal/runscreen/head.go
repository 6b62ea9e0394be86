package runscreen

import (
	"fmt"
	"math"
	"strings"
	"time"

	"apprentice/agent/learn"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// head returns the lines that every tab has on top, the most useful first where
// there is room for few: what cannot be said in a width is left out.
func (m *Model) head(width, most int) []string {
	type ranked struct {
		rank int // 0 goes last
		text string
	}
	p := m.progress()
	lines := []ranked{
		{3, m.title(width)},
		{5, m.experience(width)},
		{6, m.task(width)},
		{0, m.performance(width)},
		{1, m.phase(p, width)},
		{2, m.detail(p, width)},
		{4, m.times(p, width)},
		{2, m.remark(p, width)},
	}
	for {
		var kept []string
		worst, at := -1, -1
		for i, l := range lines {
			if l.text == "" {
				continue
			}
			kept = append(kept, strings.Split(l.text, "\n")...)
			if l.rank > worst {
				worst, at = l.rank, i
			}
		}
		if len(kept) <= max(most, 0) {
			return kept
		}
		lines[at].text = ""
	}
}

// title says which run this is.
func (m *Model) title(width int) string {
	if m.state == nil {
		return first(width, printable.Text(m.o.Path))
	}
	c := m.state.Account.Config()
	name := console.Strong.Render("apprentice") + " learns " + console.Strong.Render(printable.Text(c.Game))
	items := []string{printable.Text(m.o.Path), fmt.Sprintf("seed %d", c.Seed)}
	if m.o.Workers > 0 {
		items = append(items, console.Plural(m.o.Workers, "worker"))
	}
	few := items[0]
	if text := chronicle.WorkersAtWork(m.state.Workers); text != "" {
		items, few = append(items, text), few+", "+text
	}
	quiet := console.Quiet.Render
	return first(width, name+quiet("   "+strings.Join(items, ", ")), name+quiet("   "+few), name+quiet("   "+items[0]), name, printable.Text(c.Game))
}

// experience is the E of the headline.
func (m *Model) experience(width int) string {
	if m.state == nil {
		return ""
	}
	var games, positions int64
	for _, g := range m.state.Account.Generations {
		if g.Number == m.state.Now.Number {
			g = m.state.Now
		}
		games += g.Games
		positions += g.Positions
	}
	e := console.Strong.Render("E") + "  " + console.Strong.Render(console.Thousands(games))
	return first(width,
		fmt.Sprintf("%s games against itself, %s positions", e, console.Thousands(positions)),
		e+" games against itself", e+" games", e)
}

// task is the T of the headline.
func (m *Model) task(width int) string {
	if m.state == nil {
		return ""
	}
	t := console.Strong.Render("T") + "  " + printable.Text(m.state.Account.Config().Game)
	return first(width, t+", from nothing but its rules", t)
}

// performance is the P of the headline.
func (m *Model) performance(width int) string {
	if m.state == nil {
		return ""
	}
	p := console.Strong.Render("P") + "  "
	f, ok := m.state.Account.Latest()
	if !ok {
		return first(width, p+"not measured yet: the curve begins with generation 1", p+"not measured yet", "P  -")
	}
	var short, long []string
	for _, r := range f.Rates {
		short = append(short, fmt.Sprintf("%.0f %% %s", 100*r.Value, r.Opponent))
		long = append(long, fmt.Sprintf("%.0f %% [%.0f, %.0f] of games with %s", 100*r.Value, 100*r.Low, 100*r.High, r.Opponent))
	}
	elo := ""
	if f.Elo != "" {
		elo = "; Elo " + f.Elo
	}
	generation := fmt.Sprintf("generation %d wins ", f.Generation)
	all := strings.Join(short, ", ")
	last := short[len(short)-1]
	texts := []string{p + generation + console.JoinAnd(long) + elo, p + fmt.Sprintf("generation %d, win rates: ", f.Generation) + all + elo, p + "win rates: " + all + elo}
	if f.Elo != "" { // says more than all win rates
		texts = append(texts, p+"Elo "+f.Elo+"; wins "+last, p+"Elo "+f.Elo)
	}
	return first(width, append(texts, p+"win rates: "+all, p+last, fmt.Sprintf("P %.0f %%", 100*f.Rates[len(f.Rates)-1].Value))...)
}

// share returns how much of the phase is done; ok is false where that is not
// known.
func (m *Model) share(p Progress) (float64, bool) {
	switch p.Status.Phase {
	case run.Measuring:
		if p.ToMeasure > 0 {
			return float64(p.Measured) / float64(p.ToMeasure), true
		}
		return 0, m.o.Trainer != nil
	case run.Learning:
		return p.Status.Share(), m.o.Trainer != nil
	}
	return p.Status.Share(), p.Status.Phase != ""
}

// doing says what a phase is.
var doing = map[run.State]string{
	run.Playing: "plays against itself", run.Learning: "learns from its games", run.Measuring: "is measured", run.Done: "is complete",
}

// phase says what is done at the moment, with a bar.
func (m *Model) phase(p Progress, width int) string {
	if m.state != nil && !m.state.Account.Working() {
		return m.idle(width)
	}
	number := max(p.Status.Generation, 1)
	what := doing[p.Status.Phase]
	if what == "" {
		what = "begins"
	}
	of := ""
	if m.o.Generations > 0 {
		of = fmt.Sprintf(" of %d", m.o.Generations)
	}
	title := console.Strong.Render(fmt.Sprintf("generation %d%s", number, of))
	share, known := m.share(p)
	percent := ""
	if known {
		percent = fmt.Sprintf(" %.0f %%", 100*share)
	}
	if m.state != nil && m.state.Account.Condition == chronicle.Paused {
		percent += ", paused"
	}
	var ways []string
	if known {
		for _, columns := range []int{40, 24, 12} {
			ways = append(ways, title+" "+what+"  "+m.bar(share, columns)+percent)
		}
	}
	ways = append(ways, title+" "+what+percent, fmt.Sprintf("generation %d%s", number, percent), strings.TrimSpace(percent))
	return first(width, ways...)
}

// idle says that no process trains the run.
func (m *Model) idle(width int) string {
	s, ok := m.state.Account.LastSitting()
	if !ok || s.Ended.IsZero() {
		return first(width, "no process trains it", "idle")
	}
	return first(width, "no process trains it; the last one ended"+printable.Text(printable.Short(chronicle.Ending(s))), "no process trains it", "idle")
}

// detail gives the figures of the phase, the most useful first.
func (m *Model) detail(p Progress, width int) string {
	var items []string
	switch p.Status.Phase {
	case run.Playing:
		items = append(m.playingDetail(p.Status), m.lastLosses()...)
	case run.Learning:
		items = m.learningDetail(p.Status.Progress)
	case run.Measuring:
		items = append(m.measuringDetail(p), m.lastLosses()...)
	default:
		items = m.lastLosses()
	}
	return asMany(width, m.dot(), items...)
}

// playingDetail says how many games there are, and how fast they come.
func (m *Model) playingDetail(s selfplay.Status) []string {
	done, all := int64(s.UnitsDone)*selfplay.UnitGames, int64(max(s.Units, s.UnitsDone))*selfplay.UnitGames
	items := []string{fmt.Sprintf("%s of %s games", console.Thousands(done), console.Thousands(all))}
	if m.state != nil && m.state.Rates.Games > 0 {
		r := m.state.Rates
		items = append(items, rate(r.Games)+" games/s", rate(r.Positions)+" positions/s", rate(r.Nodes)+" nodes/s")
	}
	return items
}

// learningDetail says how far learning has come.
func (m *Model) learningDetail(g learn.Progress) (items []string) {
	if g.Step == 0 {
		if m.o.Trainer != nil {
			items = append(items, "reads the games")
		}
		return items
	}
	items = append(items, fmt.Sprintf("epoch %d of %d", g.Epoch, g.Epochs))
	items = append(items, losses(g.Loss, g.HeldOut)...)
	if g.PositionsPerSecond >= 1 {
		items = append(items, rate(g.PositionsPerSecond)+" positions/s")
	}
	return items
}

// measuringDetail says how many games of the measurement were played.
func (m *Model) measuringDetail(p Progress) []string {
	switch {
	case p.ToMeasure > 0:
		return []string{fmt.Sprintf("%s of %s games", console.Thousands(int64(p.Measured)), console.Thousands(int64(p.ToMeasure)))}
	case m.o.Trainer != nil:
		return []string{"prepares its matches"}
	}
	return nil
}

// lastLosses are those of the last generation that is complete.
func (m *Model) lastLosses() []string {
	if m.state == nil {
		return nil
	}
	done := m.state.Account.Done()
	if len(done) == 0 {
		return nil
	}
	if g := done[len(done)-1]; g.Loss > 0 && !math.IsInf(g.Loss, 0) {
		return losses(g.Loss, g.HeldOut)
	}
	return nil
}

// losses writes a loss, and that on held-out games if there is one.
func losses(loss, heldOut float64) []string {
	items := []string{fmt.Sprintf("loss %.4f", loss)}
	if heldOut > 0 {
		items = append(items, fmt.Sprintf("held out %.4f", heldOut))
	}
	return items
}

// rate writes something per second.
func rate(x float64) string {
	if x < 10 {
		return fmt.Sprintf("%.1f", x)
	}
	return console.Thousands(int64(x + 0.5))
}

// times says how long the sitting has taken and takes, and the generation.
func (m *Model) times(p Progress, width int) string {
	if p.Elapsed == 0 && p.Limit == 0 {
		return ""
	}
	elapsed := console.Clock(p.Elapsed) + " elapsed"
	sitting := ""
	if p.Limit > 0 {
		elapsed = fmt.Sprintf("%s of %s", console.Clock(p.Elapsed), console.Clock(p.Limit))
		sitting = console.Clock(p.Limit-p.Elapsed) + " left"
	}
	generation := ""
	if left, ok := m.phaseLeft(p); ok {
		generation = fmt.Sprintf("%s until it has %s", console.Clock(left), map[run.State]string{
			run.Playing: "played", run.Learning: "learnt", run.Measuring: "measured"}[p.Status.Phase])
	}
	return asMany(width, m.dot(), elapsed, sitting, generation)
}

// phaseLeft extrapolates how long the rest of the phase takes: never longer
// than the sitting.
func (m *Model) phaseLeft(p Progress) (time.Duration, bool) {
	share, known := m.share(p)
	const enough = 0.02
	if !known || p.PhaseElapsed < time.Second || share-p.Share < enough || share > 1 {
		return 0, false
	}
	left := time.Duration(float64(p.PhaseElapsed) * (1 - share) / (share - p.Share))
	if p.Limit > 0 && p.Status.Phase == run.Playing {
		left = min(left, max(p.Limit-p.Elapsed, 0))
	}
	return left, true
}

// remark is what was said last.
func (m *Model) remark(p Progress, width int) string {
	text, style := p.Notice, accent
	if m.said != "" && m.o.Now().Sub(m.saidAt) < sayTime {
		text = m.said
	}
	if m.err != nil {
		text, style = m.err.Error(), console.Alarm
	}
	text = printable.Text(printable.Short(text))
	if text == "" {
		return ""
	}
	lines := strings.Split(wrapped(text, width), "\n")
	return style.Render(strings.Join(lines[:min(len(lines), 2)], "\n"))
}
