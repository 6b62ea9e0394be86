package games

// Perft returns the number of leaves of the tree of legal moves of the given
// depth. At depth 1 it counts the generated moves without playing them (bulk
// counting). p is unchanged afterwards.
func Perft(p Position, depth int) uint64 {
	if depth <= 0 {
		return 1
	}
	return perft(p, depth, make([]Move, 0, depth*MaxMoves))
}

// perft appends the moves of each ply behind those of the ply above.
func perft(p Position, depth int, buf []Move) uint64 {
	moves := p.Moves(buf, AllMoves)
	if depth == 1 {
		return uint64(len(moves))
	}
	var n uint64
	for _, m := range moves {
		p.Make(m, nil)
		n += perft(p, depth-1, moves[len(moves):])
		p.Unmake()
	}
	return n
}

// Divided is a root move and the number of leaves below it.
type Divided struct {
	Move  Move
	Nodes uint64
}

// Divide returns Perft(p, depth) split by root move, in the order of
// generation. depth must be at least 1.
func Divide(p Position, depth int) []Divided {
	moves := p.Moves(nil, AllMoves)
	divided := make([]Divided, 0, len(moves))
	for _, m := range moves {
		p.Make(m, nil)
		divided = append(divided, Divided{m, Perft(p, depth-1)})
		p.Unmake()
	}
	return divided
}
