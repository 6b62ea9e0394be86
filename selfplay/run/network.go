package run

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"apprentice/internal/crc32c"
)

// Sum returns the name of a network in the run: the SHA-256 of its file in
// hex.
func Sum(blob []byte) string {
	sum := sha256.Sum256(blob)
	return hex.EncodeToString(sum[:])
}

// NetworkFormat says what is kept of a network.
type NetworkFormat string

// The formats of networks.
const (
	Float     NetworkFormat = "float"     // the network file itself
	Quantised NetworkFormat = "quantised" // a file rounded to integers (value.WriteQuantised)
	Dropped   NetworkFormat = "dropped"   // nothing but the name
)

// AddNetwork stores the network file blob of a generation, whose SHA-256 must
// be sha. Generation 0 is the network with which a run begins; Finish stores
// the others. Adding the same network again changes nothing, another one for
// the same generation is ErrDuplicate.
func (f *File) AddNetwork(sha string, generation int, blob []byte) error {
	return f.write(fmt.Sprintf("add network of generation %d", generation), func(tx *sql.Tx) error {
		return addNetwork(tx, sha, generation, blob)
	})
}

func addNetwork(tx *sql.Tx, sha string, generation int, blob []byte) error {
	if got := Sum(blob); got != sha {
		return fmt.Errorf("%w: network is %.12s, not %.12s as said", ErrDamaged, got, sha)
	}
	var number int
	var name string
	err := tx.QueryRow(`SELECT generation, sha256 FROM networks WHERE generation = ? OR sha256 = ?`, generation, sha).Scan(&number, &name)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		_, err = tx.Exec(`INSERT INTO networks (generation, sha256, format, crc32c, blob) VALUES (?, ?, ?, ?, ?)`, generation, sha, Float, crc32c.Sum(blob), blob)
		return err
	case err != nil:
		return err
	case number != generation:
		return fmt.Errorf("%w: as the network of generation %d", ErrDuplicate, number)
	case name != sha:
		return fmt.Errorf("%w: another network of generation %d", ErrDuplicate, number)
	}
	return nil
}

// needNetwork returns ErrUnknownNetwork unless sha is in the run or empty.
func needNetwork(tx *sql.Tx, sha string) error {
	if sha == "" {
		return nil
	}
	var n int
	if err := tx.QueryRow(`SELECT count(*) FROM networks WHERE sha256 = ?`, sha).Scan(&n); err != nil {
		return err
	}
	if n == 0 {
		return fmt.Errorf("%w: %.12s", ErrUnknownNetwork, sha)
	}
	return nil
}

// Network returns the network file with the given SHA-256, or
// ErrUnknownNetwork. In a slim copy it may be one rounded to integers, which
// value.ReadNetwork reads like the others, or ErrDroppedNetwork.
func (f *File) Network(sha string) ([]byte, error) {
	blob, _, err := f.network(fmt.Sprintf("read network %.12s", sha), `sha256 = ?`, sha)
	return blob, err
}

// NetworkOf returns the file and the SHA-256 of the network that plays after a
// generation, or ErrUnknownNetwork; see Network. It is the network that the
// generation learnt or, if that was refused, the one that played its games.
// Generation 0 is the start of the run.
func (f *File) NetworkOf(generation int) (blob []byte, sha string, err error) {
	what := fmt.Sprintf("read network of generation %d", generation)
	if generation == 0 {
		return f.network(what, `generation = 0`)
	}
	return f.network(what, `sha256 = (SELECT network FROM generations WHERE number = ?)`, generation)
}

func (f *File) network(what, which string, args ...any) (blob []byte, sha string, err error) {
	var format NetworkFormat
	var crc uint32
	err = f.read(what, func() error {
		return f.r.QueryRow(`SELECT blob, sha256, format, crc32c FROM networks WHERE `+which, args...).Scan(&blob, &sha, &format, &crc)
	})
	switch {
	case errors.Is(err, sql.ErrNoRows):
		err = ErrUnknownNetwork
	case err != nil:
	case format == Dropped:
		err = ErrDroppedNetwork
	case format == Float && Sum(blob) != sha:
		err = fmt.Errorf("%w: the network does not have its SHA-256", ErrDamaged)
	case crc32c.Sum(blob) != crc:
		err = fmt.Errorf("%w: the checksum of the network is wrong", ErrDamaged)
	}
	if err != nil {
		return nil, "", explain(f.path, what, err)
	}
	return blob, sha, nil
}

// NetworkRow is what the run records of a network besides its weights.
type NetworkRow struct {
	SHA        string
	Generation int // that learnt it; 0 for the start of the run
	Format     NetworkFormat
	Size       int64 // bytes in the file
}

// Networks returns the networks of the run by generation.
func (f *File) Networks() ([]NetworkRow, error) {
	return list(f, "read networks", scanNetworkRow, selectNetworks)
}

const selectNetworks = `SELECT sha256, generation, format, length(blob) FROM networks ORDER BY generation, sha256`

func scanNetworkRow(rows *sql.Rows, n *NetworkRow) error {
	return rows.Scan(&n.SHA, &n.Generation, &n.Format, &n.Size)
}

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
