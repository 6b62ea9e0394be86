package scale

import (
	"context"
	"math"

	"apprentice/eval"
	"apprentice/eval/rating"
	"apprentice/games"
	"apprentice/internal/splitmix"
)

// How the games of an exam are spent.
const (
	shownPairs  = 10 // with each anchor that everybody plays
	searchPairs = 2  // with each anchor that the search by halves tries
	rounds      = 4  // in which the rest is played; each is spent by what those before it showed
	leastPairs  = 8  // of all rounds together
)

// Exam measures a player on a scale. Its result is a function of the player, the
// scale and the number of games, whatever the number of workers.
type Exam struct {
	Game    games.Game
	Scale   *Scale
	Player  eval.Entrant // as Contestant makes it
	Games   int          // to play, about; a short exam plays some more
	Workers int          // games at a time

	// Report is called after each game with the number of games played and
	// planned, one call at a time. It may be nil.
	Report func(done, planned int)
}

// sitting is the state of an exam.
type sitting struct {
	Exam
	anchors []eval.Entrant
	scores  []rating.Encounter // by anchor
	stage   uint64             // of the seeds
	done    int                // games
	planned int
}

// Run plays the games. A player whose search is broken off by ctx has no result.
func (e Exam) Run(ctx context.Context) (Standing, error) {
	anchors, err := e.Scale.entrants(e.Game)
	if err != nil {
		return Standing{}, err
	}
	s := &sitting{Exam: e, anchors: anchors, scores: make([]rating.Encounter, len(anchors)), planned: e.Games}
	for i, a := range anchors {
		s.scores[i] = rating.Encounter{A: e.Player.Name, B: a.Name}
	}
	if err := s.show(ctx); err != nil {
		return Standing{}, err
	}
	if err := s.search(ctx); err != nil {
		return Standing{}, err
	}
	if err := s.spend(ctx); err != nil {
		return Standing{}, err
	}
	return s.standing(), nil
}

// show plays the games with anchors that mean something to everybody.
func (s *sitting) show(ctx context.Context) error {
	var shown []int
	for i, a := range s.Scale.Anchors {
		if a.Shown {
			shown = append(shown, i)
		}
	}
	return s.play(ctx, shown, shownPairs)
}

// search halves the anchors until it is known which of them the player is next
// to: a few games with each that it tries.
func (s *sitting) search(ctx context.Context) error {
	low, high := 0, len(s.anchors)
	for low < high {
		middle := (low + high) / 2
		if s.scores[middle].WDL().Games() == 0 {
			if err := s.play(ctx, []int{middle}, searchPairs); err != nil {
				return err
			}
		}
		if s.scores[middle].WDL().Expectation() > 0.5 {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return nil
}

// spend plays the rest of the games with the anchors of about equal strength.
func (s *sitting) spend(ctx context.Context) error {
	left := max((s.Games-s.done)/2, leastPairs)
	s.planned = s.done + 2*left
	for round := range rounds {
		share := left / (rounds - round)
		if share == 0 {
			continue
		}
		band := s.band()
		if len(band) > share {
			band = band[:share]
		}
		each := share / len(band)
		left -= each * len(band)
		if err := s.play(ctx, band, each); err != nil {
			return err
		}
		if last := round == rounds-1; last && left > 0 { // one more pair with some
			return s.play(ctx, band[:left], 1)
		}
	}
	return nil
}

// even is how far from equal strength an anchor may be, in Elo, for games with
// it to be worth playing: the player scores between 10 and 90 %.
var even = 400 * math.Log10(9)

// band returns the anchors that the player scores between 10 and 90 % against, as
// far as is known, or else the nearest one. The nearest come first.
func (s *sitting) band() []int {
	elo := s.standing().Elo.Value
	distance := func(i int) float64 { return math.Abs(s.Scale.Anchors[i].Elo - elo) }
	band := nearest(len(s.anchors), distance)
	n := 1
	for n < len(band) && distance(band[n]) <= even {
		n++
	}
	return band[:n]
}

// play plays some pairs of games with each of some anchors.
func (s *sitting) play(ctx context.Context, with []int, pairs int) error {
	if len(with) == 0 {
		return nil
	}
	s.stage++
	t := eval.Tournament{Game: s.Game, Players: []eval.Entrant{s.Player}, Options: eval.Options{
		Pairs: pairs, RandomPlies: s.Scale.RandomPlies, Seed: splitmix.Finalize(s.Scale.Seed ^ splitmix.Finalize(s.stage)),
		Concurrency: s.Workers,
		Report: func(eval.Finished, eval.Result) error {
			s.done++
			if s.Report != nil {
				s.Report(s.done, max(s.planned, s.done))
			}
			return nil
		},
	}}
	for i, anchor := range with {
		t.Players = append(t.Players, s.anchors[anchor])
		t.Pairings = append(t.Pairings, [2]int{0, i + 1})
	}
	results, err := t.Play(ctx)
	if err != nil {
		return err
	}
	for i, e := range eval.Encounters(results) {
		sum := &s.scores[with[i]]
		sum.First, sum.Second = sum.First.Plus(e.First), sum.Second.Plus(e.Second)
		for k, n := range e.Pairs {
			sum.Pairs[k] += n
		}
	}
	return nil
}
