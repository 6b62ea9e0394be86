package chess

import (
	"regexp"
	"sync"

	arbiter "github.com/notnil/chess"
	"github.com/notnil/chess/opening"

	"apprentice/games"
)

var (
	_ games.OpeningNamer = Game{}
	_ games.PGNTagged    = Game{}
	_ games.Renamed      = Game{}
)

// numericMove is a move of correspondence chess, or castling without its hyphens.
var numericMove = regexp.MustCompile(`^([1-8]{4}[1-4]?|000?)$`)

// PGNTags says that a PGN file which names no game is of chess.
func (Game) PGNTags() games.PGNTags {
	return games.PGNTags{Implied: true, Numeric: numericMove.MatchString}
}

// OtherNames returns what the Variant tags of other programs call chess.
func (Game) OtherNames() []string { return []string{"standard", "normal", "fromposition"} }

// openings is the book of notnil/chess. It takes a while to build, so it waits
// for the first question; then it is only read.
var openings = sync.OnceValue(opening.NewBookECO)

// OpeningName returns the code in the Encyclopaedia of Chess Openings and the
// name of the longest known opening that the moves from the start position
// follow, "" for both if there is none. It may be called concurrently.
func (Game) OpeningName(moves []games.Move) (eco, name string) {
	played := make([]*arbiter.Move, 0, len(moves))
	for _, m := range moves {
		decoded, err := arbiter.UCINotation{}.Decode(nil, formatMove(m))
		if err != nil {
			break
		}
		played = append(played, decoded)
	}
	found := openings().Find(played)
	if found == nil {
		return "", ""
	}
	return found.Code(), found.Title()
}
