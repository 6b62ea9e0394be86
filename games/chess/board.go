package chess

import "apprentice/games"

// Board returns the pieces on the board, the eighth rank first.
func (p *Position) Board() games.Board {
	rows := make(games.Board, 0, 8)
	for rank := 7; rank >= 0; rank-- {
		var row [8]byte
		for file := range row {
			row[file] = p.board[8*rank+file].letter()
		}
		rows = append(rows, string(row[:]))
	}
	return rows
}
