// Package runscreen is the full screen of a run: what it has learnt, what it
// does now, and a game that it plays against itself. The process that trains
// the run shows it, and so does any other that looks on: all that it draws comes
// out of the run file, but for the progress that only the trainer knows.
package runscreen

import (
	"time"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// State is what the run file says at some moment. It is replaced, never
// changed.
type State struct {
	Account *chronicle.Account
	Now     run.Generation // the one under way; Number 0: none
	Rates   Rates
	Units   int          // of Now, in the file
	Workers []run.Worker // other machines, by name; fresher than those of Account
}

// Rates is how fast games are played, each per second; 0 for unknown.
type Rates struct{ Games, Positions, Nodes float64 }

// Progress is what only the process that trains knows.
type Progress struct {
	Status              selfplay.Status
	Measured, ToMeasure int // games
	Notice              string
	Elapsed             time.Duration // of the sitting
	Limit               time.Duration // 0: none
	Share               float64       // of the phase that was done when this sitting took it up
	PhaseElapsed        time.Duration // since then
}

// Trainer tells how training stands. Progress must not block.
type Trainer interface{ Progress() Progress }

// Feed reads the state of a run, again and again. It is used by one goroutine
// at a time.
type Feed struct {
	File *run.File
	now  func() time.Time

	account   *chronicle.Account
	lastEvent int64
	lastState run.State
	lastNow   int
	read      time.Time
	samples   []sample
}

// sample is what was counted at some moment.
type sample struct {
	at                      time.Time
	generation              int
	games, positions, nodes int64
}

// NewFeed returns a feed of a run.
func NewFeed(file *run.File) *Feed { return &Feed{File: file, now: time.Now} }

// accountAge is how old what is known of a whole run may be. Whatever changes
// it makes it be read at once.
const accountAge = 10 * time.Second

// Read reads the state.
func (f *Feed) Read() (*State, error) {
	at := f.now()
	last, begun, err := f.File.Last()
	if err != nil {
		return nil, err
	}
	events, err := f.File.EventsAfter(f.lastEvent)
	if err != nil {
		return nil, err
	}
	changed := len(events) > 0 || begun && (last.State != f.lastState || last.Number != f.lastNow)
	if f.account == nil || changed || at.Sub(f.read) > accountAge {
		if f.account, err = chronicle.ReadAccount(f.File, at); err != nil {
			return nil, err
		}
		f.read, f.lastState, f.lastNow = at, last.State, last.Number
		if n := len(f.account.Events); n > 0 {
			f.lastEvent = f.account.Events[n-1].ID
		}
	}
	s := &State{Account: f.account, Rates: f.rates(at, last)}
	if s.Workers, err = chronicle.ReadWorkers(f.File, f.account.Condition); err != nil {
		return nil, err
	}
	if begun && last.State != run.Done {
		s.Now, s.Units = last, last.UnitsPlayed
	}
	return s, nil
}

// rateSpan is the time over which rates are taken.
const rateSpan = 20 * time.Second

// rates returns how fast the games of a generation are played.
func (f *Feed) rates(at time.Time, g run.Generation) Rates {
	if g.State != run.Playing {
		f.samples = nil
		return Rates{}
	}
	if n := len(f.samples); n > 0 && f.samples[n-1].generation != g.Number {
		f.samples = nil
	}
	f.samples = append(f.samples, sample{at, g.Number, g.Games, g.Positions, g.Nodes})
	for len(f.samples) > 2 && at.Sub(f.samples[0].at) > rateSpan {
		f.samples = f.samples[1:]
	}
	first := f.samples[0]
	seconds := at.Sub(first.at).Seconds()
	if seconds < 1 {
		return Rates{}
	}
	per := func(now, then int64) float64 { return float64(now-then) / seconds }
	return Rates{per(g.Games, first.games), per(g.Positions, first.positions), per(g.Nodes, first.nodes)}
}
