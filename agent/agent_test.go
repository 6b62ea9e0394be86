package agent_test

import (
	"context"
	"math/rand/v2"
	"strings"
	"testing"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/tictactoe"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// newAgent returns an agent with a random network.
func newAgent(t *testing.T, g games.Game) *agent.Agent {
	t.Helper()
	net, err := value.Quantize(value.NewWeights(value.ShapeOf(g, 32, 8), rand.New(rand.NewPCG(1, 2))))
	if err != nil {
		t.Fatal(err)
	}
	opts := search.DefaultOptions()
	opts.Hash = 1
	return agent.New(g, net, opts)
}

// An agent without any experience still sees what the rules decide, for both
// sides.
func TestBestMoveMates(t *testing.T) {
	for _, tt := range []struct {
		game      games.Game
		fen, move string
	}{
		{chess.Game{}, "6k1/5ppp/8/8/8/8/5PPP/3R2K1 w - - 0 1", "d1d8"},
		{chess.Game{}, "3r2k1/5ppp/8/8/8/8/5PPP/6K1 b - - 0 1", "d8d1"},
		{tictactoe.Game{}, "XX1/oo1/3 x", "c3"},
		{tictactoe.Game{}, "XX1/oo1/X2 o", "c2"},
	} {
		pos, err := tt.game.ParseFEN(tt.fen)
		if err != nil {
			t.Fatal(err)
		}
		a := newAgent(t, tt.game)
		r := a.BestMove(t.Context(), pos, search.Limits{Depth: 4}, nil)
		if got := pos.FormatMove(r.Move); got != tt.move {
			t.Errorf("%s: %s, want %s", tt.fen, got, tt.move)
		}
		if moves, ok := search.MateIn(r.Value); !ok || moves != 1 {
			t.Errorf("%s: value %d is no mate in 1", tt.fen, r.Value)
		}
		if pos.FEN() != tt.fen {
			t.Errorf("%s: position became %s", tt.fen, pos.FEN())
		}
	}
}

// After NewGame an agent thinks as a new one does: the same move, value, nodes
// and line, and the same reports on the way.
func TestNewGameForgets(t *testing.T) {
	g := chess.Game{}
	think := func(a *agent.Agent) (search.Result, []search.Info) {
		var infos []search.Info
		r := a.BestMove(context.Background(), g.Start(), search.Limits{Nodes: 20000}, func(i search.Info) { infos = append(infos, i) })
		return r, infos
	}
	a := newAgent(t, g)
	wantR, wantI := think(a)
	a.BestMove(t.Context(), g.Start(), search.Limits{Nodes: 5000}, nil)
	a.NewGame()
	gotR, gotI := think(a)
	ignore := cmpopts.IgnoreFields(search.Info{}, "Time")
	if diff := cmp.Diff(wantR, gotR, cmpopts.IgnoreFields(search.Result{}, "Time")) + cmp.Diff(wantI, gotI, ignore); diff != "" {
		t.Error(diff)
	}
	if len(wantI) == 0 || wantR.Nodes == 0 {
		t.Errorf("%d reports, %d nodes", len(wantI), wantR.Nodes)
	}
}

func TestNewRefusesOtherGames(t *testing.T) {
	defer func() {
		if r := recover(); r == nil || !strings.Contains(r.(string), "network sees 18 features") {
			t.Errorf("panic %v", r)
		}
	}()
	net := newAgent(t, tictactoe.Game{}).Network()
	agent.New(chess.Game{}, net, search.DefaultOptions())
}
