package xiangqi

import (
	"strings"

	"apprentice/games"
)

// algebraicLetters are the letters of pieces in WXF and algebraic notation, by
// kind. As in chess the latter leaves out that of a soldier.
const algebraicLetters = "PAEHCRK"

// algebraic returns the legal move m in the manner of PGN for chess, with + for
// check and # for a game that is over. Ranks begin with firstRank.
func (p *Position) algebraic(m games.Move, firstRank int) string {
	from, to := fromOf(m), toOf(m)
	k := p.at(from).kind()
	var b strings.Builder
	origin := p.origin(m, firstRank)
	takes := p.at(to) != noPiece
	if k != soldier {
		b.WriteByte(algebraicLetters[k])
	} else if takes && origin == "" {
		origin = squareName(from, firstRank)[:1]
	}
	b.WriteString(origin)
	if takes {
		b.WriteByte('x')
	}
	b.WriteString(squareName(to, firstRank))
	p.Make(m, nil)
	defer p.Unmake()
	switch {
	case !p.canMove():
		b.WriteByte('#')
	case p.checks != 0:
		b.WriteByte('+')
	}
	return b.String()
}

// origin returns what distinguishes m from moves of like pieces to its target: as
// little as possible, the file rather than the rank, whose number begins with
// firstRank.
func (p *Position) origin(m games.Move, firstRank int) string {
	from := fromOf(m)
	others, sameFile, sameRank := false, false, false
	for _, o := range p.Moves(nil, games.AllMoves) {
		s := fromOf(o)
		if s == from || toOf(o) != toOf(m) || p.at(s) != p.at(from) {
			continue
		}
		others = true
		sameFile = sameFile || s.file() == from.file()
		sameRank = sameRank || s.rank() == from.rank()
	}
	name := squareName(from, firstRank)
	switch {
	case !others:
		return ""
	case !sameFile:
		return name[:1]
	case !sameRank:
		return name[1:]
	}
	return name
}

// algebraicWish is what an algebraic text says about a move.
type algebraicWish struct {
	kind       kind
	file, rank int // of the origin; -1 for any
	to         square
}

// parseAlgebraic reads a move, in which ranks begin with firstRank, without a
// look at any position.
func parseAlgebraic(text string, firstRank int) (algebraicWish, bool) {
	w := algebraicWish{kind: soldier, file: -1, rank: -1}
	if text != "" {
		if k, ok := kindOf(text[0]); ok {
			w.kind, text = k, text[1:]
		}
	}
	text = strings.NewReplacer("x", "", "-", "").Replace(text)
	if len(text) > 0 && 'a' <= text[0] && text[0] < 'a'+numFiles {
		if s, rest, ok := cutSquare(text, firstRank); ok {
			if rest == "" {
				w.to = s
				return w, true
			}
			w.rank = int(s.rank())
			w.file, text = int(s.file()), rest
		} else {
			w.file, text = int(text[0]-'a'), text[1:]
		}
	} else if i := strings.IndexAny(text, "abcdefghi"); i > 0 {
		s, rest, ok := cutSquare("a"+text[:i], firstRank)
		if !ok || rest != "" {
			return w, false
		}
		w.rank, text = int(s.rank()), text[i:]
	}
	s, rest, ok := cutSquare(text, firstRank)
	w.to = s
	return w, ok && rest == ""
}

// meets reports whether m is as wished.
func (w algebraicWish) meets(p *Position, m games.Move) bool {
	from := fromOf(m)
	return toOf(m) == w.to && p.at(from).kind() == w.kind &&
		(w.file < 0 || int(from.file()) == w.file) &&
		(w.rank < 0 || int(from.rank()) == w.rank)
}
