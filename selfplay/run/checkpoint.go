package run

import (
	"database/sql"
	"errors"
	"fmt"

	"apprentice/internal/crc32c"
)

// PutCheckpoint stores the state of a generation's unfinished learning in place
// of the previous one. Finish drops it.
func (f *File) PutCheckpoint(generation int, blob []byte) error {
	return f.write(fmt.Sprintf("checkpoint generation %d", generation), func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT OR REPLACE INTO checkpoints (generation, crc32c, blob) VALUES (?, ?, ?)`, generation, crc32c.Sum(blob), blob)
		return err
	})
}

// Checkpoint returns what PutCheckpoint stored last, or ErrNoCheckpoint.
func (f *File) Checkpoint(generation int) ([]byte, error) {
	what := fmt.Sprintf("read checkpoint of generation %d", generation)
	var crc uint32
	var blob []byte
	err := f.read(what, func() error {
		return f.r.QueryRow(`SELECT crc32c, blob FROM checkpoints WHERE generation = ?`, generation).Scan(&crc, &blob)
	})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return nil, explain(f.path, what, ErrNoCheckpoint)
	case err != nil:
		return nil, explain(f.path, what, err)
	case crc32c.Sum(blob) != crc:
		return nil, explain(f.path, what, fmt.Errorf("%w: its checksum is wrong", ErrDamaged))
	}
	return blob, nil
}

// DropCheckpoint removes a checkpoint, if there is one.
func (f *File) DropCheckpoint(generation int) error {
	return f.write(fmt.Sprintf("drop checkpoint of generation %d", generation), func(tx *sql.Tx) error {
		_, err := tx.Exec(`DELETE FROM checkpoints WHERE generation = ?`, generation)
		return err
	})
}
