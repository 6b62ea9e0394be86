package scale

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	"apprentice/eval"
	"apprentice/eval/rating"
	"apprentice/games"
)

// Making is how a scale is measured.
type Making struct {
	Game      games.Game
	Old       *Scale // its anchors, in about the order of their strength
	Signature string // bench signature of this program
	Pairs     int    // that any two neighbours play
	Workers   int

	// Report is called after each game with the number of games played and of all
	// games, one call at a time. It may be nil.
	Report func(done, total int)
}

// reach is how many anchors above it each one meets.
const reach = 2

// Play plays anchors with their neighbours and returns the scale on which they
// have their place. Its version is that of the old scale if nothing has changed,
// and one more if anything has.
func (m Making) Play(ctx context.Context) (*Scale, error) {
	if m.Old.Anchors[0].Name != Zero {
		return nil, fmt.Errorf("the first anchor is %s; want %s, which has 0", m.Old.Anchors[0].Name, Zero)
	}
	entrants, err := m.Old.entrants(m.Game)
	if err != nil {
		return nil, err
	}
	t := eval.Tournament{Game: m.Game, Players: entrants, Options: eval.Options{
		Pairs: m.Pairs, RandomPlies: m.Old.RandomPlies, Seed: m.Old.Seed, Concurrency: m.Workers,
	}}
	for a := range entrants {
		for b := a + 1; b <= min(a+reach, len(entrants)-1); b++ {
			t.Pairings = append(t.Pairings, [2]int{b, a})
		}
	}
	done := 0
	t.Report = func(eval.Finished, eval.Result) error {
		done++
		if m.Report != nil {
			m.Report(done, t.Games())
		}
		return nil
	}
	results, err := t.Play(ctx)
	if err != nil {
		return nil, err
	}
	return m.fit(results)
}

// Zero is the anchor that has 0.
const Zero = "random"

// fit returns the scale on which the anchors have the places that their games
// show.
func (m Making) fit(results []eval.Result) (*Scale, error) {
	s := *m.Old
	s.Signature, s.Pairs = m.Signature, m.Pairs
	s.Anchors, s.Meetings = slices.Clone(s.Anchors), nil
	for _, r := range results {
		s.Meetings = append(s.Meetings, Meeting{r.A, r.B, [3]int{r.WDL.Wins, r.WDL.Draws, r.WDL.Losses}, r.Pairs})
	}
	fitted := rating.Rate(eval.Encounters(results), map[string]float64{Zero: 0}, rating.DefaultPrior)
	for _, r := range fitted.Ratings {
		if r.Reason != rating.Rated {
			return nil, fmt.Errorf("%s has no place: %v", r.Name, r.Reason)
		}
		a := &s.Anchors[s.find(r.Name)]
		a.Elo, a.Low, a.High = tenths(r.Elo.Value), tenths(r.Elo.Low), tenths(r.Elo.High)
	}
	slices.SortStableFunc(s.Anchors, func(a, b Anchor) int { return cmp.Compare(a.Elo, b.Elo) })
	if s.Anchors[0].Name != Zero {
		return nil, errors.New(s.Anchors[0].Name + " is weaker than random moves: leave it out")
	}
	if !s.equals(m.Old) {
		s.Version++
	}
	return &s, nil
}

// tenths rounds to a tenth, so that the file does not depend on the last bits of
// a machine's arithmetic.
func tenths(x float64) float64 { return float64(int64(x*10+sign(x)*0.5)) / 10 }

func sign(x float64) float64 {
	if x < 0 {
		return -1
	}
	return 1
}

// equals reports whether two scales give the same figures.
func (s *Scale) equals(t *Scale) bool {
	return s.Game == t.Game && s.Signature == t.Signature && s.RandomPlies == t.RandomPlies && s.Seed == t.Seed && slices.Equal(s.Anchors, t.Anchors)
}
