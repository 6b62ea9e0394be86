package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"apprentice/internal/atomicfile"
	"apprentice/internal/filelock"
	"apprentice/selfplay/run"
)

// openRun opens a run for reading.
func openRun(path string) (*run.File, error) {
	if err := mayBeRun(path); err != nil {
		return nil, err
	}
	return run.OpenReadOnly(path)
}

// openRunToWrite opens a run for writing.
func openRunToWrite(path string) (*run.File, error) {
	if err := mayBeRun(path); err != nil {
		return nil, err
	}
	return run.Open(path)
}

// mayBeRun returns an error where there is no run at path, or a file that is
// none.
func mayBeRun(path string) error {
	info, err := os.Stat(path)
	folder, missing := atomicfile.MissingFolder(path)
	switch {
	case missing && errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no run %s: the folder %s does not exist", path, folder)
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no run %s; apprentice train --run %s begins one", path, shellWord(path))
	case err != nil:
		return fmt.Errorf("cannot read %s: %w", path, cause(err))
	case info.IsDir():
		return fmt.Errorf("%s is no run, but a folder", path)
	case !info.Mode().IsRegular() || info.Size() > 0 && !run.IsDatabase(path):
		return fmt.Errorf("%s is no run, but another file", path)
	}
	return nil
}

// openFile opens a file for reading. Neither the opening nor the reading outlasts
// ctx, also where the file is a pipe that nobody writes to or a device that has no
// end.
func openFile(ctx context.Context, path string) (*inputFile, error) {
	type opened struct {
		file *os.File
		err  error
	}
	done := make(chan opened, 1)
	go func() {
		file, err := os.Open(path)
		done <- opened{file, err}
	}()
	select {
	case <-ctx.Done():
		return nil, stopped(ctx, ctx.Err())
	case o := <-done:
		if o.err != nil {
			return nil, cannotRead(path, o.err)
		}
		f := &inputFile{File: o.file, ctx: ctx}
		f.release = context.AfterFunc(ctx, func() { _ = f.SetReadDeadline(time.Unix(1, 0)) }) // pipes know deadlines; other reads are short
		return f, nil
	}
}

// inputFile is a file whose reads end with a context.
type inputFile struct {
	*os.File
	ctx     context.Context
	release func() bool
}

// Read reads, and fails once the context is done.
func (f *inputFile) Read(p []byte) (int, error) {
	if err := f.ctx.Err(); err != nil {
		return 0, stopped(f.ctx, err)
	}
	n, err := f.File.Read(p)
	if e := f.ctx.Err(); e != nil && err != nil {
		err = stopped(f.ctx, e)
	}
	return n, err
}

// Close closes the file.
func (f *inputFile) Close() error {
	f.release()
	return f.File.Close()
}

// await runs a job that does not look at a context, and leaves it alone where ctx
// is done before it ends: the program is about to end. The job must only read.
func await(ctx context.Context, job func() error) error {
	done := make(chan error, 1)
	go func() { done <- job() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return stopped(ctx, ctx.Err())
	}
}

// stopped returns the error of a command that its context has ended.
func stopped(ctx context.Context, err error) error {
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		return errors.New(causeOf(ctx))
	}
	return err
}

// cannotRead names the file that could not be read and why.
func cannotRead(path string, err error) error {
	if folder, ok := atomicfile.MissingFolder(path); ok && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot read %s: the folder %s does not exist", path, folder)
	}
	return fmt.Errorf("cannot read %s: %w", path, cause(err))
}

// maxNetworkFile bounds a file of a network in bytes: far more than the largest
// shape that there is.
const maxNetworkFile = 1 << 30

// readNetworkFile returns the content of a file that has an end and may be a
// network.
func readNetworkFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case path == "":
		return nil, errors.New("the network has no file; want net:FILE or --net FILE")
	case err != nil:
		return nil, cannotRead(path, err)
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no network: it is not a regular file", path)
	case info.Size() > maxNetworkFile:
		return nil, fmt.Errorf("%s is no network: it has %s MB", path, thousands(info.Size()>>20))
	case run.IsDatabase(path):
		return nil, fmt.Errorf("%s is a run, not a network; want gen:last@%[1]s, or --run %[1]s where there is such a flag", path)
	}
	blob, err := os.ReadFile(path)
	if err != nil {
		return nil, cannotRead(path, err)
	}
	return blob, nil
}

// writeFile writes a file whole or not at all, as atomicfile.Write does, unless
// what is there is worth more than any output; see valuable.
func writeFile(path string, write func(io.Writer) error) error {
	if err := valuable(path); err != nil {
		return err
	}
	return atomicfile.Write(path, write)
}

// content returns a function for writeFile that writes bytes.
func content(data []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(data)
		return err
	}
}

// lockFile keeps other processes away from a file that this one goes on writing,
// by a lock beside it, whether or not the file is there yet. The caller
// releases the lock.
func lockFile(path string) (*filelock.Lock, error) {
	target, err := atomicfile.Target(path)
	if err != nil {
		return nil, cannotWrite(path, err)
	}
	lock, err := filelock.Take(target + lockSuffix)
	switch {
	case errors.Is(err, filelock.ErrInUse):
		return nil, fmt.Errorf("%s is %w", path, err)
	case err != nil:
		return nil, cannotWrite(path, err)
	}
	return lock, nil
}

// lockSuffix is what the name of a lock file ends with.
const lockSuffix = ".lock"

// cannotWrite names the file that could not be written and why.
func cannotWrite(path string, err error) error {
	if folder, ok := atomicfile.MissingFolder(path); ok && errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("cannot write %s: the folder %s does not exist", path, folder)
	}
	return fmt.Errorf("cannot write %s: %w", path, cause(err))
}

// cause returns what the operating system said, without the path, which the
// message around it names.
func cause(err error) error {
	var pathError *fs.PathError
	if errors.As(err, &pathError) {
		return pathError.Err
	}
	var linkError *os.LinkError
	if errors.As(err, &linkError) {
		return linkError.Err
	}
	return err
}
