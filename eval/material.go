package eval

import (
	"context"
	"fmt"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/internal/splitmix"
)

// MaxMaterialDepth bounds the depth of a Material player.
const MaxMaterialDepth = 20

// materialHash is the size of a Material player's table in KB: enough for the
// depths it is used at, and quick to clear.
const materialHash = 1024

// materialNodes bounds the nodes of a move of a Material player that searches
// one ply; each further ply may take four times as many. In the positions that
// random play of the large games leads to, a move takes less than an eighth of
// it.
const materialNodes = 1 << 17

// materialNoise bounds the noise on a value, in the units of Gain. It breaks
// ties between quiet moves and never outweighs the smallest piece.
const materialNoise = 8

// Material searches a fixed number of plies, then captures to quiescence, and
// counts material. It is an opponent, never a teacher: a fixed yardstick on the
// way from random play to recognisable play. It prunes nothing that alpha-beta
// would not, so that its strength does not move with the tuning of the agent's
// search.
//
// A move takes at most materialNodes nodes, times four for each ply after the
// first: half a million, about a quarter of a second, for two plies. Play on a
// large board stays far below that, so the bound changes no move there. It
// makes a measurement end in any game and any position, even if captures go on
// without end: a search that reaches it plays the best move found so far. The
// bound counts nodes, not time, so that a match repeats.
type Material struct {
	depth    int
	nodes    int64   // bound of a move
	seed     *uint64 // shared with the evaluator
	searcher *search.Searcher
}

// NewMaterial returns a player that searches depth plies, 1 to
// MaxMaterialDepth.
func NewMaterial(depth int) *Material {
	seed := new(uint64)
	opts := search.Options{
		HashKB: materialHash,
		Techniques: search.Techniques{ // those that change the cost of a search, not what it finds
			Table: true, Quiescence: true, PVS: true, MateDistance: true, Killers: true, History: true,
		},
		Margins: search.DefaultMargins(),
	}
	newEvaluator := func() search.Evaluator { return counter{seed} }
	return &Material{depth: depth, nodes: materialNodes << (2 * (depth - 1)), seed: seed, searcher: search.New(newEvaluator, opts)}
}

// Name returns "material:DEPTH".
func (m *Material) Name() string { return fmt.Sprintf("material:%d", m.depth) }

// NewGame clears the tables. The seed decides which of equal moves is played.
func (m *Material) NewGame(_ context.Context, seed uint64) error {
	*m.seed = seed
	m.searcher.Clear()
	return nil
}

// Move searches to the player's depth and within its bound on nodes. It ignores
// depth and nodes of the limits, but keeps clocks and move times.
func (m *Material) Move(ctx context.Context, s Situation, lim search.Limits) (Choice, error) {
	lim.Depth, lim.Nodes, lim.SoftNodes = m.depth, m.nodes, 0
	return choiceOf(m.searcher.Search(ctx, s.Pos, lim, nil)), nil
}

// Close does nothing.
func (m *Material) Close() error { return nil }

// choiceOf returns the result of a search as a choice.
func choiceOf(r search.Result) Choice {
	return Choice{Move: r.Move, Value: r.Value, HasValue: true, Depth: r.Depth, Nodes: r.Nodes, Time: r.Time}
}

// counter is a search.Evaluator that counts material and adds noise that is a
// function of the position and the seed.
type counter struct{ seed *uint64 }

// Reset does nothing: the value is computed afresh each time.
func (counter) Reset(games.Position) {}

// Push does nothing.
func (counter) Push(*games.Delta) {}

// Pop does nothing.
func (counter) Pop() {}

// Value returns the material balance from the side to move's view, give or
// take materialNoise.
func (c counter) Value(pos games.Position) int {
	noise := int(splitmix.Finalize(pos.Key()^*c.seed)%(2*materialNoise+1)) - materialNoise
	return min(max(pos.Material()+noise, -search.MaxValue), search.MaxValue)
}
