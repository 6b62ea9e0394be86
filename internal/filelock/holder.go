package filelock

import (
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Holder is a process that holds a lock, as its lock file describes it.
type Holder struct {
	PID     int       `json:"pid"`
	Host    string    `json:"host"`
	Since   time.Time `json:"since"`   // when it took the lock
	Command string    `json:"command"` // its command line
}

// String names the holder and says what to do about it. It contains no control
// characters, even if the lock file does.
func (h Holder) String() string {
	if h.PID <= 0 {
		return "another process; wait until it ends"
	}
	where, end := "", fmt.Sprintf("kill %d", h.PID)
	if host, err := os.Hostname(); err == nil && h.Host != host {
		where, end = " on "+printable(h.Host), end+" there"
	}
	return fmt.Sprintf("process %d%s since %s: %s; wait until it ends, or end it with: %s",
		h.PID, where, h.Since.Local().Format("2006-01-02 15:04:05"), printable(h.Command), end)
}

// self describes this process as a holder from this moment on.
func self() Holder {
	host, _ := os.Hostname()
	words := append([]string{filepath.Base(os.Args[0])}, os.Args[1:]...)
	for i, word := range words {
		if word == "" || strings.ContainsFunc(word, func(r rune) bool { return unicode.IsSpace(r) || !unicode.IsPrint(r) }) {
			words[i] = strconv.Quote(word)
		}
	}
	return Holder{os.Getpid(), host, time.Now().Truncate(time.Second), strings.Join(words, " ")}
}

// holderStart is where the description of the holder begins in a lock file. On
// systems whose locks keep others from reading, the byte before it is locked.
const holderStart = 1

// maxHolder is how much of a lock file is read, and maxCommand how much of a
// command is shown.
const (
	maxHolder  = 1 << 16
	maxCommand = 300
)

// writeHolder writes who holds the lock into its file.
func writeHolder(file *os.File, h Holder) {
	line, err := json.Marshal(h)
	if err != nil {
		return
	}
	if file.Truncate(0) == nil {
		file.WriteAt(append([]byte("\n"), append(line, '\n')...), 0)
	}
}

// readHolder returns who holds the lock of a file; zero if the file does not say.
func readHolder(file *os.File) (h Holder) {
	if json.NewDecoder(io.NewSectionReader(file, holderStart, maxHolder)).Decode(&h) != nil {
		return Holder{}
	}
	return h
}

// printable returns s without control characters, cut to a length that fits a
// message.
func printable(s string) string {
	runes := []rune(s)
	for i, r := range runes {
		if !unicode.IsPrint(r) {
			runes[i] = unicode.ReplacementChar
		}
	}
	if len(runes) > maxCommand {
		return string(runes[:maxCommand]) + "…"
	}
	return string(runes)
}
