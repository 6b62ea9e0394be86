package run

import (
	"database/sql"
	"fmt"
	"hash/crc32"
	"iter"
)

// Shard is the games of one unit of work and their counts.
type Shard struct {
	Generation, Unit                     int
	Games                                int
	Plies                                int64
	Positions                            int64 // plies that a search chose (record.HasValue)
	Nodes                                int64
	FirstWins, Draws, SecondWins, Capped int     // Capped games are among the draws
	Seconds                              float64 // one worker's time
	Blob                                 []byte  // record.EncodeShard
	CRC                                  uint32  // CRC-32C of Blob; AddShard computes it where it is 0
}

// checksum returns the CRC-32C of a blob.
func checksum(blob []byte) uint32 {
	return crc32.Checksum(blob, crc32.MakeTable(crc32.Castagnoli))
}

// AddShard adds a shard to a generation that is being played, and its counts
// to those of the generation, in one transaction. A unit that is there already
// is ErrDuplicate and changes nothing; a generation that is past playing is
// ErrState, since its network would not know the games.
func (f *File) AddShard(s Shard) error {
	what := fmt.Sprintf("add unit %d of generation %d", s.Unit, s.Generation)
	crc := checksum(s.Blob)
	if s.CRC != 0 && s.CRC != crc {
		return fmt.Errorf("%s: %s: the shard was damaged on its way: checksum %08x, not %08x", f.path, what, crc, s.CRC)
	}
	if s.Blob == nil {
		s.Blob = []byte{}
	}
	return f.write(what, func(tx *sql.Tx) error {
		var state State
		err := tx.QueryRow(`SELECT state FROM generations WHERE number = ?`, s.Generation).Scan(&state)
		switch {
		case err == sql.ErrNoRows:
			return ErrUnknownGeneration
		case err != nil:
			return err
		}
		result, err := tx.Exec(`INSERT INTO shards (generation, unit, games, plies, positions, nodes,
			first_wins, draws, second_wins, capped, seconds, crc32c, blob)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (generation, unit) DO NOTHING`,
			s.Generation, s.Unit, s.Games, s.Plies, s.Positions, s.Nodes,
			s.FirstWins, s.Draws, s.SecondWins, s.Capped, s.Seconds, crc, s.Blob)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			return ErrDuplicate
		}
		if state != Playing {
			return fmt.Errorf("%w: %s", ErrState, state)
		}
		return changed(tx.Exec(`UPDATE generations SET games = games + ?, plies = plies + ?, positions = positions + ?,
			nodes = nodes + ?, first_wins = first_wins + ?, draws = draws + ?, second_wins = second_wins + ?,
			capped = capped + ?, worker_seconds = worker_seconds + ? WHERE number = ?`,
			s.Games, s.Plies, s.Positions, s.Nodes, s.FirstWins, s.Draws, s.SecondWins, s.Capped, s.Seconds, s.Generation))
	})
}

// Units returns the numbers of the units of a generation that are in the run,
// sorted.
func (f *File) Units(generation int) ([]int, error) {
	return list(f, fmt.Sprintf("read units of generation %d", generation), func(rows *sql.Rows, unit *int) error {
		return rows.Scan(unit)
	}, `SELECT unit FROM shards WHERE generation = ? ORDER BY unit`, generation)
}

// Shards yields the shards of generations from to to, both included, by
// generation and unit, as they were when it began. It reads one at a time and
// ends with the first error; a blob that fails its checksum is ErrDamaged. The
// file may be written to meanwhile, also in the loop's body.
func (f *File) Shards(from, to int) iter.Seq2[Shard, error] {
	return func(yield func(Shard, error) bool) {
		for s, err := range f.rawShards(from, to) {
			if err == nil && checksum(s.Blob) != s.CRC {
				err = fmt.Errorf("%s: generation %d, unit %d: %w: checksum of the games is wrong", f.path, s.Generation, s.Unit, ErrDamaged)
			}
			if err != nil {
				yield(Shard{}, err)
				return
			}
			if !yield(s, nil) {
				return
			}
		}
	}
}

// rawShards is Shards without the checksum.
func (f *File) rawShards(from, to int) iter.Seq2[Shard, error] {
	return func(yield func(Shard, error) bool) {
		what := fmt.Sprintf("read games of generations %d to %d", from, to)
		rows, err := f.r.Query(`SELECT generation, unit, games, plies, positions, nodes,
			first_wins, draws, second_wins, capped, seconds, crc32c, blob FROM shards
			WHERE generation BETWEEN ? AND ? ORDER BY generation, unit`, from, to)
		if err != nil {
			yield(Shard{}, explain(f.path, what, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var s Shard
			if err := rows.Scan(&s.Generation, &s.Unit, &s.Games, &s.Plies, &s.Positions, &s.Nodes,
				&s.FirstWins, &s.Draws, &s.SecondWins, &s.Capped, &s.Seconds, &s.CRC, &s.Blob); err != nil {
				yield(Shard{}, explain(f.path, what, err))
				return
			}
			if !yield(s, nil) {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(Shard{}, explain(f.path, what, err))
		}
	}
}
