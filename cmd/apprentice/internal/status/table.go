package status

import (
	"cmp"
	"fmt"
	"math"
	"strings"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/selfplay/run"
)

// tableRows is how many generations the table has at most.
const tableRows = 8

// column is a column of the table of generations.
type column struct {
	head string
	cell func(a *chronicle.Account, g run.Generation) string
}

// columns returns those of the table, the first the last to be dropped.
func columns(a *chronicle.Account) []column {
	all := []column{
		{"gen", func(_ *chronicle.Account, g run.Generation) string { return fmt.Sprint(g.Number) }},
		{"finished", func(_ *chronicle.Account, g run.Generation) string {
			if g.Finished.IsZero() {
				return ""
			}
			return g.Finished.Local().Format("01-02 15:04")
		}},
		{"games", func(_ *chronicle.Account, g run.Generation) string { return console.Thousands(g.Games) }},
		{"held out", func(_ *chronicle.Account, g run.Generation) string {
			if !(g.HeldOut > 0) || math.IsInf(g.HeldOut, 0) {
				return ""
			}
			return fmt.Sprintf("%.4f", g.HeldOut)
		}},
		{"Elo", func(a *chronicle.Account, g run.Generation) string {
			switch {
			case g.Verdict != "":
				return "refused: " + printable.Text(g.Verdict)
			case g.Suspect != "":
				return "suspect"
			}
			return a.EloWords(g.Number)
		}},
	}
	for _, o := range a.Rivals() {
		all = append(all, column{chronicle.OpponentName(o), func(a *chronicle.Account, g run.Generation) string {
			w := a.Results(g.Number, o)
			if w.Games() == 0 {
				return ""
			}
			i := w.WinRateInterval()
			return fmt.Sprintf("%.0f %% [%.0f, %.0f]", 100*i.Value, 100*i.Low, 100*i.High)
		}})
	}
	return all
}

// generations writes the table: the first generation, the last, and some in
// between.
func (p *page) generations(a *chronicle.Account) {
	done := a.Done()
	if len(done) == 0 {
		return
	}
	shown := spread(done, tableRows)
	var lines []string
	for _, c := range columns(a) {
		cells, width := []string{c.head}, len(c.head)
		for _, g := range shown {
			cell := c.cell(a, g)
			cells, width = append(cells, cell), max(width, len(cell))
		}
		if len(lines) == 0 {
			lines = make([]string, len(cells))
		} else if len(lines[0])+2+width > p.Width {
			continue
		}
		for i, cell := range cells {
			if lines[i] != "" {
				lines[i] += "  "
			}
			lines[i] += fmt.Sprintf("%*s", width, cell)
		}
	}
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	fmt.Fprintf(p, "\n%s\n%s\n", console.Quiet.Render(lines[0]), strings.Join(lines[1:], "\n"))
}

// spread returns at most n of a list, the first and the last among them.
func spread[T any](all []T, n int) []T {
	if len(all) <= n {
		return all
	}
	some := make([]T, n)
	for i := range some {
		some[i] = all[i*(len(all)-1)/(n-1)]
	}
	return some
}

// events writes the end of the log book.
func (p *page) events(a *chronicle.Account, limit int) {
	all := a.Entries()
	if len(all) == 0 {
		return
	}
	left := 0
	if limit > 0 && len(all) > limit {
		left = len(all) - limit
		all = all[left:]
	}
	fmt.Fprintln(p)
	if left > 0 {
		p.err = cmp.Or(p.err, p.Paragraph(fmt.Sprintf("%s earlier; --events 0 shows all", console.Plural(left, "event"))))
	}
	for _, e := range all {
		const stamp = "01-02 15:04  "
		p.err = cmp.Or(p.err, p.Item(e.First.Local().Format(stamp), len(stamp), e.Words()))
	}
}
