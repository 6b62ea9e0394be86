package event

import "encoding/json"

// kinds decodes events by their kind.
var kinds = map[string]func([]byte) (Data, error){
	Started{}.Kind():        decoder[Started],
	Ended{}.Kind():          decoder[Ended],
	Paused{}.Kind():         decoder[Paused],
	Resumed{}.Kind():        decoder[Resumed],
	Ordered{}.Kind():        decoder[Ordered],
	Planned{}.Kind():        decoder[Planned],
	Refused{}.Kind():        decoder[Refused],
	Relearned{}.Kind():      decoder[Relearned],
	Adjudication{}.Kind():   decoder[Adjudication],
	Warning{}.Kind():        decoder[Warning],
	Slept{}.Kind():          decoder[Slept],
	DiskLow{}.Kind():        decoder[DiskLow],
	ProgramChanged{}.Kind(): decoder[ProgramChanged],
	Waited{}.Kind():         decoder[Waited],
	Starved{}.Kind():        decoder[Starved],
	Rescued{}.Kind():        decoder[Rescued],
	Pruned{}.Kind():         decoder[Pruned],
	RatingFailed{}.Kind():   decoder[RatingFailed],
	Measured{}.Kind():       decoder[Measured],
	WorkerJoined{}.Kind():   decoder[WorkerJoined],
	WorkerLeft{}.Kind():     decoder[WorkerLeft],
	WorkerRefused{}.Kind():  decoder[WorkerRefused],
	Cheated{}.Kind():        decoder[Cheated],
}

func decoder[T Data](data []byte) (Data, error) {
	var d T
	err := json.Unmarshal(data, &d)
	return d, err
}

// Started begins a sitting.
type Started struct {
	Version string `json:"version"`
	Command string `json:"command"` // as it was given
	Workers int    `json:"workers,omitempty"`
}

// Ended ends a sitting.
type Ended struct {
	Why string `json:"why"`
}

// Paused says that work stopped for a while.
type Paused struct {
	By string `json:"by,omitempty"`
}

// Resumed says that work continues after a pause.
type Resumed struct {
	By string `json:"by,omitempty"`
}

// Ordered says that an order of another process was taken.
type Ordered struct {
	What string `json:"what"` // a run.OrderKind
	By   string `json:"by,omitempty"`
}

// Planned says that a plan was made, or that one changed.
type Planned struct {
	What string `json:"what"` // is planned, or changed, in words
	Why  string `json:"why"`
	Made bool   `json:"made,omitempty"` // for a sitting, from nothing
}

// Refused says that a network was learnt but does not play.
type Refused struct {
	Verdict    string   `json:"verdict"` // run.Generation.Verdict
	Loss       *float64 `json:"loss,omitempty"`
	ParentLoss *float64 `json:"parent_loss,omitempty"` // of the player, on the same games
}

// Relearned says that learning began anew, and why.
type Relearned struct {
	Why string `json:"why"`
}

// Adjudication counts how often ending decided games early was right.
type Adjudication struct {
	Adjudicated int `json:"adjudicated"` // games ended early
	PlayedOut   int `json:"played_out"`  // games that met the condition but were continued
	Wrong       int `json:"wrong"`       // those of PlayedOut with another result
}

// Warning says anything that a person should know.
type Warning struct {
	What string `json:"what"` // one word
	Text string `json:"text"`
}

// Slept says that the machine slept.
type Slept struct {
	Seconds float64 `json:"seconds"`
}

// DiskLow says that the disk is nearly full.
type DiskLow struct {
	Free int64 `json:"free"` // bytes
	Need int64 `json:"need"` // bytes
}

// ProgramChanged says that another program writes to the run: to train it, or to measure
// a generation.
type ProgramChanged struct {
	From Program `json:"from"`
	To   Program `json:"to"`
}

// Waited says that a write waited for another program's lock.
type Waited struct {
	What    string  `json:"what"` // was to be written
	Seconds float64 `json:"seconds"`
	Holder  string  `json:"holder,omitempty"` // if known
}

// Starved says that readers kept the log from being written back.
type Starved struct {
	Log     int64  `json:"log"` // bytes
	Readers string `json:"readers,omitempty"`
}

// Rescued says that the run file was moved away, and where its content was
// saved.
type Rescued struct {
	Path string `json:"path"` // of the run before
	Why  string `json:"why"`
}

// Pruned says that games were dropped.
type Pruned struct {
	Before int   `json:"before"` // games of older generations than this
	Shards int   `json:"shards"`
	Bytes  int64 `json:"bytes"`
}

// RatingFailed says that ratings could not be fitted.
type RatingFailed struct {
	Reason string `json:"reason"`
}

// Measured says that a generation was measured.
type Measured struct {
	Games   int      `json:"games"`
	Elo     *float64 `json:"elo,omitempty"`
	Seconds float64  `json:"seconds"`
}

// Kind implements Data.
func (Started) Kind() string { return "started" }

// Kind implements Data.
func (Ended) Kind() string { return "ended" }

// Kind implements Data.
func (Paused) Kind() string { return "paused" }

// Kind implements Data.
func (Resumed) Kind() string { return "resumed" }

// Kind implements Data.
func (Ordered) Kind() string { return "ordered" }

// Kind implements Data.
func (Planned) Kind() string { return "planned" }

// Kind implements Data.
func (Refused) Kind() string { return "refused" }

// Kind implements Data.
func (Relearned) Kind() string { return "relearned" }

// Kind implements Data.
func (Adjudication) Kind() string { return "adjudication" }

// Kind implements Data.
func (Warning) Kind() string { return "warning" }

// Kind implements Data.
func (Slept) Kind() string { return "slept" }

// Kind implements Data.
func (DiskLow) Kind() string { return "disk low" }

// Kind implements Data.
func (ProgramChanged) Kind() string { return "program changed" }

// Kind implements Data.
func (Waited) Kind() string { return "waited" }

// Kind implements Data.
func (Starved) Kind() string { return "starved" }

// Kind implements Data.
func (Rescued) Kind() string { return "rescued" }

// Kind implements Data.
func (Pruned) Kind() string { return "pruned" }

// Kind implements Data.
func (RatingFailed) Kind() string { return "rating failed" }

// Kind implements Data.
func (Measured) Kind() string { return "measured" }
