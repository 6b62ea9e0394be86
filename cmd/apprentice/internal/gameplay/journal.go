package gameplay

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"apprentice/internal/filelock"
	"apprentice/internal/sealed"
)

// Journal is the file of a game in progress: an event a line, appended as they
// happen, each with its checksum. While it is open it is locked, so that no two
// programs play one game.
type Journal struct {
	path string
	file *os.File
	lock *filelock.Lock

	mu     sync.Mutex
	failed error // the first error of a write
	closed bool
	dirty  chan struct{} // there is something for the disk
	done   sync.WaitGroup
}

// extension is that of the files of journals.
const extension = ".game"

// CreateJournal begins the journal of a new game in a folder, which it makes
// where it is missing.
func CreateJournal(folder, game string, now time.Time) (*Journal, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, err
	}
	for i := range 1000 {
		name := fmt.Sprintf("%s-%s-%d%s", game, now.UTC().Format("20060102-150405"), i, extension)
		path := filepath.Join(folder, name)
		if _, err := os.Stat(path); err == nil {
			continue
		}
		j, err := openJournal(path, os.O_CREATE|os.O_EXCL)
		if errors.Is(err, fs.ErrExist) || errors.Is(err, filelock.ErrInUse) {
			continue
		}
		return j, err
	}
	return nil, fmt.Errorf("too many games in %s", folder)
}

// openJournal opens a journal to append to it.
func openJournal(path string, flags int) (*Journal, error) {
	lock, err := filelock.Take(path + ".lock")
	if err != nil {
		return nil, err
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND|flags, 0o600)
	if err != nil {
		lock.Release()
		return nil, err
	}
	j := &Journal{path: path, file: file, lock: lock, dirty: make(chan struct{}, 1)}
	j.done.Go(j.flush)
	return j, nil
}

// flush brings what was written to the disk, while others write more.
func (j *Journal) flush() {
	for range j.dirty {
		j.fail(j.file.Sync())
	}
}

// fail keeps the first error.
func (j *Journal) fail(err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.failed == nil && err != nil {
		j.failed = err
	}
}

// Append writes an event. When it returns, no end of the program loses it; a
// moment later no loss of power does.
func (j *Journal) Append(e Event) {
	line, err := sealed.Marshal(e)
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return
	}
	if err == nil {
		_, err = j.file.Write(append(line, '\n'))
	}
	if j.failed == nil {
		j.failed = err
	}
	select {
	case j.dirty <- struct{}{}:
	default:
	}
}

// Err returns the first error of a write; nil where all went well.
func (j *Journal) Err() error {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.failed
}

// Close ends the journal. The file stays, for the game to be continued.
func (j *Journal) Close() error {
	j.mu.Lock()
	closed := j.closed
	j.closed = true
	j.mu.Unlock()
	if closed {
		return j.Err()
	}
	close(j.dirty)
	j.done.Wait()
	j.fail(j.file.Close())
	j.lock.Release()
	return j.Err()
}

// Remove ends the journal and removes its file: the game is kept elsewhere, or
// not worth keeping.
func (j *Journal) Remove() error {
	err := os.Remove(j.path)
	return errors.Join(err, j.Close())
}
