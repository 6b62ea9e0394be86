package chronicle

import (
	"fmt"
	"time"

	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/selfplay/run/event"
)

// Entry is a line of the log book, or several in a row that say the same.
type Entry struct {
	First, Last time.Time
	Generation  int    // 0 if it is not about one
	Text        string // fit for a terminal
	Times       int
}

// Words returns the entry as a sentence.
func (e Entry) Words() string {
	text := e.Text
	if e.Generation > 0 {
		text = fmt.Sprintf("generation %d: %s", e.Generation, text)
	}
	if e.Times > 1 {
		text += fmt.Sprintf(" (%d times, last at %s)", e.Times, minuteOf(e.Last))
	}
	return text
}

// Entries returns what a person wants to know of the log book. What happens in
// every generation is summed up elsewhere.
func (a *Account) Entries() []Entry {
	var all []Entry
	for _, e := range a.Events {
		switch e.Data.(type) {
		case event.Adjudication, event.Measured:
			continue
		}
		text := printable.Text(printable.Short(e.Data.String()))
		if n := len(all); n > 0 && all[n-1].Text == text {
			all[n-1].Times++
			all[n-1].Last = e.At
			continue
		}
		all = append(all, Entry{e.At, e.At, e.Generation, text, 1})
	}
	return all
}
