package run

import (
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/selfplay/run/internal/database"
)

// readAll reads everything that a run holds.
func readAll(f *File) error {
	_, err := f.Generations()
	errs := []error{err}
	for _, err := range f.Shards(0, 1<<30) {
		errs = append(errs, err)
	}
	_, _, err = f.NetworkOf(0)
	errs = append(errs, err)
	_, err = f.Events()
	errs = append(errs, err)
	return errors.Join(errs...)
}

func TestForeignFiles(t *testing.T) {
	folder := t.TempDir()
	sqliteFile := func(name string, statements ...string) string {
		path := filepath.Join(folder, name)
		db, err := sql.Open("sqlite", database.URI(path, "mode=rwc"))
		must(t, err)
		defer db.Close()
		for _, s := range statements {
			_, err := db.Exec(s)
			must(t, err)
		}
		return path
	}
	plainFile := func(name, content string) string {
		path := filepath.Join(folder, name)
		must(t, os.WriteFile(path, []byte(content), 0o644))
		return path
	}
	mark := fmt.Sprintf("PRAGMA application_id = %d", applicationID)
	for _, test := range []struct {
		path string
		want error
	}{
		{plainFile("empty", ""), ErrNotRun},
		{plainFile("text", strings.Repeat("1. e4 e5 2. Nf3\n", 100)), ErrNotRun},
		{plainFile("short", "x"), ErrNotRun},
		{folder, ErrNotRun},
		{sqliteFile("other", "CREATE TABLE t (x)"), ErrNotRun},
		{sqliteFile("newer", mark, "PRAGMA user_version = 300", "CREATE TABLE t (x)"), ErrVersion},
		{sqliteFile("older", mark, "PRAGMA user_version = 1", "CREATE TABLE run (game)"), ErrVersion},
		{sqliteFile("hollow", mark, fmt.Sprintf("PRAGMA user_version = %d", schemaVersion), "CREATE TABLE run (game)"), ErrDamaged},
		{filepath.Join(folder, "missing"), os.ErrNotExist},
	} {
		before, _ := os.ReadFile(test.path)
		for name, open := range map[string]func(string) (*File, error){"Open": Open, "OpenReadOnly": OpenReadOnly} {
			f, err := open(test.path)
			if err == nil {
				f.Close()
			}
			wantError(t, name+" "+test.path, err, test.want)
			if err != nil && !strings.Contains(err.Error(), test.path) {
				t.Errorf("error does not name the file: %v", err)
			}
		}
		if after, _ := os.ReadFile(test.path); string(before) != string(after) {
			t.Errorf("%s was changed", test.path)
		}
	}
}

// closedRun returns the bytes of a run with a few shards and of the log that
// belongs to it: the last shards are in the log alone.
func closedRun(t *testing.T, units int) (file, log []byte) {
	f := newRun(t)
	for unit := range units {
		must(t, f.AddShard(testShard(1, unit)))
		if unit == units/2 {
			exec(t, f, "PRAGMA wal_checkpoint(TRUNCATE)")
		}
	}
	file, err := os.ReadFile(f.path)
	must(t, err)
	log, err = os.ReadFile(f.path + "-wal")
	must(t, err)
	return file, log
}

func TestTruncatedFile(t *testing.T) {
	file, _ := closedRun(t, 8)
	const page = 8192
	sizes := []int{1, 15, 16, 17, 99, 100, 101, 511, 512, 1023, 1024, 4096, len(file) - 1}
	for size := page; size < len(file); size += page * 3 {
		sizes = append(sizes, size-1, size, size+1, size+page/2)
	}
	path := filepath.Join(t.TempDir(), "cut.run")
	for _, size := range sizes {
		must(t, os.WriteFile(path, file[:min(size, len(file)-1)], 0o644))
		for name, open := range map[string]func(string) (*File, error){"Open": Open, "OpenReadOnly": OpenReadOnly} {
			f, err := open(path)
			if err == nil {
				err = readAll(f)
				f.Close()
			}
			if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrNotRun) {
				t.Errorf("%s of %d of %d bytes: error %v, want ErrDamaged or ErrNotRun", name, size, len(file), err)
			}
		}
	}
}

// Power loss may leave any beginning of the log. The run then holds the shards
// that are whole in it, and their counts.
func TestTruncatedLog(t *testing.T) {
	file, log := closedRun(t, 8)
	rng := rand.New(rand.NewPCG(1, 1))
	path := filepath.Join(t.TempDir(), "cut.run")
	counts := map[int]bool{}
	for i := range 40 {
		size := rng.IntN(len(log) + 1)
		if i == 0 {
			size = len(log)
		}
		os.Remove(path + "-shm")
		must(t, os.WriteFile(path, file, 0o644))
		must(t, os.WriteFile(path+"-wal", log[:size], 0o644))
		f, err := Open(path)
		if err != nil {
			t.Fatalf("%d of %d bytes of the log: %v", size, len(log), err)
		}
		consistent(t, f)
		units, err := f.Units(1)
		must(t, err)
		for i, unit := range units {
			if i != unit {
				t.Errorf("%d of %d bytes of the log: units %v", size, len(log), units)
				break
			}
		}
		if i == 0 && len(units) != 8 {
			t.Errorf("the whole log: units %v", units)
		}
		counts[len(units)] = true
		must(t, f.Close())
	}
	if len(counts) < 3 {
		t.Errorf("every cut gave the same number of units: %v", counts)
	}
}

// Bytes overwritten anywhere give an error or intact data, never a panic.
func TestOverwrittenFile(t *testing.T) {
	file, _ := closedRun(t, 8)
	rng := rand.New(rand.NewPCG(2, 2))
	path := filepath.Join(t.TempDir(), "bad.run")
	for i := range 60 {
		bad := append([]byte{}, file...)
		at := rng.IntN(len(bad))
		if i%2 == 0 {
			at = rng.IntN(9 * 1024) // headers and the schema
		}
		for j := range min(64, len(bad)-at) {
			bad[at+j] = byte(rng.Uint32())
		}
		must(t, os.WriteFile(path, bad, 0o644))
		os.Remove(path + "-wal")
		os.Remove(path + "-shm")
		f, err := OpenReadOnly(path)
		if err != nil {
			continue
		}
		if readAll(f) == nil {
			consistentBlobs(t, f)
		}
		f.Close()
	}
}

// consistentBlobs fails unless every blob is that of its shard.
func consistentBlobs(t *testing.T, f *File) {
	t.Helper()
	for s, err := range f.Shards(0, 1<<30) {
		must(t, err)
		if s.Blob == nil || s.CRC != testShard(s.Generation, s.Unit).CRC {
			t.Errorf("generation %d, unit %d holds other games", s.Generation, s.Unit)
		}
	}
}
