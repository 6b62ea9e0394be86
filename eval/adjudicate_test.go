package eval

import (
	"context"
	"testing"

	"apprentice/eval/stat"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
)

// unknown stands for a ply whose player valued nothing.
const unknown = 1 << 20

// valued returns plies with these values, each from the view of its mover.
func valued(values ...int) []record.Ply {
	plies := make([]record.Ply, len(values))
	for i, v := range values {
		if v != unknown {
			plies[i] = record.Ply{Value: int16(v), Flags: record.HasValue}
		}
	}
	return plies
}

func TestAdjudicationVerdict(t *testing.T) {
	draw := Adjudication{Draw: DrawRule{Moves: 2, Value: 10, From: 3}}
	resign := Adjudication{Resign: ResignRule{Moves: 2, Value: 500}}
	both := Adjudication{Resign: ResignRule{Moves: 2, Value: 500, BothSides: true}}
	for name, test := range map[string]struct {
		rules Adjudication
		plies []record.Ply
		want  games.Result // for the side to move
	}{
		"off":                         {Adjudication{}, valued(0, 0, 0, 0, -900, 900, -900, 900), games.Ongoing},
		"no moves":                    {both, nil, games.Ongoing},
		"drawn":                       {draw, valued(900, 900, 10, -10, -10, 10), games.Draw},
		"too early":                   {draw, valued(10, -10, -10, 10, 0), games.Ongoing},
		"one ply too few":             {draw, valued(0, 0, 0, 11, 0, 0, 0), games.Ongoing},
		"enough again":                {draw, valued(0, 0, 0, 11, 0, 0, 0, 0), games.Draw},
		"mover not quiet":             {draw, valued(0, 0, 0, 0, 0, -11), games.Ongoing},
		"opponent not quiet":          {draw, valued(0, 0, 0, 0, 11, 0), games.Ongoing},
		"value missing":               {draw, valued(0, 0, 0, unknown, 0, 0), games.Ongoing},
		"mover gave up":               {resign, valued(0, -500, 0, -501), games.Win},
		"the other gave up":           {resign, valued(-500, 0, -501, 0), games.Loss},
		"not low enough":              {resign, valued(0, -500, 0, -499), games.Ongoing},
		"not long enough":             {resign, valued(0, -499, 0, -500), games.Ongoing},
		"high is not low":             {resign, valued(600, 600, 600, 600), games.Ongoing},
		"mover gave up, agreed":       {both, valued(500, -500, 500, -500), games.Win},
		"other gave up, agreed":       {both, valued(-500, 500, -500, 500), games.Loss},
		"winner sees less":            {both, valued(499, -500, 500, -500), games.Ongoing},
		"winner of old":               {both, valued(500, -500, 499, -500), games.Ongoing},
		"winner sees it as a loss":    {both, valued(-500, -500, -500, -500), games.Ongoing},
		"loser says nothing":          {both, valued(500, unknown, 500, unknown), games.Ongoing},
		"resigned before it is drawn": {Adjudication{Draw: DrawRule{Moves: 1, Value: 900}, Resign: ResignRule{Moves: 1, Value: 500}}, valued(0, -600), games.Win},
	} {
		got := test.rules.verdict(test.plies)
		if got.Result != test.want {
			t.Errorf("%s: %v, want %v", name, got.Result, test.want)
		}
		if want := map[bool]games.Reason{true: games.Adjudicated}[got.Over()]; got.Reason != want {
			t.Errorf("%s: reason %v, want %v", name, got.Reason, want)
		}
	}
}

// saying returns a player of random moves that values every move the same.
func saying(name string, value int) Entrant {
	return entrant(name, func(r *Random, ctx context.Context, s Situation) (Choice, error) {
		c, err := r.Move(ctx, s, Match{}.Limits)
		c.Value, c.HasValue = value, true
		return c, err
	})
}

// Who gives up loses with either side, and the opening gives up for nobody.
func TestMatchAdjudicates(t *testing.T) {
	opts := Options{Pairs: 5, Seed: 1, RandomPlies: 1}
	opts.Resign = ResignRule{Moves: 1, Value: 300}
	r, all := played(t, Match{tictactoe.Game{}, saying("a", -300), saying("b", 0), opts})
	if r.WDL != (stat.WDL{Losses: 10}) || r.AsFirst.Losses != 5 || r.Reasons[games.Adjudicated] != 10 {
		t.Errorf("%v by %v, want ten losses by adjudication", r.WDL, r.Reasons)
	}
	for _, f := range all {
		if n := len(f.Game.Plies); n != map[bool]int{true: 3, false: 2}[f.AFirst] {
			t.Errorf("game %d was decided after %d plies", f.Game.Index, n)
		}
	}
	back, _ := played(t, Match{tictactoe.Game{}, saying("b", 0), saying("a", -300), opts})
	if back.WDL != r.WDL.Reverse() {
		t.Errorf("with the players swapped %v", back.WDL)
	}
	opts.Resign.BothSides = true
	if r, _ := played(t, Match{tictactoe.Game{}, saying("a", -300), saying("b", 0), opts}); r.Reasons[games.Adjudicated] != 0 {
		t.Errorf("%d games were decided against one side", r.Reasons[games.Adjudicated])
	}

	opts.Adjudication = Adjudication{Draw: DrawRule{Moves: 1, Value: 20, From: 1}}
	r, _ = played(t, Match{tictactoe.Game{}, saying("a", -20), saying("b", 20), opts})
	if r.WDL != (stat.WDL{Draws: 10}) || r.Reasons[games.Adjudicated] != 10 {
		t.Errorf("%v by %v, want ten draws by adjudication", r.WDL, r.Reasons)
	}
}

func TestAdjudicationRefuses(t *testing.T) {
	for name, a := range map[string]Adjudication{
		"moves":  {Draw: DrawRule{Moves: -1}},
		"value":  {Draw: DrawRule{Moves: 1, Value: -1}},
		"from":   {Draw: DrawRule{Moves: 1, From: -1}},
		"resign": {Resign: ResignRule{Moves: -1}},
		"zero":   {Resign: ResignRule{Moves: 1}},
	} {
		opts := Options{Pairs: 1}
		opts.Adjudication = a
		if _, err := randoms(opts).Play(t.Context()); err == nil {
			t.Errorf("%s: no error for %+v", name, a)
		}
	}
}
