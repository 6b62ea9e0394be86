package run

import (
	"database/sql"
	"fmt"
)

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

// Refuse takes the network that a generation learnt out of play; the one that
// played its games stays in play. The refused network is kept in the run.
func (f *File) Refuse(generation int, verdict string) error {
	return f.write(fmt.Sprintf("refuse the network of generation %d", generation), func(tx *sql.Tx) error {
		return changed(tx.Exec(`UPDATE generations SET network = player, verdict = ? WHERE number = ?`, verdict, generation))
	})
}
