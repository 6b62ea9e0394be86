package catalog

import (
	"fmt"
	"slices"
	"strings"

	"apprentice/cmd/apprentice/internal/uci"
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

// RanksOf returns the ways to number the ranks of a game's board that programs
// disagree about, as our own engine speaks them; none where all agree.
func RanksOf(g games.Game) []uci.Ranks {
	if e := find(g.Name()); e != nil {
		return e.ranks
	}
	return nil
}

// xiangqiRanks returns the two ways to write moves of xiangqi: that of
// Fairy-Stockfish's UCI, and that of UCCI, UCI-Cyclone and Pikafish.
func xiangqiRanks() []uci.Ranks {
	ranks := func(name string, style xiangqi.Style) uci.Ranks {
		return uci.Ranks{
			Name:   name,
			Format: func(pos games.Position, m games.Move) string { return pos.(*xiangqi.Position).DescribeIn(m, style) },
			Parse: func(pos games.Position, text string) (games.Move, error) {
				return pos.(*xiangqi.Position).ParseMoveIn(text, style)
			},
		}
	}
	return []uci.Ranks{ranks("1-10", xiangqi.CoordinatesFromOne), ranks("0-9", xiangqi.Coordinates)}
}

// xiangqiDialects tells the dialects of xiangqi apart. Engines that play it as
// a UCI variant count ranks from 1, all others from 0, unless a spec asks for
// the dialect "1-10" or "0-9"; HoiXiangqi and Sjaak II call horses and
// elephants H and E in a FEN, and HoiXiangqi wants no dashes in it.
func xiangqiDialects(id engine.Identity) (engine.Dialect, error) {
	d := engine.Dialect{Variant: "xiangqi"}
	ranks := xiangqiRanks()
	switch {
	case id.Dialect != "":
		i := slices.IndexFunc(ranks, func(r uci.Ranks) bool { return r.Name == id.Dialect })
		if i < 0 {
			return d, fmt.Errorf("xiangqi has no dialect %q; want 1-10 or 0-9, the numbers of the ranks", id.Dialect)
		}
		d.FormatMove, d.ParseMove = ranks[i].Format, ranks[i].Parse
	case id.Protocol == engine.UCI && len(id.Variants) > 0:
		d.FormatMove, d.ParseMove = ranks[0].Format, ranks[0].Parse
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
