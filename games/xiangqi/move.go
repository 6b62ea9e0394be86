package xiangqi

import "apprentice/games"

// A move is packed as from | to<<7. A legal move has exactly one encoding, and
// 0 (a0 to a0) is none.

func newMove(from, to square) games.Move { return games.Move(from) | games.Move(to)<<7 }

func fromOf(m games.Move) square { return square(m & 127) }
func toOf(m games.Move) square   { return square(m >> 7 & 127) }
