package run

import (
	"database/sql"
	"fmt"

	"apprentice/selfplay/run/event"
	"apprentice/selfplay/run/internal/database"
)

// Sizes of the steps of Prune: each is a short transaction.
const (
	pruneRows  = 256  // shards
	prunePages = 2048 // pages given back, 16 MB
)

// Prune drops the games that no replay window reaches any more: those of
// generations before the window of the last one. It keeps all counts, and unit 0
// of each generation, so that some games of each can be replayed. The file
// shrinks at once. Prune returns what it did and records it as an event.
func (f *File) Prune() (event.Pruned, error) {
	var p event.Pruned
	last, begun, err := f.Last()
	if err != nil || !begun {
		return p, err
	}
	p.Before = last.WindowFrom
	for {
		var shards int
		var bytes int64
		err := f.write("prune games", func(tx *sql.Tx) (err error) {
			shards, bytes, err = pruneSome(tx, p.Before)
			return err
		})
		if err != nil {
			return p, err
		}
		if shards == 0 {
			break
		}
		p.Shards += shards
		p.Bytes += bytes
	}
	if p.Shards == 0 {
		return p, nil
	}
	if err := f.AddEvent(0, p); err != nil {
		return p, err
	}
	return p, f.shrink()
}

// pruneSome drops the games of some shards of generations before a given one.
func pruneSome(tx *sql.Tx, before int) (shards int, bytes int64, err error) {
	type row struct{ id, size int64 }
	some, err := database.List(tx, func(rows *sql.Rows, r *row) error {
		return rows.Scan(&r.id, &r.size)
	}, `SELECT rowid, size FROM shards WHERE generation < ? AND unit > 0 AND pruned = 0 LIMIT ?`, before, pruneRows)
	if err != nil {
		return 0, 0, err
	}
	for _, r := range some {
		if _, err := tx.Exec(`UPDATE shards SET blob = NULL, pruned = 1 WHERE rowid = ?`, r.id); err != nil {
			return 0, 0, err
		}
		bytes += r.size
	}
	return len(some), bytes, nil
}

// shrink returns the free pages of the file to the file system.
func (f *File) shrink() error {
	f.turn.Lock()
	if f.place != nil {
		f.place.size = 0 // until the next WriteBack it may shrink at any moment
	}
	f.turn.Unlock()
	for free, before := int64(1), int64(-1); free > 0 && free != before; {
		before = free
		err := f.write("give pages back", func(tx *sql.Tx) error {
			// A pragma of many steps: each row is one of them.
			_, err := database.List(tx, func(*sql.Rows, *struct{}) error { return nil }, fmt.Sprintf(`PRAGMA incremental_vacuum(%d)`, prunePages))
			if err != nil {
				return err
			}
			return tx.QueryRow(`PRAGMA freelist_count`).Scan(&free)
		})
		if err != nil {
			return err
		}
	}
	return f.WriteBack()
}
