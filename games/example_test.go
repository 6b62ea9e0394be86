package games_test

import (
	"context"
	"fmt"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
	"apprentice/games/xiangqi"
)

// A game is played by its moves; the position knows when it is over and for
// whom.
func ExamplePosition() {
	var g games.Game = tictactoe.Game{}
	pos := g.Start()
	for _, text := range []string{"b2", "a2", "a1", "c2", "c3"} {
		m, err := pos.ParseMove(text)
		if err != nil {
			fmt.Println(err)
			return
		}
		pos.Make(m, nil)
	}
	for _, row := range pos.Board() {
		fmt.Println(row)
	}
	o := pos.Outcome()
	winner, _ := o.Winner(pos.Side())
	fmt.Printf("%s to move: %s by %s, won by %s\n", pos.Side(), o.Result, o.Reason, winner)
	pos.Unmake()
	fmt.Println(pos.FEN(), pos.Outcome().Over())
	// Output:
	// ..X
	// oXo
	// X..
	// second to move: loss by line, won by first
	// 3/oXo/X2 x false
}

// Text that is not a position, or not a move, gives an error that says why.
func ExampleGame() {
	var g games.Game = chess.Game{}
	_, err := g.ParseFEN("rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR x KQkq - 0 1")
	fmt.Println(err)
	_, err = g.Start().ParseMove("e5")
	fmt.Println(err)
	// Output:
	// fen "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR x KQkq - 0 1": side to move: "x", want w or b
	// move "e5": no such move is legal in rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1
}

// Make notes what it changes for the network: the features of both views.
func ExampleDelta() {
	pos := tictactoe.Game{}.Start()
	m, err := pos.ParseMove("a1")
	if err != nil {
		fmt.Println(err)
		return
	}
	var d games.Delta
	pos.Make(m, &d)
	n := d.NumAdded
	fmt.Println("removed", d.NumRemoved)
	fmt.Println("added for first", d.Added[games.First][:n], "and for second", d.Added[games.Second][:n])
	fmt.Println("first sees", pos.Features(games.First, nil), "second sees", pos.Features(games.Second, nil))
	// Output:
	// removed 0
	// added for first [0] and for second [9]
	// first sees [0] second sees [9]
}

// Perft counts paths of legal moves; the numbers of a known game are published.
func ExamplePerft() {
	for depth := 1; depth <= 4; depth++ {
		fmt.Println(games.Perft(chess.Game{}.Start(), depth))
	}
	// Output:
	// 20
	// 400
	// 8902
	// 197281
}

// Divide splits perft by the first move, to find the one whose count is wrong.
func ExampleDivide() {
	pos, err := tictactoe.Game{}.ParseFEN("XoX/XoX/o2 o")
	if err != nil {
		fmt.Println(err)
		return
	}
	divided, err := games.Divide(context.Background(), pos, 2)
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, d := range divided {
		fmt.Println(pos.FormatMove(d.Move), d.Nodes)
	}
	// Output:
	// b1 0
	// c1 1
}

// Variants are found by the names that other programs give them.
func ExampleVariant() {
	for _, name := range []string{"chess960", "Fischerandom", "atomic"} {
		v, ok := games.Variant(chess.Game{}, name)
		if !ok {
			fmt.Println(name, "is unknown")
			continue
		}
		fmt.Println(name, "is", v.Name())
	}
	// Output:
	// chess960 is chess960
	// Fischerandom is chess960
	// atomic is unknown
}

// A game with several notations writes a move in each of them.
func ExampleStylesOf() {
	pos := xiangqi.Game{}.Start()
	m, err := pos.ParseMove("h2e2")
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, s := range games.StylesOf(xiangqi.Game{}) {
		fmt.Println(s.Name, s.Ranks, s.Describe(pos, m))
	}
	fmt.Println(len(games.StylesOf(tictactoe.Game{})))
	// Output:
	// wxf  C2=5
	// iccs 0-9 H2-E2
	// coordinates 0-9 h2e2
	// coordinates 1-10 h3e3
	// traditional  炮二平五
	// simplified  炮二平五
	// algebraic 1-10 Che3
	// algebraic 0-9 Che2
	// 0
}

// ReadFEN forgives what other programs write: rights to castle that cannot be.
func ExampleReadFEN() {
	const fen = "4k3/8/8/8/8/8/8/4K3 w KQkq - 0 1"
	_, err := chess.Game{}.ParseFEN(fen)
	fmt.Println(err != nil)
	pos, err := games.ReadFEN(chess.Game{}, fen)
	fmt.Println(pos.FEN(), err)
	// Output:
	// true
	// 4k3/8/8/8/8/8/8/4K3 w - - 0 1 <nil>
}

// PGN files call First's player White unless the game says otherwise.
func ExamplePGNTagsOf() {
	for _, g := range []games.Game{chess.Game{}, xiangqi.Game{}, tictactoe.Game{}} {
		tags := games.PGNTagsOf(g)
		fmt.Printf("%s: game %q, first %q, implied %v\n", g.Name(), tags.Game, tags.First, tags.Implied)
	}
	// Output:
	// chess: game "", first "", implied true
	// xiangqi: game "Chinese Chess", first "Red", implied false
	// tictactoe: game "", first "", implied false
}
