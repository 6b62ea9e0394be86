package cluster

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go/jetstream"
)

// How often something fails in a row before it counts: a server that starts again
// is away for a moment.
const (
	mostStrikes = 3 // then a stream is made anew
	mostMisses  = 3 // then people are told
)

// tend keeps the server fit to carry units, and tells people when it is not, and
// when it is again.
func (c *Coordinator) tend(ctx context.Context) {
	err := c.ensure(ctx)
	if err == nil {
		err = c.knock(ctx)
	}
	if ctx.Err() != nil || !c.conn.IsConnected() {
		return
	}
	c.mu.Lock()
	told := c.trouble
	switch {
	case err == nil:
		c.misses, c.trouble = 0, ""
	default:
		if c.misses++; c.misses >= mostMisses {
			c.trouble = err.Error()
		}
	}
	now := c.trouble
	c.mu.Unlock()
	switch {
	case told == "" && now != "":
		c.o.Notice(fmt.Sprintf("other machines get no units, this one plays: the server does not store messages (%s): look at its disk and its limits", now))
	case told != "" && now == "":
		c.o.Notice("the server stores messages again: other machines get units")
	}
}

// ensure makes what is missing on the server: the streams, and the network that
// plays now. It does so once at a time: the server does not guard a change of a
// stream against one of its consumers.
func (c *Coordinator) ensure(ctx context.Context) error {
	c.ensuring.Lock()
	defer c.ensuring.Unlock()
	ctx, cancel := context.WithTimeout(ctx, tendInterval)
	defer cancel()
	err := c.names.ensure(ctx, c.js, c.o.ackWait)
	if err == nil {
		c.mu.Lock()
		s := c.shift
		c.mu.Unlock()
		if s != nil {
			err = c.names.offerNetwork(ctx, c.js, s.b.Network.SHA, s.b.Network.Blob, c.conn.MaxPayload())
			c.stored(ctx, c.names.networkStream(), err)
		}
	}
	if err != nil && !errors.Is(ctx.Err(), context.Canceled) {
		c.o.Log("cluster: " + err.Error())
	}
	return err
}

// knock asks the stream of shards to take a message that says nothing: nobody
// else would tell this process that workers cannot send theirs.
func (c *Coordinator) knock(ctx context.Context) error {
	c.mu.Lock()
	takes := c.shift != nil // and drops it
	c.mu.Unlock()
	if !takes {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, publishPatience)
	defer cancel()
	_, err := c.js.Publish(ctx, c.names.shards(), nil)
	c.stored(ctx, c.names.shardStream(), err)
	var answer *jetstream.APIError
	if errors.As(err, &answer) && answer.ErrorCode == streamFull {
		return nil // as many as it may hold: this process reads slowly
	}
	return err
}

// streamFull is the code of the server for a stream that refuses a message.
const streamFull jetstream.ErrorCode = 10077

// stored notes whether a stream has stored a message. A stream that once failed
// to write does not take any more, and says nothing: the server has to make it
// anew. What it held is asked for again.
func (c *Coordinator) stored(ctx context.Context, stream string, err error) {
	c.mu.Lock()
	var answer *jetstream.APIError
	if err == nil || errors.As(err, &answer) || !c.conn.IsConnected() {
		delete(c.strikes, stream)
		c.mu.Unlock()
		return
	}
	c.strikes[stream]++
	out := c.strikes[stream] >= mostStrikes
	c.mu.Unlock()
	if !out {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), publishPatience)
	defer cancel()
	if _, err := c.js.Stream(ctx, stream); err != nil {
		return // the server is what does not answer
	}
	if err := c.js.DeleteStream(ctx, stream); err != nil {
		return
	}
	c.o.Log(fmt.Sprintf("cluster: stream %s took no messages any more and is made anew", stream))
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.strikes, stream)
	if c.shift != nil && stream == c.names.workStream() {
		for _, l := range c.shift.leases {
			if l.worker == "" {
				l.job, l.sequence = "", 0
			}
		}
	}
}
