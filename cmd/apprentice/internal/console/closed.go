package console

import (
	"io"
	"os"
)

// Stdout returns standard output: a file, or what fails every write where
// a shell closed it, as with >&-.
func Stdout() io.Writer {
	if stdoutClosed() {
		return closedOutput{}
	}
	return os.Stdout
}

// closedOutput is an output that was closed before the program began.
type closedOutput struct{}

// Write fails.
func (closedOutput) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: os.Stdout.Name(), Err: os.ErrClosed}
}
