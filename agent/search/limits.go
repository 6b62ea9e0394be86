package search

import (
	"time"

	"apprentice/games"
)

// Limits say when a search stops. A zero field sets no limit; with the zero
// value a search goes to MaxPly.
type Limits struct {
	Depth     int           // last iteration
	Nodes     int64         // hard: exact with one thread
	SoftNodes int64         // no new iteration once reached
	Adaptive  bool          // scale SoftNodes by how settled the search is
	MoveTime  time.Duration // spend exactly this
	Clock     *Clock        // spend a sensible share of this
	Overhead  time.Duration // time lost between the search and the clock, kept in reserve
	Mate      int           // stop once a mate in this many moves is found

	// Infinite searches return only when their context is done.
	Infinite bool

	// Ponder searches behave as infinite ones until PonderHit is closed; from
	// then on the other limits count.
	Ponder    bool
	PonderHit <-chan struct{}

	// Moves restricts the root to these moves unless it is empty or none of
	// them is legal.
	Moves []games.Move
}

// Clock is the time left to the side to move.
type Clock struct {
	Time, Inc time.Duration
	MovesToGo int // to the next time control; 0 if there is none
}

// Info is what a search reports while it runs.
type Info struct {
	Depth, SelDepth int // 0 if no move is legal
	MultiPV         int // 1 for the best line
	Value           int // side to move's view
	Bound           Bound
	Nodes           int64
	Time            time.Duration
	Hashfull        int // permille of the table used by this search
	PV              []games.Move
}

// Result is what a search found. Move is NoMove if no move is legal.
type Result struct {
	Move, Ponder games.Move
	Value        int // side to move's view
	Depth        int // last iteration that was finished
	Nodes        int64
	Time         time.Duration
	PV           []games.Move
}
