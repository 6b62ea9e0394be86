package match

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval/rating"
	"apprentice/eval/stat"
)

// crosstable is the list of players with their ratings and what they scored
// against each other, and why some have no rating.
func (b *board) crosstable() []string {
	ratings := b.ratings()
	rows := [][]string{{"", "player", "Elo", "+-", "games", "score"}}
	var reasons []string
	for i := range ratings {
		rows[0] = append(rows[0], fmt.Sprint(i+1))
	}
	for i, r := range ratings {
		row := []string{
			fmt.Sprint(i + 1), r.Name, console.Signed(r.Elo.Value, 1), stat.Fixed(r.Elo.Margin(), 1),
			fmt.Sprint(r.WDL.Games()), fmt.Sprintf("%.1f %%", 100*r.Expectation),
		}
		if r.Reason != rating.Rated {
			row[2], row[3] = "-", "-"
			reasons = append(reasons, fmt.Sprintf("%s has no rating: %v", r.Name, r.Reason))
		}
		if r.WDL.Games() == 0 {
			row[5] = "-"
		}
		for _, other := range ratings {
			cell := "-"
			if w := b.between(r.Name, other.Name); w.Games() > 0 {
				cell = fmt.Sprintf("+%d=%d-%d", w.Wins, w.Draws, w.Losses)
			}
			row = append(row, cell)
		}
		rows = append(rows, row)
	}
	lines := append(align(rows, 1), reasons...)
	return append(lines, fmt.Sprintf("(Elo of all games together, %s at 0; +- is 95 %%)", b.t.Players[0].Name))
}

// between is what one player scored against another.
func (b *board) between(player, other string) stat.WDL {
	for _, r := range b.results {
		switch {
		case r.A == player && r.B == other:
			return r.WDL
		case r.B == player && r.A == other:
			return r.WDL.Reverse()
		}
	}
	return stat.WDL{}
}

// pairings are the results of all pairings, a line each.
func (b *board) pairings() []string {
	rows := [][]string{{"pairing", "W-D-L", "Elo", "LOS", "penta", "nodes a move", "time a move"}}
	for _, r := range b.results {
		if r.Games() == 0 {
			continue
		}
		s := r.Strength()
		x, y := r.Effort[0], r.Effort[1]
		rows = append(rows, []string{
			r.A + " - " + r.B, fmt.Sprintf("%d-%d-%d", r.WDL.Wins, r.WDL.Draws, r.WDL.Losses), s.Elo.String(),
			fmt.Sprintf("%.1f %%", 100*s.LOS), r.Pairs.String(), fmt.Sprintf("%d, %d", nodesAMove(x), nodesAMove(y)),
			fmt.Sprintf("%v, %v", timeAMove(x), timeAMove(y)),
		})
	}
	return align(rows, 0)
}

// align writes rows as columns two blanks apart, the one with the names flush
// left, all others flush right.
func align(rows [][]string, names int) []string {
	width := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			width[i] = max(width[i], utf8.RuneCountInString(cell))
		}
	}
	lines := make([]string, len(rows))
	for n, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			fill := strings.Repeat(" ", width[i]-utf8.RuneCountInString(cell))
			if i == names {
				cells[i] = cell + fill
			} else {
				cells[i] = fill + cell
			}
		}
		lines[n] = strings.TrimRight(strings.Join(cells, "  "), " ")
	}
	return lines
}
