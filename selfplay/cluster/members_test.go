package cluster

import (
	"strings"
	"testing"
	"time"

	"apprentice/selfplay/run"
)

// settle waits until a coordinator has made its streams: a server that ends
// meanwhile leaves goroutines of its own behind.
func settle(c *Coordinator) {
	for {
		if _, err := c.js.ObjectStore(brief(), c.names.networks()); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// A worker that is not let in is kept for people, with what it should install. It
// may come again with another program, also after the next start.
func TestOutside(t *testing.T) {
	t.Parallel() // it waits
	server, f := listen(t, ServerOptions{}), newRun(t)
	c := open(t, Options{File: f, Access: server.Access()})
	old := hello{Protocol: Protocol, Name: "laptop", Nonce: "n", Cores: 2, Program: run.Program{Version: "0.9", Signature: "42"}, Probe: "x", Platform: "linux/arm64"}
	why := c.admit(old).Refused
	c.refuse(old, why)
	c.write()
	rows, err := f.Workers()
	must(t, err)
	if len(rows) != 1 || rows[0].Name != "laptop" || rows[0].State != run.WorkerRefusedState || rows[0].Cores != 2 || rows[0].Version != "0.9" || !strings.Contains(rows[0].Fault, "install that version") {
		t.Errorf("the run has %+v", rows)
	}
	if text := events(t, f); !strings.Contains(text, "worker laptop may not play") {
		t.Errorf("log book:\n%s", text)
	}
	settle(c)
	c.Close()
	c = open(t, Options{File: f, Access: server.Access()})
	updated := old
	updated.Program, updated.Probe = testProgram, c.probeHash
	if a := c.admit(updated); a.Refused != "" {
		t.Errorf("once it is another program: %s", a.Refused)
	}
	if rows := c.Workers(); len(rows) != 1 || rows[0].State != run.WorkerPlays {
		t.Errorf("workers %+v", rows)
	}
	settle(c)
	for range 2 * maxOutside { // whoever has the token cannot flood the table
		old.Name += "x"
		c.refuse(old, why)
	}
	if n := len(c.Workers()); n > maxOutside+1 {
		t.Errorf("%d rows", n)
	}
}
