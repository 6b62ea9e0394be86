package search

import (
	"fmt"
	"math/bits"
	"strings"
	"testing"

	"apprentice/games"
)

// drop is a game of lines as far as a search asks about one: stones fall to the
// bottom of seven columns of six squares, and four of one side in a row, column
// or diagonal win. A side is in check where its opponent threatens to complete
// a line. Every move stays legal there, so that both sides can go on
// threatening and neither need answer.
type drop struct{ games.Game }

const (
	dropColumns = 7
	dropRows    = 6
	dropHeight  = dropRows + 1 // an empty square on top keeps the columns apart
)

func (drop) Start() games.Position { return &dropPosition{} }
func (drop) Name() string          { return "drop" }
func (drop) NumSlots() int         { return 2 * dropColumns * dropHeight }

// dropPosition has the methods of games.Position that a search calls; the
// others are those of nil.
type dropPosition struct {
	games.Position
	stones [2]uint64 // of a side, a bit a square, column by column
	side   games.Side
	played []games.Move
}

// dropAfter returns the position after moves, each the letter of its column.
func dropAfter(t testing.TB, columns string) games.Position {
	t.Helper()
	p := &dropPosition{}
	for _, c := range columns {
		m := games.Move(c - 'a' + 1)
		if !p.Legal(m) {
			t.Fatalf("%s: no move to column %c", columns, c)
		}
		p.Make(m, nil)
	}
	return p
}

func dropLine(stones uint64) bool {
	for _, step := range [...]int{1, dropHeight - 1, dropHeight, dropHeight + 1} {
		if pairs := stones & (stones >> step); pairs&(pairs>>(2*step)) != 0 {
			return true
		}
	}
	return false
}

// square is where a stone in column m comes to lie.
func (p *dropPosition) square(m games.Move) int {
	bottom := (int(m) - 1) * dropHeight
	column := uint64(1<<dropHeight-1) << bottom
	return bottom + bits.OnesCount64((p.stones[0]|p.stones[1])&column)
}

func (p *dropPosition) room(m games.Move) bool { return p.square(m)%dropHeight < dropRows }

func (p *dropPosition) Side() games.Side { return p.side }

func (p *dropPosition) Moves(dst []games.Move, g games.Gen) []games.Move {
	for m := games.Move(1); m <= dropColumns; m++ {
		if g != games.TacticalMoves && p.Legal(m) {
			dst = append(dst, m)
		}
	}
	return dst
}

func (p *dropPosition) Legal(m games.Move) bool {
	return m >= 1 && m <= dropColumns && p.room(m) && !dropLine(p.stones[0]) && !dropLine(p.stones[1])
}

func (p *dropPosition) Make(m games.Move, d *games.Delta) {
	if m != games.NoMove {
		p.stones[p.side] |= 1 << p.square(m)
	}
	p.side = p.side.Other()
	p.played = append(p.played, m)
	if d != nil {
		*d = games.Delta{}
	}
}

func (p *dropPosition) Unmake() {
	m := p.played[len(p.played)-1]
	p.played = p.played[:len(p.played)-1]
	p.side = p.side.Other()
	if m != games.NoMove {
		p.stones[p.side] &^= 1 << (p.square(m) - 1)
	}
}

func (p *dropPosition) InCheck() bool {
	them := p.stones[p.side.Other()]
	for m := games.Move(1); m <= dropColumns; m++ {
		if p.Legal(m) && dropLine(them|1<<p.square(m)) {
			return true
		}
	}
	return false
}

func (p *dropPosition) Ended(int) games.Outcome {
	switch {
	case dropLine(p.stones[p.side.Other()]):
		return games.Outcome{Result: games.Loss, Reason: games.Line}
	case bits.OnesCount64(p.stones[0]|p.stones[1]) == dropColumns*dropRows:
		return games.Outcome{Result: games.Draw, Reason: games.BoardFull}
	}
	return games.Outcome{}
}

func (p *dropPosition) Outcome() games.Outcome { return p.Ended(0) }

func (p *dropPosition) Key() uint64 {
	key := p.stones[0]*0x9E3779B97F4A7C15 ^ p.stones[1]*0xC2B2AE3D27D4EB4F ^ uint64(p.side)
	return (key ^ key>>29) * 0xBF58476D1CE4E5B9
}

func (p *dropPosition) CanNull() bool                        { return false }
func (p *dropPosition) SEE(_ games.Move, threshold int) bool { return threshold <= 0 }
func (p *dropPosition) Gain(games.Move) int                  { return 0 }
func (p *dropPosition) Material() int                        { return 0 }

func (p *dropPosition) Slot(m games.Move) int {
	return int(p.side)*dropColumns*dropHeight + p.square(m)
}

// FEN names the columns that were played, for messages.
func (p *dropPosition) FEN() string {
	var b strings.Builder
	for _, m := range p.played {
		fmt.Fprintf(&b, "%c", 'a'+rune(m)-1)
	}
	return b.String()
}
