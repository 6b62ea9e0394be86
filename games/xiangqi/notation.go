package xiangqi

import (
	"fmt"
	"slices"
	"strings"

	"apprentice/games"
)

// Style is a way to write moves.
type Style uint8

// Styles. Those with files and ranks name squares; the others name the piece,
// its file counted from the right of its own side, and where it goes from there.
const (
	Coordinates        Style = iota // "h2e2": ranks 0 to 9, as in UCCI and Pikafish's UCI
	CoordinatesFromOne              // "h3e3": ranks 1 to 10, as in Fairy-Stockfish's UCI
	ICCS                            // "H2-E2": ranks 0 to 9, as on the Internet Chinese Chess Server
	Algebraic                       // "Che3": ranks 1 to 10, as PGN files of Fairy-Stockfish have it
	WXF                             // "C2=5": as the World Xiangqi Federation writes it
	Traditional                     // "炮二平五", "馬8進7": traditional characters
	Simplified                      // "炮二平五", "马8进7": simplified characters
	AlgebraicFromZero               // "Che2": ranks 0 to 9, as in PGN files of XBoard and WinBoard
)

// FormatMove returns m in the style Coordinates.
func (p *Position) FormatMove(m games.Move) string { return coordinates(m, 0) }

// Describe returns the legal move m in the style WXF.
func (p *Position) Describe(m games.Move) string { return p.DescribeIn(m, WXF) }

// DescribeIn returns the legal move m in a style.
func (p *Position) DescribeIn(m games.Move, style Style) string {
	switch style {
	case CoordinatesFromOne:
		return coordinates(m, 1)
	case ICCS:
		text := strings.ToUpper(coordinates(m, 0))
		return text[:2] + "-" + text[2:]
	case Algebraic, AlgebraicFromZero:
		return p.algebraic(m, style.firstRank())
	case WXF:
		return p.movementOf(m).wxf()
	case Traditional, Simplified:
		return p.movementOf(m).chinese(p.side, style)
	}
	return coordinates(m, 0)
}

// ParseMove returns the legal move that text stands for, in coordinates with
// ranks 0 to 9 ("h2e2", "H2-E2"), in WXF notation ("C2=5", "H++7") or in Chinese
// ("炮二平五", "馬8進7", "前马退二"), in either set of characters and whichever
// numerals. Letter case and signs of check and judgement are ignored.
// ParseMoveIn reads the styles whose ranks begin with 1.
func (p *Position) ParseMove(text string) (games.Move, error) {
	trimmed := trimMove(text)
	if m, ok := parseCoordinates(trimmed, 0); ok {
		return p.legalOr(text, m, 0)
	}
	if w, ok := parseWish(trimmed); ok {
		return p.grant(text, w, 0)
	}
	return games.NoMove, fmt.Errorf("move %q: not a move in coordinates, WXF or Chinese notation", text)
}

// firstRank is the number of Red's first rank in a style that names squares.
func (style Style) firstRank() int {
	if style == CoordinatesFromOne || style == Algebraic {
		return 1
	}
	return 0
}

// ParseMoveIn returns the legal move that text stands for in a style. It reads
// all that ParseMove does, but if the style's ranks begin with 1, those of
// coordinates do so too, and in both of them and in AlgebraicFromZero algebraic
// notation is understood as well. "C2h3" may be a cannon of the second rank or
// the second square of the c-file: the style decides.
func (p *Position) ParseMoveIn(text string, style Style) (games.Move, error) {
	if style != CoordinatesFromOne && style != Algebraic && style != AlgebraicFromZero {
		return p.ParseMove(text)
	}
	firstRank := style.firstRank()
	trimmed := trimMove(text)
	w, isAlgebraic := parseAlgebraic(trimmed, firstRank)
	meets := func(m games.Move) bool { return w.meets(p, m) }
	if style != CoordinatesFromOne && isAlgebraic && slices.ContainsFunc(p.Moves(nil, games.AllMoves), meets) {
		return p.choose(text, firstRank, meets)
	}
	if m, ok := parseCoordinates(trimmed, firstRank); ok {
		return p.legalOr(text, m, firstRank)
	}
	if w, ok := parseWish(trimmed); ok {
		return p.grant(text, w, firstRank)
	}
	if isAlgebraic {
		return p.choose(text, firstRank, meets)
	}
	return games.NoMove, fmt.Errorf("move %q: not a move in coordinates with ranks %s or in WXF, Chinese or algebraic notation",
		text, [...]string{"0 to 9", "1 to 10"}[firstRank])
}

// trimMove takes off what surrounds a move: spaces, signs of check and mate,
// judgement.
func trimMove(text string) string {
	return strings.TrimSpace(strings.TrimRight(strings.TrimSpace(text), "+#!?"))
}

// legalOr returns m, or an error that says why it is not legal. Ranks in the
// error begin with firstRank.
func (p *Position) legalOr(text string, m games.Move, firstRank int) (games.Move, error) {
	if p.Legal(m) {
		return m, nil
	}
	return games.NoMove, fmt.Errorf("move %q: %s in %s", text, p.whyNot(m, firstRank), p.FEN())
}

// whyNot says why m, whose squares are on the board, is not legal.
func (p *Position) whyNot(m games.Move, firstRank int) string {
	from, to := fromOf(m), toOf(m)
	us := p.side & 1
	pc := p.at(from)
	switch {
	case !pc.isOf(us):
		return fmt.Sprintf("%s has no piece on %s", colourNames[us], squareName(from, firstRank))
	case p.at(to).isOf(us):
		return squareName(to, firstRank) + " is taken by an own piece"
	case !p.reaches(from, to):
		return fmt.Sprintf("the %s on %s does not reach %s", kindNames[pc.kind()], squareName(from, firstRank), squareName(to, firstRank))
	case p.checks != 0:
		return "it does not answer the check"
	}
	return "it leaves the general in check"
}

// choose returns the one legal move that meets a wish.
func (p *Position) choose(text string, firstRank int, meets func(games.Move) bool) (games.Move, error) {
	var found []games.Move
	for _, m := range p.Moves(nil, games.AllMoves) {
		if meets(m) {
			found = append(found, m)
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return games.NoMove, fmt.Errorf("move %q: no such move is legal in %s", text, p.FEN())
	}
	names := make([]string, len(found))
	for i, m := range found {
		names[i] = coordinates(m, firstRank)
	}
	return games.NoMove, fmt.Errorf("move %q: ambiguous: %s in %s", text, strings.Join(names, " or "), p.FEN())
}
