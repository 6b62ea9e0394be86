package chess

import (
	"fmt"
	"regexp"
	"strings"

	"apprentice/games"
)

// wish is what a text says about a move: as much as it says and no more.
type wish struct {
	castle     int  // +1 for the king's side, -1 for the queen's, 0 for neither
	kind       kind // noKind if coordinates leave it open
	file, rank int  // of the origin; -1 for any
	to         square
	becomes    kind // noKind for no promotion
	takes      bool // a sign of capture stands there
}

// figurines turns pictures of pieces into their letters and leaves out the signs
// that choose between drawing them as text or as pictures.
var figurines = strings.NewReplacer(
	"♔", "K", "♕", "Q", "♖", "R", "♗", "B", "♘", "N", "♙", "P",
	"♚", "K", "♛", "Q", "♜", "R", "♝", "B", "♞", "N", "♟", "P",
	"\ufe0e", "", "\ufe0f", "",
)

// numberBefore is a move number with its dots.
var numberBefore = regexp.MustCompile(`^[0-9]+ *\.+ *`)

// suffixes are the words that people have written after a move.
var suffixes = [...]string{"e.p", "ep", "mate", "check", "ch", "dbl", "dis", "disc"}

// bareMove takes off what surrounds a move: its number, and the signs and words
// of check, mate, judgement and en passant.
func bareMove(text string) string {
	s := figurines.Replace(strings.TrimSpace(text))
	if s != "" && '0' <= s[0] && s[0] <= '9' {
		s = numberBefore.ReplaceAllString(s, "")
	}
	for {
		before := s
		s = strings.TrimRight(s, "+#!?.†‡≠ \t")
		for _, suffix := range suffixes {
			if n := len(s) - len(suffix); n >= 0 && strings.EqualFold(s[n:], suffix) {
				s = s[:n]
			}
		}
		if s == before {
			return s
		}
	}
}

// signs are what may stand between the parts of a move and says nothing that
// they do not say.
var signs = strings.NewReplacer("x", "", "×", "", ":", "", "-", "", "=", "", "/", "", "(", "", ")", "", " ", "")

// parseWish reads a move, as bareMove returns it, without a look at any
// position.
func parseWish(s string) (wish, bool) {
	w := wish{kind: noKind, file: -1, rank: -1, becomes: noKind}
	switch strings.ToUpper(strings.ReplaceAll(s, "0", "O")) {
	case "O-O", "OO":
		w.castle = 1
		return w, true
	case "O-O-O", "OOO":
		w.castle = -1
		return w, true
	}

	w.takes = strings.ContainsAny(s, "x×:")
	s = signs.Replace(s)
	if numeric, ok := parseNumeric(s); ok {
		return numeric, true
	}
	if s == "" {
		return w, false
	}
	if i := strings.IndexByte("PNBRQK", s[0]); i >= 0 {
		w.kind, s = uint8(i), s[1:]
	}
	coordinates := len(s) >= 4 && w.kind == noKind
	if n := len(s); n > 0 && (s[n-1] < '1' || s[n-1] > '8') {
		i := strings.IndexByte("pnbrqk", s[n-1]|0x20)
		if i < int(knight) || i > int(queen) {
			return w, false
		}
		w.becomes, s = uint8(i), s[:n-1]
	}
	n := len(s)
	if n < 2 || n > 4 {
		return w, false
	}
	var ok bool
	if w.to, ok = parseSquare(s[n-2:]); !ok {
		return w, false
	}
	for _, c := range []byte(s[:n-2]) {
		switch {
		case 'a' <= c && c <= 'h' && w.file < 0 && w.rank < 0:
			w.file = int(c - 'a')
		case '1' <= c && c <= '8' && w.rank < 0:
			w.rank = int(c - '1')
		default:
			return w, false
		}
	}
	if w.kind == noKind && !coordinates {
		w.kind = pawn
	}
	return w, true
}

