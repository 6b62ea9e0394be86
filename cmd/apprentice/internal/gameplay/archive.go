package gameplay

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"apprentice/games"
	"apprentice/games/record"
	"apprentice/internal/atomicfile"
	"apprentice/internal/filelock"
)

// IDTag is the tag that only one game has.
const IDTag = "GameId"

// ID returns what tells the game from all others. It is the same after Reopen.
func (g *Game) ID() string { return g.id }

// Tags returns the tags of the game in PGN.
func (g *Game) Tags() []record.Tag {
	return []record.Tag{
		{Name: "Event", Value: "play"},
		{Name: "Date", Value: g.begun.Format("2006.01.02")},
		{Name: IDTag, Value: g.ID()},
	}
}

// Archive puts a game, finished or not, into a PGN file, which it begins where it is
// missing. The file has the game whole or not at all, and once: what it has of the
// game is replaced, since a game can be played on whose program was killed after
// this.
func Archive(path string, g *Game, style games.Style) error {
	var b bytes.Buffer
	r := g.Record()
	if err := record.WriteStyledPGN(&b, g.rules, &r, g.Tags(), style); err != nil {
		return err
	}
	lock, err := takeSoon(path + ".lock")
	if err != nil {
		return err
	}
	defer lock.Release()
	old, err := os.ReadFile(path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	from, to, ok := Find(old, g.ID())
	if !ok {
		from, to = len(old), len(old)
	}
	if bytes.Equal(old[from:to], b.Bytes()) {
		return nil
	}
	return atomicfile.WriteBytes(path, slices.Concat(old[:from], b.Bytes(), old[to:]))
}

// Find returns from where to where the text of a PGN file has the game with that tag
// IDTag.
func Find(pgn []byte, id string) (from, to int, ok bool) {
	const start = "[Event "
	tag := bytes.Index(pgn, fmt.Appendf(nil, "[%s %q]", IDTag, id))
	if tag < 0 {
		return 0, 0, false
	}
	if from = bytes.LastIndex(pgn[:tag], []byte(start)); from < 0 {
		return 0, 0, false
	}
	if i := bytes.Index(pgn[tag:], []byte("\n"+start)); i >= 0 {
		return from, tag + i + 1, true
	}
	return from, len(pgn), true
}

// takeSoon takes a lock that others hold for a moment.
func takeSoon(name string) (*filelock.Lock, error) {
	const patience = 10 * time.Second
	for end := time.Now().Add(patience); ; time.Sleep(time.Millisecond) {
		lock, err := filelock.Take(name)
		if err == nil || !errors.Is(err, filelock.ErrInUse) || time.Now().After(end) {
			return lock, err
		}
	}
}

// Tidy puts the games of a folder that have ended, whose program did not come to
// that, into the archive at path, and removes their journals and those without a
// move. Games that are being played are left alone. styleOf returns in which style
// the moves of a game are written.
func Tidy(folder, path string, lookup func(name string) (games.Game, error), styleOf func(games.Game) (games.Style, error)) error {
	paths, err := filepath.Glob(filepath.Join(folder, "*"+extension))
	if err != nil {
		return err
	}
	var errs []error
	for _, journal := range paths {
		if u, err := ReadJournal(journal, lookup); err == nil && u.settled() {
			errs = append(errs, settle(u, path, styleOf))
		}
	}
	return errors.Join(errs...)
}

// settled reports whether nobody can play a game on, or there is nothing to play on.
func (u *Unfinished) settled() bool { return u.Game.Over() || len(u.Game.plies) == 0 }

// settle ends the journal of a game that is settled.
func settle(u Unfinished, path string, styleOf func(games.Game) (games.Style, error)) error {
	j, err := u.Reopen()
	if err != nil {
		return nil // it is being played, or gone
	}
	u.Game.Forget()
	if !u.settled() {
		return j.Close() // somebody has played on in the meantime
	}
	if len(u.Game.plies) > 0 {
		style, err := styleOf(u.Game.rules)
		if err == nil {
			err = Archive(path, u.Game, style)
		}
		if err != nil {
			return errors.Join(err, j.Close())
		}
	}
	return j.Remove()
}
