package chess

import (
	"fmt"
	"strings"

	"apprentice/games"
)

// FormatMove returns the legal move m in the coordinate form of UCI: "e2e4",
// "e7e8q", "e1g1" for castling, in Chess960 "e1h1".
func (p *Position) FormatMove(m games.Move) string {
	if flagOf(m) == castle {
		return fromOf(m).String() + p.namedTarget(m).String()
	}
	return formatMove(m)
}

// namedTarget returns the target of the legal move m in coordinates. In
// Chess960, in which the king's own target would not tell castling from a step,
// the king goes to the rook that it castles with.
func (p *Position) namedTarget(m games.Move) square {
	if flagOf(m) == castle && p.layout.chess960 {
		return p.layout.castlingOf(p.side, toOf(m)).rookFrom
	}
	return toOf(m)
}

// formatMove is FormatMove for standard chess.
func formatMove(m games.Move) string {
	text := fromOf(m).String() + toOf(m).String()
	if k, ok := promotionOf(m); ok {
		text += string(newPiece(black, k).letter())
	}
	return text
}

// Describe returns the legal move m in Standard Algebraic Notation (PGN
// standard 8.2.3), with + for check and # for mate.
func (p *Position) Describe(m games.Move) string {
	text := p.describe(m)
	p.Make(m, nil)
	defer p.Unmake()
	switch {
	case p.checkers == 0:
		return text
	case p.canMove():
		return text + "+"
	}
	return text + "#"
}

// describe is Describe without the sign of check.
func (p *Position) describe(m games.Move) string {
	from, to := fromOf(m), toOf(m)
	moving := p.board[from].kind()
	if flagOf(m) == castle {
		if isShort(m) {
			return "O-O"
		}
		return "O-O-O"
	}
	var b strings.Builder
	takes := p.board[to] != noPiece || flagOf(m) == enPassant
	if moving == pawn {
		if takes {
			b.WriteByte('a' + byte(from.file()))
		}
	} else {
		b.WriteByte(letters[moving])
		b.WriteString(p.origin(m))
	}
	if takes {
		b.WriteByte('x')
	}
	b.WriteString(to.String())
	if k, ok := promotionOf(m); ok {
		b.WriteByte('=')
		b.WriteByte(letters[k])
	}
	return b.String()
}

// isShort tells the two castlings apart: the king of the short one goes to the
// g-file.
func isShort(m games.Move) bool { return toOf(m).file() == g1.file() }

// origin returns what distinguishes m from moves of like pieces to its target: as
// little as possible, the file rather than the rank.
func (p *Position) origin(m games.Move) string {
	from := fromOf(m)
	var buf buffer
	others, sameFile, sameRank := false, false, false
	for _, o := range buf[:p.generate(&buf, games.AllMoves)] {
		s := fromOf(o)
		if s == from || toOf(o) != toOf(m) || p.board[s] != p.board[from] {
			continue
		}
		others = true
		sameFile = sameFile || s.file() == from.file()
		sameRank = sameRank || s.rank() == from.rank()
	}
	name := from.String()
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

// ParseMove returns the legal move that text stands for, in coordinate form
// ("e2e4", "e7e8q"), also with numbers, as in correspondence chess ("5254"), or in
// Standard Algebraic Notation as people write it. The signs and words of check,
// mate, judgement and en passant are ignored ("Qb6ch", "exd6 e.p.+"), and so are
// "x", "-" and "="; 0-0 is O-O, ♘f3 is Nf3, and so is nf3. A small b is a bishop
// only if no pawn of the b-file can be meant. A pawn that captures needs its file
// or a sign of capture: exd5, ed5, xd5.
func (p *Position) ParseMove(text string) (games.Move, error) {
	bare := bareMove(text)
	w, ok := parseWish(bare)
	small, okSmall := p.parseSmall(bare)
	switch {
	case !ok && !okSmall:
		return games.NoMove, fmt.Errorf("move %q: not a move in coordinates or algebraic notation", text)
	case !ok:
		w = small
	}
	var buf buffer
	var found []games.Move
	for _, m := range buf[:p.generate(&buf, games.AllMoves)] {
		if w.meets(p, m) || okSmall && small.meets(p, m) {
			found = append(found, m)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		if okSmall {
			w = small
		}
		return games.NoMove, fmt.Errorf("move %q: %s in %s", text, p.whyNot(w), p.FEN())
	}
	names := make([]string, len(found))
	for i, m := range found {
		names[i] = p.Describe(m)
	}
	return games.NoMove, fmt.Errorf("move %q: ambiguous: %s in %s", text, strings.Join(names, " or "), p.FEN())
}
