package learn

import (
	"fmt"

	"apprentice/games/record"
	"apprentice/internal/splitmix"
)

// DefaultHeldOut keeps one game of fifty out of training by default.
const DefaultHeldOut = 50

// Filter says which plies of a game become samples, and which games are only
// measured. A ply always needs a value: a move that was random or came from a
// book says nothing about its position.
//
// The network has to judge quiet positions only, since quiescence search
// resolves the others before it asks; so positions in check and those whose
// best move takes or promotes are left out unless the fields say otherwise.
//
// Positions in which the search has found a mate stay: where games are short
// they are most of what is won and lost. Without them nothing changes in long
// games and short ones are hardly learnt (RESULTS.md). No quiet position is left
// out at random unless Skip says so, although those of one game share its result:
// keeping all was never measurably worse (RESULTS.md).
type Filter struct {
	Checks   bool // keep positions with the side to move in check
	Tactical bool // keep positions whose move is tactical
	MinPly   int  // leave out this many plies at the beginning of a game

	// Skip is the share of positions, chosen by a hash, that are not trained on.
	// Those of held-out games are all measured.
	Skip float64 `json:",omitempty"`

	// HeldOut is n for one game of n, chosen by a hash, to be measured and
	// never trained on; 0 for none.
	HeldOut int
}

// DefaultFilter returns the filter of ordinary training.
func DefaultFilter() Filter {
	return Filter{HeldOut: DefaultHeldOut}
}

// validate reports the first field without a meaning.
func (f Filter) validate() error {
	switch {
	case f.MinPly < 0:
		return fmt.Errorf("filter: MinPly is %d, want at least 0", f.MinPly)
	case !(f.Skip >= 0 && f.Skip < 1):
		return fmt.Errorf("filter: Skip is %g, want 0 to less than 1", f.Skip)
	case f.HeldOut < 0 || f.HeldOut == 1:
		return fmt.Errorf("filter: HeldOut is %d, want 0 or at least 2", f.HeldOut)
	}
	return nil
}

// keeps reports whether ply number i of a game becomes a sample.
func (f Filter) keeps(i int, p record.Ply) bool {
	return p.Flags&record.HasValue != 0 &&
		(p.Flags&record.Check == 0 || f.Checks) &&
		(p.Flags&record.Tactical == 0 || f.Tactical) &&
		i >= f.MinPly
}

// skips reports whether a ply of the game with that identity is left out at
// random. It has nothing to do with the cell of the ply.
func (f Filter) skips(identity uint64, ply int) bool {
	const salt = 0x736b6970 // "skip"
	return f.Skip > 0 && float64(splitmix.Hash(splitmix.Hash(identity^salt)^uint64(ply))>>11) < f.Skip*(1<<53)
}

// holdsOut reports whether the game with that identity is never trained on.
func (f Filter) holdsOut(identity uint64) bool {
	return f.HeldOut > 0 && splitmix.Hash(identity)%uint64(f.HeldOut) == 0
}

// identity is a hash of what distinguishes a game from all others of a run.
func identity(g *record.Game) uint64 {
	h := splitmix.Hash(uint64(g.Generation))
	h = splitmix.Hash(h ^ g.Seed)
	return splitmix.Hash(h ^ g.Index)
}
