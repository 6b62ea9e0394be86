package selfplay

import (
	"bytes"
	"context"
	"errors"
	"testing"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/record"
	"apprentice/games/tictactoe"

	"github.com/google/go-cmp/cmp"
)

// follow replays a game by the rules and checks what is recorded of each ply.
func follow(t *testing.T, g games.Game, p *Played, id Identity, rules Rules) {
	t.Helper()
	random := rules.RandomPlies + int(id.Index%2)
	pos := g.Start()
	for i, ply := range p.Game.Plies {
		if o := pos.Outcome(); o.Over() {
			t.Errorf("%+v: goes on at ply %d after %s by %s in %s", id, i, o.Result, o.Reason, pos.FEN())
		}
		if !pos.Legal(ply.Move) {
			t.Fatalf("%+v: ply %d, %#04x is illegal in %s", id, i, uint16(ply.Move), pos.FEN())
		}
		var want record.Flag
		if i >= random {
			want = record.HasValue
			if pos.InCheck() {
				want |= record.Check
			}
			if pos.Gain(ply.Move) != 0 {
				want |= record.Tactical
			}
		}
		if ply.Flags != want {
			t.Errorf("%+v: ply %d has flags %b, want %b, in %s", id, i, ply.Flags, want, pos.FEN())
		}
		pos.Make(ply.Move, nil)
	}
	got, byRule := p.Game.Outcome, record.ForFirst(pos.Outcome(), pos.Side())
	switch {
	case got.Reason == games.Adjudicated: // see the tests of judge
	case byRule.Over():
		if got != byRule {
			t.Errorf("%+v: ended by %v, the rules say %v in %s", id, got, byRule, pos.FEN())
		}
	default:
		if capped := (games.Outcome{Result: games.Draw, Reason: games.PlyCap}); got != capped || len(p.Game.Plies) != rules.MaxPlies {
			t.Errorf("%+v: ended by %v after %d plies in %s", id, got, len(p.Game.Plies), pos.FEN())
		}
	}
	if p.Game.Generation != id.Generation || p.Game.Index != id.Index || p.Game.Seed != id.Seed || p.Game.Start != "" {
		t.Errorf("%+v: recorded as game %d of generation %d, seed %d, from %q", id, p.Game.Index, p.Game.Generation, p.Game.Seed, p.Game.Start)
	}
}

// Games follow the rules of the game and end as these say, at the ply cap, or
// by adjudication where that is asked for.
func TestPlayFollowsRules(t *testing.T) {
	playedOut := Rules{RandomPlies: 8, Nodes: 10, MaxPlies: 300}
	short := Rules{RandomPlies: 3, Nodes: 10, MaxPlies: 20}
	for _, tt := range []struct {
		game  games.Game
		rules Rules
		count int
	}{
		{tictactoe.Game{}, tictactoeRules, 60}, {chess.Game{}, playedOut, 12}, {chess.Game{}, short, 8}, {chess.Game{}, chessRules, 20},
	} {
		a := newAgent(t, tt.game, 1)
		reasons := map[games.Reason]int{}
		for i := range uint64(tt.count) {
			if testing.Short() && tt.rules == playedOut && i >= 4 {
				break
			}
			id := Identity{Seed: 5, Generation: 2, Index: i}
			p := play(t, tt.game, a, id, tt.rules)
			follow(t, tt.game, &p, id, tt.rules)
			reasons[p.Game.Outcome.Reason]++
		}
		if n := reasons[games.Adjudicated]; (n > 0) != (tt.rules.AdjudicateValue > 0) {
			t.Errorf("%+v: %d games adjudicated", tt.rules, n)
		}
		if n := reasons[games.PlyCap]; n != tt.count && tt.rules == short {
			t.Errorf("%d of %d games stop at %d plies", n, tt.count, short.MaxPlies)
		}
		if tt.rules == playedOut && len(reasons) < 2 && !testing.Short() {
			t.Errorf("all games end by %v: no good test", reasons)
		}
	}
}

// The game is a function of network, identity and rules: what the agent has
// played before does not matter, everything else does.
func TestPlayReproducible(t *testing.T) {
	for _, tt := range []struct {
		game  games.Game
		rules Rules
	}{{tictactoe.Game{}, Rules{RandomPlies: 1, Nodes: 30, MaxPlies: 400}}, {chess.Game{}, chessRules}} {
		id := Identity{Seed: 7, Generation: 3, Index: 4}
		a := newAgent(t, tt.game, 1)
		first := play(t, tt.game, a, id, tt.rules)
		for i := range uint64(5) {
			play(t, tt.game, a, Identity{Index: i}, tt.rules)
		}
		if diff := cmp.Diff(first, play(t, tt.game, a, id, tt.rules)); diff != "" {
			t.Errorf("%s: the agent plays %+v otherwise later (-first +later):\n%s", tt.game.Name(), id, diff)
		}
		if diff := cmp.Diff(first, play(t, tt.game, newAgent(t, tt.game, 1), id, tt.rules)); diff != "" {
			t.Errorf("%s: a new agent plays %+v otherwise (-first +new):\n%s", tt.game.Name(), id, diff)
		}
		if tt.game.Name() == "tictactoe" {
			continue // there are too few games for two to be different
		}
		for _, other := range []Identity{{8, 3, 4}, {7, 4, 4}, {7, 3, 6}} {
			p := play(t, tt.game, a, other, tt.rules)
			p.Game.Seed, p.Game.Generation, p.Game.Index = id.Seed, id.Generation, id.Index
			if bytes.Equal(record.AppendGame(nil, &first.Game), record.AppendGame(nil, &p.Game)) {
				t.Errorf("%s: %+v and %+v are the same game", tt.game.Name(), id, other)
			}
		}
		if p := play(t, tt.game, newAgent(t, tt.game, 2), id, tt.rules); cmp.Equal(first, p) {
			t.Errorf("%s: two networks play the same game", tt.game.Name())
		}
	}
}

