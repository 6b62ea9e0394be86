package run

import (
	"bytes"
	"database/sql"
	"fmt"
	"slices"

	"apprentice/agent/value"
	"apprentice/internal/crc32c"
	"apprentice/selfplay/run/internal/database"
)

// Bounds of what a slim copy keeps of networks.
const (
	slimNetworks = 12       // earlier ones
	slimBytes    = 16 << 20 // of all networks together
)

// slimNetworks copies the last network, some earlier ones rounded to integers
// and the names of the others. Generations that have no network go: their games
// are left out, and new ones will be played.
func (c *copier) slimNetworks() error {
	err := c.transaction(func(tx *sql.Tx) error {
		_, err := tx.Exec(`DELETE FROM main.generations WHERE network IS NULL`)
		return err
	})
	if err != nil {
		return err
	}
	generations, err := database.List(c.db, scanGeneration, selectGenerations+`ORDER BY number`)
	if err != nil {
		return err
	}
	rows, err := database.List(c.db, scanNetworkRow, `SELECT sha256, generation, format, length(blob) FROM old.networks
		WHERE rowid <= ? AND (generation = 0 OR generation IN (SELECT number FROM main.generations)) ORDER BY generation`, c.lastNetwork)
	if err != nil {
		return err
	}
	last := ""
	if n := len(generations); n > 0 {
		last = generations[n-1].Network
	} else if len(rows) > 0 {
		last = rows[0].SHA
	}
	kept := keptNetworks(rows, last)
	for i, n := range rows {
		if err := c.slimNetwork(n, n.SHA == last, kept[n.SHA]); err != nil {
			return fmt.Errorf("network of generation %d: %w", n.Generation, err)
		}
		if c.Progress != nil {
			c.Progress(i+1, len(rows))
		}
	}
	return nil
}

// keptNetworks chooses the earlier networks that a slim copy keeps: spread
// evenly, the first among them, as many as there is room for.
func keptNetworks(rows []NetworkRow, last string) map[string]bool {
	var earlier []NetworkRow
	room := int64(slimBytes)
	largest := int64(1)
	for _, n := range rows {
		if n.SHA == last {
			room -= n.Size
		} else if n.Format != Dropped {
			earlier = append(earlier, n)
			largest = max(largest, n.Size)
		}
	}
	// Integers take half the space; a copy of a copy holds such already.
	count := min(slimNetworks, len(earlier), int(max(room, 0)/(largest/2+1)))
	kept := map[string]bool{}
	for i := range count {
		kept[earlier[i*len(earlier)/count].SHA] = true
	}
	return kept
}

// slimNetwork copies one network in the form that it has in a slim copy.
func (c *copier) slimNetwork(n NetworkRow, whole, kept bool) error {
	format, blob := Dropped, []byte{}
	if n.Format != Dropped && (whole || kept) {
		old, _, err := c.file.network("copy it", `sha256 = ?`, n.SHA)
		if err != nil {
			return err
		}
		format, blob = n.Format, old
		if !whole && format == Float {
			if blob, err = quantised(old, n.SHA); err != nil {
				return err
			}
			format = Quantised
		}
	}
	_, err := c.db.Exec(`INSERT INTO main.networks (sha256, generation, format, crc32c, blob) VALUES (?, ?, ?, ?, ?)`,
		n.SHA, n.Generation, format, crc32c.Sum(blob), blob)
	return err
}

// quantised returns the file of integers of a float network file.
func quantised(blob []byte, sha string) ([]byte, error) {
	n, meta, err := value.ReadNetwork(bytes.NewReader(blob))
	if err != nil {
		return nil, err
	}
	meta.Source = sha
	var b bytes.Buffer
	_, err = value.WriteQuantised(&b, n, meta)
	return slices.Clip(b.Bytes()), err
}
