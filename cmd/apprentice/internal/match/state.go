package match

import (
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/eval"
	"apprentice/games/record"
	"apprentice/internal/atomicfile"
	"apprentice/internal/filelock"
	"apprentice/internal/sealed"
)

// state is the file in which a match keeps its games, so that it can go on
// after any end: lines of JSON, first a head and then a savedGame for each
// game in the order they ended. Every line has a checksum. It is written at once
// and flushed to the disk. The file is the truth about the match; everything else
// that it writes, such as PGN, follows from it. It is locked against other
// processes.
type state struct {
	path    string
	file    *os.File
	lock    *filelock.Lock
	head    head
	played  []eval.Finished
	dropped []error // what was wrong with the lines that are not in played
}

// head says which match the games belong to.
type head struct {
	Format   string            `json:"format"`
	ID       string            `json:"id"` // of this match alone; "" where it keeps no state
	Begun    time.Time         `json:"begun"`
	Settings map[string]string `json:"settings"` // all that decides what is played
}

// Formats of files that this program can resume from. It writes the first.
const (
	stateFormat         = "apprentice match 3"
	stateFormatUnsealed = "apprentice match 2" // earlier: lines may lack the checksum
)

// savedGame is a game in the file. The rest of an eval.Finished follows from it.
type savedGame struct {
	Index    uint64      `json:"index"`
	Game     []byte      `json:"game"`     // record.AppendGame
	Thoughts [][3]int64  `json:"thoughts"` // of every ply: depth, nodes, nanoseconds
	Effort   [2][4]int64 `json:"effort"`   // of A and of B: moves, nodes, sum of depths, nanoseconds
	Fault    string      `json:"fault,omitempty"`
}

// openState opens the state of a match, or begins one if there is no file. It is
// an error if another process has it open, or if the file belongs to a match with
// other settings or more games.
func openState(path string, begin head, of *eval.Tournament) (_ *state, err error) {
	s := &state{path: path}
	if s.lock, err = files.Lock(path); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			s.close()
		}
	}()
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		if err := beginState(path, begin); err != nil {
			return nil, err
		}
	}
	if s.file, err = os.OpenFile(path, os.O_RDWR|os.O_APPEND, 0); err != nil {
		return nil, fmt.Errorf("cannot resume from %s: %w", path, console.Cause(err))
	}
	if err := s.read(begin, of); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return s, nil
}

// beginState writes the file of a match without games.
func beginState(path string, head head) error {
	head.Format, head.ID = stateFormat, rand.Text()
	line, err := sealed.Marshal(head)
	if err != nil {
		return err
	}
	return atomicfile.WriteBytes(path, append(line, '\n'))
}

// save appends a game, and returns when it is on the disk.
func (s *state) save(f eval.Finished) error {
	if !filelock.Leads(s.path, s.file) {
		return fmt.Errorf("%s was moved, removed or replaced while the match wrote to it", s.path)
	}
	saved := savedGame{Index: f.Game.Index, Game: record.AppendGame(nil, &f.Game), Fault: f.Fault}
	for _, t := range f.Thoughts {
		saved.Thoughts = append(saved.Thoughts, [3]int64{int64(t.Depth), t.Nodes, int64(t.Time)})
	}
	for i, e := range f.Effort {
		saved.Effort[i] = [4]int64{int64(e.Moves), e.Nodes, e.Depth, int64(e.Time)}
	}
	line, err := sealed.Marshal(saved)
	if err != nil {
		return err
	}
	if _, err := s.file.Write(append(line, '\n')); err != nil {
		return files.CannotWrite(s.path, err)
	}
	if err := s.file.Sync(); err != nil {
		return files.CannotWrite(s.path, err)
	}
	return nil
}

// close closes the file, if it is open, and lets others have it.
func (s *state) close() {
	if s == nil {
		return
	}
	if s.file != nil {
		s.file.Close()
	}
	s.lock.Release()
}
