package files

import (
	"context"
	"errors"
	"os"
	"time"
)

// errUnread is why a pipe takes nothing.
var errUnread = errors.New("nobody reads it")

// unreadPatience is how long a pipe may take nothing after its command was asked to
// end: long enough for what the command still has to say to somebody who reads.
const unreadPatience = time.Second

// direct reports whether what is written to path cannot be put in its place once it
// is complete: a pipe or a device.
func direct(path string) bool {
	info, err := os.Stat(path)
	return err == nil && !info.Mode().IsRegular() && !info.IsDir()
}

// openDirect opens a pipe or a device to write to it. Neither the opening nor a
// write outlasts ctx by more than a moment where nobody reads; the error says so.
func openDirect(ctx context.Context, path string, flags int) (*os.File, error) {
	late, end := context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(ctx, func() { time.AfterFunc(unreadPatience, end) })
	file, err := openWithin(late, path, os.O_WRONLY|flags)
	switch {
	case late.Err() != nil && file == nil:
		return nil, CannotWrite(path, errUnread)
	case err != nil:
		return nil, CannotWrite(path, err)
	}
	context.AfterFunc(late, func() { _ = file.SetWriteDeadline(longAgo) }) // pipes know deadlines
	return file, nil
}
