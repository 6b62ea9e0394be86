package search

import "apprentice/games"

// lineBudget bounds the nodes that are spent on the end of a line.
const lineBudget = 20000

// toMate returns a copy of a line from the root for the user. If its value is a
// mate, the copy continues to the mate. The search cuts a line short where the
// table knew of a mate; the table has most of the missing moves too, and the last
// ones are found anew.
func (w *worker) toMate(pv []games.Move, value int) []games.Move {
	line := append(make([]games.Move, 0, MaxPly), pv...)
	plies := MateValue - max(value, -value)
	if !isMate(value) || len(line) >= plies {
		return line
	}
	for _, m := range line {
		w.pos.Make(m, nil)
	}
	known := len(line)
	for w.o.Table && known < plies && !w.pos.Outcome().Over() {
		e, ok := w.table.probe(w.pos.Key())
		if !ok || !w.pos.Legal(e.move) {
			break
		}
		line = append(line, e.move)
		w.pos.Make(e.move, nil)
		known++
	}
	budget := lineBudget
	if rest, ok := mateLine(w.pos, plies-known, &budget); ok {
		line = append(line, rest...)
	}
	for range known {
		w.pos.Unmake()
	}
	return line
}

// mateLine returns moves to a mate in at most the given number of plies, by the
// side that makes the last of them, with the longest defence. ok is false if
// there is no such mate or the budget of nodes runs out.
func mateLine(pos games.Position, plies int, budget *int) (line []games.Move, ok bool) {
	if o := pos.Outcome(); o.Over() || plies == 0 {
		return nil, o.Result == games.Loss && plies%2 == 0
	}
	attacks := plies%2 == 1
	for _, m := range pos.Moves(nil, games.AllMoves) {
		if *budget--; *budget < 0 {
			return nil, false
		}
		pos.Make(m, nil)
		rest, mates := mateLine(pos, plies-1, budget)
		pos.Unmake()
		if attacks && mates {
			return append([]games.Move{m}, rest...), true
		}
		if !attacks && !mates {
			return nil, false
		}
		if !attacks && len(rest) >= len(line) {
			line = append([]games.Move{m}, rest...)
		}
	}
	return line, !attacks
}
