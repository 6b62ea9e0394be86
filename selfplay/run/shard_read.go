package run

import (
	"database/sql"
	"fmt"
	"iter"

	"apprentice/games/record"
	"apprentice/internal/crc32c"
)

// Units returns the numbers of the units of a generation that are in the run,
// sorted.
func (f *File) Units(generation int) ([]int, error) {
	return list(f, fmt.Sprintf("read units of generation %d", generation), func(rows *sql.Rows, unit *int) error {
		return rows.Scan(unit)
	}, `SELECT unit FROM shards WHERE generation = ? ORDER BY unit`, generation)
}

// FirstWhole returns the first generation from which on no games were pruned or
// left out, so that a replay window may begin there. It is 1 in a run that was
// never pruned, and the generation after the last in a slim copy.
func (f *File) FirstWhole() (int, error) {
	all, err := list(f, "look for pruned games", func(rows *sql.Rows, n *int) error {
		return rows.Scan(n)
	}, `SELECT max(coalesce((SELECT max(generation) FROM shards WHERE pruned = 1), 0),
		coalesce((SELECT max(number) FROM generations WHERE units_played > 0 AND number NOT IN (SELECT generation FROM shards)), 0))`)
	if err != nil {
		return 0, err
	}
	return all[0] + 1, nil
}

// Incomplete returns the generations that have lost games to pruning or to a slim
// copy.
func (f *File) Incomplete() (map[int]bool, error) {
	numbers, err := list(f, "read pruned units", func(rows *sql.Rows, n *int) error {
		return rows.Scan(n)
	}, `SELECT DISTINCT generation FROM shards WHERE pruned <> 0`)
	all := make(map[int]bool, len(numbers))
	for _, n := range numbers {
		all[n] = true
	}
	return all, err
}

// Fingerprint returns a short text that identifies the games of a generation.
func (f *File) Fingerprint(generation int) (string, error) {
	var units, size, sum, weighted int64
	err := f.r.QueryRow(`SELECT count(*), coalesce(sum(size), 0), coalesce(sum(crc32c), 0), coalesce(sum((unit % 65536 + 1) * (crc32c % 1048573)), 0)
		FROM shards WHERE generation = ?`, generation).Scan(&units, &size, &sum, &weighted)
	return fmt.Sprintf("%d:%d:%x:%x", units, size, sum, weighted), explain(f.path, fmt.Sprintf("read units of generation %d", generation), err)
}

