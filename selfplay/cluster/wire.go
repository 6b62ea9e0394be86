// Package cluster lets other machines play units of a run. A Coordinator, which
// is the selfplay.Helpers of the process that trains, asks for units; workers on
// any number of machines play them and send shards back. NATS JetStream carries
// both. It is transport alone: the run file is the truth, and everything in the
// streams can be thrown away and is asked for again. Messages may be lost, come
// late or come twice: every unit is still in the run file exactly once, since
// that decides what is new.
//
// It measures nothing and knows no particular game.
package cluster

import (
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// Protocol is the version of the messages. Coordinator and worker must have the
// same.
const Protocol = 1

// enquiry asks which runs want workers.
type enquiry struct {
	Protocol int    `json:"protocol"`
	Version  string `json:"version"`
}

// offer is the answer of a coordinator.
type offer struct {
	Protocol int         `json:"protocol"`
	Run      string      `json:"run"` // names the streams of the run
	Session  string      `json:"session"`
	Game     string      `json:"game"`
	Program  run.Program `json:"program"`
	Probe    uint64      `json:"probe"` // seed of the games that a worker shows what it plays with
}

// hello asks to join a run.
type hello struct {
	Protocol int         `json:"protocol"`
	Name     string      `json:"name"`  // that its owner gave the machine
	Nonce    string      `json:"nonce"` // of the process
	Program  run.Program `json:"program"`
	Platform string      `json:"platform"`
	Cores    int         `json:"cores"`
	Probe    string      `json:"probe"` // hash of the games; "" if it does not know the game
}

// answer is what a coordinator says to a hello.
type answer struct {
	Name    string `json:"name,omitempty"`    // of the worker in this run
	Refused string `json:"refused,omitempty"` // why the worker may not play, and what to do
}

// job asks for a unit.
type job struct {
	ID         string         `json:"id"` // of this asking: it names unit and attempt
	Session    string         `json:"session"`
	Shift      int            `json:"shift"` // counts the batches of the session from 1
	Generation int            `json:"generation"`
	Unit       int            `json:"unit"`
	Seed       uint64         `json:"seed"`
	Rules      selfplay.Rules `json:"rules"`
	Network    string         `json:"network"` // sha256
}

// beat is what a worker says every second.
type beat struct {
	Nonce   string   `json:"nonce"`
	Units   []under  `json:"units,omitempty"`
	Back    []string `json:"back,omitempty"` // jobs that it gives back
	Leaving bool     `json:"leaving,omitempty"`
}

// under is a unit that a worker plays.
type under struct {
	Job   string `json:"job"`
	Unit  int    `json:"unit"`
	Games int    `json:"games"` // played so far, by the player itself
}

// pulse is what a coordinator says every second.
type pulse struct {
	Session string   `json:"session"`
	Over    int      `json:"over"` // the last shift that is over: nobody wants its units any more
	Paused  bool     `json:"paused,omitempty"`
	Out     []string `json:"out,omitempty"` // nonces of workers that are not wanted any more
}

// result is a finished unit, or a part of one, without its games.
type result struct {
	Job        string         `json:"job"`
	Nonce      string         `json:"nonce"`
	Generation int            `json:"generation"`
	Unit       int            `json:"unit"`
	Network    string         `json:"network"`
	Nodes      int64          `json:"nodes"`
	Seconds    float64        `json:"seconds"`
	Audit      selfplay.Audit `json:"audit"`
	CRC        uint32         `json:"crc"`   // CRC-32C of all parts together
	Part       int            `json:"part"`  // from 0
	Parts      int            `json:"parts"` // at least 1
}
