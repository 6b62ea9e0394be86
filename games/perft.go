package games

import "context"

// MaxPerftDepth is the greatest depth at which leaves are counted, in plies. It is
// far beyond what can be counted from any position of use.
const MaxPerftDepth = 100

// Perft returns the number of leaves of the tree of legal moves of the given
// depth, which is at most MaxPerftDepth. At depth 1 it counts the generated moves
// without playing them (bulk counting). p is unchanged afterwards.
func Perft(p Position, depth int) uint64 {
	n, _ := PerftContext(context.Background(), p, depth) // which never ends
	return n
}

// PerftContext is Perft until ctx is done: then it returns soon, with the error
// of ctx. p is unchanged in either case.
func PerftContext(ctx context.Context, p Position, depth int) (uint64, error) {
	if depth <= 0 {
		return 1, ctx.Err()
	}
	return perftUpper(ctx, p, depth, make([]Move, 0, depth*MaxMoves))
}

// perftBelow is the depth of the trees that are counted without a look at the
// context: some ten milliseconds of work at most.
const perftBelow = 3

// perftUpper is perft that ends with ctx.
func perftUpper(ctx context.Context, p Position, depth int, buf []Move) (uint64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if depth <= perftBelow {
		return perft(p, depth, buf), nil
	}
	moves := p.Moves(buf, AllMoves)
	var sum uint64
	for _, m := range moves {
		p.Make(m, nil)
		n, err := perftUpper(ctx, p, depth-1, moves[len(moves):])
		p.Unmake()
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

// perft appends the moves of each ply after those of the ply above.
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
// generation. depth is 1 to MaxPerftDepth. When ctx is done it returns soon,
// with the error of ctx; p is unchanged in either case.
func Divide(ctx context.Context, p Position, depth int) ([]Divided, error) {
	moves := p.Moves(nil, AllMoves)
	divided := make([]Divided, 0, len(moves))
	for _, m := range moves {
		p.Make(m, nil)
		n, err := PerftContext(ctx, p, depth-1)
		p.Unmake()
		if err != nil {
			return nil, err
		}
		divided = append(divided, Divided{m, n})
	}
	return divided, nil
}
