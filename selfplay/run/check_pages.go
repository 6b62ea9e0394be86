package run

import (
	"database/sql"
	"fmt"
	"os"
	"slices"
)

// longCheck is the size of a run file in bytes above which SQLite's check of all
// pages would hold a transaction for seconds, while the log of a writer grows.
const longCheck = 64 << 20

// pages lets SQLite check its own structure. In a large file that may be written
// to meanwhile, it leaves out the tables with the large blobs, whose checksums
// are checked in their turn.
func (c *checker) pages() error {
	checks := []string{`PRAGMA integrity_check(20)`}
	info, err := os.Stat(c.file.path)
	if live := c.file.w != nil || c.file.hadLog; live && err == nil && info.Size() > longCheck {
		checks = nil
		for _, table := range tables {
			if !slices.Contains([]string{"shards", "networks", "checkpoints"}, table) {
				checks = append(checks, fmt.Sprintf(`PRAGMA integrity_check('%s')`, table))
			}
		}
	}
	for _, check := range checks {
		found, err := list(c.file, "check pages", func(rows *sql.Rows, s *string) error {
			return rows.Scan(s)
		}, check)
		if err != nil {
			return err
		}
		for _, s := range found {
			if s != "ok" {
				c.problem("database: %s", s)
			}
		}
	}
	orphans, err := list(c.file, "check references", func(rows *sql.Rows, s *string) error {
		var row sql.NullInt64
		var table, parent string
		var id int
		err := rows.Scan(&table, &row, &parent, &id)
		*s = fmt.Sprintf("database: row %d of %s refers to a row that %s lacks", row.Int64, table, parent)
		return err
	}, `PRAGMA foreign_key_check`)
	c.report.Problems = append(c.report.Problems, orphans...)
	return err
}
