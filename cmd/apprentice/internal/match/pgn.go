package match

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strconv"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/eval"
	"apprentice/games/record"
	"apprentice/internal/atomicfile"
	"apprentice/internal/filelock"
)

// pgnFile is the PGN file of a match, which others may append to as well.
//
// The games of a match that keeps a state have a tag each that no other game
// has. When the match is resumed, the games that were played before are written
// again, except those that the file has already: so no game is missing and
// none is there twice, wherever the last sitting was cut off and whatever others
// have written since.
type pgnFile struct {
	path  string
	file  *os.File
	of    *eval.Tournament
	date  string
	id    string
	there map[uint64]int64 // by index of a game: where its tag is in the file
	piece bool             // the file may end with a piece of a game without its tag
}

// openPGNFile opens the PGN file of a match and looks for its games.
func openPGNFile(ctx context.Context, path string, of *eval.Tournament, head head) (*pgnFile, error) {
	file, err := files.OpenPGN(ctx, path)
	if err != nil {
		return nil, err
	}
	p := &pgnFile{path: path, file: file, of: of, date: head.Begun.Format("2006.01.02"), id: head.ID}
	if err := p.find(); err != nil {
		file.Close()
		return nil, fmt.Errorf("cannot read %s: %w", path, console.Cause(err))
	}
	return p, nil
}

// write writes a game, as far as it is not there.
func (p *pgnFile) write(f eval.Finished) error {
	text, err := p.text(f)
	if err != nil {
		return err
	}
	release, err := files.LockPGN(p.path)
	if err != nil {
		return err
	}
	defer release()
	if err := p.follow(); err != nil {
		return err
	}
	missing, err := p.missing(f.Game.Index, text)
	if err != nil {
		return fmt.Errorf("cannot read %s: %w", p.path, console.Cause(err))
	}
	if len(missing) == 0 {
		return nil
	}
	if len(missing) == len(text) {
		missing = append(files.GameBreak(p.file), text...)
	}
	if _, err := p.file.Write(missing); err != nil {
		return files.CannotWrite(p.path, err)
	}
	return nil
}

// follow opens the file again if its name leads to another one by now: somebody
// has moved it away, or replaced it.
func (p *pgnFile) follow() error {
	if !p.regular() || filelock.Leads(p.path, p.file) {
		return nil
	}
	file, err := files.OpenPGN(context.Background(), p.path)
	if err != nil {
		return err
	}
	p.file.Close()
	p.file = file
	if err := p.find(); err != nil {
		return fmt.Errorf("cannot read %s: %w", p.path, console.Cause(err))
	}
	return nil
}

// text returns a game as the file holds it.
func (p *pgnFile) text(f eval.Finished) ([]byte, error) {
	var text bytes.Buffer
	notes := make([]record.Note, len(f.Thoughts))
	for i, t := range f.Thoughts {
		notes[i] = record.Note(t)
	}
	err := record.WriteNotedPGN(&text, p.of.Game, &f.Game, p.tags(f), notes)
	return text.Bytes(), err
}

// regular reports whether the file is one and not a pipe, say.
func (p *pgnFile) regular() bool {
	info, err := p.file.Stat()
	return err == nil && info.Mode().IsRegular()
}

// sync makes what was written durable.
func (p *pgnFile) sync() error {
	if p == nil || !p.regular() {
		return nil
	}
	err := p.file.Sync()
	if err == nil {
		if target, e := atomicfile.Target(p.path); e == nil {
			atomicfile.SyncFolder(filepath.Dir(target)) // for the name of a new file; there may be no right to
		}
	}
	if err != nil {
		return files.CannotWrite(p.path, err)
	}
	return nil
}

// close closes the file. What was written reached it before.
func (p *pgnFile) close() {
	if p != nil {
		p.file.Close()
	}
}

// tags are the tags that say how a game of the match came about.
func (p *pgnFile) tags(f eval.Finished) []record.Tag {
	pairing, _ := p.of.PairingOf(f.Game.Index)
	first, second := p.of.Pairings[pairing][0], p.of.Pairings[pairing][1]
	if !f.AFirst {
		first, second = second, first
	}
	tags := []record.Tag{
		{Name: "Event", Value: "apprentice match"},
		{Name: "Date", Value: p.date},
		{Name: "Round", Value: strconv.FormatUint(f.Game.Index+1, 10)},
	}
	if p.id != "" {
		tags = append(tags, record.Tag{Name: files.IDTag, Value: p.id + "-" + strconv.FormatUint(f.Game.Index+1, 10)})
	}
	white, black := timeControlTag(p.of, first), timeControlTag(p.of, second)
	if white == black {
		return append(tags, record.Tag{Name: "TimeControl", Value: white})
	}
	return append(tags, record.Tag{Name: "WhiteTimeControl", Value: white}, record.Tag{Name: "BlackTimeControl", Value: black})
}

// timeControlTag returns the time control of a player as PGN has it: "-" where
// time does not count.
func timeControlTag(t *eval.Tournament, player int) string {
	e := t.Players[player]
	clock, lim := t.Clock, t.Limits
	if e.Clock != nil {
		clock = e.Clock
	}
	if e.Limits != nil {
		lim = *e.Limits
	}
	switch {
	case clock != nil:
		return clock.String()
	case lim.MoveTime > 0:
		return (&eval.TimeControl{Base: lim.MoveTime, Moves: 1}).String()
	}
	return "-"
}
