package chronicle

import (
	"cmp"
	"slices"

	"apprentice/eval/curve"
)

// AddLadder adds the external engines that generations have met on a ladder to
// the opponents whose win rates are drawn. It reports whether there are any.
func (h *History) AddLadder() bool {
	var rows []curve.Row
	for _, m := range h.ladder {
		i := slices.IndexFunc(h.Rows, func(r curve.Row) bool { return r.Generation == m.Generation })
		if i < 0 || m.A != GenerationName(m.Generation) || m.Games == 0 {
			continue
		}
		w := wdlOf(m).WinRateInterval()
		row := h.Rows[i]
		row.Measure, row.N = winRate(m.B), m.Games
		row.Value, row.Low, row.High = w.Value, w.Low, w.High
		rows = append(rows, row)
		if !slices.Contains(h.opponents, m.B) {
			h.opponents, h.asked = append(h.opponents, m.B), append(h.asked, m.B)
		}
	}
	slices.SortStableFunc(rows, func(a, b curve.Row) int { return cmp.Compare(a.Generation, b.Generation) })
	h.Rows = append(h.Rows, rows...)
	return len(rows) > 0
}
