package search_test

import (
	"context"
	"fmt"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/chess"
)

// material values a position by counting pieces. A network would follow the
// moves by Push and Pop; a count needs only the position.
type material struct{}

func (material) Reset(games.Position)         {}
func (material) Push(*games.Delta)            {}
func (material) Pop()                         {}
func (material) Value(pos games.Position) int { return pos.Material() }

func ExampleSearcher_Search() {
	pos, err := chess.Game{}.ParseFEN("6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1")
	if err != nil {
		fmt.Println(err)
		return
	}
	s := search.New(func() search.Evaluator { return material{} }, search.DefaultOptions())
	r := s.Search(context.Background(), pos, search.Limits{Depth: 3}, nil)
	moves, _ := search.MateIn(r.Value)
	fmt.Printf("%s mates in %d\n", pos.Describe(r.Move), moves)
	// Output: Rd8# mates in 1
}

// A report after every iteration shows how the answer came about.
func ExampleSearcher_Search_report() {
	s := search.New(func() search.Evaluator { return material{} }, search.DefaultOptions())
	pos, err := chess.Game{}.ParseFEN("4k3/8/8/3q4/8/2N5/4P3/4K3 w - - 0 1")
	if err != nil {
		fmt.Println(err)
		return
	}
	s.Search(context.Background(), pos, search.Limits{Depth: 2}, func(i search.Info) {
		fmt.Println(i.Depth, i.Value, pos.FormatMove(i.PV[0]))
	})
	// Output:
	// 1 420 c3d5
	// 2 420 c3d5
}

func ExampleMateIn() {
	for _, value := range []int{100, search.MateValue - 3, 2 - search.MateValue} {
		moves, ok := search.MateIn(value)
		fmt.Println(moves, ok)
	}
	// Output:
	// 0 false
	// 2 true
	// -1 true
}
