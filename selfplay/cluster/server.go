package cluster

import (
	"cmp"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// Server is a NATS server inside this process, with JetStream.
type Server struct {
	server  *server.Server
	token   string
	closing chan struct{}
	close   sync.Once
	watch   sync.WaitGroup
}

// ServerOptions are the options of Listen.
type ServerOptions struct {
	Address   string // host:port
	Token     string
	Folder    string // of the streams; all of it can be thrown away
	Cert, Key string // files for TLS; "" for none
	CA        string // file: clients must show a certificate of it; "" for none
	Log       func(text string)

	payload int32         // bytes of a message; 0 for the standard
	revival time.Duration // between two tries to store messages again; 0 for the standard
}

// Limits of an embedded server, in bytes.
const (
	serverStore   = 1 << 30
	serverMemory  = 16 << 20
	serverPayload = 1 << 20
)

// revival is how long a server waits between two tries to store messages again.
const revival = 5 * time.Second

// tlsPatience is how long a client may take to agree on the encryption: a slow
// laptop of a busy classroom needs more than the two seconds of NATS.
const tlsPatience = 10 * time.Second

// startPatience is how long a server may take to listen.
const startPatience = 20 * time.Second

// Listen starts a server. It takes no signals and never ends the process; what
// it has to say goes to o.Log.
func Listen(o ServerOptions) (*Server, error) {
	host, number, err := net.SplitHostPort(o.Address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w; want HOST:PORT, as in 0.0.0.0:4222", o.Address, err)
	}
	port, err := strconv.Atoi(number)
	if err != nil || port < 0 || port > 65535 {
		return nil, fmt.Errorf("listen on %s: %q is not a port", o.Address, number)
	}
	if port == 0 {
		port = server.RANDOM_PORT
	}
	options := &server.Options{
		ServerName: "apprentice", Host: host, Port: port, Authorization: o.Token,
		JetStream: true, StoreDir: o.Folder, SyncAlways: true,
		JetStreamMaxMemory: serverMemory, JetStreamMaxStore: serverStore, MaxPayload: cmp.Or(o.payload, serverPayload),
		NoSigs: true, NoLog: true, DisableJetStreamBanner: true,
	}
	if o.Cert != "" {
		tls, err := server.GenTLSConfig(&server.TLSConfigOpts{CertFile: o.Cert, KeyFile: o.Key, CaFile: o.CA, Verify: o.CA != ""})
		if err != nil {
			return nil, fmt.Errorf("listen on %s: %w", o.Address, err)
		}
		options.TLSConfig, options.TLSTimeout = tls, tlsPatience.Seconds()
	}
	s, err := server.NewServer(options)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", o.Address, err)
	}
	log := &serverLog{say: o.Log}
	s.SetLoggerV2(log, false, false, false)
	s.Start()
	if !s.ReadyForConnections(startPatience) {
		s.Shutdown()
		s.WaitForShutdown()
		return nil, fmt.Errorf("listen on %s: %s", o.Address, log.why())
	}
	l := &Server{server: s, token: o.Token, closing: make(chan struct{})}
	l.watch.Go(func() { l.revive(cmp.Or(o.revival, revival), o.Folder, log) })
	return l, nil
}

// revive switches JetStream on again after it has switched itself off, as it does
// where it may not write, until the server is closed.
func (s *Server) revive(every time.Duration, folder string, log *serverLog) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for off := false; ; {
		select {
		case <-s.closing:
			return
		case <-tick.C:
		}
		if s.server.JetStreamEnabled() {
			continue
		}
		if !off {
			log.write("JetStream has switched itself off: it cannot write to %s", []any{folder})
			off = true
		}
		// What the streams held is asked for again, and may be torn.
		err := os.RemoveAll(filepath.Join(folder, server.JetStreamStoreDir))
		if err == nil {
			err = s.server.EnableJetStream(&server.JetStreamConfig{
				StoreDir: folder, MaxMemory: serverMemory, MaxStore: serverStore, SyncAlways: true,
			})
		}
		if err != nil {
			_ = s.server.ShutdownJetStream() // it is half on
			continue
		}
		log.write("JetStream is on again", nil)
		off = false
	}
}

// Access returns how this process reaches the server.
func (s *Server) Access() Access {
	// Not ClientURL: that asks for encryption, which has no use inside a process.
	return Access{URL: "nats://" + s.Addr(), Token: s.token, inProcess: s.server}
}

// Addr returns the address on which the server listens.
func (s *Server) Addr() string { return s.server.Addr().String() }

// Close ends the server. Closing it again does nothing.
func (s *Server) Close() {
	s.close.Do(func() { close(s.closing) })
	s.watch.Wait()
	s.server.Shutdown()
	s.server.WaitForShutdown()
}

// serverLog passes on what the server has to say to people. It ends nothing.
type serverLog struct {
	say func(string)

	mu    sync.Mutex
	fatal string
}

// why returns what kept the server from starting.
func (l *serverLog) why() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.fatal == "" {
		return errors.New("the server does not answer").Error()
	}
	return l.fatal
}

func (l *serverLog) write(format string, args []any) {
	if l.say != nil {
		l.say("nats: " + strings.TrimSpace(fmt.Sprintf(format, args...)))
	}
}

// Noticef implements server.Logger.
func (l *serverLog) Noticef(string, ...any) {}

// Warnf implements server.Logger.
func (l *serverLog) Warnf(format string, args ...any) { l.write(format, args) }

// Errorf implements server.Logger.
func (l *serverLog) Errorf(format string, args ...any) { l.write(format, args) }

// Fatalf implements server.Logger.
func (l *serverLog) Fatalf(format string, args ...any) {
	l.mu.Lock()
	l.fatal = fmt.Sprintf(format, args...)
	l.mu.Unlock()
	l.write(format, args)
}

// Debugf implements server.Logger.
func (l *serverLog) Debugf(string, ...any) {}

// Tracef implements server.Logger.
func (l *serverLog) Tracef(string, ...any) {}
