package event

import (
	"fmt"
	"strings"
)

// WorkerJoined says that another machine plays for the run.
type WorkerJoined struct {
	Worker  string `json:"worker"`
	Cores   int    `json:"cores"`
	Version string `json:"version"`
}

// WorkerLeft says that another machine does not play any more.
type WorkerLeft struct {
	Worker string `json:"worker"`
	Why    string `json:"why"`
	Units  int    `json:"units"` // that it has played
}

// WorkerRefused says that another machine may not play.
type WorkerRefused struct {
	Worker string `json:"worker"`
	Why    string `json:"why"`
}

// Cheated says that another machine sent games that are not those of the
// network.
type Cheated struct {
	Worker      string `json:"worker"`
	Unit        int    `json:"unit"`      // that showed it
	Withdrawn   int    `json:"withdrawn"` // units of this generation that are played again
	Suspect     int    `json:"suspect"`   // units of earlier generations, which stay
	Generations []int  `json:"generations,omitempty"`
}

// Kind implements Data.
func (WorkerJoined) Kind() string { return "worker joined" }

// Kind implements Data.
func (WorkerLeft) Kind() string { return "worker left" }

// Kind implements Data.
func (WorkerRefused) Kind() string { return "worker refused" }

// Kind implements Data.
func (Cheated) Kind() string { return "cheated" }

// String implements Data.
func (e WorkerJoined) String() string {
	return fmt.Sprintf("worker %s joined (cores: %d, program: %s)", e.Worker, e.Cores, e.Version)
}

// String implements Data.
func (e WorkerLeft) String() string {
	return fmt.Sprintf("worker %s left (units: %d): %s", e.Worker, e.Units, e.Why)
}

// String implements Data.
func (e WorkerRefused) String() string {
	return fmt.Sprintf("worker %s may not play: %s", e.Worker, e.Why)
}

// String implements Data.
func (e Cheated) String() string {
	s := fmt.Sprintf("worker %s sent other games than those of the network (unit %d) and is refused; %d units are played again", e.Worker, e.Unit, e.Withdrawn)
	if e.Suspect > 0 {
		s += fmt.Sprintf("; %d units of generations %s are suspect", e.Suspect, strings.Trim(fmt.Sprint(e.Generations), "[]"))
	}
	return s
}
