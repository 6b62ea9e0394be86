package run

import (
	"database/sql"
	"os"
	"time"

	"apprentice/internal/filesystem"
	"apprentice/selfplay/run/event"
	"apprentice/selfplay/run/internal/database"
)

// Limits of the log in bytes. SQLite itself writes the log back, as far as
// readers let it, whenever it exceeds 8 MB (1000 pages), but begins it anew only
// when no reader uses it. Beyond logTry the writer waits for that moment.
const (
	logTry      = 16 << 20
	logStarving = 48 << 20 // beyond it the readers are named
	logPatience = 2 * time.Second
)

// WriteBack brings the log back into the run file and empties it. It waits some
// seconds for readers. If they still use the log and it is long, an event says so
// and names them if it can. Finish, Update and SetState call it at the end of a
// generation.
func (f *File) WriteBack() error {
	if f.w == nil {
		return explain(f.path, "write back the log", ErrReadOnly)
	}
	f.turn.Lock()
	done, err := f.tryWriteBack(logPatience)
	f.turn.Unlock()
	if err != nil || done {
		return err
	}
	return f.starved()
}

// tryWriteBack tries to empty the log until it succeeds or patience ends. The
// caller holds f.turn.
func (f *File) tryWriteBack(patience time.Duration) (bool, error) {
	begun := time.Now()
	for {
		var busy, log, done int
		if err := f.w.QueryRow("PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &log, &done); err != nil && !database.IsBusy(err) {
			return false, explain(f.path, "write back the log", err)
		} else if err == nil && busy == 0 {
			f.grown()
			return true, nil
		}
		if time.Since(begun) > patience {
			return false, nil
		}
		select {
		case <-f.interrupted:
			return false, nil
		case <-time.After(waitPause):
		}
	}
}

// grown notes the size of the file, below which it can no longer fall.
func (f *File) grown() {
	if info, err := os.Stat(f.path); err == nil && f.place != nil && os.SameFile(info, f.place.file) {
		f.place.size = max(f.place.size, info.Size())
	}
}

// logSize returns the size of the log file.
func (f *File) logSize() int64 {
	info, err := os.Stat(f.path + "-wal")
	if err != nil {
		return 0
	}
	return info.Size()
}

// boundLog empties the log after a commit if it has become long. If readers
// prevent that, it tries again after as much more. The caller holds f.turn.
func (f *File) boundLog() (starved bool) {
	size := f.logSize()
	if size < f.nextTry {
		return false
	}
	done, err := f.tryWriteBack(logPatience)
	if err != nil || done {
		f.nextTry = logTry
		return false
	}
	f.nextTry = size + logTry
	return size >= logStarving
}

// starved records that readers keep the log from being written back.
func (f *File) starved() error {
	log := f.logSize()
	if log < logStarving {
		return nil
	}
	data, err := event.Encode(event.Starved{Log: log, Readers: filesystem.LockHolders(f.path+"-shm", walReadLocks, walLastLock)})
	if err != nil {
		return err
	}
	return f.write("say that the log is starved", func(tx *sql.Tx) error {
		return addEvent(tx, 0, event.Starved{}.Kind(), data)
	})
}
