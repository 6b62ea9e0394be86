package run

import (
	"database/sql"
	"fmt"
	"iter"
)

// Units returns the numbers of the units of a generation that are in the run,
// sorted.
func (f *File) Units(generation int) ([]int, error) {
	return list(f, fmt.Sprintf("read units of generation %d", generation), func(rows *sql.Rows, unit *int) error {
		return rows.Scan(unit)
	}, `SELECT unit FROM shards WHERE generation = ? ORDER BY unit`, generation)
}

// Shards yields the shards of generations from to to, both included, by
// generation and unit, as they were when it began. It reads one at a time and
// ends with the first error; a blob that fails its checksum is ErrDamaged. A
// shard that was pruned has no Blob. The file may be written to meanwhile, also in the loop's body.
func (f *File) Shards(from, to int) iter.Seq2[Shard, error] {
	return func(yield func(Shard, error) bool) {
		for s, err := range f.rawShards(from, to) {
			if err == nil && !s.Pruned && checksum(s.Blob) != s.CRC {
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
		rows, err := f.r.Query(`SELECT s.generation, s.unit, s.kind, s.player, coalesce(p.version, ''), coalesce(p.signature, ''),
			coalesce(s.network, ''), coalesce(r.json, ''), s.games, s.plies, s.positions, s.nodes, s.first_wins, s.draws, s.second_wins, s.capped,
			s.seconds, s.audited, coalesce(s.suspect, ''), s.size, s.crc32c, s.pruned, s.blob
			FROM shards s LEFT JOIN programs p ON p.id = s.program LEFT JOIN rules r ON r.id = s.rules
			WHERE s.generation BETWEEN ? AND ? ORDER BY s.generation, s.unit`, from, to)
		if err != nil {
			yield(Shard{}, explain(f.path, what, err))
			return
		}
		defer rows.Close()
		for rows.Next() {
			var s Shard
			if err := rows.Scan(&s.Generation, &s.Unit, &s.Kind, &s.Player, &s.Program.Version, &s.Program.Signature,
				&s.Network, &s.Rules, &s.Games, &s.Plies, &s.Positions, &s.Nodes, &s.FirstWins, &s.Draws, &s.SecondWins, &s.Capped,
				&s.Seconds, &s.Audited, &s.Suspect, &s.Size, &s.CRC, &s.Pruned, &s.Blob); err != nil {
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
