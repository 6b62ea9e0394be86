package files

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"apprentice/internal/atomicfile"
	"apprentice/internal/filelock"
)

// Game is a game that a PGN file has while it is being played: each Put replaces
// what the file had of it, in one step, so that a kill at any moment leaves the
// game as one Put or the next had it. Others may add games to the file meanwhile.
type Game struct {
	path string
	id   string
	text []byte // the game as the file has it; nil if nothing was put there yet
	at   int64  // where it was
}

// IDTag is the tag that only one game has.
const IDTag = "GameId"

// NewGame returns a game for the PGN file at path, whose tag IDTag has the value
// id. The file may have the game from an earlier process. ok is false if no file
// can be replaced there, such as a pipe, or one in a folder that may not be
// written.
func NewGame(path, id string) (g *Game, ok bool) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return nil, false
	}
	return &Game{path: path, id: id}, atomicfile.Check(path) == nil
}

// Put makes text the game in the file. Without text the game is taken out of the file. A game that
// somebody has changed is left to them, and text follows the last game.
func (g *Game) Put(text []byte) error {
	if bytes.Equal(text, g.text) {
		return nil // it is there, or somebody has changed it
	}
	release, err := LockPGN(g.path)
	if err != nil {
		return err
	}
	defer release()
	file, err := openIfThere(g.path)
	if err != nil {
		return err
	}
	defer file.Close() // a nil file is an error that does not matter
	from, to, err := g.find(file)
	if err != nil {
		return CannotRead(g.path, err)
	}
	added := from == to
	if added {
		if from, err = sizeOf(file); err != nil {
			return CannotRead(g.path, err)
		}
		to = from
	}
	start := from
	err = Write(context.Background(), g.path, func(w io.Writer) error {
		if err := copyPart(w, file, 0, from); err != nil {
			return err
		}
		if added && file != nil && len(text) > 0 {
			between := GameBreak(file)
			start += int64(len(between))
			if _, err := w.Write(between); err != nil {
				return err
			}
		}
		if _, err := w.Write(text); err != nil {
			return err
		}
		size, err := sizeOf(file)
		if err == nil {
			err = copyPart(w, file, to, size)
		}
		file.Close() // some systems replace no file that is open
		return err
	})
	if err != nil {
		return err
	}
	g.text, g.at = bytes.Clone(text), start
	return nil
}

// find returns from where to where the file has the game; twice the same if it does
// not.
func (g *Game) find(file *os.File) (from, to int64, err error) {
	if file == nil {
		return 0, 0, nil
	}
	if len(g.text) > 0 {
		there := make([]byte, len(g.text))
		n, err := file.ReadAt(there, g.at)
		switch {
		case n == len(there) && bytes.Equal(there, g.text):
			return g.at, g.at + int64(n), nil
		case err != nil && !errors.Is(err, io.EOF):
			return 0, 0, err
		}
	}
	all, err := io.ReadAll(io.NewSectionReader(file, 0, 1<<62))
	if err != nil {
		return 0, 0, err
	}
	if len(g.text) > 0 { // others have moved it, or changed it
		if i := bytes.Index(all, g.text); i >= 0 {
			return int64(i), int64(i + len(g.text)), nil
		}
		return 0, 0, nil
	}
	from, to = g.earlier(all)
	return from, to, nil
}

// earlier returns from where to where a file has the game as an earlier process has
// put it there.
func (g *Game) earlier(all []byte) (from, to int64) {
	tag := bytes.Index(all, fmt.Appendf(nil, "[%s %q]", IDTag, g.id))
	if tag < 0 {
		return 0, 0
	}
	const start = "[Event "
	begin := bytes.LastIndex(all[:tag], []byte(start))
	if begin < 0 {
		return 0, 0
	}
	end := len(all)
	if i := bytes.Index(all[tag:], []byte("\n"+start)); i >= 0 {
		end = tag + i + 1
	}
	return int64(begin), int64(end)
}

// copyPart copies what a file has from one place to another.
func copyPart(w io.Writer, file *os.File, from, to int64) error {
	if file == nil || from >= to {
		return nil
	}
	_, err := io.Copy(w, io.NewSectionReader(file, from, to-from))
	return err
}

// sizeOf returns the size of a file, 0 for nil.
func sizeOf(file *os.File) (int64, error) {
	if file == nil {
		return 0, nil
	}
	info, err := file.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// openIfThere opens a PGN file as OpenPGN does, but begins none: it returns nil if
// there is none.
func openIfThere(path string) (*os.File, error) {
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	return OpenPGN(context.Background(), path)
}

// lockPatience is how long a process waits for others that write to its PGN file,
// which takes them milliseconds.
const lockPatience = 10 * time.Second

// LockPGN keeps others from writing to a PGN file until release is called. Where no
// lock can be made, as in a folder that may not be written, there is none, nor is
// there one for a pipe.
func LockPGN(path string) (release func(), err error) {
	if info, err := os.Stat(path); err == nil && !info.Mode().IsRegular() {
		return func() {}, nil
	}
	for end := time.Now().Add(lockPatience); ; time.Sleep(time.Millisecond) {
		lock, err := Lock(path)
		switch {
		case err == nil:
			return lock.Release, nil
		case !errors.Is(err, filelock.ErrInUse):
			return func() {}, nil
		case time.Now().After(end):
			return nil, err
		}
	}
}