// parseNumeric reads a move in the numeric notation of the International
// Correspondence Chess Federation: two squares, each by the number of its file and
// by its rank, and 1 to 4 for a queen, rook, bishop or knight that a pawn becomes.
func parseNumeric(s string) (wish, bool) {
	if len(s) != 4 && len(s) != 5 || strings.Trim(s, "12345678") != "" {
		return wish{}, false
	}
	n := func(i int) int { return int(s[i] - '1') }
	w := wish{kind: noKind, file: n(0), rank: n(1), to: square(8*n(3) + n(2)), becomes: noKind}
	if len(s) == 5 {
		if n(4) > 3 {
			return wish{}, false
		}
		w.becomes = queen - uint8(n(4))
	}
	return w, true
}

// parseSmall reads a move, as bareMove returns it, whose piece is a small letter.
// A b is the file of a pawn if there is one that may capture like that.
func (p *Position) parseSmall(s string) (wish, bool) {
	if s == "" || strings.IndexByte("pnbrqk", s[0]) < 0 {
		return wish{}, false
	}
	if s[0] == 'b' {
		w, ok := parseWish(s)
		switch {
		case !ok: // but perhaps a bishop and squares
		case w.file != 1, w.rank >= 0: // squares
			return wish{}, false
		case pawnAttacks[(p.side^1)&1][w.to&63]&p.kinds[pawn]&p.colours[p.side&1]&(fileA<<1) != 0:
			return wish{}, false
		}
	}
	return parseWish(strings.ToUpper(s[:1]) + s[1:])
}

// meets reports whether m is as wished.
func (w wish) meets(p *Position, m games.Move) bool {
	if w.castle != 0 {
		return flagOf(m) == castle && isShort(m) == (w.castle > 0)
	}
	becomes, ok := promotionOf(m)
	if !ok {
		becomes = noKind
	}
	return p.namedTarget(m) == w.to && becomes == w.becomes && w.fits(p, fromOf(m)) &&
		(!w.advances() || fromOf(m).file() == w.to.file())
}

// advances reports whether a pawn is meant that goes straight on: one that
// captures is named by its file (PGN standard 8.2.3.3), or at least captures with
// a sign.
func (w wish) advances() bool { return w.kind == pawn && w.file < 0 && !w.takes }

// fits reports whether the piece on s can be the one that is meant.
func (w wish) fits(p *Position, s square) bool {
	return (w.kind == noKind || p.board[s].kind() == w.kind) &&
		(w.file < 0 || s.file() == w.file) &&
		(w.rank < 0 || s.rank() == w.rank)
}

// whyNot says why no legal move meets w.
func (p *Position) whyNot(w wish) string {
	us := p.side & 1
	if w.castle != 0 {
		return "castling is not legal"
	}
	if w.becomes == noKind {
		promotes := w
		promotes.becomes = queen
		var buf buffer
		for _, m := range buf[:p.generate(&buf, games.AllMoves)] {
			if promotes.meets(p, m) {
				return "it promotes; add what to, as in =Q"
			}
		}
	}
	if w.advances() && p.captures(w) {
		return "it captures, which needs the file of the pawn"
	}
	candidates, reaching := 0, 0
	for b := p.colours[us]; b != 0; b &= b - 1 {
		s := b.first()
		if !w.fits(p, s) {
			continue
		}
		candidates++
		if p.attackers(w.to, p.occupied())&s.bit() != 0 {
			reaching++
		}
	}
	switch {
	case candidates == 0:
		return fmt.Sprintf("%s has no such piece", colourNames[us])
	case p.colours[us]&w.to.bit() != 0:
		return fmt.Sprintf("%v is taken by an own piece", w.to)
	case p.checkers != 0:
		return "it does not answer the check"
	case reaching > 0 && w.kind != pawn:
		return "it leaves the king in check"
	}
	return "no such move is legal"
}

// captures reports whether w would be a move if it had a sign of capture.
func (p *Position) captures(w wish) bool {
	w.takes = true
	var buf buffer
	for _, m := range buf[:p.generate(&buf, games.AllMoves)] {
		if w.meets(p, m) {
			return true
		}
	}
	return false
}
