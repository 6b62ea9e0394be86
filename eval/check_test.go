package eval

import (
	"context"
	"errors"
	"testing"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
)

// moves returns the moves with these names from the start of tictactoe.
func moves(t *testing.T, names ...string) (list []games.Move) {
	t.Helper()
	pos := tictactoe.Game{}.Start()
	for _, name := range names {
		m, err := pos.ParseMove(name)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, m)
		pos.Make(m, nil)
	}
	return list
}

// Every game that a match plays passes its check, however it ended.
func TestCheckerPassesWhatWasPlayed(t *testing.T) {
	resigner := entrant("a", func(r *Random, ctx context.Context, s Situation) (Choice, error) {
		if len(s.Moves) > 4 {
			return Choice{}, &Fault{Reason: games.Resigned, Err: errors.New("enough")}
		}
		return r.Move(ctx, s, search.Limits{})
	})
	for name, m := range map[string]Match{
		"to the end":   randoms(Options{Pairs: 30, RandomPlies: 2, Seed: 5}),
		"openings":     randoms(Options{Pairs: 9, Openings: []Opening{{Moves: moves(t, "a1", "b1")}, {Moves: moves(t, "b2")}}, Skip: 1}),
		"ply cap":      randoms(Options{Pairs: 9, MaxPlies: 5}),
		"short of cap": randoms(Options{Pairs: 2, MaxPlies: 1, Openings: []Opening{{Moves: moves(t, "a1", "b1")}}}),
		"adjudicated": {
			Game: tictactoe.Game{}, A: saying("a", 600), B: saying("b", -600),
			Options: Options{Pairs: 9, Adjudication: Adjudication{Resign: ResignRule{Moves: 2, Value: 500}}},
		},
		"resigned": {Game: tictactoe.Game{}, A: resigner, B: entrant("b", nil), Options: Options{Pairs: 9}},
	} {
		_, all := played(t, m)
		check := m.tournament().Checker()
		for _, f := range all {
			if err := check(f); err != nil {
				t.Errorf("%s: game %d, %v: %v", name, f.Game.Index, f.Game.Outcome, err)
			}
		}
	}
}

// A game that has become another one does not pass.
func TestCheckerFindsWhatIsWrong(t *testing.T) {
	m := randoms(Options{Pairs: 2, RandomPlies: 1, Seed: 3})
	_, all := played(t, m)
	check := m.tournament().Checker()
	if all[0].Game.Outcome.Reason != games.Line {
		t.Fatalf("game 0 ended by %v; the test wants a line", all[0].Game.Outcome.Reason)
	}
	last := len(all[0].Game.Plies) - 1
	for name, spoil := range map[string]func(f *Finished){
		"illegal move":   func(f *Finished) { f.Game.Plies[last].Move = f.Game.Plies[0].Move },
		"opening":        func(f *Finished) { f.Game.Plies[0].Move ^= 1 },
		"start":          func(f *Finished) { f.Game.Start = tictactoe.Game{}.Start().FEN() },
		"too short":      func(f *Finished) { f.Game.Plies = nil },
		"no end":         func(f *Finished) { f.Game.Plies = f.Game.Plies[:last] },
		"goes on":        func(f *Finished) { f.Game.Plies = append(f.Game.Plies, record.Ply{Move: f.Game.Plies[0].Move}) },
		"result":         func(f *Finished) { f.Game.Outcome.Result, f.Result = games.Draw, games.Draw },
		"reason":         func(f *Finished) { f.Game.Outcome.Reason = games.BoardFull },
		"forfeit":        func(f *Finished) { f.Game.Outcome.Reason = games.TimeForfeit },
		"other view":     func(f *Finished) { f.Result = games.Draw },
		"seed":           func(f *Finished) { f.Game.Seed++ },
		"first player":   func(f *Finished) { f.Game.First = "c" },
		"second player":  func(f *Finished) { f.Game.Second = "c" },
		"swapped sides":  func(f *Finished) { f.AFirst = false },
		"twin":           func(f *Finished) { f.Game.Index = 1 },
		"of longer ones": func(f *Finished) { f.Game.Index = 4 },
		"index":          func(f *Finished) { f.Game.Index = 1 << 63 },
		"cap":            func(f *Finished) { f.Game.Outcome = games.Outcome{Result: games.Draw, Reason: games.PlyCap} },
	} {
		f := all[0]
		f.Game = f.Game.Clone()
		if err := check(f); err != nil {
			t.Fatal(err)
		}
		spoil(&f)
		if err := check(f); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// Who resigns or loses on time has lost, and only where nothing else ended the
// game.
func TestCheckerForfeits(t *testing.T) {
	m := randoms(Options{Pairs: 1, Openings: []Opening{{Moves: moves(t, "a1", "b1", "a2")}}})
	check := m.tournament().Checker()
	for _, reason := range []games.Reason{games.NoReason, games.Line, games.RuleReasons, games.PlyCap, games.Adjudicated, games.Resigned, games.TimeForfeit, games.IllegalMove, games.Disconnected, games.Aborted, games.Aborted + 1} {
		for result := range games.Win + 1 {
			f := Finished{AFirst: true, Result: result, Game: record.Game{First: "a", Second: "b", Outcome: games.Outcome{Result: result, Reason: reason}}}
			for _, m := range m.Openings[0].Moves {
				f.Game.Plies = append(f.Game.Plies, record.Ply{Move: m})
			}
			want := result == games.Win && reason >= games.Resigned && reason <= games.Aborted // b is to move
			if err := check(f); (err == nil) != want {
				t.Errorf("%v by %v: error %v", result, reason, err)
			}
		}
	}
}
