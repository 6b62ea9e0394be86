package xiangqi

import (
	"errors"
	"strconv"
	"strings"

	"apprentice/games"
)

var _ games.Mender = Game{}

// MendFEN is ParseFEN for what programs of chess make of a FEN: whatever stands in
// the fields for castling and en passant says nothing, counters beyond their limits
// are at them, and "-" stands for a counter that is not known.
func (g Game) MendFEN(fen string) (games.Position, error) {
	pos, err := g.ParseFEN(fen)
	if err == nil {
		return pos, nil
	}
	fields := strings.Fields(fen)
	if len(fields) < 5 || len(fields) > 6 {
		return nil, err
	}
	mended := append(fields[:2:2], "-", "-", "0", "1")
	limits := [2]int{maxClock, maxMoveNumber}
	for i, field := range fields[4:] {
		n, e := strconv.Atoi(field)
		switch {
		case e == nil || errors.Is(e, strconv.ErrRange):
			mended[4+i] = strconv.Itoa(min(max(n, 0), limits[i]))
		case field != "-":
			return nil, err
		}
	}
	if pos, e := g.ParseFEN(strings.Join(mended, " ")); e == nil {
		return pos, nil
	}
	return nil, err
}
