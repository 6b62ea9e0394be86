package cluster

import (
	"errors"
	"math/rand/v2"
	"time"

	"github.com/nats-io/nats.go"
)

// Access is how to reach a NATS server, in NATS's own terms.
type Access struct {
	URL   string // one or more, separated by commas
	Token string // "" for none
	Creds string // file of user credentials; "" for none

	CA, Cert, Key string // files for TLS; "" for those of the system and for none

	inProcess nats.InProcessConnProvider // of an embedded server
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
		nats.ReconnectErrHandler(func(_ *nats.Conn, err error) { say(cannot(err)) }),
		nats.ConnectHandler(func(c *nats.Conn) { say("connected to " + c.ConnectedUrlRedacted()) }),
		nats.ReconnectHandler(func(c *nats.Conn) { say("connected again to " + c.ConnectedUrlRedacted()) }),
		nats.ErrorHandler(func(_ *nats.Conn, _ *nats.Subscription, err error) { say(err.Error()) }),
	}
	if a.Token != "" {
		options = append(options, nats.Token(a.Token))
	}
	if a.Creds != "" {
		options = append(options, nats.UserCredentials(a.Creds))
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

// cannot says why there is no connection.
func cannot(err error) string {
	if errors.Is(err, nats.ErrAuthorization) {
		return "the server refuses the token: give the one of the run with --token"
	}
	return "cannot connect: " + err.Error()
}
