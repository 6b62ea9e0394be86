package files

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"apprentice/internal/atomicfile"
)

// checkPGN returns the error that OpenPGN would give, and leaves nothing behind.
func checkPGN(path string) error {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return atomicfile.Check(path)
	case !info.Mode().IsRegular() && !info.IsDir():
		return nil // a look at a pipe might wait for its reader
	}
	file, err := OpenPGN(context.Background(), path)
	if err != nil {
		return err
	}
	return file.Close()
}

// OpenPGN opens a PGN file, or begins one, to read it and to append games to it.
// It is an error where the file holds something else, which games would damage. A
// pipe or a device is opened to write to it, until a moment after ctx is done.
func OpenPGN(ctx context.Context, path string) (*os.File, error) {
	if err := valuable(path); err != nil {
		return nil, err
	}
	head, err := headOf(path)
	if err == nil && bytes.IndexByte(head, 0) >= 0 {
		return nil, fmt.Errorf("cannot append games to %s: it is not a text file; name another file", path)
	}
	if direct(path) {
		return openDirect(ctx, path, os.O_APPEND)
	}
	file, err := os.OpenFile(path, os.O_RDWR|os.O_APPEND|os.O_CREATE, 0o666)
	if err != nil {
		return nil, CannotWrite(path, err)
	}
	return file, nil
}

// AppendPGN appends games to a PGN file, and returns when they are on the disk. A
// person waits for it: a pipe that nobody reads is an error after a moment.
func AppendPGN(path string, games []byte) error {
	release, err := LockPGN(path)
	if err != nil {
		return err
	}
	defer release()
	now, end := context.WithCancel(context.Background())
	end()
	file, err := OpenPGN(now, path)
	if err != nil {
		return err
	}
	_, err = file.Write(append(GameBreak(file), games...))
	if err == nil {
		err = syncFile(file)
	}
	if e := file.Close(); err == nil {
		err = e
	}
	if err != nil {
		return CannotWrite(path, err)
	}
	return nil
}

// GameBreak returns what must stand between the end of a PGN file and the next
// game: nothing after a blank line, as every game has one at its end.
func GameBreak(file *os.File) []byte {
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() || info.Size() == 0 {
		return nil
	}
	const blank = "\n\n"
	end := make([]byte, min(info.Size(), int64(len(blank))))
	if _, err := file.ReadAt(end, info.Size()-int64(len(end))); err != nil && err != io.EOF {
		return nil
	}
	switch {
	case string(end) == blank:
		return nil
	case end[len(end)-1] == '\n':
		return []byte("\n")
	}
	return []byte(blank)
}

// syncFile flushes a regular file to the disk.
func syncFile(file *os.File) error {
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return err
	}
	return file.Sync()
}
