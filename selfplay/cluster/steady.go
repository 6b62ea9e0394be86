package cluster

import (
	"sync"
	"time"
)

// steady is a clock for waiting. It never goes back, and however far the clock
// below it jumps, as when this process was stopped for a minute, it goes on by a
// bounded step: what others sent meanwhile is read before anybody is called late.
// It has to be looked at more often than that.
type steady struct {
	from func() time.Time
	most time.Duration // of a step

	mu   sync.Mutex
	last time.Time // of the clock below
	at   time.Time
}

// now returns the time.
func (s *steady) now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.from()
	if s.at.IsZero() {
		s.at = now
	} else {
		s.at = s.at.Add(min(max(now.Sub(s.last), 0), s.most))
	}
	s.last = now
	return s.at
}
