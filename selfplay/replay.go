package selfplay

import (
	"bytes"
	"context"
	"fmt"

	"apprentice/agent"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/selfplay/run"
)

// Replayer plays games of one generation of a run again, from the network, the
// seed and the rules in the run file alone.
type Replayer struct {
	game  games.Game
	agent *agent.Agent
	plan  Plan
	seed  uint64
}

// NewReplayer returns a replayer for the games of a generation.
func NewReplayer(g games.Game, file *run.File, generation int) (*Replayer, error) {
	row, err := file.Generation(generation)
	if err != nil {
		return nil, err
	}
	plan, err := planOf(&row)
	if err != nil {
		return nil, err
	}
	network, err := (&loop{Options: Options{Game: g, File: file}}).network(generation - 1)
	if err != nil {
		return nil, err
	}
	return &Replayer{g, NewPlayer(g, network), plan, file.Config().Seed}, nil
}

// Check plays a recorded game again. If the two are not the same to the last bit,
// it returns an error that names the first difference.
func (r *Replayer) Check(ctx context.Context, recorded *record.Game) error {
	id := Identity{Seed: r.seed, Generation: recorded.Generation, Index: recorded.Index}
	played, err := Play(ctx, r.game, r.agent, id, r.plan.Rules)
	if err != nil {
		return err
	}
	if bytes.Equal(record.AppendGame(nil, recorded), record.AppendGame(nil, &played.Game)) {
		return nil
	}
	for i := range min(len(recorded.Plies), len(played.Game.Plies)) {
		if recorded.Plies[i] != played.Game.Plies[i] {
			return fmt.Errorf("game %d of generation %d differs from ply %d on", id.Index, id.Generation, i+1)
		}
	}
	return fmt.Errorf("game %d of generation %d has %d plies and ends by %v, not %d and %v", id.Index, id.Generation,
		len(recorded.Plies), recorded.Outcome.Reason, len(played.Game.Plies), played.Game.Outcome.Reason)
}
