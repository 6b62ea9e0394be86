package chronicle

import (
	"os"
	"regexp"
	"strconv"
	"time"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// Condition is what a run is doing at the moment.
type Condition string

// The conditions of a run.
const (
	Training  Condition = "training"  // a process works on it
	Paused    Condition = "paused"    // a process has it, and stands still until it is told otherwise
	Silent    Condition = "silent"    // a process has it that has not said for long that it is alive
	Killed    Condition = "killed"    // the last process ended without a word
	Ended     Condition = "ended"     // the last process ended in an orderly way
	Untrained Condition = "untrained" // no process has trained it yet
)

// Account is all that a run file says about how the run has gone.
type Account struct {
	*History
	Condition Condition
	Sittings  []run.Sitting // oldest first
	Events    []run.Event   // oldest first
	Workers   []run.Worker  // other machines that have played, by name
	Networks  int           // whose weights are in the file
	Pruned    bool          // games of early generations were dropped
	Bytes     Bytes
	run       Run
}

// Bytes is what a run takes on disk.
type Bytes struct {
	File    int64 `json:"file"`
	Log     int64 `json:"log"`     // of SQLite, beside the file
	Samples int64 `json:"samples"` // kept for the next learning, in a folder beside the file
}

// SamplesOf is the folder beside a run for the samples of its window.
func SamplesOf(path string) string { return path + ".samples" }

// ReadAccount reads what a run says about itself. The run may be written to
// meanwhile.
func ReadAccount(file *run.File, now time.Time) (*Account, error) {
	h, err := ReadHistory(file)
	if err != nil {
		return nil, err
	}
	a := &Account{History: h, run: OfRun(file)}
	if a.Sittings, err = file.Sittings(); err != nil {
		return nil, err
	}
	if a.Events, err = file.Events(); err != nil {
		return nil, err
	}
	networks, err := file.Networks()
	if err != nil {
		return nil, err
	}
	for _, n := range networks {
		if n.Format != run.Dropped {
			a.Networks++
		}
	}
	whole, err := file.FirstWhole()
	if err != nil {
		return nil, err
	}
	a.Pruned = whole > 1
	a.Condition = a.condition(now)
	if a.Workers, err = ReadWorkers(file, a.Condition); err != nil {
		return nil, err
	}
	a.Bytes = Bytes{sizeOf(file.Path()), sizeOf(file.Path() + "-wal"), files.FolderSize(SamplesOf(file.Path()))}
	return a, nil
}

// condition finds out what the run is doing.
func (a *Account) condition(now time.Time) Condition {
	last, ok := a.LastSitting()
	switch {
	case !ok:
		return Untrained
	case !last.Ended.IsZero():
		return Ended
	case !breathes(last, now):
		return Killed
	case now.Sub(last.Beat) > silence:
		return Silent
	case a.paused(last):
		return Paused
	}
	return Training
}

// paused reports whether a sitting stands still.
func (a *Account) paused(s run.Sitting) bool {
	still := false
	for _, e := range a.Events {
		if e.At.Before(s.Begun) {
			continue
		}
		switch e.Data.(type) {
		case event.Paused:
			still = true
		case event.Resumed:
			still = false
		}
	}
	return still
}

// LastSitting returns the sitting that trains the run or did so last; ok is
// false where there was none.
func (a *Account) LastSitting() (s run.Sitting, ok bool) {
	if n := len(a.Sittings); n > 0 {
		return a.Sittings[n-1], true
	}
	return s, false
}

// kept are the flags of a command that continues a run, as far as they belong
// to the sitting. Their values are checked, since a run may come from anywhere.
var kept = regexp.MustCompile(` --(for|generations|workers|memory|nice|listen|nats|audit) ([0-9A-Za-z.:/,-]+)`)

// Continue returns the command that continues the run at path as the last
// sitting trained it, without a bound that is reached. The run may be a copy
// under another name.
func (a *Account) Continue(path string) string {
	s, _ := a.LastSitting()
	command := console.ProgramName() + " train --run " + console.ShellWord(path)
	for _, flag := range kept.FindAllStringSubmatch(s.Command, -1) {
		if n, err := strconv.Atoi(flag[2]); flag[1] == "generations" && (err != nil || n <= len(a.Done())) {
			continue
		}
		command += flag[0]
	}
	return command
}

// Status is everything about a run in one object.
type Status struct {
	Kind
	Condition   string       `json:"condition"`
	Run         Run          `json:"run"`
	Sittings    []Sitting    `json:"sittings"`
	Generations []Generation `json:"generations"`
	Matches     []Match      `json:"matches"`
	Events      []Event      `json:"events"`
	Workers     []Worker     `json:"workers,omitempty"`
	Bytes       Bytes        `json:"bytes"`
	Networks    int          `json:"networks"`         // whose weights are in the file
	Pruned      bool         `json:"pruned,omitempty"` // games of early generations were dropped
	Continue    string       `json:"continue"`         // the command
}

// Sitting is one process that trained.
type Sitting struct {
	Kind
	ID      int64      `json:"id"`
	Begun   time.Time  `json:"begun"`
	Beat    *time.Time `json:"beat,omitempty"`  // when it last said that it was alive
	Ended   *time.Time `json:"ended,omitempty"` // absent while it works, and for ever if it was killed
	Why     string     `json:"why,omitempty"`   // it ended
	PID     int        `json:"pid"`
	Host    string     `json:"host"`
	Program string     `json:"program"`
	Command string     `json:"command"` // that continues the run
	Awake   float64    `json:"awake"`
	CPU     float64    `json:"cpu_seconds"`
}

// OfSitting describes a sitting.
func OfSitting(s run.Sitting) Sitting {
	return Sitting{
		Kind: kind("sitting"), ID: s.ID, Begun: s.Begun.UTC(), Beat: when(s.Beat), Ended: when(s.Ended), Why: s.Why,
		PID: s.PID, Host: s.Host, Program: s.Program, Command: s.Command, Awake: zero(s.Awake), CPU: zero(s.CPU),
	}
}

// OfAccount describes a run at path with everything in it.
func OfAccount(a *Account, path string) (Status, error) {
	out := Status{
		Kind: kind("status"), Condition: string(a.Condition), Run: a.run, Bytes: a.Bytes, Networks: a.Networks,
		Pruned: a.Pruned, Continue: a.Continue(path),
		Sittings: []Sitting{}, Generations: []Generation{}, Matches: []Match{}, Events: []Event{},
	}
	out.Run.Path = path
	for _, s := range a.Sittings {
		out.Sittings = append(out.Sittings, OfSitting(s))
	}
	for _, w := range a.Workers {
		out.Workers = append(out.Workers, OfWorker(w))
	}
	for _, g := range a.Generations {
		out.Generations = append(out.Generations, a.OfGeneration(g))
	}
	for _, m := range a.matches {
		out.Matches = append(out.Matches, OfMatch(m))
	}
	for _, e := range a.Events {
		one, err := OfEvent(e)
		if err != nil {
			return out, err
		}
		out.Events = append(out.Events, one)
	}
	return out, nil
}

// OfGeneration describes a generation with its rating and its place.
func (h *History) OfGeneration(g run.Generation) Generation {
	var out Generation
	if r, ok := h.Ratings[g.Number]; ok {
		out = OfGeneration(g, &r)
	} else {
		out = OfGeneration(g, nil)
	}
	if s, ok := h.Strengths[g.Number]; ok {
		out.Strength = &Place{Interval{known(s.Value), known(s.Low), known(s.High)}, s.Scale, s.Games, s.Stale}
	}
	return out
}

// sizeOf returns the bytes of a file; 0 where there is none.
func sizeOf(path string) int64 {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return 0
	}
	return info.Size()
}
