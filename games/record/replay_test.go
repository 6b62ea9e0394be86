package record

import (
	"errors"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"
)

// line returns the plies of moves in coordinates or in the notation of the
// game.
func line(t *testing.T, game games.Game, fen string, moves ...string) []Ply {
	t.Helper()
	pos, err := start(game, fen)
	if err != nil {
		t.Fatal(err)
	}
	var plies []Ply
	for _, s := range moves {
		m, err := pos.ParseMove(s)
		if err != nil {
			t.Fatal(err)
		}
		plies = append(plies, Ply{Move: m})
		pos.Make(m, nil)
	}
	return plies
}

func TestReplay(t *testing.T) {
	foolsMate := line(t, chess.Game{}, "", "f3", "e5", "g4", "Qh4#")
	scholars := line(t, chess.Game{}, "", "e4", "e5", "Bc4", "Nc6", "Qh5", "Nf6", "Qxf7#")
	lost := games.Outcome{Result: games.Loss, Reason: games.Checkmate}
	won := games.Outcome{Result: games.Win, Reason: games.Checkmate}
	for _, test := range []struct {
		name string
		game Game
		want error
	}{
		{"second mates", Game{Plies: foolsMate, Outcome: lost}, nil},
		{"second mates, sign wrong", Game{Plies: foolsMate, Outcome: won}, ErrOutcome},
		{"first mates", Game{Plies: scholars, Outcome: won}, nil},
		{"first mates, sign wrong", Game{Plies: scholars, Outcome: lost}, ErrOutcome},
		{"a ply is missing", Game{Plies: scholars[:6], Outcome: won}, ErrOutcome},
		{"resigned", Game{Plies: scholars[:6], Outcome: games.Outcome{Result: games.Win, Reason: games.Resigned}}, nil},
		{"unfinished", Game{Plies: scholars[:6]}, nil},
		{"illegal", Game{Plies: []Ply{{Move: games.NoMove}}}, ErrIllegalMove},
		{"out of turn", Game{Plies: append(scholars[:1:1], scholars[0])}, ErrIllegalMove},
	} {
		pos, err := Replay(chess.Game{}, &test.game)
		if !errors.Is(err, test.want) {
			t.Errorf("%s: error %v; want %v", test.name, err, test.want)
		}
		if (pos == nil) != (err != nil) {
			t.Errorf("%s: position %v beside error %v", test.name, pos, err)
		}
	}
	if _, err := Replay(chess.Game{}, &Game{Start: "nonsense"}); err == nil {
		t.Error("nonsense is a start position")
	}
}

func TestReplayFromFEN(t *testing.T) {
	const fen = "oo1/XX1/3 o"
	g := Game{Start: fen, Plies: line(t, tictactoe.Game{}, fen, "c3"), Outcome: games.Outcome{Result: games.Loss, Reason: games.Line}}
	pos, err := Replay(tictactoe.Game{}, &g)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := pos.FEN(), "ooo/XX1/3 x"; got != want {
		t.Errorf("final position %s; want %s", got, want)
	}
}

func TestResultIsForFirst(t *testing.T) {
	for _, test := range []struct {
		outcome games.Result // for the side to move
		stm     games.Side
		want    float64 // for First
	}{
		{games.Win, games.First, 1},
		{games.Loss, games.First, 0},
		{games.Win, games.Second, 0},
		{games.Loss, games.Second, 1},
		{games.Draw, games.First, 0.5},
		{games.Draw, games.Second, 0.5},
		{games.Ongoing, games.Second, 0.5},
	} {
		g := Game{Outcome: ForFirst(games.Outcome{Result: test.outcome, Reason: games.Line}, test.stm)}
		if got := g.Result(); got != test.want || g.Outcome.Reason != games.Line {
			t.Errorf("%s for %s: expectation %v, %s; want %v", test.outcome, test.stm, got, g.Outcome.Reason, test.want)
		}
	}
}

func TestCloneSharesNothing(t *testing.T) {
	g := sample(1, 1)[0]
	c := g.Clone()
	c.Plies[0].Value++
	if g.Plies[0].Value == c.Plies[0].Value {
		t.Error("a ply of the clone is one of the game")
	}
	if g.Values() != len(g.Plies) || len(g.Moves()) != len(g.Plies) {
		t.Errorf("%d values and %d moves in %d plies", g.Values(), len(g.Moves()), len(g.Plies))
	}
}
