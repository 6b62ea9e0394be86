package files

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"apprentice/selfplay/run"
)

// database returns an error where the file is a run or another database, or
// belongs to one.
func database(path string) error {
	if run.IsDatabase(path) {
		return fmt.Errorf("cannot write %s: it is a run or another database; name another file", path)
	}
	for _, suffix := range companions {
		if owner, ok := strings.CutSuffix(path, suffix); ok && run.IsDatabase(owner) {
			return fmt.Errorf("cannot write %s: it belongs to %s; name another file", path, owner)
		}
	}
	return nil
}

// valuable returns an error where a file is one that no output may replace: a
// run or another database, or the state of a match or a tuning.
func valuable(path string) error {
	if err := database(path); err != nil {
		return err
	}
	if head, err := headOf(path); err == nil && isState(head) {
		return fmt.Errorf("cannot write %s: it is the state of a match or a tuning; name another file", path)
	}
	return nil
}

// isState reports whether a file with this beginning is the state of a match or
// a tuning.
func isState(head []byte) bool {
	head = bytes.Join(bytes.Fields(head), nil)
	return bytes.HasPrefix(head, []byte(`{"format":"apprenticematch`)) || bytes.HasPrefix(head, []byte(`{"format":"apprenticetune`))
}

// headOf returns the first bytes of a regular file that is not a database.
func headOf(path string) ([]byte, error) {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return nil, err
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	head := make([]byte, 512)
	n, err := io.ReadFull(file, head)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return head[:n], err
}
