package run

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"apprentice/selfplay/run/internal/database"
)

// CopyOptions say how a run is copied.
type CopyOptions struct {
	// Slim leaves out all games and most networks. The last network stays as it
	// is; at most twelve earlier ones, spread over the run, are rounded to
	// integers; of the others only the names stay. Training continues from such a
	// copy with new games. A generation that has no network yet is left out.
	Slim bool

	// Progress receives how many rows with games and networks have been copied,
	// and their total. It may be nil.
	Progress func(done, total int)
}

// Copy writes a consistent copy of the run into a new file, also while the run
// is being written. It holds no transaction for longer than it takes to copy the
// small tables or some rows. The file appears under its name only once it is
// complete; the error wraps fs.ErrExist if it exists already.
func (f *File) Copy(ctx context.Context, to string, o CopyOptions) error {
	c := copier{ctx: ctx, file: f, CopyOptions: o}
	config := f.config
	config.Slim = config.Slim || o.Slim
	f2, err := createFrom(to, config, c.fill)
	if err != nil {
		return err
	}
	return f2.Close()
}

// copier is the state of one Copy. The new run is the database main, the old
// one is attached to it as old.
type copier struct {
	CopyOptions
	ctx  context.Context
	file *File
	db   *sql.DB

	lastShard, lastNetwork, done int64 // rows
}

// small are the tables that are copied in one transaction. Orders are for the
// process that trains the old run; the rest follows in batches.
var small = [...]string{"programs", "generations", "rules", "matches", "ratings", "external", "calibrations", "events", "sittings"}

// fill copies everything into a new, empty run.
func (c *copier) fill(db *sql.DB) error {
	c.db = db
	if _, err := db.Exec(`PRAGMA foreign_keys = 0`); err != nil { // networks come after what refers to them
		return err
	}
	if _, err := db.Exec(`ATTACH ? AS old`, database.URI(c.file.path, c.file.readOptions()...)); err != nil {
		return err
	}
	steps := []func() error{c.state, c.networks, c.shards, c.checkpoint}
	if c.Slim {
		steps = []func() error{c.state, c.slimNetworks}
	}
	for _, step := range append(steps, c.finish) {
		if err := step(); err != nil {
			return err
		}
		if err := c.ctx.Err(); err != nil {
			return err
		}
	}
	_, err := db.Exec(`DETACH old`)
	return err
}

// state copies one consistent state of all small tables.
func (c *copier) state() error {
	return c.transaction(func(tx *sql.Tx) error {
		for _, table := range small {
			if err := copyRows(tx, table, "1"); err != nil {
				return err
			}
		}
		err := tx.QueryRow(`SELECT coalesce(max(rowid), 0) FROM old.shards`).Scan(&c.lastShard)
		if err == nil {
			err = tx.QueryRow(`SELECT coalesce(max(rowid), 0) FROM old.networks`).Scan(&c.lastNetwork)
		}
		return err
	})
}

// transaction runs fn in one transaction on both databases.
func (c *copier) transaction(fn func(*sql.Tx) error) error {
	tx, err := c.db.Begin()
	if err != nil {
		return err
	}
	if err := fn(tx); err != nil {
		return errors.Join(err, tx.Rollback())
	}
	return tx.Commit()
}

// copyRows copies the rows of a table for which a condition holds, by the names
// of the columns that this program knows.
func copyRows(tx *sql.Tx, table, where string, args ...any) error {
	names, err := database.List(tx, func(rows *sql.Rows, s *string) error { return rows.Scan(s) },
		`SELECT name FROM pragma_table_info(?, 'main')`, table)
	if err != nil {
		return err
	}
	columns := strings.Join(names, ", ")
	_, err = tx.Exec(fmt.Sprintf(`INSERT INTO main.%s (%s) SELECT %s FROM old.%s WHERE %s ORDER BY rowid`, table, columns, columns, table, where), args...)
	return err
}

// networks copies the networks.
func (c *copier) networks() error { return c.batches("networks", c.lastNetwork, 4) }

// shards copies the shards that were there when the state was copied.
func (c *copier) shards() error { return c.batches("shards", c.lastShard, 64) }

// batches copies the rows of a table up to the last one, some at a time.
func (c *copier) batches(table string, last, rows int64) error {
	for from := int64(0); from < last; from += rows {
		if err := c.ctx.Err(); err != nil {
			return err
		}
		to := min(from+rows, last)
		if err := c.transaction(func(tx *sql.Tx) error {
			return copyRows(tx, table, "rowid > ? AND rowid <= ?", from, to)
		}); err != nil {
			return err
		}
		c.done += to - from
		if c.Progress != nil {
			c.Progress(int(c.done), int(c.lastNetwork+c.lastShard))
		}
	}
	return nil
}

// checkpoint copies the state of a learning that is still under way in the copy.
// A later state of the same learning will do as well.
func (c *copier) checkpoint() error {
	return c.transaction(func(tx *sql.Tx) error {
		return copyRows(tx, "checkpoints", `generation IN (SELECT number FROM main.generations WHERE state = 'learning')`)
	})
}

// finish ends the sittings that had no end, since no process trains the copy.
func (c *copier) finish() error {
	return c.transaction(func(tx *sql.Tx) error {
		if _, err := tx.Exec(`UPDATE main.sittings SET ended = beat, why = 'copied' WHERE ended IS NULL`); err != nil {
			return err
		}
		broken, err := database.List(tx, func(rows *sql.Rows, s *string) error {
			var row, id sql.NullInt64
			var parent string
			return rows.Scan(s, &row, &parent, &id)
		}, `PRAGMA main.foreign_key_check`)
		if err == nil && len(broken) > 0 {
			err = fmt.Errorf("%w: %d rows of the table %s refer to what is not there", ErrDamaged, len(broken), broken[0])
		}
		return err
	})
}
