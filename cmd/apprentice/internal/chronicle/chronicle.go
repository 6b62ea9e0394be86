// Package chronicle is the account of a run, for people and for programs. For
// people it has the history of a run, its figures and sentences, its ratings, and
// who is training it. For programs it has the JSON types of run, generation,
// progress, match and event: everything that reports a run to another program uses
// them, so that one reader reads all.
//
// Each value of these types is an object with two fields of its own: "v", the
// version of the types, and "type", which of them it is. Later versions add
// fields; they never change what a field means. Times are RFC 3339 in UTC, lengths
// of time are seconds, and a number that is not known is absent.
package chronicle

import (
	"encoding/json"
	"math"
	"time"

	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// Version of the types.
const Version = 1

// Kind begins every object.
type Kind struct {
	V    int    `json:"v"`
	Type string `json:"type"`
}

func kind(name string) Kind { return Kind{Version, name} }

// Run is what a run is.
type Run struct {
	Kind
	Path    string            `json:"path"`
	Game    string            `json:"game"`
	Seed    uint64            `json:"seed,string"`
	Knobs   map[string]string `json:"knobs,omitempty"`  // what differs from the standard recipe
	Origin  string            `json:"origin,omitempty"` // sha256 of the network it began with; absent for a random one
	Version string            `json:"version"`          // of the program that began it
	Created time.Time         `json:"created"`
	Slim    bool              `json:"slim,omitempty"` // a copy without games
}

// Generation is one turn of the loop.
type Generation struct {
	Kind
	Number    int             `json:"number"`
	State     string          `json:"state"`             // playing, learning, measuring or done
	Player    string          `json:"player"`            // sha256 of the network that played its games
	Network   string          `json:"network,omitempty"` // sha256 of the network that plays on
	Verdict   string          `json:"verdict,omitempty"` // why what it learnt does not play on
	Suspect   string          `json:"suspect,omitempty"`
	Plan      json.RawMessage `json:"plan"`
	Units     int             `json:"units"` // played
	Games     int64           `json:"games"`
	Positions int64           `json:"positions"`
	Nodes     int64           `json:"nodes"`
	Loss      *float64        `json:"loss,omitempty"`
	HeldOut   *float64        `json:"held_out,omitempty"`
	Seconds   Phases          `json:"seconds"`
	CPU       Phases          `json:"cpu_seconds"`
	Elo       *Interval       `json:"elo,omitempty"`      // over generation 0, from all matches of the run together
	Strength  *Place          `json:"strength,omitempty"` // on the scale of anchors
	Started   *time.Time      `json:"started,omitempty"`
	Finished  *time.Time      `json:"finished,omitempty"`
}

// Phases is a time for each phase of a generation.
type Phases struct {
	Play    float64 `json:"play"`
	Learn   float64 `json:"learn"`
	Measure float64 `json:"measure"`
}

// Interval is a number with its 95 % interval.
type Interval struct {
	Value *float64 `json:"value,omitempty"`
	Low   *float64 `json:"low,omitempty"`
	High  *float64 `json:"high,omitempty"`
}

// Place is a place on the Elo scale of anchors, where random moves have 0.
type Place struct {
	Interval
	Scale int  `json:"scale"`           // version
	Games int  `json:"games"`           // that it was measured by
	Stale bool `json:"stale,omitempty"` // with another search than the scale
}

// Progress is how a sitting stands.
type Progress struct {
	Kind
	Generation int      `json:"generation"`
	Phase      string   `json:"phase"`
	Share      float64  `json:"share"`           // of the phase, 0 to 1
	Elapsed    float64  `json:"elapsed"`         // of the sitting
	Left       *float64 `json:"left,omitempty"`  // of the sitting
	Units      int      `json:"units,omitempty"` // planned
	UnitsDone  int      `json:"units_done,omitempty"`
	Games      int64    `json:"games,omitempty"` // of this sitting of the phase
	Positions  int64    `json:"positions,omitempty"`
	Epoch      int      `json:"epoch,omitempty"`
	Epochs     int      `json:"epochs,omitempty"`
	Loss       *float64 `json:"loss,omitempty"`
	HeldOut    *float64 `json:"held_out,omitempty"`
	Speed      *float64 `json:"positions_per_second,omitempty"`
}

// Match is the result of a match. Counts are those of a.
type Match struct {
	Kind
	A          string     `json:"a"`
	B          string     `json:"b"`
	ASHA       string     `json:"a_sha,omitempty"` // network that a is
	BSHA       string     `json:"b_sha,omitempty"`
	Generation int        `json:"generation"` // that it measured
	Scale      int        `json:"scale"`      // version of the Elo scale whose anchor b is; 0: none
	Wins       int        `json:"wins"`
	Draws      int        `json:"draws"`
	Losses     int        `json:"losses"`
	Penta      [5]int     `json:"penta"`
	Played     *time.Time `json:"played,omitempty"`
	Seconds    float64    `json:"seconds"`
}

// Event is a line of the log book.
type Event struct {
	Kind
	ID         int64           `json:"id"`
	At         time.Time       `json:"at"`
	Event      string          `json:"event"` // which kind of event
	Generation int             `json:"generation,omitempty"`
	Text       string          `json:"text"` // for people
	Data       json.RawMessage `json:"data"`
}

// Dropped says that lines are missing because nobody read them.
type Dropped struct {
	Kind
	Lines int `json:"lines"` // in all, since the sitting began
}

// Invitation is how other machines join a run that is being trained.
type Invitation struct {
	Kind
	Command string `json:"command"` // to type there
	Server  string `json:"server"`  // address
	Token   string `json:"token"`   // the secret of the server
}

// Summary is how a sitting has ended.
type Summary struct {
	Kind
	Sentence string  `json:"sentence,omitempty"` // what the run has come to, for people
	Stopped  string  `json:"stopped,omitempty"`  // by whom or what; absent where a bound was reached
	Reason   string  `json:"reason,omitempty"`   // why it took less or more than was asked, for people
	Elapsed  float64 `json:"elapsed"`
	Picture  string  `json:"picture,omitempty"` // file of the curves
	Continue string  `json:"continue"`          // the command
}

// OfDropped describes how many lines were lost.
func OfDropped(lines int) Dropped { return Dropped{kind("dropped"), lines} }

// OfInvitation makes an invitation.
func OfInvitation(i Invitation) Invitation {
	i.Kind = kind("invitation")
	return i
}

// OfSummary makes a summary.
func OfSummary(s Summary) Summary {
	s.Kind = kind("summary")
	return s
}

// OfRun describes a run file.
func OfRun(f *run.File) Run {
	c := f.Config()
	return Run{
		Kind: kind("run"), Path: f.Path(), Game: c.Game, Seed: c.Seed, Knobs: c.Knobs, Origin: c.Origin,
		Version: c.Version, Created: c.Created.UTC(), Slim: c.Slim,
	}
}

// OfGeneration describes a generation and, where it is known, its rating.
func OfGeneration(g run.Generation, rating *run.Rating) Generation {
	out := Generation{
		Kind: kind("generation"), Number: g.Number, State: string(g.State), Player: g.Player, Network: g.Network,
		Verdict: g.Verdict, Suspect: g.Suspect, Plan: json.RawMessage(g.Plan),
		Units: g.UnitsPlayed, Games: g.Games, Positions: g.Positions, Nodes: g.Nodes,
		Loss: known(g.Loss), HeldOut: known(g.HeldOut),
		Seconds: Phases{zero(g.PlaySeconds), zero(g.LearnSeconds), zero(g.MeasureSeconds)},
		CPU:     Phases{zero(g.PlayCPU), zero(g.LearnCPU), zero(g.MeasureCPU)},
		Started: when(g.Started), Finished: when(g.Finished),
	}
	if !json.Valid(out.Plan) {
		out.Plan = json.RawMessage("null")
	}
	if rating != nil {
		out.Elo = &Interval{known(rating.Elo), known(rating.Low), known(rating.High)}
	}
	return out
}

// OfStatus describes how a sitting stands. Left is in seconds, NaN or infinite
// for a sitting without an end.
func OfStatus(s selfplay.Status, elapsed, left float64) Progress {
	p := Progress{
		Kind: kind("progress"), Generation: s.Generation, Phase: string(s.Phase), Share: s.Share(),
		Elapsed: elapsed, Left: known(left), Units: s.Units, UnitsDone: s.UnitsDone, Games: s.Games, Positions: s.Positions,
	}
	if s.Phase == run.Learning {
		p.Epoch, p.Epochs = s.Progress.Epoch, s.Epochs
		if s.Progress.Step > 0 {
			p.Loss, p.Speed = known(s.Progress.Loss), known(s.Progress.PositionsPerSecond)
		}
		if s.Progress.HeldOut > 0 {
			p.HeldOut = known(s.Progress.HeldOut)
		}
	}
	return p
}

// OfMatch describes a match.
func OfMatch(m run.Match) Match {
	return Match{
		Kind: kind("match"), A: m.A, B: m.B, ASHA: m.ASHA, BSHA: m.BSHA, Generation: m.Generation, Scale: m.Scale,
		Wins: m.Wins, Draws: m.Draws, Losses: m.Losses, Penta: m.Penta, Played: when(m.Played), Seconds: m.Seconds,
	}
}

// OfEvent describes an event.
func OfEvent(e run.Event) (Event, error) {
	data, err := json.Marshal(e.Data)
	return Event{
		Kind: kind("event"), ID: e.ID, At: e.At.UTC(), Event: e.Data.Kind(), Generation: e.Generation,
		Text: e.Data.String(), Data: data,
	}, err
}

// known returns x, or nil for a number that JSON does not have.
func known(x float64) *float64 {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return nil
	}
	return &x
}

// zero returns x, or 0 for NaN.
func zero(x float64) float64 {
	if math.IsNaN(x) {
		return 0
	}
	return x
}

// when returns t, or nil for the zero time.
func when(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
