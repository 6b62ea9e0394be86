package measure

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/eval"
	"apprentice/eval/scale"
	"apprentice/internal/splitmix"
)

// plainPairs is how many pairs of games a generation plays with each opponent
// where the game has no scale.
const plainPairs = 30

// plain measures a generation of a game without a scale: by random moves, a
// search of two plies, and generation 0. Its Elo is on the scale of the run.
func (m *Measurer) plain(ctx context.Context, n int) error {
	opponents, err := m.opponents(n)
	if err != nil {
		return err
	}
	network, err := m.network(n)
	if err != nil {
		return err
	}
	subject := scale.Contestant(m.Game, chronicle.GenerationName(n), network)
	done, planned := 0, 2*plainPairs*len(opponents)
	for i, o := range opponents {
		options := eval.Options{
			Pairs: plainPairs, RandomPlies: player.OpeningPlies(m.Game), Concurrency: m.Workers,
			Seed:   splitmix.Finalize(m.File.Config().Seed ^ splitmix.Finalize(uint64(n)<<32|uint64(i))),
			Limits: search.Limits{Nodes: scale.Nodes},
			Report: func(eval.Finished, eval.Result) error {
				done++
				m.Progress(n, done, planned)
				return nil
			},
		}
		if err := m.match(ctx, n, eval.Match{Game: m.Game, A: subject, B: o, Options: options}); err != nil {
			return err
		}
	}
	return chronicle.Rate(m.File)
}

// opponents returns those that a generation has not met yet.
func (m *Measurer) opponents(n int) ([]eval.Entrant, error) {
	var all []eval.Entrant
	for _, spec := range []string{"random", "material:2"} {
		e, err := eval.Builtin(spec)
		if err != nil {
			return nil, err
		}
		all = append(all, e)
	}
	if n > 0 {
		network, err := m.network(0)
		if err != nil {
			return nil, err
		}
		all = append(all, scale.Contestant(m.Game, chronicle.GenerationName(0), network))
	}
	matches, err := m.File.Matches()
	if err != nil {
		return nil, err
	}
	met := map[string]bool{}
	for _, match := range chronicle.Measured(matches) {
		met[match.B] = met[match.B] || match.A == chronicle.GenerationName(n)
	}
	var left []eval.Entrant
	for _, o := range all {
		if !met[o.Name] {
			left = append(left, o)
		}
	}
	return left, nil
}

// match plays a match and keeps it.
func (m *Measurer) match(ctx context.Context, n int, match eval.Match) error {
	begun := time.Now()
	result, err := match.Play(ctx)
	if err != nil {
		return fmt.Errorf("measuring %s against %s: %w", match.A.Name, match.B.Name, err)
	}
	settings, err := json.Marshal(chronicle.MatchSettings{Nodes: scale.Nodes, RandomPlies: match.RandomPlies})
	if err != nil {
		return err
	}
	row := chronicle.MatchRow(result)
	row.Generation, row.Settings, row.Seed = n, string(settings), match.Seed
	row.Played, row.Seconds = begun, time.Since(begun).Seconds()
	_, err = m.File.AddMatch(row)
	return err
}
