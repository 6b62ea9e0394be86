// Package files opens, writes and guards the files that commands are told to
// use. It knows which files no output may damage: runs, states of matches and
// tunings, and whatever the same command reads.
package files

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/internal/atomicfile"
	"apprentice/internal/filelock"
	"apprentice/selfplay/run"
)

// Open opens a file of text for reading. Neither the opening nor the reading
// outlasts ctx, even if the file is a pipe without a writer or an endless device.
func Open(ctx context.Context, path string) (*Input, error) {
	if run.IsDatabase(path) { // which to open and close here would cost its locks
		return nil, fmt.Errorf("%s is a run or another database, not a text", path)
	}
	file, err := openWithin(ctx, path, os.O_RDONLY)
	switch {
	case ctx.Err() != nil && file == nil:
		return nil, console.Stopped(ctx, ctx.Err())
	case err != nil:
		return nil, CannotRead(path, err)
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		file.Close()
		return nil, CannotRead(path, syscall.EISDIR)
	}
	f := &Input{File: file, ctx: ctx}
	f.release = context.AfterFunc(ctx, func() { _ = f.SetReadDeadline(longAgo) }) // pipes know deadlines; other reads are short
	return f, nil
}

// longAgo is a deadline that ends a read or a write at once.
var longAgo = time.Unix(1, 0)

// openWithin opens a file that is there, as os.OpenFile does, but does not outlast
// ctx where a pipe has no other end.
func openWithin(ctx context.Context, path string, flags int) (*os.File, error) {
	type opened struct {
		file *os.File
		err  error
	}
	done := make(chan opened, 1)
	go func() {
		file, err := os.OpenFile(path, flags, 0)
		done <- opened{file, err}
	}()
	select {
	case <-ctx.Done():
		return nil, ctx.Err()
	case o := <-done:
		return o.file, o.err
	}
}

// Input is a file whose reads end with a context.
type Input struct {
	*os.File
	ctx     context.Context
	release func() bool
}

// Read reads, and fails once the context is done.
func (f *Input) Read(p []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, console.Stopped(f.ctx, err)
	}
	n, err := f.File.Read(p)
	if e := f.ctx.Err(); e != nil && err != nil {
		err = console.Stopped(f.ctx, e)
	}
	return n, err
}

// Close closes the file.
func (f *Input) Close() error {
	f.release()
	return f.File.Close()
}

// CannotRead names the file that could not be read and why.
func CannotRead(path string, err error) error {
	if folder, ok := atomicfile.MissingFolder(path); ok && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot read %s: the folder %s does not exist", path, folder)
	}
	return fmt.Errorf("cannot read %s: %w", path, console.Cause(err))
}

// Write writes a file whole or not at all, as atomicfile.Write does, unless
// what is there is worth more than any output; see valuable. What is not a regular
// file, such as a pipe, is written to directly, until a moment after ctx is done.
func Write(ctx context.Context, path string, write func(io.Writer) error) error {
	if err := valuable(path); err != nil {
		return err
	}
	if !direct(path) {
		return atomicfile.Write(path, write)
	}
	file, err := openDirect(ctx, path, 0)
	if err != nil {
		return err
	}
	err = write(file)
	if e := file.Close(); err == nil {
		err = e
	}
	if failed := new(fs.PathError); errors.As(err, &failed) && failed.Path == file.Name() {
		return CannotWrite(path, err)
	}
	return err
}

// Content returns a function for Write that writes bytes.
func Content(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// Lock keeps other processes away from a file that this one keeps writing, by a
// lock next to it, whether or not the file exists. The caller releases the lock.
func Lock(path string) (*filelock.Lock, error) {
	target, err := atomicfile.Target(path)
	if err != nil {
		return nil, CannotWrite(path, err)
	}
	lock, err := filelock.Take(target + lockSuffix)
	switch {
	case errors.Is(err, filelock.ErrInUse):
		return nil, fmt.Errorf("%s is %w", path, err)
	case err != nil:
		return nil, CannotWrite(path, err)
	}
	return lock, nil
}

// lockSuffix is what the name of a lock file ends with.
const lockSuffix = ".lock"

// CannotWrite names the file that could not be written and why.
func CannotWrite(path string, err error) error {
	if folder, ok := atomicfile.MissingFolder(path); ok && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot write %s: the folder %s does not exist", path, folder)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		err = errUnread
	}
	return fmt.Errorf("cannot write %s: %w", path, console.Cause(err))
}

// FolderSize returns the bytes of the files in a folder; 0 where there is none.
func FolderSize(folder string) int64 {
	size := int64(0)
	_ = filepath.WalkDir(folder, func(_ string, entry fs.DirEntry, err error) error {
		if err != nil {
			return fs.SkipDir
		}
		if info, err := entry.Info(); err == nil && info.Mode().IsRegular() {
			size += info.Size()
		}
		return nil
	})
	return size
}
