package cluster

import (
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"apprentice/selfplay/run"
)

// enquiries is the subject on which workers ask for runs.
const enquiries = "apprentice.runs"

// runID names the streams of a run: a function of what never changes, so that a
// coordinator that starts again finds them, and two runs on one server do not
// meet.
func runID(c run.Config) string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%s %d %d %v", c.Game, c.Seed, c.Created.Unix(), c.Knobs))
	return hex.EncodeToString(sum[:6])
}

// names are the subjects and streams of a run.
type names string

func (n names) join() string   { return "apprentice." + string(n) + ".join" }
func (n names) beats() string  { return "apprentice." + string(n) + ".beat" }
func (n names) pulses() string { return "apprentice." + string(n) + ".pulse" }
func (n names) jobs() string   { return "apprentice." + string(n) + ".work" }
func (n names) shards() string { return "apprentice." + string(n) + ".shards" }

// Names of streams and of the object store.
func (n names) workStream() string  { return "apprentice-" + string(n) + "-work" }
func (n names) shardStream() string { return "apprentice-" + string(n) + "-shards" }
func (n names) networks() string    { return "apprentice-" + string(n) + "-networks" }

// networkStream is the stream below the object store, as NATS calls it.
func (n names) networkStream() string { return "OBJ_" + n.networks() }

// Names of the durable consumers.
const (
	players = "players" // of the work
	keeper  = "keeper"  // of the shards
)

// NewToken returns a token that nobody can guess.
func NewToken() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// nonce names a process.
func nonce() string { return NewToken()[:12] }
