package xiangqi

// A chase is a move that newly threatens to take a piece for nothing, where
// the threat
//
//   - is by another piece than general or soldier, which may chase;
//   - is to another piece than the general, which is a check, or a soldier that
//     has not crossed the river, which may be chased;
//   - could be carried out: a piece that shields its general does not chase;
//   - is not an offer to exchange: a piece of the same kind that could itself
//     take the attacker is not chased;
//   - wins something: no recapture is legal, or the attacker is worth less (a
//     chariot is chased by horse and cannon, and a chariot, horse or cannon by
//     advisor and elephant, even if protected).
//
// It is new if before the move the same piece could not take the same piece at
// all, or only at a loss because of a defender that the move has pinned. So a
// chase may be discovered or work by a pin, but to attack on as before is none,
// nor is to get in the way of what defends (diagrams 39 and 106 of the rules of
// the Asian Xiangqi Federation).
//
// Whether captures and recaptures are legal is decided by playing them; only
// checks that stood before do not count, since they are answered elsewhere.

// chases reports which side chased one and the same piece with each of its
// moves among the last n plies, which repeat a position.
func (p *Position) chases(n int) (ours, theirs bool) {
	q := *p // not Clone: the history is only read
	chased := [2]set{everywhere, everywhere}
	for range n {
		mover := (q.side ^ 1) & 1
		from, to := fromOf(q.move), toOf(q.move)
		if chased[mover].empty() {
			q.Unmake()
		} else {
			chased[mover] = q.unmakeChase(chased[mover])
		}
		victims := &chased[mover^1] // walked from one square to another
		if victims.has(to) {
			*victims = victims.xor(to.bit()).or(from.bit())
		}
		if chased[red].empty() && chased[black].empty() {
			return false, false
		}
	}
	us := p.side & 1
	return !chased[us].empty(), !chased[us^1].empty()
}

// maxThreats bounds the threats of one side: four for each sliding piece, and
// the leaps of the others.
const maxThreats = 64

// unmakeChase takes back the last move and returns which of the given victims
// it chased.
func (p *Position) unmakeChase(victims set) set {
	mover := (p.side ^ 1) & 1
	from, to := fromOf(p.move), toOf(p.move)
	var attackers, targets [maxThreats]square
	n := 0
	for colour, k := p.side&1, soldier; k < general; k++ {
		for b := p.of(colour, k).and(victims); !b.empty(); b = b.rest() {
			target := b.first()
			for a := advisor; a < general; a++ {
				for c := p.of(mover, a); !c.empty(); c = c.rest() {
					if p.threatens(c.first(), target) && n < maxThreats {
						attackers[n], targets[n] = c.first(), target
						n++
					}
				}
			}
		}
	}
	after := *p
	p.Unmake()
	var chased set
	for i := range n {
		attacker, target := attackers[i], targets[i]
		if attacker == to {
			attacker = from
		}
		fresh := !p.takes(attacker, target) ||
			!p.threatens(attacker, target) && after.defenderPinned(attackers[i], target)
		if fresh {
			chased = chased.or(target.bit())
		}
	}
	return chased
}

// takes reports whether the piece on one square can take the enemy piece on
// another.
func (p *Position) takes(from, to square) bool { return p.reaches(from, to) && p.allowed(from, to) }

// threatens reports whether the piece on one square threatens the enemy piece
// on another, as a chase does.
func (p *Position) threatens(from, to square) bool {
	attacker, victim := p.at(from).kind(), p.at(to)
	if victim.kind() == soldier && to.half() == victim.colour() || !p.takes(from, to) {
		return false
	}
	if attacker == victim.kind() && p.takes(to, from) {
		return false
	}
	if beneath(attacker, victim.kind()) {
		return true
	}
	legal, _ := p.defended(from, to)
	return !legal
}

// defenderPinned reports whether a piece could answer a capture but for a check
// on its own general.
func (p *Position) defenderPinned(from, to square) bool {
	if p.at(from).kind() == p.at(to).kind() && p.reaches(to, from) && !p.allowed(to, from) {
		return true
	}
	legal, reaching := p.defended(from, to)
	return reaching && !legal
}

// beneath reports whether an attacker is worth so little that it chases even a
// protected victim.
func beneath(attacker, victim kind) bool {
	switch attacker {
	case advisor, elephant:
		return victim >= horse
	case horse, cannon:
		return victim == chariot
	}
	return false
}

// allowed reports whether a capture gives no check to its own general that was
// not there before.
func (p *Position) allowed(from, to square) bool {
	colour := p.at(from).colour()
	before := p.checkers(colour)
	isGeneral := p.at(from).kind() == general
	victim := p.shift(from, to)
	after := p.checkers(colour)
	p.unshift(from, to, victim)
	if isGeneral {
		return after.empty()
	}
	return after.minus(before).empty()
}

// defended reports whether a capture can be answered by a legal recapture, for
// which checks that stood before the capture do not matter, and whether any
// piece but the general reaches to do so.
func (p *Position) defended(from, to square) (legal, reaching bool) {
	owner := p.at(to).colour()
	before := p.checkers(owner)
	victim := p.shift(from, to)
	for k := soldier; k <= general && !legal; k++ {
		for b := p.of(owner, k); !b.empty() && !legal; b = b.rest() {
			s := b.first()
			if !p.reaches(s, to) {
				continue
			}
			reaching = reaching || k != general
			attacker := p.shift(s, to)
			after := p.checkers(owner)
			p.unshift(s, to, attacker)
			legal = after.empty() || k != general && after.minus(before).empty()
		}
	}
	p.unshift(from, to, victim)
	return legal, reaching
}

// checkers returns the pieces that attack a colour's general.
func (p *Position) checkers(colour uint8) (found set) {
	g := p.generalOf(colour)
	them := (colour ^ 1) & 1
	for k := soldier; k < general; k++ {
		for b := p.of(them, k); !b.empty(); b = b.rest() {
			if s := b.first(); p.reaches(s, g) {
				found = found.or(s.bit())
			}
		}
	}
	if s := p.generalOf(them); s.file() == g.file() {
		if _, n := p.shields(g, s); n == 0 {
			found = found.or(s.bit())
		}
	}
	return found
}
