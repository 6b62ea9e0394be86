package catalog

import (
	"context"
	"math/rand/v2"
	"testing"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/gametest"
)

// counted values a position by its material.
type counted struct{}

func (counted) Reset(games.Position)         {}
func (counted) Push(*games.Delta)            {}
func (counted) Pop()                         {}
func (counted) Value(pos games.Position) int { return pos.Material() }

// Two plies from a random position are a matter of some thousand nodes in every
// game. Where they are not, look at what the game counts as check: quiescence
// tries every move of a side in check.
func TestTwoPliesAreShort(t *testing.T) {
	const seed, most = 5, 5000
	few := search.DefaultOptions()
	few.HashKB = 1024
	few.Techniques = search.Techniques{Table: true, Quiescence: true, PVS: true, MateDistance: true, Killers: true, History: true}
	all := search.DefaultOptions()
	all.HashKB = 1024
	for _, name := range Names() {
		g, err := Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		for kind, opts := range map[string]search.Options{"all techniques": all, "few": few} {
			opts.Slots = g.NumSlots()
			s := search.New(func() search.Evaluator { return counted{} }, opts)
			rng := rand.New(rand.NewPCG(seed, 0))
			worst := int64(0)
			for range 200 {
				pos := g.Start()
				line := gametest.RandomGame(g, rng, 150)
				for _, m := range line[:rng.IntN(len(line))] {
					pos.Make(m, nil)
				}
				s.Clear()
				r := s.Search(context.Background(), pos, search.Limits{Depth: 2, Nodes: most}, nil)
				worst = max(worst, r.Nodes)
				if r.Nodes >= most {
					t.Errorf("%s, %s, seed %d: two plies from %s take %d nodes or more", name, kind, seed, pos.FEN(), most)
				}
			}
			t.Logf("%s, %s: %d nodes at most", name, kind, worst)
		}
	}
}
