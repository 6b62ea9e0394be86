package catalog

import (
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

// xiangqiDialects tells the dialects of xiangqi apart. Engines that play it as
// a UCI variant count ranks from 1, all others from 0; HoiXiangqi and Sjaak II
// call horses and elephants H and E in a FEN, and HoiXiangqi wants no dashes
// in it.
func xiangqiDialects(id engine.Identity) (engine.Dialect, error) {
	d := engine.Dialect{Variant: "xiangqi"}
	switch {
	case id.Protocol == engine.UCI && len(id.Variants) > 0:
		d.FormatMove = func(pos games.Position, m games.Move) string {
			return pos.(*xiangqi.Position).DescribeIn(m, xiangqi.CoordinatesFromOne)
		}
		d.ParseMove = func(pos games.Position, text string) (games.Move, error) {
			return pos.(*xiangqi.Position).ParseMoveIn(text, xiangqi.CoordinatesFromOne)
		}
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
