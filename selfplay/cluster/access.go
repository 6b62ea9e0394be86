package cluster

import (
	"crypto/x509"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/url"
	"os"
	"strings"
	"syscall"
	"time"

	"github.com/nats-io/nats.go"
)

// Access is how to reach a NATS server, in NATS's own terms.
type Access struct {
	URL   string // one or more, separated by commas
	Token string // "" for none
	Creds string // file of user credentials; "" for none
	NKey  string // file of the seed of an nkey; "" for none

	CA, Cert, Key string // files for TLS; "" for those of the system and for none

	inProcess nats.InProcessConnProvider // of an embedded server
}

// public returns the addresses without the secrets that they may hold.
func (a Access) public() string {
	all := strings.Split(a.URL, ",")
	for i, one := range all {
		if u, err := url.Parse(one); err == nil {
			all[i] = u.Redacted()
		}
	}
	return strings.Join(all, ",")
}

// Bounds of the wait between two tries to connect.
const (
	leastWait = 250 * time.Millisecond
	mostWait  = 10 * time.Second
)

// backoff returns how long to wait after a number of failures in a row: twice as
// long after each, within bounds, with jitter so that not all come back at once.
func backoff(failures int) time.Duration {
	wait := leastWait << min(max(failures, 0), 10)
	wait = min(wait, mostWait)
	return wait/2 + rand.N(wait/2+1)
}

// connect connects and stays connected for ever, whatever the server says. It
// returns at once, also while there is no server. say is told what happens.
func (a Access) connect(name string, say func(string)) (*nats.Conn, error) {
	options := []nats.Option{
		nats.Name(name),
		nats.MaxReconnects(-1),
		nats.RetryOnFailedConnect(true),
		nats.IgnoreAuthErrorAbort(), // the right token may come with the next server
		nats.CustomReconnectDelay(backoff),
		nats.Timeout(5 * time.Second),
		nats.PingInterval(10 * time.Second),
		nats.MaxPingsOutstanding(2),
		nats.ReconnectBufSize(-1), // what is not sent is an error and is sent again
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				say("connection lost: " + err.Error())
			}
		}),
		nats.ReconnectErrHandler(func(_ *nats.Conn, err error) {
			if !errors.Is(err, nats.ErrNoServers) { // the reason comes with the next try
				say(cannot(err))
			}
		}),
		nats.ConnectHandler(func(c *nats.Conn) { say("connected to " + c.ConnectedUrlRedacted()) }),
		nats.ReconnectHandler(func(c *nats.Conn) { say("connected again to " + c.ConnectedUrlRedacted()) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { say(err.Error()) }),
	}
	if a.Token != "" {
		options = append(options, nats.Token(a.Token))
	}
	if a.Creds != "" {
		if _, err := os.Stat(a.Creds); err != nil { // NATS would try for ever
			return nil, fmt.Errorf("credentials: %w", err)
		}
		options = append(options, nats.UserCredentials(a.Creds))
	}
	if a.NKey != "" {
		nkey, err := nats.NkeyOptionFromSeed(a.NKey)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", a.NKey, err)
		}
		options = append(options, nkey)
	}
	if a.CA != "" {
		options = append(options, nats.RootCAs(a.CA))
	}
	if a.Cert != "" || a.Key != "" {
		options = append(options, nats.ClientCert(a.Cert, a.Key))
	}
	if a.inProcess != nil {
		options = append(options, nats.InProcessServer(a.inProcess))
	}
	return nats.Connect(a.URL, options...)
}

// cannot says why there is no connection, and what to do where that is known.
func cannot(err error) string {
	if why := remedy(err); why != "" {
		return why
	}
	return "cannot connect: " + err.Error()
}

// remedy says why there is no connection and what to do, "" where that is not
// known.
func remedy(err error) string {
	if err == nil {
		return ""
	}
	var unknown x509.UnknownAuthorityError
	var other x509.HostnameError
	switch {
	case errors.Is(err, nats.ErrAuthorization):
		return "the server refuses the token: give the one of the run with --token"
	case errors.Is(err, syscall.ECONNREFUSED):
		return "cannot connect: " + err.Error() + ": is the run trained there with --listen, and is that its port?"
	case errors.Is(err, nats.ErrSecureConnWanted):
		return "the server does not encrypt: start it with a certificate, or leave out tls:// and the flags --tls-ca, --tls-cert and --tls-key"
	case errors.As(err, &unknown):
		return "this machine does not trust the certificate of the server: give the file of its authority with --tls-ca"
	case errors.As(err, &other):
		return "the certificate of the server is for another address: " + other.Error()
	case strings.Contains(err.Error(), "remote error: tls: "): // crypto/tls has no type for it
		return "the server refuses the certificate of this machine, or wants one: give it with --tls-cert and --tls-key (" + err.Error() + ")"
	}
	return ""
}
