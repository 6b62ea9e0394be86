package gameplay

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"apprentice/games"
	"apprentice/internal/filelock"
)

// Journal is the file of a game in progress: an event a line, appended as they
// happen. While it is open it is locked, so that no two programs play one game.
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
	line, err := json.Marshal(e)
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

// Unfinished is a game that a journal tells of.
type Unfinished struct {
	Path  string
	Game  *Game
	Seats [2]string // see Head
	Last  time.Time // when it was last written to
}

// ListUnfinished returns the games of a folder that have begun, have not ended
// and are played by nobody, the latest first. lookup finds the rules of a game
// by its name. Files that are no journals are passed over.
func ListUnfinished(folder string, lookup func(name string) (games.Game, error)) []Unfinished {
	paths, err := filepath.Glob(filepath.Join(folder, "*"+extension))
	if err != nil {
		return nil
	}
	var list []Unfinished
	for _, path := range paths {
		if u, err := ReadJournal(path, lookup); err == nil && !u.Game.Over() && len(u.Game.plies) > 0 && free(path) {
			list = append(list, u)
		}
	}
	slices.SortFunc(list, func(a, b Unfinished) int { return b.Last.Compare(a.Last) })
	return list
}

// free reports whether nobody has a journal open.
func free(path string) bool {
	lock, err := filelock.Take(path + ".lock")
	if err != nil {
		return false
	}
	lock.Release()
	return true
}

// ReadJournal returns the game of a journal. A last line that was cut off by the
// end of a program is passed over.
func ReadJournal(path string, lookup func(name string) (games.Game, error)) (Unfinished, error) {
	blob, err := os.ReadFile(path)
	if err != nil {
		return Unfinished{}, err
	}
	var events []Event
	for line := range bytes.Lines(blob) {
		var e Event
		if err := json.Unmarshal(line, &e); err != nil {
			break
		}
		events = append(events, e)
	}
	if len(events) == 0 || events[0].Head == nil {
		return Unfinished{}, fmt.Errorf("%s is no journal of a game", path)
	}
	rules, err := lookup(events[0].Head.Game)
	if err != nil {
		return Unfinished{}, err
	}
	g, seats, err := replay(rules, events)
	if err != nil {
		return Unfinished{}, fmt.Errorf("%s: %w", path, err)
	}
	info, err := os.Stat(path)
	if err != nil {
		return Unfinished{}, err
	}
	return Unfinished{Path: path, Game: g, Seats: seats, Last: info.ModTime()}, nil
}

// Reopen continues the journal of a game, and brings the game up to date: another
// process may have played on since it was listed. Of a last line that was cut off,
// what makes no sense is removed, so that the next one stands alone. The error wraps
// filelock.ErrInUse while another process plays the game, and fs.ErrNotExist if its
// journal is gone.
func (u *Unfinished) Reopen() (*Journal, error) {
	j, err := openJournal(u.Path, 0)
	if err != nil {
		return nil, err
	}
	rules := u.Game.rules
	now, err := ReadJournal(u.Path, func(string) (games.Game, error) { return rules, nil })
	if err == nil {
		err = mendEnd(u.Path)
	}
	if err != nil {
		return nil, errors.Join(err, j.Close())
	}
	*u = now
	u.Game.keep = j.Append
	return j, nil
}

// mendEnd makes a journal end with a whole line.
func mendEnd(path string) error {
	blob, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	end := bytes.LastIndexByte(blob, '\n') + 1
	switch last := blob[end:]; {
	case len(last) == 0:
		return nil
	case json.Unmarshal(last, new(Event)) != nil:
		return os.Truncate(path, int64(end))
	}
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write([]byte("\n"))
	return errors.Join(err, file.Close())
}
