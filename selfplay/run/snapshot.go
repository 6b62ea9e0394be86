package run

import (
	"context"
	"database/sql"

	"apprentice/selfplay/run/internal/database"
)

// snapshot is one consistent state of a run: its small tables, and the row of its
// last shard. Rows of shards do not change afterwards, except for the marks of
// audits and pruning, so that they can be read later, a few at a time.
type snapshot struct {
	generations []Generation
	networks    []NetworkRow
	matches     []Match
	sittings    []Sitting
	lastShard   int64 // row of the newest shard
	shards      int   // their number
}

// snapshot reads one consistent state in a single short transaction.
func (f *File) snapshot() (*snapshot, error) {
	var s *snapshot
	err := f.read("read the run", func() error {
		tx, err := f.r.BeginTx(context.Background(), nil)
		if err != nil {
			return err
		}
		defer tx.Rollback() // nothing was written
		s, err = readSnapshot(tx)
		return err
	})
	return s, err
}

func readSnapshot(tx *sql.Tx) (*snapshot, error) {
	var s snapshot
	var err error
	if s.generations, err = database.List(tx, scanGeneration, selectGenerations+`ORDER BY number`); err != nil {
		return nil, err
	}
	if s.networks, err = database.List(tx, scanNetworkRow, selectNetworks); err != nil {
		return nil, err
	}
	if s.matches, err = database.List(tx, scanMatch, selectMatches); err != nil {
		return nil, err
	}
	if s.sittings, err = database.List(tx, scanSitting, selectSittings+`ORDER BY id`); err != nil {
		return nil, err
	}
	last, err := database.List(tx, scanNumber, selectLastShard)
	if err != nil {
		return nil, err
	}
	s.lastShard = last[0]
	for i := range s.generations {
		s.shards += s.generations[i].UnitsPlayed
	}
	return &s, nil
}
