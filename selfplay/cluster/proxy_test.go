package cluster

import (
	"bytes"
	"context"
	"io"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// proxy passes bytes on to a server, and does to them what a bad network does.
type proxy struct {
	to      string
	listens net.Listener
	next    atomic.Int32   // what happens to the next piece of a connection
	holds   [2]atomic.Bool // by direction: nothing passes for now, nothing is lost
	delay   atomic.Int64   // of all that passes, in either direction
	mu      sync.Mutex
	conns   map[net.Conn]bool
	ended   bool
	running sync.WaitGroup
}

// What a proxy can do to a piece.
const (
	passOn int32 = iota
	twice
	swallow
	late
)

// Directions of a proxy.
const (
	toServer = iota
	toClient
)

func newProxy(t testing.TB, to string) *proxy {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	p := &proxy{to: to, listens: l, conns: map[net.Conn]bool{}}
	p.running.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			p.running.Go(func() { p.serve(conn) })
		}
	})
	t.Cleanup(func() {
		l.Close()
		p.mu.Lock()
		p.ended = true
		p.mu.Unlock()
		p.cut()
		p.running.Wait()
	})
	return p
}

// access returns how the server is reached through the proxy.
func (p *proxy) access() Access {
	return Access{URL: "nats://" + p.listens.Addr().String(), Token: testToken}
}

func (p *proxy) serve(client net.Conn) {
	server, err := net.Dial("tcp", p.to)
	if err != nil {
		client.Close()
		return
	}
	p.mu.Lock()
	p.conns[client], p.conns[server] = true, true
	if p.ended {
		client.Close()
		server.Close()
	}
	p.mu.Unlock()
	p.running.Go(func() { p.pass(server, client, toServer) })
	p.pass(client, server, toClient)
}

// pass passes bytes on in one direction until either end closes.
func (p *proxy) pass(to, from net.Conn, direction int) {
	defer to.Close()
	defer from.Close()
	far := newFar(to, &p.delay)
	defer far.end()
	b := make([]byte, 32<<10)
	for {
		n, err := from.Read(b)
		if err != nil {
			return
		}
		for p.holds[direction].Load() && p.knows(from) {
			time.Sleep(5 * time.Millisecond)
		}
		switch p.next.Swap(passOn) {
		case twice:
			far.write(b[:n])
		case swallow:
			continue
		case late:
			time.Sleep(time.Duration(rand.IntN(1000)) * time.Millisecond)
		}
		far.write(b[:n])
	}
}

// far is the other end of a long line: what is written comes there later, in order.
type far struct {
	delay   *atomic.Int64
	pieces  chan piece
	writing sync.WaitGroup
}

// piece is what is on its way.
type piece struct {
	bytes []byte
	comes time.Time
}

func newFar(to net.Conn, delay *atomic.Int64) *far {
	f := &far{delay: delay, pieces: make(chan piece, 1000)}
	f.writing.Go(func() {
		for p := range f.pieces {
			time.Sleep(time.Until(p.comes))
			if _, err := to.Write(p.bytes); err != nil {
				to.Close() // so that its other direction ends
			}
		}
	})
	return f
}

func (f *far) write(b []byte) {
	f.pieces <- piece{bytes.Clone(b), time.Now().Add(time.Duration(f.delay.Load()))}
}

func (f *far) end() {
	close(f.pieces)
	f.writing.Wait()
}

// knows reports whether a connection has not been cut.
func (p *proxy) knows(c net.Conn) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.conns[c]
}

// cut ends all connections.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for c := range p.conns {
		c.Close()
		delete(p.conns, c)
	}
}

// brief is a context for what may fail.
func brief() context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	time.AfterFunc(time.Second, cancel)
	return ctx
}

// throw sends garbage to a server, which closes the connection.
func throw(address string, bytes int64) {
	conn, err := net.Dial("tcp", address)
	if err != nil {
		return
	}
	defer conn.Close()
	_, _ = io.CopyN(conn, rand.NewChaCha8([32]byte{}), bytes)
}
