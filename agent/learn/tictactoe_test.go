package learn

import (
	"maps"
	"math"
	"slices"
	"testing"

	"apprentice/games"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
)

// solved is every position of a game that begins with an empty board and goes
// on, with its value for the side to move.
type solved map[string]games.Result

// solve fills s by minimax and returns the value of pos for its side to move.
func (s solved) solve(pos games.Position) games.Result {
	if o := pos.Outcome(); o.Over() {
		return o.Result
	}
	fen := pos.FEN()
	if r, ok := s[fen]; ok {
		return r
	}
	best := games.Loss
	for _, m := range pos.Moves(nil, games.AllMoves) {
		pos.Make(m, nil)
		best = max(best, games.Loss+games.Win-s.solve(pos)) // Loss < Draw < Win
		pos.Unmake()
	}
	s[fen] = best
	return best
}

// perfect returns a game from a position on, in which both sides play one of
// their best moves. Only its first ply has a value, of 0.
func (s solved) perfect(t *testing.T, fen string, index uint64) record.Game {
	t.Helper()
	pos, err := tictactoe.Game{}.ParseFEN(fen)
	must(t, err)
	rng := newRand(index)
	g := record.Game{Start: fen, Index: index}
	for !pos.Outcome().Over() {
		var best []games.Move
		for _, m := range pos.Moves(nil, games.AllMoves) {
			us := s.solve(pos)
			pos.Make(m, nil)
			if games.Loss+games.Win-s.solve(pos) == us {
				best = append(best, m)
			}
			pos.Unmake()
		}
		m := best[rng.IntN(len(best))]
		g.Plies = append(g.Plies, record.Ply{Move: m})
		pos.Make(m, nil)
	}
	g.Plies[0].Flags = record.HasValue
	g.Outcome = record.ForFirst(pos.Outcome(), pos.Side())
	return g
}

// The learner finds the value of tictactoe out of the results of perfect games.
// Its network knows all positions that it learnt from as minimax does, and is
// seldom wrong about who wins those that it has never seen.
func TestLearnsTicTacToe(t *testing.T) {
	s := solved{}
	if r := s.solve(tictactoe.Game{}.Start()); r != games.Draw {
		t.Fatalf("minimax says that tictactoe is a %v", r)
	}
	filter := Filter{HeldOut: 5}
	var played source
	index := uint64(0)
	isHeld := map[string]bool{}
	for _, fen := range slices.Sorted(maps.Keys(s)) {
		g := s.perfect(t, fen, index)
		played = append(played, g)
		isHeld[fen] = filter.holdsOut(identity(&g))
		index++
	}
	d := tracedWindow(t, tictactoe.Game{}, filter, played, 1)
	if d.Samples()+d.HeldOut() != 4520 { // known number of positions that go on
		t.Fatalf("%d positions and %d held out, want 4520 in all", d.Samples(), d.HeldOut())
	}
	o := smallOptions()
	o.Hidden, o.Epochs, o.Batch, o.LR = 128, 300, 128, 1e-2
	w, _ := train(t, d, o)

	var right, count, mistaken, unseen [games.Win + 1]int
	for fen, want := range s {
		pos, err := tictactoe.Game{}.ParseFEN(fen)
		must(t, err)
		expectation := slowSigmoid(w.Forward(pos))
		if !isHeld[fen] {
			count[want]++
			if games.Loss+games.Result(math.Round(2*expectation)) == want {
				right[want]++
			}
			continue
		}
		unseen[want]++
		if want == games.Win && expectation < 0.5 || want == games.Loss && expectation > 0.5 {
			mistaken[want]++
		}
	}
	for _, r := range []games.Result{games.Loss, games.Draw, games.Win} {
		if 100*right[r] < 98*count[r] || count[r] < 500 {
			t.Errorf("%d of %d positions known as a %v, want 98 %%", right[r], count[r], r)
		}
		if 100*mistaken[r] > 15*unseen[r] || unseen[r] < 100 {
			t.Errorf("unseen: %d of %d positions that are a %v have the wrong sign, want at most 15 %%", mistaken[r], unseen[r], r)
		}
	}
}
