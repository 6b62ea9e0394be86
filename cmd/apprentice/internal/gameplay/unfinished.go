package gameplay

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"apprentice/games"
	"apprentice/internal/atomicfile"
	"apprentice/internal/filelock"
	"apprentice/internal/sealed"
)

// Unfinished is a game that a journal tells of.
type Unfinished struct {
	Path  string
	Game  *Game
	Seats [2]string // see Head
	Last  time.Time // when it was last written to

	// Damaged is the number of the line of the journal from which on the game is
	// lost; 0 where all of it is there.
	Damaged int

	whole int64 // bytes of the journal that Game is made of
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
// end of a program is passed over. What follows a damaged line cannot be known:
// the game is that of the lines before.
func ReadJournal(path string, lookup func(name string) (games.Game, error)) (Unfinished, error) {
	blob, err := os.ReadFile(path)
	if err != nil {
		return Unfinished{}, err
	}
	events, ends, damaged, err := readEvents(blob)
	if err != nil {
		return Unfinished{}, fmt.Errorf("%s: %w", path, err)
	}
	rules, err := lookup(events[0].Head.Game)
	if err != nil {
		return Unfinished{}, err
	}
	g, seats, done, err := replay(rules, events)
	if err != nil {
		return Unfinished{}, fmt.Errorf("%s: %w", path, err)
	}
	if done < len(events) {
		damaged = done + 1
	}
	info, err := os.Stat(path)
	if err != nil {
		return Unfinished{}, err
	}
	return Unfinished{Path: path, Game: g, Seats: seats, Last: info.ModTime(), Damaged: damaged, whole: ends[done-1]}, nil
}

// errNoJournal is the error of a file without the head of a game.
var errNoJournal = errors.New("this is no journal of a game, or its first line is damaged")

// readEvents returns the events of a journal, the first of which is its head, and
// where the line of each ends. damaged is the number of the first line that is not
// as it was written, 0 if there is none; the events are those before it. Journals
// of earlier programs have no checksums.
func readEvents(blob []byte) (events []Event, ends []int64, damaged int, err error) {
	needSeal, end := false, int64(0)
	for line := range bytes.Lines(blob) {
		var e Event
		isSealed, err := sealed.Unmarshal(line, &e)
		if err != nil || needSeal && !isSealed {
			if bytes.HasSuffix(line, []byte("\n")) { // it was not cut off
				damaged = len(events) + 1
			}
			break
		}
		needSeal = needSeal || isSealed
		end += int64(len(line))
		events, ends = append(events, e), append(ends, end)
	}
	if len(events) == 0 || events[0].Head == nil {
		return nil, nil, 0, errNoJournal
	}
	return events, ends, damaged, nil
}

// Reopen continues the journal of a game, and brings the game up to date: another
// process may have played on since it was listed. What does not belong to the game
// is removed, so that the next line stands alone: a line that was cut off, or
// those from a damaged one on, of which a copy stays in a file beside the journal,
// named by Copy. The error wraps filelock.ErrInUse while another process plays the
// game, and fs.ErrNotExist if its journal is gone.
func (u *Unfinished) Reopen() (*Journal, error) {
	j, err := openJournal(u.Path, 0)
	if err != nil {
		return nil, err
	}
	rules := u.Game.rules
	now, err := ReadJournal(u.Path, func(string) (games.Game, error) { return rules, nil })
	if err == nil {
		err = now.mend()
	}
	if err != nil {
		return nil, errors.Join(err, j.Close())
	}
	*u = now
	u.Game.keep = j.Append
	return j, nil
}

// Copy is the file that keeps a journal as it was, of which lines were damaged.
func (u *Unfinished) Copy() string { return u.Path + ".damaged" }

// DamageError says what of the game was lost when its journal was opened again;
// nil for nothing.
func (u *Unfinished) DamageError() error {
	if u.Damaged == 0 {
		return nil
	}
	return fmt.Errorf("line %d of its journal is damaged, and what came after it is lost; a copy is in %s", u.Damaged, u.Copy())
}

// mend makes a journal end with the last line of the game.
func (u *Unfinished) mend() error {
	blob, err := os.ReadFile(u.Path)
	if err != nil {
		return err
	}
	if u.Damaged > 0 {
		if err := atomicfile.WriteBytes(u.Copy(), blob); err != nil {
			return err
		}
	}
	if int64(len(blob)) > u.whole {
		return os.Truncate(u.Path, u.whole)
	}
	if bytes.HasSuffix(blob, []byte("\n")) {
		return nil
	}
	file, err := os.OpenFile(u.Path, os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write([]byte("\n"))
	return errors.Join(err, file.Close())
}
