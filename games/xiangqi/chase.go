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
// A protector that cannot legally retake protects nothing: one that is pinned, a
// general that would step into check or face the other one, a cannon whose
// screen made the capture. Whether captures and recaptures are legal is decided
// by playing them; only checks that stood before do not count, since they are
// answered elsewhere.
//
// A threat is new if the move made it, in one of two ways that weigh
// differently (the rules of the Asian Xiangqi Federation show both):
//
//   - A direct chase: before the move the same piece could not take the same
//     piece at all, or only at a loss because of a protector that still reaches
//     the square and may no longer retake.
//   - An indirect chase: the piece could be taken before, and the move cuts its
//     protector off, by blocking a line, a leg or an eye or by leaving a cannon
//     without its screen (the appendix on perpetual chases). A side that is
//     chased directly may do this in return (diagram 39).
//
// So a chase may be discovered. To attack on as before is none (diagram 106).

// chase is what was chased: the squares of the victims. Those that were chased
// directly are among those that were chased at all.
type chase struct{ direct, any set }

// moved returns c with the piece on one square, if it is a victim, on another.
func (c chase) moved(from, to square) chase {
	if c.any.has(from) {
		c.any = c.any.xor(from.bit()).or(to.bit())
	}
	if c.direct.has(from) {
		c.direct = c.direct.xor(from.bit()).or(to.bit())
	}
	return c
}

// chases returns what each colour chased with each of its moves among the last n
// plies, which repeat a position.
func (p *Position) chases(n int) (chased [2]chase) {
	q := *p // not Clone: the history is only read
	chased = [2]chase{{everywhere, everywhere}, {everywhere, everywhere}}
	for range n {
		mover := (q.side ^ 1) & 1
		from, to := fromOf(q.move), toOf(q.move)
		if chased[mover].any.empty() {
			q.Unmake()
		} else {
			c := q.unmakeChase(chased[mover].any)
			c.direct = c.direct.and(chased[mover].direct)
			chased[mover] = c
		}
		victims := &chased[mover^1] // walked from one square to another
		*victims = victims.moved(to, from)
		if chased[red].any.empty() && chased[black].any.empty() {
			break
		}
	}
	return chased
}

// maxThreats bounds the threats of one side: four for each sliding piece, and
// the leaps of the others.
const maxThreats = 64

// unmakeChase takes back the last move and returns which of the given victims
// it chased.
func (p *Position) unmakeChase(victims set) (chased chase) {
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
	for i := range n {
		attacker, target := attackers[i], targets[i]
		if attacker == to {
			attacker = from
		}
		takes := p.takes(attacker, target)
		if takes && p.threatens(attacker, target) {
			continue // as before
		}
		chased.any = chased.any.or(target.bit())
		if !takes || after.falselyProtected(attackers[i], target) {
			chased.direct = chased.direct.or(target.bit())
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

// falselyProtected reports whether a piece could answer a capture but for a
// check on its own general.
func (p *Position) falselyProtected(from, to square) bool {
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
// piece reaches to do so.
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
			reaching = true
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
