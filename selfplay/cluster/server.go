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
	"syscall"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// Server is a NATS server inside this process, with JetStream.
type Server struct {
	options *server.Options
	log     *serverLog
	token   string
	address string
	closing chan struct{}
	close   sync.Once
	watch   sync.WaitGroup

	mu     sync.Mutex
	server *server.Server
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
	revival time.Duration // between two looks whether JetStream is on; 0 for the standard
}

// Limits of an embedded server, in bytes.
const (
	serverStore   = 1 << 30
	serverMemory  = 16 << 20
	serverPayload = 1 << 20
)

// revival is how often it is looked whether JetStream is on.
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
	if err := free(o.Address); err != nil {
		return nil, fmt.Errorf("listen on %s: %w", o.Address, err)
	}
	l := &Server{options: options, log: &serverLog{say: o.Log}, token: o.Token, closing: make(chan struct{})}
	if err := l.start(); err != nil {
		return nil, fmt.Errorf("listen on %s: %w", o.Address, err)
	}
	address := l.server.Addr().(*net.TCPAddr)
	options.Port, l.address = address.Port, address.String() // also the next time
	l.watch.Go(func() { l.revive(cmp.Or(o.revival, revival)) })
	return l, nil
}

// free reports why nobody can listen on an address, and what to do. The server
// would say so as well, but only once startPatience is over.
func free(address string) error {
	l, err := net.Listen("tcp", address)
	if err == nil {
		return l.Close()
	}
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err // the address is known
	}
	if errors.Is(err, syscall.EADDRINUSE) {
		return fmt.Errorf("%w: another program listens there, perhaps another run; choose another port", err)
	}
	return fmt.Errorf("%w: choose an address of this machine, or 0.0.0.0 for all that it has", err)
}

// start starts a server with the options.
func (s *Server) start() error {
	started, err := server.NewServer(s.options.Clone())
	if err != nil {
		return err
	}
	started.SetLoggerV2(s.log, false, false, false)
	started.Start()
	if !started.ReadyForConnections(startPatience) {
		started.Shutdown()
		started.WaitForShutdown()
		return errors.New(s.log.why())
	}
	s.mu.Lock()
	s.server = started
	s.mu.Unlock()
	return nil
}

// current returns the server that runs now.
func (s *Server) current() *server.Server {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.server
}

// revive starts the server again after JetStream has switched itself off, as it
// does where it may not write, until the server is closed. What the streams held
// may be torn, and is asked for again.
func (s *Server) revive(every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for off := false; ; {
		select {
		case <-s.closing:
			return
		case <-tick.C:
		}
		was := s.current()
		if was.JetStreamEnabled() {
			continue
		}
		if !off {
			s.log.write("JetStream has switched itself off: it cannot write to %s", []any{s.options.StoreDir})
			off = true
		}
		was.Shutdown()
		was.WaitForShutdown()
		err := os.RemoveAll(filepath.Join(s.options.StoreDir, server.JetStreamStoreDir))
		if err == nil {
			err = s.start()
		}
		if err != nil {
			s.log.write("the server cannot start again: %v", []any{err})
			continue
		}
		s.log.write("the server has started again, with JetStream", nil)
		off = false
	}
}

// InProcessConn implements nats.InProcessConnProvider.
func (s *Server) InProcessConn() (net.Conn, error) { return s.current().InProcessConn() }

// Access returns how this process reaches the server.
func (s *Server) Access() Access {
	// Not ClientURL: that asks for encryption, which has no use inside a process.
	return Access{URL: "nats://" + s.Addr(), Token: s.token, inProcess: s}
}

// Addr returns the address on which the server listens.
func (s *Server) Addr() string { return s.address }

// Close ends the server. Closing it again does nothing.
func (s *Server) Close() {
	s.close.Do(func() { close(s.closing) })
	s.watch.Wait()
	s.current().Shutdown()
	s.current().WaitForShutdown()
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
