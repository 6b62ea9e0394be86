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

// idTag is the tag that only one game has.
const idTag = "GameId"

// ID returns what tells the game from all others. It is the same after Reopen.
func (g *Game) ID() string { return g.id }

// Tags returns the tags of the game in PGN.
func (g *Game) Tags() []record.Tag {
	return []record.Tag{
		{Name: "Event", Value: "play"},
		{Name: "Date", Value: g.begun.Format("2006.01.02")},
		{Name: idTag, Value: g.ID()},
	}
}

// Archive adds a game, finished or not, to a PGN file, which it begins where it is
// missing. The file has the game whole or not at all, and once: a game that is
// there is replaced if it has been played on since, as after a program that was
// killed before it could end the journal, and otherwise not touched.
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
	from, to := archived(old, g.ID())
	if from < to {
		kept, err := readArchived(old[from:to], g.rules, style)
		switch {
		case err != nil:
			return fmt.Errorf("the game is in %s already, but cannot be read there: %w", path, err)
		case len(kept.Plies) > len(r.Plies), len(kept.Plies) == len(r.Plies) && (kept.Outcome.Over() || !r.Outcome.Over()):
			return nil
		}
	}
	return atomicfile.WriteBytes(path, slices.Concat(old[:from], b.Bytes(), old[to:]))
}

// archived returns where the text of a game is in a PGN file: between from and to,
// from its first tag to that of the next game. Where it is not there, both are the
// end of the file.
func archived(file []byte, id string) (from, to int) {
	at := bytes.Index(file, fmt.Appendf(nil, "[%s %q]", idTag, id))
	if at < 0 {
		return len(file), len(file)
	}
	inTags := false
	for line := range bytes.Lines(file) {
		isTag := line[0] == '[' && !bytes.HasPrefix(line, []byte("[%")) // which a comment may begin with
		if isTag && !inTags {
			if to > at {
				return from, to
			}
			from = to
		}
		inTags = isTag
		to += len(line)
	}
	return from, to
}

// readArchived reads the text of one game.
func readArchived(text []byte, rules games.Game, style games.Style) (record.PGNGame, error) {
	for game, err := range record.ReadStyledPGN(bytes.NewReader(text), rules, style) {
		return game, err
	}
	return record.PGNGame{}, errors.New("there are no moves")
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
		errs = append(errs, tidyOne(journal, path, lookup, styleOf))
	}
	return errors.Join(errs...)
}

// tidyOne puts the game of one journal into the archive, if it has ended, and
// removes the journal.
func tidyOne(journal, path string, lookup func(name string) (games.Game, error), styleOf func(games.Game) (games.Style, error)) error {
	if u, err := ReadJournal(journal, lookup); err != nil || !u.left() {
		return nil
	}
	j, err := openJournal(journal, 0)
	if err != nil {
		return nil // it is being played
	}
	u, err := ReadJournal(journal, lookup) // as it is now that nobody else writes
	if err != nil || !u.left() {
		return errors.Join(err, j.Close())
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
	if u.Damaged > 0 {
		if err := u.mend(); err != nil {
			return errors.Join(err, j.Close())
		}
		return errors.Join(u.DamageError(), j.Remove())
	}
	return j.Remove()
}

// left reports whether a game has ended, or never begun.
func (u *Unfinished) left() bool { return u.Game.Over() || len(u.Game.plies) == 0 }
