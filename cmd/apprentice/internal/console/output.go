package console

import (
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"syscall"

	"golang.org/x/term"
)

// StandardOutput stands for it where a file is asked for.
const StandardOutput = "-"

// checkedOutput is standard output that is not a terminal: it remembers the first
// error of a write, which most commands ignore, so that a command whose output is
// cut off fails.
type checkedOutput struct {
	w   io.Writer
	mu  sync.Mutex
	err error
}

// Checked returns out, checked unless it is a terminal: those take all, and who
// draws on them wants the file.
func Checked(out io.Writer) io.Writer {
	if f, ok := out.(*os.File); ok && term.IsTerminal(int(f.Fd())) {
		return out
	}
	return &checkedOutput{w: out}
}

// Write writes p.
func (o *checkedOutput) Write(p []byte) (int, error) {
	n, err := o.w.Write(p)
	if err != nil {
		o.mu.Lock()
		defer o.mu.Unlock()
		if o.err == nil {
			o.err = err
		}
	}
	return n, err
}

// OutputError returns what kept output from being written, nil for nothing. A
// reader that has gone away is none for a command that went on without it.
func OutputError(out io.Writer) error {
	o, ok := out.(*checkedOutput)
	if !ok {
		return nil
	}
	o.mu.Lock()
	defer o.mu.Unlock()
	if o.err == nil || errors.Is(o.err, syscall.EPIPE) {
		return nil
	}
	return fmt.Errorf("cannot write standard output: %w", Cause(o.err))
}
