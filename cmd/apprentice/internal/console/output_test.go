package console

import (
	"errors"
	"fmt"
	"os"
	"syscall"
	"testing"
)

// A reader that goes away, as head does, is no error.
func TestOutputError(t *testing.T) {
	for _, test := range []struct {
		err, want error
	}{
		{nil, nil},
		{syscall.ENOSPC, errors.New("cannot write standard output: no space left on device")},
		{syscall.EPIPE, nil},
		{&os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}, nil},
		{os.ErrClosed, errors.New("cannot write standard output: file already closed")},
	} {
		if got := OutputError(&checkedOutput{err: test.err}); fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("after %v: %v, want %v", test.err, got, test.want)
		}
	}
}
