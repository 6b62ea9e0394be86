// Package measure places the generations of a run on the Elo scale of its game
// and writes what it finds into the run file. Training does it as it goes, eval
// for generations that have no place yet.
package measure

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/eval/rating"
	"apprentice/eval/scale"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// Measurer measures the generations of a run.
type Measurer struct {
	Game     games.Game
	File     *run.File
	Workers  int
	Progress func(generation, done, planned int) // games of the generation that is measured
}

// Generation places a generation on the scale of the game by about the given
// number of games, and rates all players of the run anew. What was measured
// before stays as it is. Where a game has no scale, it meets a few players that are
// known everywhere, and generation 0.
func (m *Measurer) Generation(ctx context.Context, n, games int) error {
	s, err := scale.Of(m.Game.Name())
	if errors.Is(err, scale.ErrNoScale) {
		return m.plain(ctx, n)
	}
	if err != nil {
		return err
	}
	if there, err := m.measured(n, s); err != nil || there {
		return err
	}
	network, err := m.network(n)
	if err != nil {
		return err
	}
	begun := time.Now()
	standing, err := scale.Exam{
		Game: m.Game, Scale: s, Player: scale.Contestant(m.Game, chronicle.GenerationName(n), network), Games: games, Workers: m.Workers,
		Report: func(done, planned int) { m.Progress(n, done, planned) },
	}.Run(ctx)
	if err != nil {
		return fmt.Errorf("measuring generation %d: %w", n, err)
	}
	if err := m.keep(n, s, standing, begun); err != nil {
		return err
	}
	return chronicle.Rate(m.File)
}

// measured reports whether a generation has a place on a scale.
func (m *Measurer) measured(n int, s *scale.Scale) (bool, error) {
	all, err := m.File.Externals()
	for _, e := range all {
		if e.Generation == n && e.Scale == chronicle.ScaleName(s.Version) {
			return true, err
		}
	}
	return false, err
}

// network returns the network that plays after a generation.
func (m *Measurer) network(n int) (*value.Network, error) {
	blob, _, err := m.File.NetworkOf(n)
	if err != nil {
		return nil, err
	}
	network, meta, err := value.ReadNetwork(bytes.NewReader(blob))
	if err == nil {
		err = meta.Matches(m.Game)
	}
	if err != nil {
		return nil, fmt.Errorf("generation %d: %w", n, err)
	}
	return network, nil
}

// keep writes a measurement with its matches into the run.
func (m *Measurer) keep(n int, s *scale.Scale, standing scale.Standing, begun time.Time) error {
	conditions := chronicle.MatchSettings{Nodes: scale.Nodes, RandomPlies: s.RandomPlies}
	settings, err := json.Marshal(conditions)
	if err != nil {
		return err
	}
	took := time.Since(begun).Seconds()
	matches := make([]run.Match, len(standing.Scores))
	for i, e := range standing.Scores {
		matches[i] = matchOf(e)
		row := &matches[i]
		row.Generation, row.Scale, row.Settings, row.Seed, row.Played = n, s.Version, string(settings), s.Seed, begun
		row.Seconds = took * float64(row.Games) / float64(standing.Games())
	}
	of, err := json.Marshal(chronicle.ScaleSettings{Scale: s.Version, Signature: m.File.Program().Signature, Made: s.Signature})
	if err != nil {
		return err
	}
	return m.File.AddMeasurement(run.External{
		Generation: n, Scale: chronicle.ScaleName(s.Version), Elo: standing.Elo.Value, Low: standing.Elo.Low, High: standing.Elo.High,
		Games: standing.Games(), Settings: string(of), Measured: time.Now(),
	}, matches)
}

// matchOf returns the counts of an encounter as a run file keeps them.
func matchOf(e rating.Encounter) run.Match {
	w := e.WDL()
	return run.Match{
		A: e.A, B: e.B, Games: w.Games(), Wins: w.Wins, Draws: w.Draws, Losses: w.Losses,
		First: [3]int{e.First.Wins, e.First.Draws, e.First.Losses}, Penta: e.Pairs,
	}
}
