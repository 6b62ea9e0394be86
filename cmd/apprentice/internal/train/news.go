package train

import (
	"sync"

	"apprentice/selfplay/run"
)

// news follows the log book of a run.
type news struct {
	mu   sync.Mutex
	last int64 // the entry that was told last
}

// begin leaves out what is in the log book already.
func (n *news) begin(file *run.File) error {
	events, err := file.Events()
	if len(events) > 0 {
		n.last = events[len(events)-1].ID
	}
	return err
}

// tellNews passes on what has been entered into the log book since the last
// call, by whatever part of the program.
func (s *sitting) tellNews() {
	s.news.mu.Lock()
	defer s.news.mu.Unlock()
	events, err := s.file.EventsAfter(s.news.last)
	if err != nil {
		s.out.keep(err.Error())
		return
	}
	for _, e := range events {
		s.news.last = e.ID
		s.tell(func(r reporter) { r.event(e) })
	}
}
