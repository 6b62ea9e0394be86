package match

import (
	"encoding/json"
	"fmt"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/eval"
	"apprentice/selfplay/run"
)

// store keeps the result of a match in the run whose generations played
// it.
type store struct {
	path     string
	settings string   // JSON of chronicle.MatchSettings
	names    []string // of the players, as the run calls them
	numbers  []int    // generations, or run.NoGeneration
	seed     uint64
}

// newStore checks that the players of a match can be kept in the run, and
// that it can be written to.
func newStore(f *flags, specs []player.Spec, t *eval.Tournament) (*store, error) {
	s := &store{path: f.store, seed: f.seed}
	file, err := files.OpenRunToWrite(f.store)
	if err != nil {
		return nil, fmt.Errorf("--store: %w", err)
	}
	defer file.Close()
	seen := map[string]bool{}
	for _, spec := range specs {
		number, err := spec.InRun(file, s.path)
		name := spec.String()
		if number != run.NoGeneration {
			name = chronicle.GenerationName(number)
		}
		if err == nil && seen[name] {
			err = fmt.Errorf("%s would play itself", name)
		}
		if err != nil {
			return nil, fmt.Errorf("--store: %w", err)
		}
		seen[name] = true
		s.names, s.numbers = append(s.names, name), append(s.numbers, number)
	}
	settings, err := json.Marshal(chronicle.MatchSettings{Nodes: int(t.Limits.Nodes), RandomPlies: t.RandomPlies, By: chronicle.ByMatch})
	s.settings = string(settings)
	return s, err
}

// keep stores the results and fits the ratings of the run anew. It returns how
// many it stored: a match that is taken up again after its end adds nothing.
func (s *store) keep(head head, b *board) (n int, err error) {
	file, err := files.OpenRunToWrite(s.path)
	if err != nil {
		return 0, fmt.Errorf("the result was not kept: %w", err)
	}
	defer file.Close()
	before, err := file.Matches()
	if err != nil {
		return 0, err
	}
	for i, r := range b.results {
		m := s.match(head, b, i, r)
		if m.Games == 0 || kept(before, m) {
			continue
		}
		if _, err := file.AddMatch(m); err != nil {
			return n, err
		}
		n++
	}
	if err := chronicle.Rate(file); err != nil {
		return n, fmt.Errorf("%s kept in %s, but not rated: %w", console.Plural(n, "match"), s.path, err)
	}
	return n, nil
}

// match returns the result of a pairing as the run keeps it, from the view of a
// generation.
func (s *store) match(head head, b *board, pairing int, r eval.Result) run.Match {
	x, y := b.t.Pairings[pairing][0], b.t.Pairings[pairing][1]
	if s.numbers[x] == run.NoGeneration && s.numbers[y] != run.NoGeneration {
		x, y, r = y, x, r.Reverse()
	}
	m := chronicle.MatchRow(r)
	m.A, m.B, m.Generation = s.names[x], s.names[y], s.numbers[x]
	m.Settings, m.Seed, m.Played, m.Seconds = s.settings, s.seed, head.Begun, b.took.Seconds()
	return m
}

// kept reports whether a match is among those of a run.
func kept(matches []run.Match, m run.Match) bool {
	for _, old := range matches {
		if old.A == m.A && old.B == m.B && old.Seed == m.Seed && old.Settings == m.Settings && old.Games == m.Games && old.Played.Equal(m.Played) {
			return true
		}
	}
	return false
}
