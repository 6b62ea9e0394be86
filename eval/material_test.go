package eval

import (
	"math/rand/v2"
	"testing"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/gametest"
	"apprentice/games/xiangqi"
)

// moveOf returns the move of a player in pos, in a new game.
func moveOf(t *testing.T, m *Material, pos games.Position, seed uint64) Choice {
	t.Helper()
	if err := m.NewGame(t.Context(), seed); err != nil {
		t.Fatal(err)
	}
	c, err := m.Move(t.Context(), Situation{Pos: pos}, search.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// The bound on nodes is far away at chess and xiangqi: no move of random games
// takes an eighth of it, and the moves are those of a player without a bound.
// The positions named are those of many in which the player searches most.
func TestMaterialBoundIsFar(t *testing.T) {
	for _, g := range []struct {
		game games.Game
		fens []string
	}{
		{chess.Game{}, []string{
			"2n1kr2/2p2q2/1P3ppb/p1QppPnp/1P1NPP2/B2P3N/3K3P/R3RB2 w - - 1 31",
			"3k1b2/6pr/pr3n1q/1p2pPp1/PP1PP2p/4K3/2q1B2P/4Q2R b - - 1 35",
			"rnbqkbnr/p1p2ppp/3pp3/1p6/8/P2P3N/1PP1PPPP/RNBQKB1R w KQkq - 0 4",
		}},
		{xiangqi.Game{}, []string{
			"3k1abN1/2r1a3r/2nC4n/2p6/p1bR5/P1P3P1N/2R1p3P/8B/5K3/c1BA1A3 w - - 3 49",
			"2b2a1r1/3r1k3/3a1n2n/5Pp1p/2NRc1b1P/p5P2/3R5/B4A3/1C7/4KAB1N w - - 23 61",
			"rnbaka3/6r2/6nc1/p1p5p/2b1p1p2/1C1c2P2/P1P1P3P/3C4R/R8/1NBAKABN1 w - - 28 15",
		}},
	} {
		var positions []games.Position
		for _, fen := range g.fens {
			pos, err := g.game.ParseFEN(fen)
			if err != nil {
				t.Fatal(err)
			}
			positions = append(positions, pos)
		}
		const seed = 9
		rng := rand.New(rand.NewPCG(seed, 0))
		for range 25 {
			positions = append(positions, gametest.RandomPosition(g.game, rng, rng.IntN(150)))
		}
		for depth := 1; depth <= 4; depth++ {
			bound, free := NewMaterial(depth), NewMaterial(depth)
			free.nodes = 0
			for i, pos := range positions {
				a, b := moveOf(t, bound, pos, uint64(i)), moveOf(t, free, pos, uint64(i))
				if a.Move != b.Move || a.Value != b.Value || a.Nodes != b.Nodes {
					t.Errorf("%s, depth %d, %s: %+v with the bound, %+v without", g.game.Name(), depth, pos.FEN(), a, b)
				}
				if a.Nodes > bound.nodes/8 {
					t.Errorf("%s, depth %d, %s: %d nodes of at most %d", g.game.Name(), depth, pos.FEN(), a.Nodes, bound.nodes)
				}
			}
		}
	}
}

// A board of captures without end: two plies would take 24 million nodes.
func TestMaterialBoundHolds(t *testing.T) {
	const fen = "q2k2q1/2nqn2b/1n1P1n1b/2rnr2Q/1NQ1QN1Q/3Q3B/2RQR2B/Q2K2Q1 w - - 0 1"
	pos, err := chess.Game{}.ParseFEN(fen)
	if err != nil {
		t.Fatal(err)
	}
	m := NewMaterial(2)
	first := moveOf(t, m, pos, 1)
	if first.Nodes != m.nodes || !pos.Legal(first.Move) || pos.FEN() != fen {
		t.Errorf("%+v with a bound of %d nodes", first, m.nodes)
	}
	if again := moveOf(t, m, pos, 1); again.Move != first.Move || again.Value != first.Value {
		t.Errorf("%+v, then %+v", first, again)
	}
	for depth := 1; depth <= MaxMaterialDepth; depth++ {
		if m := NewMaterial(depth); m.nodes < materialNodes {
			t.Errorf("%s: a bound of %d nodes", m.Name(), m.nodes)
		}
	}
}
