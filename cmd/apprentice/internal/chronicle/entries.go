package chronicle

import (
	"fmt"
	"slices"
	"time"

	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/selfplay/run"
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
	for _, e := range byCause(a.Events) {
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

// byCause returns events with each order before what came of it. A process obeys
// first and writes then that it has, so that who asked can rely on it.
func byCause(events []run.Event) []run.Event {
	events = slices.Clone(events)
	for i := 1; i < len(events); i++ {
		if order, ok := events[i].Data.(event.Ordered); ok && causes(order, events[i-1].Data) {
			events[i-1], events[i] = events[i], events[i-1]
			i++ // a second order has no effect of its own
		}
	}
	return events
}

// causes reports whether what happened came of an order.
func causes(order event.Ordered, happened event.Data) bool {
	switch run.OrderKind(order.What) {
	case run.OrderPause:
		return happened == event.Data(event.Paused{By: order.By})
	case run.OrderResume:
		return happened == event.Data(event.Resumed{By: order.By})
	}
	return false
}
