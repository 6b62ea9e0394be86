package xiangqi

import "apprentice/games"

// Make plays the legal move m in place; NoMove passes. Unless d is nil, *d
// becomes the difference of the features.
func (p *Position) Make(m games.Move, d *games.Delta) {
	if d != nil {
		*d = games.Delta{}
	}
	p.stack = append(p.stack, p.state)
	p.key ^= keys.side
	p.move = m
	p.captured = noPiece
	p.clock++
	p.sinceNull++
	p.plies++
	if m == games.NoMove {
		p.sinceNull = 0
		p.side ^= 1
		p.findDanger()
		return
	}

	from, to := fromOf(m), toOf(m)
	moving, victim := p.at(from), p.at(to)
	if victim != noPiece {
		p.captured = victim
		p.clock = 0
		p.key ^= keys.pieces[victim&15][to]
		if d != nil {
			d.Remove(inputs(victim, to))
		}
	}
	p.key ^= keys.pieces[moving&15][from] ^ keys.pieces[moving&15][to]
	if d != nil {
		d.Remove(inputs(moving, from))
		d.Add(inputs(moving, to))
	}
	p.shift(from, to)
	p.side ^= 1
	p.findDanger()
}

// shift moves the piece on from to another square, whose piece it takes off
// the board, and returns that piece or noPiece.
func (p *Position) shift(from, to square) (victim piece) {
	moving := p.at(from)
	victim = p.at(to)
	if victim != noPiece {
		p.lift(victim, to)
	}
	both := from.bit().or(to.bit())
	p.pieces[moving&15] = p.pieces[moving&15].xor(both)
	p.sides[moving.colour()] = p.sides[moving.colour()].xor(both)
	l := &p.lines[moving.colour()]
	l.toggle(from)
	l.toggle(to)
	p.board[from&127] = noPiece
	p.board[to&127] = moving
	return victim
}

// unshift takes back shift.
func (p *Position) unshift(from, to square, victim piece) {
	p.shift(to, from)
	if victim != noPiece {
		p.lift(victim, to)
		p.board[to&127] = victim
	}
}

// lift adds a piece on s to the sets, or takes it away from them.
func (p *Position) lift(pc piece, s square) {
	p.pieces[pc&15] = p.pieces[pc&15].xor(s.bit())
	p.sides[pc.colour()] = p.sides[pc.colour()].xor(s.bit())
	p.lines[pc.colour()].toggle(s)
}

// Unmake takes back the last Make.
func (p *Position) Unmake() {
	m, victim := p.move, p.captured
	last := len(p.stack) - 1
	p.state = p.stack[last]
	p.stack = p.stack[:last]
	p.plies--
	p.side ^= 1
	if m != games.NoMove {
		p.unshift(fromOf(m), toOf(m), victim)
	}
}
