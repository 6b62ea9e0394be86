package run

import (
	"fmt"
	"os"
)

// writerLock keeps other writers away from a run. It is a lock of the
// operating system on a file beside the run, so it ends with the process that
// holds it, however that ends. It is not a lock on the run file itself, since
// those belong to SQLite.
type writerLock struct {
	file *os.File
}

// lockWriter takes the writer lock of the run at path, or returns ErrInUse.
func lockWriter(path string) (*writerLock, error) {
	name := path + ".lock"
	for {
		file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o644)
		if err != nil {
			return nil, explain(path, "take the writer's lock", err)
		}
		locked, err := tryLock(file)
		if err != nil {
			file.Close()
			return nil, explain(path, "take the writer's lock", err)
		}
		if !locked {
			file.Close()
			return nil, fmt.Errorf("%s: %w", path, ErrInUse)
		}
		// The previous holder may have removed the file after it was opened
		// here: then the lock is on a file that nobody else will find.
		if sameFile(file, name) {
			return &writerLock{file}, nil
		}
		file.Close()
	}
}

// sameFile reports whether name still leads to the open file.
func sameFile(file *os.File, name string) bool {
	opened, err := file.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(name)
	return err == nil && os.SameFile(opened, there)
}
