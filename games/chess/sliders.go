package chess

// What a slider attacks on a line depends on the six squares of the line that
// are not on its ends: a piece on an end hides nothing. Multiplying the occupied
// squares of the line gathers these six in the highest bits of the product, an
// index of a table by the place on the line and its occupation: "kindergarten
// bitboards" (Urs Heppner, Gerd Isenberg), see
// chessprogramming.org/Kindergarten_Bitboards.
//
// All tables together take 10 KB. Magic bitboards need one product instead of
// two, but tables of 850 KB, which push those of the search out of the cache.

// lineMasks are the squares in line with a square, itself left out.
type lineMasks struct{ rank, diagonal, antidiagonal bitboard }

// lineMasksOf holds the lines of each square.
var lineMasksOf = func() (table [64]lineMasks) {
	for s := range square(64) {
		table[s] = lineMasks{
			rank:         slide(s, 0, []step{{1, 0}, {-1, 0}}),
			diagonal:     slide(s, 0, []step{{1, 1}, {-1, -1}}),
			antidiagonal: slide(s, 0, []step{{1, -1}, {-1, 1}}),
		}
	}
	return table
}()

// Multiplying by gatherFiles adds all ranks of a set up in the last one, one file
// further: of a set with one square a file, files b to g are then the highest six
// bits. Multiplying by gatherRanks does the same for ranks 2 to 7 of the a-file.
const (
	gatherFiles = fileA << 1
	gatherRanks = 0x0080402010080400
	gathered    = 64 - 6
)

// acrossFiles holds the files that a slider attacks, given its own file and the
// occupied files from b to g, the same on every rank. alongFile holds what it
// attacks on the a-file, given its rank and the occupied ranks from 2 to 7.
var acrossFiles, alongFile = func() (files, ranks [8][64]bitboard) {
	for inner := range bitboard(64) {
		onRank, onFile := inner<<1, bitboard(0)
		for i := range square(6) {
			onFile |= inner >> i & 1 << (8 * (i + 1))
		}
		index := onFile * gatherRanks >> gathered
		for i := range square(8) {
			files[i][inner] = slide(i, onRank, []step{{1, 0}, {-1, 0}}) * fileA
			ranks[i][index] = slide(8*i, onFile, []step{{0, 1}, {0, -1}})
		}
	}
	return files, ranks
}()

// rookAttacks returns the squares that a rook on s attacks, the first occupied
// square of each direction included.
func rookAttacks(s square, occupied bitboard) bitboard {
	file := s & 7
	rank := lineMasksOf[s&63].rank
	return acrossFiles[file][(occupied&rank)*gatherFiles>>gathered]&rank |
		alongFile[s>>3&7][(occupied>>file&fileA)*gatherRanks>>gathered]<<file
}

// bishopAttacks is rookAttacks for bishops.
func bishopAttacks(s square, occupied bitboard) bitboard {
	l, files := &lineMasksOf[s&63], &acrossFiles[s&7]
	return files[(occupied&l.diagonal)*gatherFiles>>gathered]&l.diagonal |
		files[(occupied&l.antidiagonal)*gatherFiles>>gathered]&l.antidiagonal
}
