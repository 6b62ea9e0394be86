package catalog

import (
	"fmt"
	"slices"
	"strings"

	"apprentice/eval/engine"
	"apprentice/games"
	"apprentice/games/xiangqi"
)

// DialectsOf returns how external engines write the moves and positions of a
// game.
func DialectsOf(g games.Game) engine.Dialects {
	if e := find(g.Name()); e != nil && e.dialects != nil {
		return e.dialects
	}
	return engine.Native(g.Name())
}

// xiangqiCoordinates returns the style that writes moves of xiangqi by squares
// with the given ranks.
func xiangqiCoordinates(ranks string) (games.Style, bool) {
	styles := xiangqi.Game{}.Styles()
	i := slices.IndexFunc(styles, func(s games.Style) bool { return s.Name == games.CoordinateStyle && s.Ranks == ranks })
	if i < 0 {
		return games.Style{}, false
	}
	return styles[i], true
}

// xiangqiDialects chooses the dialect of xiangqi. Engines that play it as
// a UCI variant count ranks from 1, all others from 0, unless a spec asks for
// the dialect "1-10" or "0-9"; HoiXiangqi and Sjaak II call horses and
// elephants H and E in a FEN, and HoiXiangqi wants no dashes in it.
func xiangqiDialects(id engine.Identity) (engine.Dialect, error) {
	d := engine.Dialect{Variant: "xiangqi"}
	ranks := id.Dialect
	if ranks == "" && id.Protocol == engine.UCI && len(id.Variants) > 0 {
		ranks = "1-10"
	}
	switch {
	case ranks != "":
		style, ok := xiangqiCoordinates(ranks)
		if !ok {
			return d, fmt.Errorf("xiangqi has no dialect %q; want 1-10 or 0-9, the numbers of the ranks", ranks)
		}
		d.FormatMove, d.ParseMove = style.Describe, style.ParseMove
	case strings.HasPrefix(id.Name, "HoiXiangqi"):
		d.FEN = func(pos games.Position) string {
			fields := strings.Fields(pos.FEN())
			return horsesAndElephants.Replace(fields[0]) + " " + fields[1] + " 0 1"
		}
	case strings.HasPrefix(id.Name, "Sjaak"):
		d.FEN = func(pos games.Position) string {
			board, rest, _ := strings.Cut(pos.FEN(), " ")
			return horsesAndElephants.Replace(board) + " " + rest
		}
	}
	return d, nil
}

// horsesAndElephants turns the letters of one dialect of FEN into the other's.
var horsesAndElephants = strings.NewReplacer("n", "h", "b", "e", "N", "H", "B", "E")
