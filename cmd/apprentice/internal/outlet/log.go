package outlet

import (
	"bytes"
	"fmt"
	"os"
	"sync"
	"time"
)

// MaxLogSize is the size in bytes at which a log is put aside: with the one
// before it, a log takes up to twice as much.
const MaxLogSize = 2 << 20

// Log is a file of lines, each with its date and time in front. A line that is
// the same as the one before is counted instead of written. When the file is
// full, it takes the name PATH.1, in place of an earlier one, and a new one
// begins. A failure of the disk loses lines and nothing else. Its methods are
// safe for concurrent use.
type Log struct {
	path string
	max  int64
	now  func() time.Time

	mu     sync.Mutex
	file   *os.File
	size   int64
	part   []byte // of a line that has no end yet
	last   string
	again  int // times that last came again
	opened bool
	onOpen func(*os.File)
}

// NewLog returns the log at path. onOpen, which may be nil, is called with
// every file that the log begins.
func NewLog(path string, onOpen func(*os.File)) *Log {
	return newLog(path, MaxLogSize, time.Now, onOpen)
}

func newLog(path string, limit int64, now func() time.Time, onOpen func(*os.File)) *Log {
	if onOpen == nil {
		onOpen = func(*os.File) {}
	}
	return &Log{path: path, max: limit, now: now, onOpen: onOpen}
}

// Path returns the name of the file.
func (l *Log) Path() string { return l.path }

// Open makes the file before the first line does. Close takes it away again if
// nothing came.
func (l *Log) Open() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.file == nil {
		l.open()
	}
}

// Write adds the lines of p. A line is written when its end has come. It
// returns len(p) and no error, also where the disk fails.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.part = append(l.part, p...)
	for {
		line, rest, ok := bytes.Cut(l.part, []byte("\n"))
		if !ok {
			return len(p), nil
		}
		l.line(string(line))
		l.part = append(l.part[:0], rest...)
	}
}

// line adds a line, or counts it.
func (l *Log) line(s string) {
	if s == l.last && l.opened {
		l.again++
		return
	}
	l.flush()
	l.last = s
	l.put(s)
}

// flush writes how often the last line came again.
func (l *Log) flush() {
	if l.again == 0 {
		return
	}
	times := "once more"
	if l.again > 1 {
		times = fmt.Sprintf("%d more times", l.again)
	}
	l.again = 0
	l.put("(the line above came " + times + ")")
}

// put writes a line into the file, a new one where this is full.
func (l *Log) put(s string) {
	l.opened = true
	text := l.now().Format("2006-01-02 15:04:05 ") + s + "\n"
	if l.file != nil && l.size+int64(len(text)) > l.max {
		l.file.Close()
		l.file = nil
		os.Rename(l.path, l.path+".1")
	}
	if l.file == nil && !l.open() {
		return
	}
	n, _ := l.file.WriteString(text)
	l.size += int64(n)
}

// open opens the file, which may be there from an earlier time.
func (l *Log) open() bool {
	file, err := os.OpenFile(l.path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return false
	}
	l.file, l.size = file, 0
	if info, err := file.Stat(); err == nil {
		l.size = info.Size()
	}
	l.onOpen(file)
	return true
}

// Close writes what is left and closes the file.
func (l *Log) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.part) > 0 {
		l.line(string(l.part))
		l.part = nil
	}
	l.flush()
	if l.file == nil {
		return nil
	}
	file := l.file
	l.file = nil
	info, err := file.Stat()
	if err := file.Close(); err != nil {
		return err
	}
	if err == nil && info.Size() == 0 {
		return os.Remove(l.path)
	}
	return nil
}
