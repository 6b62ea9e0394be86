package chess

import (
	"fmt"
	"strings"

	"apprentice/games"
)

// Chess960 is chess from one of 960 start positions, as Fischer proposed
// (1996): bishops on squares of both colours, the king between the rooks, and
// both sides alike. Castling puts king and rook where they would stand in
// chess; its coordinates are the king's square and that of the rook it castles
// with ("e1h1"). All else is chess, so that networks of chess play it.
//
// notnil/chess does not know it: so there is no arbiter and no book of openings.
// The zero value is ready for use.
type Chess960 struct{}

var (
	_ games.Game     = Chess960{}
	_ games.Mender   = Chess960{}
	_ games.Claimant = Chess960{}
	_ games.Renamed  = Chess960{}
	_ games.Variants = Game{}
)

// Variants returns Chess960.
func (Game) Variants() []games.Game { return []games.Game{Chess960{}} }

// Name returns "chess960".
func (Chess960) Name() string { return "chess960" }

// OtherNames returns what other programs call Chess960 in PGN files.
func (Chess960) OtherNames() []string {
	return []string{"fischerandom", "fischerrandom", "fischerandomchess", "fischerrandomchess", "freestyle", "freestylechess", "frc", "960"}
}

// Start returns the start position of chess, number 518 of the 960.
func (g Chess960) Start() games.Position {
	p, err := g.ParseFEN(StartFEN(standardStart))
	if err != nil {
		panic(err) // a constant
	}
	return p
}

// ParseFEN returns the position that fen describes, by the rules of
// chess.ParseFEN but for castling: each right is a letter of X-FEN, KQkq for
// the outermost rook on that side of the king or the file of another one, or
// of Shredder-FEN, which names all rooks by their files.
func (Chess960) ParseFEN(fen string) (games.Position, error) {
	read := strict
	read.rights = (*Position).parseRights960
	return typed(parseFEN(fen, read))
}

// MendFEN is ParseFEN without the castlings whose king or rook does not stand
// where they begin, and otherwise as Game.MendFEN.
func (Chess960) MendFEN(fen string) (games.Position, error) {
	read := mending
	read.rights = (*Position).mendRights960
	return typed(parseFEN(fen, read))
}

// Claims reports whether a FEN has castlings that hold in Chess960 and not in
// chess: by the files of the rooks, as nobody writes them in chess, or as KQkq if
// all of them hold, since some programs write KQkq whatever stands there.
func (g Chess960) Claims(fen string) bool {
	pos, err := g.MendFEN(fen)
	if err != nil {
		return false
	}
	if plain, err := (Game{}).MendFEN(fen); err == nil && plain.FEN() == pos.FEN() {
		return false
	}
	_, err = g.ParseFEN(fen)
	fields := strings.Fields(fen) // three at least, since there are castlings
	return err == nil || strings.ContainsFunc(fields[2], func(r rune) bool { return isRookLetter(byte(r)) })
}

// NumFeatures returns 768, as Game does.
func (Chess960) NumFeatures() int { return numFeatures }

// MaxActive returns 32, as Game does.
func (Chess960) MaxActive() int { return maxActive }

// TypicalPlies returns 128, as Game does.
func (Chess960) TypicalPlies() int { return typicalPlies }

// NumSlots returns 768, as Game does.
func (Chess960) NumSlots() int { return numSlots }

// InputSet returns "piece-square/1", as Game does.
func (Chess960) InputSet() string { return inputSet }

// MoreInputs returns those of Game.
func (Chess960) MoreInputs() []*games.InputSet { return moreInputs }

// Mirror returns the feature of the same piece on the other side of the board, as Game
// does.
func (Chess960) Mirror(f games.Feature) games.Feature { return mirror(f) }

// parseRights960 gives the position a layout of its own.
func (p *Position) parseRights960(field string) error {
	var castlings [4]castling
	if field == "-" {
		field = ""
	}
	for _, letter := range []byte(field) {
		i, c, err := p.castlingNamed(letter)
		if err != nil {
			return fmt.Errorf("%q: %w", field, err)
		}
		if p.rights>>i&1 != 0 {
			return fmt.Errorf("%q has %s castling to %v twice", field, colourNames[i/2], c.kingTo)
		}
		castlings[i] = c
		p.rights |= 1 << i
	}
	p.layout = newLayout(castlings)
	p.layout.chess960 = true
	return nil
}

// mendRights960 is parseRights960 without the letters of castlings that cannot
// be. Of two letters for castling to the same side the first one holds.
func (p *Position) mendRights960(field string) error {
	kept := make([]byte, 0, len(field))
	var seen rights
	for _, letter := range []byte(field) {
		i, _, err := p.castlingNamed(letter)
		switch {
		case err == nil && seen>>i&1 == 0:
			seen |= 1 << i
			kept = append(kept, letter)
		case err != nil && field != "-" && !isRookLetter(letter) && strings.IndexByte(castlingLetters, letter) < 0:
			return fmt.Errorf("%q: %w", field, err)
		}
	}
	return p.parseRights960(string(kept))
}

// castlingNamed returns the castling that a letter of a FEN allows, and its
// index.
func (p *Position) castlingNamed(letter byte) (int, castling, error) {
	fail := func(format string, args ...any) (int, castling, error) {
		return 0, castling{}, fmt.Errorf("%c "+format, append([]any{letter}, args...)...)
	}
	colour, name := white, letter
	if letter >= 'a' {
		colour, name = black, letter-('a'-'A')
	}
	rank := rank1 << (56 * colour)
	k := p.kingOf(colour)
	if k.bit()&rank == 0 {
		return fail("needs a %s king on its first rank", colourNames[colour])
	}
	rooks := p.kinds[rook] & p.colours[colour] & rank
	var where string
	switch {
	case name == 'K':
		rooks = rooks.last() &^ (k.bit() - 1)
		where = "between the king and the h-file"
	case name == 'Q':
		rooks = rooks & -rooks & (k.bit() - 1)
		where = "between the king and the a-file"
	case 'A' <= name && name <= 'H':
		at := rank & (fileA << (name - 'A'))
		rooks &= at
		where = "on " + at.first().String()
	default:
		return fail("is none of KQkq, A to H and a to h")
	}
	if rooks == 0 {
		return fail("needs a %s rook %s", colourNames[colour], where)
	}
	i, from := 2*int(colour), rooks.first()
	if from < k {
		i++
	}
	return i, newCastling(i, k, from), nil
}

// rightsLetter returns the letter of X-FEN for castling i: that of the rook's
// file where another rook stands further out.
func (p *Position) rightsLetter(i int) byte {
	c := &p.layout.castlings[i]
	colour := uint8(i / 2)
	further := p.kinds[rook] & p.colours[colour] & (rank1 << (56 * colour))
	if i%2 == 0 {
		further &^= c.rook | (c.rook - 1)
	} else {
		further &= c.rook - 1
	}
	if further == 0 {
		return castlingLetters[i]
	}
	return "Aa"[colour] + byte(c.rookFrom.file())
}
