package files

import (
	"fmt"
	"io"
	"os"
	"syscall"

	"apprentice/cmd/apprentice/internal/console"
)

// SmallFile bounds a file that a person writes by hand, or a program for another
// one, such as a secret or a certificate, in bytes.
const SmallFile = 1 << 20

// notWhole is why a file is not read whole.
type notWhole string

// Error returns the reason.
func (n notWhole) Error() string { return string(n) }

// tooLarge is the error of a file that has more bytes than most.
func tooLarge(most int64) error {
	return notWhole(fmt.Sprintf("it is larger than %s MB", console.Thousands(most>>20)))
}

// ReadWhole returns the content of a regular file of at most the given bytes. It
// neither waits nor takes memory for anything else: a pipe without a writer, a
// device without an end, a file of another kind that was named by mistake.
func ReadWhole(path string, most int64) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, CannotRead(path, err)
	case info.IsDir():
		return nil, CannotRead(path, syscall.EISDIR)
	case !info.Mode().IsRegular():
		return nil, CannotRead(path, notWhole("it is not a regular file"))
	case info.Size() > most:
		return nil, CannotRead(path, tooLarge(most))
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, CannotRead(path, err)
	}
	defer file.Close()
	blob, err := io.ReadAll(io.LimitReader(file, most+1)) // it may have grown
	if err == nil && int64(len(blob)) > most {
		err = tooLarge(most)
	}
	if err != nil {
		return nil, CannotRead(path, err)
	}
	return blob, nil
}
