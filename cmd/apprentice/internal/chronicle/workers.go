package chronicle

import (
	"fmt"
	"time"

	"apprentice/cmd/apprentice/internal/console"
	"apprentice/selfplay/run"
)

// Worker is another machine that has played for the run, or was not let in, as its
// last sitting left it.
type Worker struct {
	Kind
	Name       string     `json:"name"`
	State      string     `json:"state"` // plays, gone or refused
	Cores      int        `json:"cores"`
	Version    string     `json:"version"`
	Platform   string     `json:"platform"`
	Joined     *time.Time `json:"joined,omitempty"` // absent: it was never let in
	Seen       *time.Time `json:"seen,omitempty"`
	Units      int        `json:"units"`
	Games      int64      `json:"games"`
	Positions  int64      `json:"positions"`
	Speed      *float64   `json:"positions_per_second,omitempty"` // of all of its cores
	Duplicates int        `json:"duplicates,omitempty"`           // units that came twice, or after others had played them
	Faults     int        `json:"faults,omitempty"`
	Fault      string     `json:"fault,omitempty"` // the last one, or why it is refused
}

// ReadWorkers returns the other machines of a run that is in some condition, by
// name.
func ReadWorkers(file *run.File, c Condition) ([]run.Worker, error) {
	all, err := file.Workers()
	for i := range all {
		if w := &all[i]; w.State == run.WorkerPlays && c != Training && c != Paused {
			w.State = run.WorkerGone // as far as anybody knows: nobody listens
		}
	}
	return all, err
}

// OfWorker describes a worker.
func OfWorker(w run.Worker) Worker {
	out := Worker{
		Kind: kind("worker"), Name: w.Name, State: string(w.State), Cores: w.Cores, Version: w.Version, Platform: w.Platform,
		Joined: when(w.Joined), Seen: when(w.Seen), Units: w.Units, Games: w.Games, Positions: w.Positions,
		Duplicates: w.Duplicates, Faults: w.Faults, Fault: w.Fault,
	}
	if w.Seconds > 0 {
		speed := WorkerSpeed(w)
		out.Speed = &speed
	}
	return out
}

// WorkerSpeed returns the positions a second of all cores of a worker while they
// play, 0 where it has played nothing.
func WorkerSpeed(w run.Worker) float64 {
	if w.Seconds <= 0 {
		return 0
	}
	return float64(w.Positions) / w.Seconds * float64(w.Cores)
}

// WorkerWords says how a worker stands.
func WorkerWords(w run.Worker, now time.Time) string {
	text := fmt.Sprintf("%s, %s: ", w.Name, console.Plural(w.Cores, "core"))
	switch w.State {
	case run.WorkerRefusedState:
		if !w.Expelled() {
			text += "not let in: "
		}
		return text + w.Fault
	case run.WorkerPlays:
		text += "plays"
	default:
		text += "gone"
	}
	text += fmt.Sprintf(", last seen %s ago; %s", console.InWords(max(now.Sub(w.Seen), 0)), console.Plural(w.Units, "unit"))
	if speed := WorkerSpeed(w); speed > 0 {
		text += fmt.Sprintf(", %s positions/s", console.Thousands(int64(speed)))
	}
	if w.Faults > 0 {
		text += fmt.Sprintf("; %s, the last: %s", console.Plural(w.Faults, "fault"), w.Fault)
	}
	return text
}

// WorkersAtWork says how many other machines play, "" for none.
func WorkersAtWork(all []run.Worker) string {
	n, cores := 0, 0
	for _, w := range all {
		if w.State == run.WorkerPlays {
			n++
			cores += w.Cores
		}
	}
	if n == 0 {
		return ""
	}
	return fmt.Sprintf("%s with %s", console.Plural(n, "other machine"), console.Plural(cores, "core"))
}
