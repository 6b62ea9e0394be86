package engine

import (
	"errors"
	"os/exec"
	"testing"
	"time"

	"apprentice/eval"
	"apprentice/games"
	"apprentice/games/chess"
)

// Engines that people have, each with the protocol it speaks. Those that are
// not installed are skipped.
func TestRealEngines(t *testing.T) {
	t.Parallel()
	clock := &eval.TimeControl{Base: time.Second, Inc: 10 * time.Millisecond}
	for _, test := range []struct {
		spec  string
		clock *eval.TimeControl // and games from the start, which not all engines can do without
	}{
		{"stockfish?UCI_LimitStrength=true&UCI_Elo=1500&nodes=300", nil},
		{"stockfish?Skill Level=3&Clear Hash", clock},
		{"fairy-stockfish?movetime=30ms", nil},
		{"fairy-stockfish?protocol=ucci&nodes=300", nil},
		{"fairy-stockfish?protocol=ucci", clock},
		{"fairy-stockfish?protocol=xboard&Skill Level=0&depth=2", nil},
		{"fairy-stockfish?protocol=xboard", clock},
		{"gnuchess?args=--uci&OwnBook=false&depth=2", nil},
		{"gnuchess?args=--uci", clock},
		{"hoichess?protocol=xboard&cores=1&depth=2", nil},
		{"hoichess?protocol=xboard", clock},
		{"sjaakii?protocol=xboard&depth=2", nil},
		{"phalanx?protocol=xboard", clock},
		{"fairymax?protocol=xboard", clock},
		{"toga2?OwnBook=false&depth=2", nil},
		{"toga2", clock},
		{"glaurung?OwnBook=false&Threads=1&depth=2", nil},
	} {
		name := test.spec
		if test.clock != nil {
			name += " with a clock"
		}
		t.Run(name, func(t *testing.T) {
			spec, err := ParseSpec(test.spec)
			if err != nil {
				skipUnlessInstalled(t, err)
			}
			spec.Dialects = Native(chess.Game{}.Name())
			for _, f := range chessGames(t, spec, test.clock) {
				switch reason := f.Game.Outcome.Reason; {
				case f.Fault != "" || reason > games.RuleReasons && reason != games.PlyCap && reason != games.Resigned:
					t.Errorf("game %d: %v by %v: %s", f.Game.Index, f.Result, reason, f.Fault)
				case reason < games.RuleReasons && f.Result == games.Loss:
					t.Errorf("game %d: lost against random moves by %v", f.Game.Index, reason)
				}
			}
		})
	}
}

func skipUnlessInstalled(t *testing.T, err error) {
	t.Helper()
	if errors.Is(err, exec.ErrNotFound) {
		t.Skip(err)
	}
	t.Fatal(err)
}

// chessGames plays two short games from a position after random moves.
func chessGames(t *testing.T, spec Spec, clock *eval.TimeControl) []eval.Finished {
	t.Helper()
	if testing.Short() {
		t.Skip("it takes a while")
	}
	var all []eval.Finished
	m := eval.Match{Game: chess.Game{}, A: Entrant(spec), B: random(t), Options: eval.Options{
		Pairs: 1, RandomPlies: 6, Seed: 3, Clock: clock, MaxPlies: 20, Margin: time.Second,
		Report: func(f eval.Finished, _ eval.Result) error { all = append(all, f); return nil },
	}}
	if clock == nil {
		m.Openings = []eval.Opening{{Start: "r1bqkbnr/pppp1ppp/2n5/4p3/4P3/5N2/PPPP1PPP/RNBQKB1R w KQkq - 2 3"}}
	}
	if _, err := m.Play(t.Context()); err != nil {
		t.Fatal(err)
	}
	return all
}