// Each game has a source of randomness of its own.
func TestIdentityRandom(t *testing.T) {
	seen := map[uint64]Identity{}
	for seed := range uint64(8) {
		for generation := range 8 {
			for index := range uint64(200) {
				id := Identity{Seed: seed, Generation: generation, Index: index}
				x := id.rng().Uint64()
				if other, twice := seen[x]; twice {
					t.Fatalf("%+v and %+v begin with the same number", other, id)
				}
				seen[x] = id
			}
		}
	}
}

// minimax returns the result of pos for its side to move by perfect play.
func minimax(pos games.Position) games.Result {
	if o := pos.Outcome(); o.Over() {
		return o.Result
	}
	best := games.Loss
	for _, m := range pos.Moves(nil, games.AllMoves) {
		pos.Make(m, nil)
		best = max(best, games.Loss+games.Win-minimax(pos)) // Loss < Draw < Win
		pos.Unmake()
	}
	return best
}

// Where the search sees to the end, the recorded value is a win for the side to
// move if and only if minimax says so, whichever side that is, and the game
// ends as it must.
func TestPlayValuesFromSideToMove(t *testing.T) {
	g := tictactoe.Game{}
	a := newAgent(t, g, 3)
	rules := Rules{RandomPlies: 3, Nodes: 20_000, MaxPlies: 400}
	seen := map[games.Side]map[games.Result]int{games.First: {}, games.Second: {}}
	for i := range uint64(60) {
		id := Identity{Seed: 11, Index: i}
		p := play(t, g, a, id, rules)
		pos := g.Start()
		for _, ply := range p.Game.Plies {
			if ply.Flags&record.HasValue != 0 {
				want, got := minimax(pos), games.Draw
				if moves, mate := search.MateIn(int(ply.Value)); mate && moves > 0 {
					got = games.Win
				} else if mate {
					got = games.Loss
				}
				if got != want {
					t.Errorf("%+v: value %d, minimax says %s, in %s", id, ply.Value, want, pos.FEN())
				}
				if o := (games.Outcome{Result: want}); record.ForFirst(o, pos.Side()).Result != p.Game.Outcome.Result {
					t.Errorf("%+v: ends as a %s for first, a %s to move in %s", id, p.Game.Outcome.Result, want, pos.FEN())
				}
				seen[pos.Side()][want]++
			}
			pos.Make(ply.Move, nil)
		}
	}
	for side, results := range seen {
		if len(results) < 3 {
			t.Errorf("%s has only seen %v: no good test", side, results)
		}
	}
}

// Budgets are nodes: no move costs more than its hard limit, and a larger
// budget is spent.
func TestPlayNodes(t *testing.T) {
	g := chess.Game{}
	a := newAgent(t, g, 1)
	before := int64(0)
	for _, nodes := range []int64{5, 50, 500} {
		rules := Rules{RandomPlies: 4, Nodes: nodes, MaxPlies: 24}
		p := play(t, g, a, Identity{Seed: 1}, rules)
		moves := int64(p.Game.Values())
		if p.Nodes > moves*nodes*hardNodesFactor || p.Nodes < moves || p.Nodes <= before {
			t.Errorf("budget %d: %d nodes for %d moves, %d with a smaller budget", nodes, p.Nodes, moves, before)
		}
		before = p.Nodes
	}
}

// A cap below the random plies leaves a game without a value, and no search.
func TestPlyCapInOpening(t *testing.T) {
	g := chess.Game{}
	p := play(t, g, newAgent(t, g, 1), Identity{}, Rules{RandomPlies: 6, Nodes: 10, MaxPlies: 6})
	if want := (games.Outcome{Result: games.Draw, Reason: games.PlyCap}); p.Game.Outcome != want || p.Nodes != 0 || len(p.Game.Plies) != 6 {
		t.Errorf("%v after %d plies and %d nodes", p.Game.Outcome, len(p.Game.Plies), p.Nodes)
	}
}

// An interrupted game is no game.
func TestPlayInterrupted(t *testing.T) {
	g := chess.Game{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	p, err := Play(ctx, g, newAgent(t, g, 1), Identity{}, chessRules)
	if !errors.Is(err, context.Canceled) || !cmp.Equal(p, Played{}) {
		t.Errorf("%+v, %v", p, err)
	}
}
