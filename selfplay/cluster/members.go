package cluster

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/nats-io/nats.go"

	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// member is a worker process that has joined.
type member struct {
	nonce  string
	called string // by its owner
	row    run.Worker
	seen   time.Time
	gone   bool
	stuck  bool // it lives, but what it plays does not move

	useless int // units that it sent and that were none, since the last good one
}

// answerEnquiry tells a worker about the run.
func (c *Coordinator) answerEnquiry(m *nats.Msg) {
	var e enquiry
	if decode(m.Data, &e) != nil {
		return
	}
	_ = m.Respond(encode(offer{
		Protocol: Protocol, Run: string(c.names), Session: c.session, Game: c.o.Game.Name(), Program: c.o.Program, Probe: c.probeSeed,
	}))
}

// answerHello lets a worker join, or says why not.
func (c *Coordinator) answerHello(m *nats.Msg) {
	var h hello
	if decode(m.Data, &h) != nil {
		return
	}
	a := c.admit(h)
	_ = m.Respond(encode(a))
	if a.Refused != "" {
		c.refuse(h, a.Refused)
	}
}

// admit decides about a worker.
func (c *Coordinator) admit(h hello) answer {
	h.Name = plainName(h.Name)
	if why := c.unfit(h); why != "" {
		return answer{Refused: why}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if why, ok := c.refused[h.Name]; ok {
		return answer{Refused: why}
	}
	now := c.now()
	w, known := c.members[h.Nonce]
	if !known {
		w = c.restarted(h, now)
	}
	if w == nil && len(c.members) >= maxMembers {
		return answer{Refused: "this run has too many workers"}
	}
	if w == nil {
		w = &member{nonce: h.Nonce, called: h.Name, row: run.Worker{Name: c.unused(h.Name), Called: h.Name, Joined: c.o.Clock()}}
		c.members[h.Nonce], c.byName[w.row.Name] = w, w
	}
	delete(c.outside, h.Name)
	w.row.Cores, w.row.Version, w.row.Platform = h.Cores, h.Program.Version, cut(h.Platform, maxName)
	if !known || w.gone {
		c.note(0, event.WorkerJoined{Worker: w.row.Name, Cores: h.Cores, Version: h.Program.Version})
	}
	w.seen, w.gone, w.row.Seen, w.row.State = now, false, c.o.Clock(), run.WorkerPlays
	c.wake()
	return answer{Name: w.row.Name}
}

// unfit says why a worker would not play the same games, and what to do; "" if it
// would.
func (c *Coordinator) unfit(h hello) string {
	own, version := c.o.Program, cut(h.Program.Version, maxName)
	switch {
	case h.Protocol != Protocol:
		return fmt.Sprintf("this worker is %s and speaks protocol %d; the run is trained by %s, protocol %d: install that version here", version, h.Protocol, own.Version, Protocol)
	case h.Probe == "":
		return fmt.Sprintf("this worker, %s, does not know the game %s: install %s here", version, c.o.Game.Name(), own.Version)
	case h.Program.Signature != own.Signature:
		return fmt.Sprintf("this worker, %s, searches otherwise (bench %s) than the run, which is trained by %s (bench %s): install that version here",
			version, cut(h.Program.Signature, maxName), own.Version, own.Signature)
	case h.Probe != c.probeHash:
		return fmt.Sprintf("this machine (%s) does not play the same games as the one that trains, although both programs say they are alike: compare their versions (%s here, %s there), and test the memory of this machine",
			cut(h.Platform, maxName), version, own.Version)
	case h.Cores < 1 || h.Cores > maxUnits || len(h.Nonce) == 0 || len(h.Nonce) > maxName:
		return fmt.Sprintf("a worker of %d cores makes no sense", h.Cores)
	}
	return ""
}

// restarted returns the member that a worker was before it was started again, nil
// if there is none. What it played then is asked for again. The caller holds the
// lock.
func (c *Coordinator) restarted(h hello, now time.Time) *member {
	for nonce, w := range c.members {
		if w.called != h.Name || !w.gone && now.Sub(w.seen) <= mutePeriod {
			continue
		}
		delete(c.members, nonce)
		w.nonce, w.stuck = h.Nonce, false
		c.members[h.Nonce] = w
		if c.shift != nil {
			for _, l := range c.shift.leases {
				if l.worker == w.row.Name {
					c.shift.failed(l, "its worker was started again", now)
				}
			}
		}
		return w
	}
	return nil
}

// mutePeriod is how long a worker that lives may say nothing.
const mutePeriod = 4 * beatInterval

// unused returns a name for a worker that no other has in this sitting. The
// caller holds the lock.
func (c *Coordinator) unused(called string) string {
	name := called
	for n := 2; ; n++ {
		if c.byName[name] == nil {
			return name
		}
		name = fmt.Sprintf("%s#%d", called, n)
	}
}

// plainName returns a name that can be shown and stored.
func plainName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r > ' ' && r < 0x7f && r != '#' {
			return r
		}
		return '-'
	}, cut(name, maxName))
	if name == "" {
		return "nameless"
	}
	return name
}

