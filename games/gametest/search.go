package gametest

import (
	"cmp"
	"fmt"
	"slices"

	"apprentice/games"
)

// searchedPositions and searchedNodes bound the check of short searches: from how
// many random positions, and how many nodes two plies may take from one. The
// games that ship stay below a tenth of that.
const (
	searchedPositions = 60
	searchedNodes     = 250000
)

// twoPliesAreShort checks that two plies of search and the quiescence after them
// come to an end soon, from positions anywhere in random games.
func twoPliesAreShort(g games.Game, o Options) error {
	rng := o.rng()
	for range searchedPositions {
		pos := RandomPosition(g, rng, rng.IntN(o.MaxPlies))
		fen := pos.FEN()
		s := shortSearch{pos: pos}
		s.search(-infinite, infinite, 2)
		if s.nodes >= searchedNodes {
			return fmt.Errorf("%s: two plies and quiescence take %d nodes and more, %d of them in check: if checks are common and have many answers, InCheck should return false; if Gain is positive for moves that change little, such moves are not tactical",
				fen, searchedNodes, s.checks)
		}
	}
	return nil
}

// infinite is beyond any count of material.
const infinite = 1 << 30

// shortSearch is alpha-beta on counted material, with no more than Rules.InCheck
// promises of quiescence. It stops at searchedNodes.
type shortSearch struct {
	pos           games.Position
	nodes, checks int
}

func (s *shortSearch) search(alpha, beta, depth int) int {
	if s.pos.Ended(0).Over() {
		return s.over()
	}
	if depth == 0 {
		return s.quiesce(alpha, beta, 0)
	}
	s.nodes++
	moves := s.ordered(games.AllMoves)
	if len(moves) == 0 {
		return s.over()
	}
	for _, m := range moves {
		if alpha >= beta || s.nodes >= searchedNodes {
			break
		}
		s.pos.Make(m, nil)
		alpha = max(alpha, -s.search(-beta, -alpha, depth-1))
		s.pos.Unmake()
	}
	return alpha
}

// quiesce searches captures, and in check every way out of it, of which two
// quiet ones at most once one of them does not lose. ignored counts the checks
// on the line that were answered by nothing but another check.
func (s *shortSearch) quiesce(alpha, beta, ignored int) int {
	s.nodes++
	if s.pos.Ended(1).Over() {
		return s.over()
	}
	class := games.TacticalMoves
	inCheck := s.pos.InCheck() && ignored < 2
	best := -infinite
	if inCheck {
		s.checks++
		class = games.AllMoves
	} else {
		best = s.pos.Material()
	}
	quiet := 0
	for _, m := range s.ordered(class) {
		alpha = max(alpha, best)
		if alpha >= beta || s.nodes >= searchedNodes {
			break
		}
		if best > -lost {
			if s.pos.Gain(m) == 0 {
				if quiet++; quiet > 2 {
					continue
				}
			}
			if !inCheck && !s.pos.SEE(m, 0) {
				continue
			}
		}
		s.pos.Make(m, nil)
		after := ignored
		if inCheck && s.pos.InCheck() && leftInCheck(s.pos) {
			after++
		}
		best = max(best, -s.quiesce(-beta, -alpha, after))
		s.pos.Unmake()
	}
	return best
}

// lost is the value of a lost game, less than any count of material.
const lost = infinite - 1

// over returns the value of a game that has ended.
func (s *shortSearch) over() int {
	switch s.pos.Outcome().Result {
	case games.Win:
		return lost
	case games.Loss:
		return -lost
	}
	return 0
}

// ordered returns the moves of a class, those that gain most first.
func (s *shortSearch) ordered(class games.Gen) []games.Move {
	moves := s.pos.Moves(nil, class)
	slices.SortStableFunc(moves, func(a, b games.Move) int { return cmp.Compare(s.pos.Gain(b), s.pos.Gain(a)) })
	return moves
}
