package selfplay

import (
	"fmt"

	"apprentice/games/record"
	"apprentice/selfplay/run"
)

// maxReceivedPlies is what a unit may have: more plies than any rules allow.
const maxReceivedPlies = UnitGames << 12

// Received returns a unit of b that was played elsewhere, from its compressed
// games and what these do not say. It trusts nothing: the games must be those of
// the unit, and the counts are made anew. It does not know whether the moves are
// those of the network; see Same.
func (b *Batch) Received(unit int, blob []byte, nodes int64, seconds float64, audit Audit) (Unit, error) {
	played, err := record.DecodeShardWithin(blob, UnitGames, maxReceivedPlies)
	if err != nil {
		return Unit{}, err
	}
	if len(played) != UnitGames {
		return Unit{}, fmt.Errorf("unit %d has %d games, want %d", unit, len(played), UnitGames)
	}
	u := Unit{Shard: run.Shard{Generation: b.Generation, Unit: unit}, Audit: audit}
	for i := range played {
		g := &played[i]
		if g.Seed != b.Seed || g.Generation != b.Generation || g.Index != uint64(unit*UnitGames+i) {
			return Unit{}, fmt.Errorf("game %d of unit %d is another one: game %d of generation %d, seed %d", i, unit, g.Index, g.Generation, g.Seed)
		}
		count(&u.Shard, &Played{Game: *g})
	}
	u.Shard.Nodes, u.Shard.Seconds = nodes, seconds
	u.Shard.Blob = blob
	return u, nil
}

// Same reports whether two players of a unit played the same games with the same
// effort.
func Same(a, b *Unit) (bool, error) {
	if a.Shard.Nodes != b.Shard.Nodes || a.Audit != b.Audit {
		return false, nil
	}
	x, err := a.Shard.Decode()
	if err != nil {
		return false, err
	}
	y, err := b.Shard.Decode()
	if err != nil || len(x) != len(y) {
		return false, err
	}
	for i := range x {
		if string(record.AppendGame(nil, &x[i])) != string(record.AppendGame(nil, &y[i])) {
			return false, nil
		}
	}
	return true, nil
}
