package cluster

import (
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// Who cannot listen is told why and what to do.
func TestListen(t *testing.T) {
	t.Parallel() // it waits
	taken := listen(t, ServerOptions{}).Addr()
	for address, says := range map[string]string{
		taken:                      "choose another port",
		"192.0.2.1:0":              "choose an address of this machine",
		"127.0.0.1:none":           "not a port",
		"127.0.0.1":                "want HOST:PORT",
		"host.of.nobody.invalid:0": "choose an address of this machine",
	} {
		s, err := Listen(ServerOptions{Address: address, Folder: filepath.Join(t.TempDir(), "streams")})
		if err == nil {
			s.Close()
			t.Errorf("%s: listens", address)
			continue
		}
		if !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v, want %q", address, err, says)
		}
	}
}

// A worker with a name of any length and kind joins.
func TestOddNames(t *testing.T) {
	t.Parallel() // it waits
	server, f := listen(t, ServerOptions{}), newRun(t)
	c := open(t, Options{File: f, Access: server.Access()})
	for _, name := range []string{strings.Repeat("x", 10_000), "a\x1b[31m\nb\xff"} {
		w := lend(t, WorkerOptions{Access: remote(server), Name: name})
		until(t, "it joins", func() bool { return strings.Contains(w.heard(), "joined as") })
	}
	must(t, ends(t, func() error { return trainRun(t, f, c) }))
}

// People are told, once, that the server of a run is away, without its secrets.
func TestServerAway(t *testing.T) {
	t.Parallel() // it waits
	said := make(chan string, 100)
	open(t, Options{
		File: newRun(t), Access: Access{URL: "nats://me:secret@127.0.0.1:1"}, Patience: time.Second,
		Notice: func(text string) { said <- text },
	})
	if text := <-said; !strings.Contains(text, "127.0.0.1:1 is away") || strings.Contains(text, "secret") {
		t.Error(text)
	}
}