// cut returns at most n bytes of a text.
func cut(s string, n int) string { return s[:min(len(s), n)] }

// refuse notes that a worker may not play; once for each reason.
func (c *Coordinator) refuse(h hello, why string) {
	name := plainName(h.Name)
	c.mu.Lock()
	c.keepOut(name, h, why)
	told := c.told[name] == why
	if len(c.told) < maxMembers {
		c.told[name] = why
	}
	c.mu.Unlock()
	if !told {
		c.note(0, event.WorkerRefused{Worker: name, Why: why})
	}
}

// keepOut keeps a row of a worker that was not let in, for people. A worker that
// played under that name keeps its own. The caller holds the lock.
func (c *Coordinator) keepOut(name string, h hello, why string) {
	if _, expelled := c.refused[name]; expelled {
		return
	}
	for _, w := range c.members {
		if w.called != name {
			continue
		}
		if w.gone && w.row.Fault != why {
			c.fault(w.row.Name, why)
		}
		return
	}
	if _, there := c.outside[name]; !there && len(c.outside) >= maxOutside {
		return
	}
	c.outside[name] = run.Worker{
		Name: name, Called: name, State: run.WorkerRefusedState, Cores: min(max(h.Cores, 0), maxUnits),
		Version: cut(h.Program.Version, maxName), Platform: cut(h.Platform, maxName), Seen: c.o.Clock(), Fault: why,
	}
}

// Bounds of what is remembered of workers.
const (
	maxMembers = 1 << 14
	maxOutside = 64 // that were not let in
)

// hear takes the heartbeat of a worker.
func (c *Coordinator) hear(m *nats.Msg) {
	var b beat
	if decode(m.Data, &b) != nil || len(b.Units) > maxUnits {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	w, ok := c.members[b.Nonce]
	if !ok {
		return // it has to join this session first
	}
	if w.row.State == run.WorkerRefusedState {
		return
	}
	now := c.now()
	w.seen, w.row.Seen = now, c.o.Clock()
	if w.gone && !b.Leaving {
		w.gone, w.row.State = false, run.WorkerPlays
	}
	if len(b.Units) == 0 {
		w.stuck = false
	}
	if c.shift != nil {
		for _, u := range b.Units {
			if c.shift.progress(w.row.Name, u, now) {
				w.stuck = false
			}
		}
		for _, id := range b.Back {
			c.shift.givenBack(id, now)
		}
	}
	if b.Leaving && !w.gone {
		c.leave(w, "it was stopped")
	}
	c.wake()
}

// leave notes that a worker has gone. The caller holds the lock.
func (c *Coordinator) leave(w *member, why string) {
	w.gone, w.row.State = true, run.WorkerGone
	c.note(0, event.WorkerLeft{Worker: w.row.Name, Why: why, Units: w.row.Units})
}

// lookForGhosts notes which workers have not been heard of for long. The caller
// holds the lock.
func (c *Coordinator) lookForGhosts(now time.Time) {
	for _, w := range c.members {
		if !w.gone && now.Sub(w.seen) > c.o.Patience {
			c.leave(w, fmt.Sprintf("not heard of for %d seconds", int(now.Sub(w.seen).Seconds())))
		}
	}
}

// Cores implements selfplay.Helpers.
func (c *Coordinator) Cores() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cores()
}

// cores is Cores for the holder of the lock.
func (c *Coordinator) cores() (n int) {
	for _, w := range c.members {
		if !w.gone && !w.stuck {
			n += w.row.Cores
		}
	}
	return n
}

// stuck reports whether there are workers, and none of them plays. The caller
// holds the lock.
func (c *Coordinator) stuck() bool {
	for _, w := range c.members {
		if !w.gone && w.stuck {
			return c.cores() == 0
		}
	}
	return false
}

// Workers returns the workers of this sitting by name, and those that were not
// let in.
func (c *Coordinator) Workers() []run.Worker {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []run.Worker
	for _, w := range c.members {
		all = append(all, w.row)
	}
	all = slices.AppendSeq(all, maps.Values(c.outside))
	slices.SortFunc(all, func(a, b run.Worker) int { return strings.Compare(a.Name, b.Name) })
	return all
}

// named returns the member with a name in this run, or nil. The caller holds the
// lock.
func (c *Coordinator) named(name string) *member { return c.byName[name] }

// fault counts something that a worker did wrong. The caller holds the lock.
func (c *Coordinator) fault(name, what string) {
	if w := c.named(name); w != nil {
		w.row.Faults++
		w.row.Fault = what
	}
}

// keepRows writes what is known of the workers into the run file.
func (c *Coordinator) keepRows() {
	if err := c.o.File.PutWorkers(c.Workers()); err != nil {
		c.o.Log(err.Error())
	}
}
