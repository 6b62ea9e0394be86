package eval

import "apprentice/games"

// sink counts finished games in the order of their index. They may arrive in any
// order.
type sink struct {
	match   *Tournament
	results []Result             // by pairing
	counted int                  // games in results
	waiting map[int]Finished     // arrived before a game of lower index
	half    map[int]games.Result // by pair: the result of the only game counted so far
	next    int                  // index of the game to count next
	stopped bool                 // Options.Stop declared the match decided
}

func newSink(t *Tournament) *sink {
	s := &sink{
		match:   t,
		waiting: map[int]Finished{},
		half:    map[int]games.Result{},
	}
	for _, p := range t.Pairings {
		a, b := t.Players[p[0]], t.Players[p[1]]
		s.results = append(s.results, Result{A: a.Name, B: b.Name, Reasons: map[games.Reason]int{}})
	}
	return s
}

// take saves a game that was just played and counts it.
func (s *sink) take(f Finished) error {
	if s.match.Save != nil {
		if err := s.match.Save(f); err != nil {
			return err
		}
	}
	return s.put(f)
}

// put counts f and the games that waited for it, until the match is decided.
func (s *sink) put(f Finished) error {
	s.waiting[int(f.Game.Index)] = f
	for !s.stopped {
		f, ok := s.waiting[s.next]
		if !ok {
			return nil
		}
		delete(s.waiting, s.next)
		s.next++
		complete, err := s.count(f)
		if err != nil {
			return err
		}
		pairing, _ := s.match.PairingOf(f.Game.Index)
		s.stopped = complete && s.match.Stop != nil && s.match.Stop(s.results[pairing])
	}
	return nil
}

// flush counts the games that wait for one that will never arrive.
func (s *sink) flush() error {
	for index := s.next; len(s.waiting) > 0; index++ {
		f, ok := s.waiting[index]
		if !ok {
			continue
		}
		delete(s.waiting, index)
		if _, err := s.count(f); err != nil {
			return err
		}
	}
	return nil
}

// count adds one game to the result, reports it, and says whether it completed
// its pair.
func (s *sink) count(f Finished) (complete bool, err error) {
	pairing, _ := s.match.PairingOf(f.Game.Index)
	r := &s.results[pairing]
	s.counted++
	r.WDL.Count(f.Result)
	if f.AFirst {
		r.AsFirst.Count(f.Result)
	} else {
		r.AsSecond.Count(f.Result)
	}
	r.Reasons[f.Game.Outcome.Reason]++
	r.Plies += int64(len(f.Game.Plies))
	for i := range r.Effort {
		r.Effort[i] = r.Effort[i].plus(f.Effort[i])
	}

	pair := int(f.Game.Index / 2)
	twin, complete := s.half[pair]
	if complete {
		delete(s.half, pair)
		r.Pairs.Count(twin, f.Result)
	} else {
		s.half[pair] = f.Result
	}
	if s.match.Report != nil {
		err = s.match.Report(f, r.clone())
	}
	return complete, err
}
