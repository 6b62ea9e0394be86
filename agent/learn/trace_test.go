package learn

import (
	"math"
	"testing"

	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/record"
)

// slowTrace is the expectation of ply i for its side to move as a sum over all
// later plies: sum of (1-trace)*trace^k times what the k-th searched ply from i
// on expects, and what is left of the weight times the result.
func slowTrace(g *record.Game, stm games.Side, trace float64, i int) float64 {
	sees := func(ply int, first float64) float64 { // what First expects, seen by the side to move at ply
		if (stm == games.First) == (ply%2 == 0) {
			return first
		}
		return 1 - first
	}
	sum, weight := 0.0, 1.0
	for k := i; k < len(g.Plies); k++ {
		p := g.Plies[k]
		if p.Flags&record.HasValue == 0 {
			continue
		}
		e := 1 / (1 + math.Exp(-float64(p.Value)/value.Scale))
		if (k-i)%2 == 1 {
			e = 1 - e
		}
		sum += (1 - trace) * weight * e
		weight *= trace
	}
	result := map[games.Result]float64{games.Win: 1, games.Draw: 0.5, games.Loss: 0}[g.Outcome.Result]
	return sum + weight*sees(i, result)
}

func TestTraceTwin(t *testing.T) {
	for seed := range uint64(20) {
		g := randomGame(chess.Game{}, seed, 1, 30+int(seed))
		for i := range g.Plies {
			if i < 5 || i%7 == 3 {
				g.Plies[i].Flags &^= record.HasValue
			}
		}
		for _, stm := range []games.Side{games.First, games.Second} {
			for _, trace := range []float64{0.3, 0.9, 1} {
				got := traced(nil, &g, stm, trace)
				for i := range g.Plies {
					want := slowTrace(&g, stm, trace, i)
					if e := portableSigmoid(float64(got[i]) / value.Scale); math.Abs(e-want) > 0.5/value.Scale/4+1e-9 {
						t.Fatalf("seed %d, trace %g, side %d, ply %d: %d centipawns, an expectation of %g, want %g", seed, trace, stm, i, got[i], e, want)
					}
				}
			}
		}
	}
}

// What a game was worth is what both sides learn of it, each from its view.
func TestTraceViews(t *testing.T) {
	searched := record.Ply{Flags: record.HasValue}
	mate := record.Ply{Flags: record.HasValue, Value: 31999}
	won := record.Game{Plies: []record.Ply{searched, searched, mate}, Outcome: games.Outcome{Result: games.Win}}
	lost := won
	lost.Outcome.Result = games.Loss // by First, who was not the one to mate
	for _, tt := range []struct {
		name string
		game *record.Game
		stm  games.Side
	}{
		{"First mates", &won, games.First},
		{"Second mates", &lost, games.Second},
	} {
		got := traced(nil, tt.game, tt.stm, 0.9)
		if !(got[0] > 0 && got[1] < 0 && got[2] == maxTraced) {
			t.Errorf("%s: values %v, want a win for the side that moves first", tt.name, got)
		}
		if got[0] >= -got[1] {
			t.Errorf("%s: values %v, want those nearer to the mate to be surer", tt.name, got)
		}
	}
	if n := len(traced(make([]int16, 2), &won, games.First, 0.9)); n != 5 {
		t.Errorf("%d values after 2 and 3 appended", n)
	}
}

func TestTraceOfSamples(t *testing.T) {
	g := randomGame(chess.Game{}, 3, 1, 40)
	all := Filter{Checks: true, Tactical: true}
	want := traced(nil, &g, games.First, 0.8)
	for trace, value := range map[float64]func(ply int) int{
		0:   func(ply int) int { return int(g.Plies[ply].Value) },
		0.8: func(ply int) int { return int(want[ply]) },
	} {
		samples := samplesOf(t, tracedWindow(t, chess.Game{}, all, source{g}, trace), trained)
		for _, s := range samples {
			if s.Value != value(s.Ply) {
				t.Errorf("ply %d with a trace of %g: value %d, want %d", s.Ply, trace, s.Value, value(s.Ply))
			}
		}
		if len(samples) != len(g.Plies) {
			t.Errorf("%d samples of %d plies", len(samples), len(g.Plies))
		}
	}
	for _, trace := range []float64{-0.1, 1.1, math.NaN()} {
		if err := newStore(t, chess.Game{}, all).Add(t.Context(), 1, source{g}, trace, "", nil); err == nil {
			t.Errorf("a trace of %g is taken", trace)
		}
	}
}

func TestExpected(t *testing.T) {
	for r, want := range map[games.Result]float64{games.Win: 1, games.Draw: 0.5, games.Loss: 0} {
		if got := expected(r); got != want {
			t.Errorf("%v: %g, want %g", r, got, want)
		}
	}
}