// Shards yields the shards of generations from to to, both included, by
// generation and unit, as they were when it began. It holds a few at a time and
// ends with the first error; a blob that fails its checksum is ErrDamaged. A
// pruned shard has no Blob. No transaction is open while the body of the loop
// runs, so that the body may take long, and may write to the file.
func (f *File) Shards(from, to int) iter.Seq2[Shard, error] {
	return func(yield func(Shard, error) bool) {
		last, err := f.lastShard()
		if err != nil {
			yield(Shard{}, err)
			return
		}
		for s, err := range f.rawShards(from, to, last) {
			if err == nil && !s.Pruned && crc32c.Sum(s.Blob) != s.CRC {
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

// Unit returns one shard of a generation, ErrNoUnit if it is not in the run.
func (f *File) Unit(generation, unit int) (Shard, error) {
	last, err := f.lastShard()
	if err != nil {
		return Shard{}, err
	}
	what := fmt.Sprintf("read unit %d of generation %d", unit, generation)
	all, err := list(f, what, scanShard, selectShards, generation, generation, last, generation, unit-1, 1)
	switch {
	case err != nil:
		return Shard{}, err
	case len(all) == 0 || all[0].Unit != unit:
		return Shard{}, fmt.Errorf("%s: %s: %w", f.path, what, ErrNoUnit)
	case !all[0].Pruned && crc32c.Sum(all[0].Blob) != all[0].CRC:
		return Shard{}, fmt.Errorf("%s: generation %d, unit %d: %w: checksum of the games is wrong", f.path, generation, unit, ErrDamaged)
	}
	return all[0], nil
}

// lastShard returns the row of the newest shard. Row numbers only grow, so the
// rows up to it are the shards that exist now.
func (f *File) lastShard() (int64, error) {
	all, err := list(f, "look for the newest games", scanNumber, selectLastShard)
	if err != nil {
		return 0, err
	}
	return all[0], nil
}

const selectLastShard = `SELECT coalesce(max(rowid), 0) FROM shards`

func scanNumber(rows *sql.Rows, n *int64) error { return rows.Scan(n) }

// batchRows is how many shards one query reads, some hundred kilobytes.
const batchRows = 16

const selectShards = `SELECT s.generation, s.unit, s.kind, s.player, coalesce(p.version, ''), coalesce(p.signature, ''),
	coalesce(s.network, ''), coalesce(r.json, ''), s.games, s.plies, s.positions, s.nodes, s.first_wins, s.draws, s.second_wins, s.capped,
	s.seconds, s.audited, coalesce(s.suspect, ''), s.size, s.crc32c, s.pruned, s.blob
	FROM shards s LEFT JOIN programs p ON p.id = s.program LEFT JOIN rules r ON r.id = s.rules
	WHERE s.generation BETWEEN ? AND ? AND s.rowid <= ? AND (s.generation, s.unit) > (?, ?)
	ORDER BY s.generation, s.unit LIMIT ?`

// rawShards yields the shards up to a row, without looking at their checksums.
// Each batch is a query of its own.
func (f *File) rawShards(from, to int, last int64) iter.Seq2[Shard, error] {
	return func(yield func(Shard, error) bool) {
		what := fmt.Sprintf("read games of generations %d to %d", from, to)
		generation, unit := from, -1
		for {
			batch, err := list(f, what, scanShard, selectShards, from, to, last, generation, unit, batchRows)
			if err != nil {
				yield(Shard{}, err)
				return
			}
			for _, s := range batch {
				if !yield(s, nil) {
					return
				}
				generation, unit = s.Generation, s.Unit
			}
			if len(batch) < batchRows {
				return
			}
		}
	}
}

func scanShard(rows *sql.Rows, s *Shard) error {
	return rows.Scan(&s.Generation, &s.Unit, &s.Kind, &s.Player, &s.Program.Version, &s.Program.Signature,
		&s.Network, &s.Rules, &s.Games, &s.Plies, &s.Positions, &s.Nodes, &s.FirstWins, &s.Draws, &s.SecondWins, &s.Capped,
		&s.Seconds, &s.Audited, &s.Suspect, &s.Size, &s.CRC, &s.Pruned, &s.Blob)
}

// Decode returns the games of the shard. The error is ErrPruned if they were
// dropped, and wraps ErrDamaged if they cannot be read. Decode takes no more
// memory than the shard's counts allow.
func (s *Shard) Decode() ([]record.Game, error) {
	if s.Pruned {
		return nil, fmt.Errorf("generation %d, unit %d: %w", s.Generation, s.Unit, ErrPruned)
	}
	played, err := record.DecodeShardWithin(s.Blob, int64(s.Games), s.Plies)
	if err != nil {
		return nil, fmt.Errorf("generation %d, unit %d: %w: %w", s.Generation, s.Unit, ErrDamaged, err)
	}
	return played, nil
}

// Source is the experience of some generations. It satisfies learn.Source.
type Source struct {
	file     *File
	from, to int
}

// Source returns the games of generations from to to, both included.
func (f *File) Source(from, to int) *Source {
	return &Source{f, from, to}
}

// Games yields the games by generation, unit and place in the unit: the same
// order in every run of the same seed, for any workers and machines. The caller
// may keep the games. It ends with the first error: damage is named with its
// generation and unit; pruned games are ErrPruned.
func (s *Source) Games() iter.Seq2[*record.Game, error] {
	return func(yield func(*record.Game, error) bool) {
		for shard, err := range s.file.Shards(s.from, s.to) {
			if err != nil {
				yield(nil, err)
				return
			}
			played, err := shard.Decode()
			if err != nil {
				yield(nil, fmt.Errorf("%s: %w", s.file.path, err))
				return
			}
			for i := range played {
				if !yield(&played[i], nil) {
					return
				}
			}
		}
	}
}
