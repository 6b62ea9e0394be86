package runscreen

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/selfplay/run"
)

// workers lists the other machines of a run: those that play first, then those
// that may not, then those that are gone. Below are the last faults.
func (m *Model) workers(width, height int) string {
	if m.state == nil {
		return ""
	}
	all := slices.Clone(m.state.Workers)
	if len(all) == 0 {
		return m.noWorkers(width, height)
	}
	rank := map[run.WorkerState]int{run.WorkerPlays: 0, run.WorkerRefusedState: 1, run.WorkerGone: 2}
	slices.SortStableFunc(all, func(a, b run.Worker) int { return cmp.Compare(rank[a.State], rank[b.State]) })
	lines := []string{workersSummary(width, all)}
	if lines[0] == "" {
		lines = nil
	}
	shown := all
	room := height - len(lines) - 1 // below the head of the table
	if room < len(all) {
		shown = all[:max(room-1, 0)]
	}
	if len(shown) > 0 {
		lines = append(lines, grid(width, m.workerColumns(shown))...)
	}
	if left := len(all) - len(shown); left > 0 && len(lines) < height {
		lines = append(lines, first(width, fmt.Sprintf("and %s more", console.Thousands(int64(left)))))
	}
	lines = lines[:min(len(lines), height)]
	return strings.Join(append(lines, workerFaults(all, width, height-len(lines))...), "\n")
}

// noWorkers says how another machine plays too.
func (m *Model) noWorkers(width, height int) string {
	text := wrapped("no other machine has played for this run; train --listen 0.0.0.0:4222 says what to type on one", width)
	lines := strings.Split(text, "\n")
	if len(lines) > height || width < 20 {
		return ""
	}
	return console.Quiet.Render(text)
}

// workersSummary counts the workers.
func workersSummary(width int, all []run.Worker) string {
	count := map[run.WorkerState]int{}
	speed := 0.0
	for _, w := range all {
		if count[w.State]++; w.State == run.WorkerPlays {
			speed += chronicle.WorkerSpeed(w)
		}
	}
	items := []string{"no other machine plays"}
	if text := chronicle.WorkersAtWork(all); text != "" {
		items[0] = text
	}
	if speed > 0 {
		items = append(items, rate(speed)+" positions/s")
	}
	for _, s := range []run.WorkerState{run.WorkerRefusedState, run.WorkerGone} {
		if n := count[s]; n > 0 {
			items = append(items, fmt.Sprintf("%s %s", console.Thousands(int64(n)), s))
		}
	}
	return asMany(width, ", ", items...)
}

// workerColumns returns the columns of the table of workers.
func (m *Model) workerColumns(all []run.Worker) []gridColumn {
	now := m.o.Now()
	some := func(n int64) string {
		if n == 0 {
			return ""
		}
		return console.Thousands(n)
	}
	columns := []struct {
		gridColumn
		head string
		cell func(w *run.Worker) string
	}{
		{gridColumn{spare: 0, left: true}, "worker", func(w *run.Worker) string { return w.Name }},
		{gridColumn{spare: 1, left: true}, "state", func(w *run.Worker) string { return string(w.State) }},
		{gridColumn{spare: 5}, "cores", func(w *run.Worker) string { return fmt.Sprint(w.Cores) }},
		{gridColumn{spare: 6}, "positions/s", func(w *run.Worker) string { return some(int64(chronicle.WorkerSpeed(*w) + 0.5)) }},
		{gridColumn{spare: 2}, "seen ago", func(w *run.Worker) string { return console.Clock(now.Sub(w.Seen)) }},
		{gridColumn{spare: 3}, "units", func(w *run.Worker) string { return console.Thousands(int64(w.Units)) }},
		{gridColumn{spare: 4}, "faults", func(w *run.Worker) string { return some(int64(w.Faults)) }},
		{gridColumn{spare: 8}, "games", func(w *run.Worker) string { return console.Thousands(w.Games) }},
		{gridColumn{spare: 10}, "came twice", func(w *run.Worker) string { return some(int64(w.Duplicates)) }},
		{gridColumn{spare: 7, left: true}, "version", func(w *run.Worker) string { return w.Version }},
		{gridColumn{spare: 9, left: true}, "platform", func(w *run.Worker) string { return w.Platform }},
	}
	var out []gridColumn
	for _, c := range columns {
		c.cells = []string{c.head}
		for i := range all {
			c.cells = append(c.cells, c.cell(&all[i]))
		}
		out = append(out, c.gridColumn)
	}
	return out
}

// workerFaults returns what went wrong last with each worker, as whole sentences,
// after an empty line; as many as there is room for.
func workerFaults(all []run.Worker, width, height int) []string {
	var lines []string
	for _, w := range all {
		if w.Fault == "" || width < 16 {
			continue
		}
		text := strings.Split(wrapped(printable.Text(w.Name+": "+printable.Short(w.Fault)), width), "\n")
		if len(lines)+1+len(text) > height {
			break
		}
		lines = append(lines, text...)
	}
	if len(lines) == 0 {
		return nil
	}
	return append([]string{""}, lines...)
}
