package train

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/eval"
	"apprentice/games"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// Conditions of the matches that a run measures itself with. They are small:
// a curve has many points, and all matches together make the ratings.
const (
	measureNodes = 400
	measureHash  = 2 // MB
	measurePairs = 30
)

// measurer measures the generations of a run and writes what it finds into
// the run file.
type measurer struct {
	game     games.Game
	file     *run.File
	workers  int
	progress func(generation, done, total int) // games of the generation that is measured
}

// measure lets generation n meet its baseline and rates all players anew. The
// first one takes generation 0 along, where the curves begin.
func (m *measurer) measure(ctx context.Context, n int) (selfplay.Strength, error) {
	var matches []measurement
	generations := []int{n}
	if n == 1 {
		generations = []int{0, 1}
	}
	for _, g := range generations {
		more, err := m.missing(g)
		if err != nil {
			return selfplay.Strength{}, err
		}
		matches = append(matches, more...)
	}
	done, total := 0, 2*measurePairs*len(matches)
	for _, match := range matches {
		match.Report = func(eval.Finished, eval.Result) error {
			done++
			m.progress(n, done, total)
			return nil
		}
		if err := m.play(ctx, match); err != nil {
			return selfplay.Strength{}, err
		}
	}
	strength, err := m.strength(n)
	if err != nil {
		return strength, err
	}
	return strength, chronicle.Rate(m.file)
}

// Bounds of a lost match: a network that scores no more than this against its
// parent is not a matter of chance.
const (
	lostShare = 0.05
	lostGames = 40
)

// strength reports whether generation n lost nearly all games with the one
// before it.
func (m *measurer) strength(n int) (selfplay.Strength, error) {
	matches, err := m.file.Matches()
	for _, match := range chronicle.Measured(matches) {
		if match.A == chronicle.GenerationName(n) && match.B == chronicle.GenerationName(n-1) && match.Games >= lostGames {
			score := (float64(match.Wins) + float64(match.Draws)/2) / float64(match.Games)
			return selfplay.Strength{Lost: score <= lostShare}, err
		}
	}
	return selfplay.Strength{}, err
}

// measurement is a match of a generation.
type measurement struct {
	eval.Match
	generation int
}

// missing returns the matches of a generation that have not been played.
func (m *measurer) missing(n int) ([]measurement, error) {
	done, err := m.played(n)
	if err != nil {
		return nil, err
	}
	baseline := eval.Baseline{
		Generation: n,
		Entrant:    m.generation,
		Options: eval.Options{
			Pairs:       measurePairs,
			RandomPlies: player.OpeningPlies(m.game),
			Seed:        m.file.Config().Seed,
			Limits:      search.Limits{Nodes: measureNodes},
			Concurrency: m.workers,
		},
	}
	pairings, err := baseline.Pairings()
	if err != nil {
		return nil, err
	}
	var matches []measurement
	for _, p := range pairings {
		if done[p.B.Name] {
			continue // before the run was interrupted
		}
		match := eval.Match{Game: m.game, A: p.A, B: p.B, Options: baseline.Options}
		match.Seed = p.Seed
		matches = append(matches, measurement{match, n})
	}
	return matches, nil
}

// played returns the opponents that generation n has met.
func (m *measurer) played(n int) (map[string]bool, error) {
	matches, err := m.file.Matches()
	done := make(map[string]bool)
	for _, match := range chronicle.Measured(matches) {
		if match.A == chronicle.GenerationName(n) {
			done[match.B] = true
		}
	}
	return done, err
}

// generation returns a generation of the run as a player.
func (m *measurer) generation(n int) (eval.Entrant, error) {
	opts := search.DefaultOptions()
	opts.Hash = measureHash
	return player.Generation(m.game, m.file, n, chronicle.GenerationName(n), opts)
}

// play plays a match and stores it.
func (m *measurer) play(ctx context.Context, match measurement) error {
	begun := time.Now()
	result, err := match.Play(ctx)
	if err != nil {
		return fmt.Errorf("measuring %s against %s: %w", match.A.Name, match.B.Name, err)
	}
	settings, err := json.Marshal(chronicle.MatchSettings{Nodes: measureNodes, RandomPlies: match.RandomPlies})
	if err != nil {
		return err
	}
	row := chronicle.MatchRow(result)
	row.Generation, row.Settings, row.Seed = match.generation, string(settings), match.Seed
	row.Played, row.Seconds = begun, time.Since(begun).Seconds()
	_, err = m.file.AddMatch(row)
	return err
}
