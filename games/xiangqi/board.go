package xiangqi

import "apprentice/games"

// Board returns the pieces on the board, Black's first rank first.
func (p *Position) Board() games.Board {
	rows := make(games.Board, 0, numRanks)
	for rank := numRanks - 1; rank >= 0; rank-- {
		var row [numFiles]byte
		for file := range row {
			row[file] = p.board[numFiles*rank+file].letter()
		}
		rows = append(rows, string(row[:]))
	}
	return rows
}
