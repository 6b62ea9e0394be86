package chess

import (
	"encoding/binary"
	"fmt"

	arbiter "github.com/notnil/chess"

	"apprentice/games"
)

// Arbitrate plays the game over again by the rules of notnil/chess, which share
// no code with this package, and returns its outcome for the side to move at
// the end. start is a FEN, "" for the start position of chess. It is an error
// if a move is not legal or the game was over before it.
//
// Draws by repetition and the fifty-move rule, which notnil/chess leaves to the
// players, are counted here from its positions. (Its Position.Hash will not do:
// it includes the counters.)
func (Game) Arbitrate(start string, moves []games.Move) (games.Outcome, error) {
	p, err := newArbiter(start)
	if err != nil {
		return games.Outcome{}, err
	}
	seen := make(map[string]int, len(moves)+1)
	for i := 0; ; i++ {
		outcome, err := arbitrate(p, seen)
		if err != nil || i == len(moves) {
			return outcome, err
		}
		name := formatMove(moves[i])
		if outcome.Over() {
			return games.Outcome{}, fmt.Errorf("move %d, %s: the game was over by %v", i+1, name, outcome.Reason)
		}
		m := findMove(p, name)
		if m == nil {
			return games.Outcome{}, fmt.Errorf("move %d, %s: not legal in %s", i+1, name, p)
		}
		p = p.Update(m)
	}
}

// newArbiter returns the position of notnil/chess that fen describes.
func newArbiter(fen string) (*arbiter.Position, error) {
	if fen == "" {
		fen = startFEN
	}
	own, err := ParseFEN(fen) // notnil/chess checks only the syntax
	if err != nil {
		return nil, err
	}
	p := new(arbiter.Position)
	if err := p.UnmarshalText([]byte(own.FEN())); err != nil {
		return nil, err
	}
	return p, nil
}

// findMove returns the legal move with the given coordinates, nil for none. The
// moves of ValidMoves are marked as checks and captures, which Update needs.
func findMove(p *arbiter.Position, name string) *arbiter.Move {
	for _, m := range p.ValidMoves() {
		if m.String() == name {
			return m
		}
	}
	return nil
}

// arbitrate returns the outcome of a game that has reached p and counts p.
func arbitrate(p *arbiter.Position, seen map[string]int) (games.Outcome, error) {
	board, err := p.Board().MarshalBinary()
	if err != nil {
		return games.Outcome{}, err
	}
	id := identity(p, board)
	seen[id]++
	status := p.Status()
	if status == arbiter.Checkmate {
		return games.Outcome{Result: games.Loss, Reason: games.Checkmate}, nil
	}
	insufficient, err := insufficientFor(p, board)
	draw := games.Outcome{Result: games.Draw}
	switch {
	case err != nil:
		return games.Outcome{}, err
	case insufficient:
		draw.Reason = games.InsufficientMaterial
	case p.HalfMoveClock() >= fiftyMoves:
		draw.Reason = games.MoveLimit
	case seen[id] >= 3:
		draw.Reason = games.Repetition
	case status == arbiter.Stalemate:
		draw.Reason = games.Stalemate
	default:
		return games.Outcome{}, nil
	}
	return draw, nil
}

// identity is equal for positions that repeat each other: pieces, side to move,
// castling rights, and the en passant square if a capture there is legal.
func identity(p *arbiter.Position, board []byte) string {
	ep := arbiter.NoSquare
	if p.EnPassantSquare() != arbiter.NoSquare {
		for _, m := range p.ValidMoves() {
			if m.HasTag(arbiter.EnPassant) {
				ep = p.EnPassantSquare()
			}
		}
	}
	id := append(board, byte(p.Turn()), byte(ep))
	return string(append(id, p.CastleRights()...))
}

// bitboards is the number of boards in the binary form of a board: a big-endian
// bitboard each for king, queen, rook, bishop, knight and pawn of White, then
// of Black.
const bitboards = 12

// insufficientFor asks notnil/chess about the material. Only its Game knows, and
// making one is expensive, so positions with a piece that can win alone are left
// out.
func insufficientFor(p *arbiter.Position, board []byte) (bool, error) {
	for i := range bitboards {
		switch i % (bitboards / 2) {
		case 1, 2, 5: // queen, rook, pawn
			if binary.BigEndian.Uint64(board[8*i:]) != 0 {
				return false, nil
			}
		}
	}
	start, err := arbiter.FEN(p.String())
	if err != nil {
		return false, err
	}
	return arbiter.NewGame(start).Method() == arbiter.InsufficientMaterial, nil
}
