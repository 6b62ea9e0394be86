package xiangqi

import "apprentice/games"

// buffer receives the moves of one position. With an index of eight bits no
// store needs a bounds check. No position that ParseFEN accepts has more than 119
// moves: 17 of each chariot and cannon, 8 of each horse, 3 of each soldier, 4 of
// each other piece.
type buffer [games.MaxMoves]games.Move

// Moves appends the legal moves of class g to dst in a fixed order. It
// allocates only if dst has less than games.MaxMoves of room left and needs
// more.
func (p *Position) Moves(dst []games.Move, g games.Gen) []games.Move {
	n := len(dst)
	if cap(dst)-n >= games.MaxMoves {
		return dst[:n+p.generate((*buffer)(dst[n:n+games.MaxMoves]), g)]
	}
	var buf buffer
	return append(dst, buf[:p.generate(&buf, g)]...)
}

// generator writes the moves of one class.
type generator struct {
	*Position
	buf      *buffer
	targets  set  // of the pieces that do not slide
	quiet    bool // to empty squares
	tactical bool // captures
	filter   bool // every move must be looked at
}

// generate writes the legal moves of class g and returns their number. It
// writes what the pieces can do and then takes back, piece by piece, what
// leaves the general in check; most pieces cannot and are not looked at.
func (p *Position) generate(buf *buffer, g games.Gen) int {
	us := p.side & 1
	w := generator{
		Position: p,
		buf:      buf,
		targets:  p.sides[us^1],
		quiet:    g != games.TacticalMoves,
		tactical: g != games.QuietMoves,
		filter:   p.checks != 0 || !p.screening.empty(),
	}
	switch g {
	case games.AllMoves:
		w.targets = everywhere.minus(p.sides[us])
	case games.QuietMoves:
		w.targets = everywhere.minus(p.sides[us]).minus(p.sides[us^1])
	}
	n := uint8(0)
	for b := p.of(us, chariot); !b.empty(); b = b.rest() {
		n = w.slides(n, b.first(), false)
	}
	for b := p.of(us, cannon); !b.empty(); b = b.rest() {
		n = w.slides(n, b.first(), true)
	}
	for b := p.of(us, horse); !b.empty(); b = b.rest() {
		n = w.leaps(n, b.first())
	}
	for b := p.of(us, soldier); !b.empty(); b = b.rest() {
		n = w.steps(n, b.first())
	}
	for b := p.of(us, elephant); !b.empty(); b = b.rest() {
		n = w.leaps(n, b.first())
	}
	for b := p.of(us, advisor); !b.empty(); b = b.rest() {
		n = w.steps(n, b.first())
	}
	return int(w.generalMoves(n))
}

// slides writes the moves of a chariot or a cannon.
func (w *generator) slides(n uint8, s square, isCannon bool) uint8 {
	start, file, rank := n, s.file(), s.rank()
	them := (w.side ^ 1) & 1
	onRank, onFile := w.rankOccupied(rank), w.fileOccupied(file)
	var alongRank, alongFile line
	if w.quiet || !isCannon {
		alongRank, alongFile = rankSlides.at(file, onRank), fileSlides.at(rank, onFile)
	}
	if w.quiet {
		n = w.putRank(n, s, alongRank&^onRank)
		n = w.putFile(n, s, alongFile&^onFile)
	}
	if w.tactical {
		if isCannon {
			alongRank, alongFile = rankHops.at(file, onRank), fileHops.at(rank, onFile)
		}
		n = w.putRank(n, s, alongRank&w.lines[them].ranks[rank&15])
		n = w.putFile(n, s, alongFile&w.lines[them].files[file&15])
	}
	return w.settle(start, n, s)
}

// putRank writes moves along the rank of s.
func (w *generator) putRank(n uint8, s square, targets line) uint8 {
	for first := s - square(s.file()); targets != 0; targets &= targets - 1 {
		w.buf[n] = newMove(s, first+square(targets.first()))
		n++
	}
	return n
}

// putFile writes moves along the file of s.
func (w *generator) putFile(n uint8, s square, targets line) uint8 {
	for file := s.file(); targets != 0; targets &= targets - 1 {
		w.buf[n] = newMove(s, squareAt(file, targets.first()))
		n++
	}
	return n
}

// leaps writes the moves of a horse or an elephant, which need a square to be
// empty.
func (w *generator) leaps(n uint8, s square) uint8 {
	start, pc := n, w.at(s)&15
	if reach[pc][s&127].and(w.targets).empty() {
		return n // most captures end here
	}
	for _, l := range &leapTable[pc][s] {
		if l.to == noSquare {
			break
		}
		if w.at(l.over) == noPiece && w.targets.has(l.to) {
			w.buf[n] = newMove(s, l.to)
			n++
		}
	}
	return w.settle(start, n, s)
}

// steps writes the moves of a soldier or an advisor.
func (w *generator) steps(n uint8, s square) uint8 {
	start := n
	for b := reach[w.at(s)&15][s&127].and(w.targets); !b.empty(); b = b.rest() {
		w.buf[n] = newMove(s, b.first())
		n++
	}
	return w.settle(start, n, s)
}

// generalMoves writes the moves of the general.
func (w *generator) generalMoves(n uint8) uint8 {
	us := w.side & 1
	g := w.generalOf(us)
	for b := reach[newPiece(us, general)&15][g&127].and(w.targets); !b.empty(); b = b.rest() {
		to := b.first()
		if w.safe(to, g, to) {
			w.buf[n] = newMove(g, to)
			n++
		}
	}
	return n
}

// settle takes back those of the moves from s that leave the general in check.
func (w *generator) settle(start, n uint8, s square) uint8 {
	if !w.filter && !w.exposing.has(s) {
		return n
	}
	kept := start
	for ; start < n; start++ {
		if m := w.buf[start]; w.keepsSafe(m) {
			w.buf[kept] = m
			kept++
		}
	}
	return kept
}
