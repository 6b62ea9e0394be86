package selfplay

import (
	"math"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/record"

	"pgregory.net/rapid"
)

// slowJudge says at which of the values, from the view of First, a game is
// decided and for whom: the first one that ends a row of plies all of which are
// at least far for the same side. It returns -1 where none is.
func slowJudge(values []int, far, plies int) (at int, verdict games.Result) {
	for end := plies - 1; end < len(values) && far > 0; end++ {
		first, second := 0, 0
		for _, v := range values[end-plies+1 : end+1] {
			if v >= far {
				first++
			}
			if v <= -far {
				second++
			}
		}
		if first == plies {
			return end, games.Win
		}
		if second == plies {
			return end, games.Loss
		}
	}
	return -1, games.Ongoing
}

// The judge agrees with its definition on any values; told to play out it says
// nothing but remembers.
func TestJudge(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rules := Rules{
			AdjudicateValue: rapid.SampledFrom([]int{0, 1, 100}).Draw(t, "far"),
			AdjudicatePlies: rapid.IntRange(1, 4).Draw(t, "plies"),
		}
		values := rapid.SliceOfN(rapid.SampledFrom([]int{-150, -100, -99, -1, 0, 1, 99, 100, 150, 31999}), 0, 20).Draw(t, "values")
		stm := rapid.SampledFrom([]games.Side{games.First, games.Second}).Draw(t, "side")
		playOut := rapid.Bool().Draw(t, "playOut")
		at, verdict := slowJudge(values, rules.AdjudicateValue, rules.AdjudicatePlies)

		j := newJudge(rules, playOut)
		for i, v := range values {
			if stm == games.Second {
				v = -v
			}
			got := j.see(stm, v)
			want := games.Outcome{}
			if i == at && !playOut {
				want = games.Outcome{Result: verdict, Reason: games.Adjudicated}
			}
			if got != want {
				t.Fatalf("at ply %d of %v: %v, want %v", i, values, got, want)
			}
			if got.Over() {
				break
			}
			stm = stm.Other()
		}
		for _, result := range []games.Result{games.Win, games.Draw, games.Loss} {
			want := Audit{}
			switch {
			case at < 0:
			case !playOut:
				want.Adjudicated = 1
			case result == verdict:
				want.PlayedOut = 1
			default:
				want.PlayedOut, want.Wrong = 1, 1
			}
			if got := j.audit(games.Outcome{Result: result}); got != want {
				t.Errorf("audit of %v after %v: %+v, want %+v", result, values, got, want)
			}
		}
	})
}

// Games end by adjudication where their own values say so and nowhere else, for
// the side that they say; one in sixteen goes on and is counted.
func TestAdjudication(t *testing.T) {
	g := chess.Game{}
	a := newAgent(t, g, 1)
	count := uint64(400)
	if testing.Short() {
		count = 100
	}
	var sum Audit
	var winners [games.Win + 1]int
	for i := range count {
		id := Identity{Seed: 2, Generation: 1, Index: i}
		p := play(t, g, a, id, Rules{RandomPlies: 4, Nodes: 5, MaxPlies: 40, AdjudicateValue: 40, AdjudicatePlies: 4})
		var values []int
		side := games.First
		for _, ply := range p.Game.Plies {
			v := int(ply.Value)
			if side == games.Second {
				v = -v
			}
			if ply.Flags&record.HasValue != 0 {
				values = append(values, v)
			}
			side = side.Other()
		}
		at, verdict := slowJudge(values, 40, 4)
		outcome := p.Game.Outcome
		want := Audit{}
		switch {
		case outcome.Reason == games.Adjudicated:
			want.Adjudicated = 1
			winners[outcome.Result]++
			if at != len(values)-1 || outcome.Result != verdict {
				t.Errorf("%+v: adjudicated as a %v; values %v decide it at %d as a %v", id, outcome.Result, values, at, verdict)
			}
		case p.Audit.PlayedOut == 1:
			want.PlayedOut = 1
			if at < 0 {
				t.Errorf("%+v: counts as played out; values %v never decide it", id, values)
			}
			if outcome.Result != verdict {
				want.Wrong = 1
			}
		case at >= 0:
			t.Errorf("%+v: values %v decide it at %d", id, values, at)
		}
		if p.Audit != want {
			t.Errorf("%+v: audit %+v, want %+v", id, p.Audit, want)
		}
		sum.Add(p.Audit)
	}
	met := float64(sum.Adjudicated + sum.PlayedOut)
	if met < float64(count)/4 || winners[games.Win] == 0 || winners[games.Loss] == 0 {
		t.Fatalf("%+v with winners %v: no good test", sum, winners)
	}
	const share = 1.0 / 16
	if math.Abs(float64(sum.PlayedOut)-share*met) > 5*math.Sqrt(met*share*(1-share)) {
		t.Errorf("%d of %.0f games played out, want one of 16", sum.PlayedOut, met)
	}
}

func TestAuditAdd(t *testing.T) {
	a := Audit{1, 2, 3}
	a.Add(Audit{10, 20, 30})
	if want := (Audit{11, 22, 33}); a != want {
		t.Errorf("%+v, want %+v", a, want)
	}
}
