package cluster

import (
	"context"
	"errors"
	"fmt"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"

	"apprentice/internal/crc32c"
	"apprentice/selfplay"
)

// Bounds of a part of a shard, in bytes.
const (
	headerRoom = 2 << 10 // what a message has besides the part
	leastPart  = 1 << 10
)

// errHuge says that a server takes no message that is of use.
var errHuge = errors.New("the server takes no message of a kilobyte: raise its max_payload")

// send sends the games of a unit, in parts that the server takes. It tries until
// the server has stored them or ctx is done.
func (s *session) send(ctx context.Context, j job, u *selfplay.Unit) error {
	size := int(s.conn.MaxPayload()) - headerRoom
	for {
		err := s.sendParts(ctx, j, u, max(size, leastPart))
		if !errors.Is(err, nats.ErrMaxPayload) && !isTooLarge(err) {
			return err
		}
		if size <= leastPart {
			return errHuge
		}
		size /= 2 // the same message would be refused again
	}
}

// sendParts sends the games in parts of at most size bytes.
func (s *session) sendParts(ctx context.Context, j job, u *selfplay.Unit, size int) error {
	parts := split(u.Shard.Blob, size)
	if len(parts) > maxParts {
		return fmt.Errorf("unit %d has %d bytes, too many for a server that takes %d at once", j.Unit, len(u.Shard.Blob), size)
	}
	r := result{
		Job: j.ID, Nonce: s.nonce, Generation: j.Generation, Unit: j.Unit, Network: j.Network,
		Nodes: u.Shard.Nodes, Seconds: u.Shard.Seconds, Audit: u.Audit, CRC: crc32c.Sum(u.Shard.Blob), Parts: len(parts),
	}
	for r.Part = range parts {
		if err := s.publish(ctx, encodeResult(r, parts[r.Part]), fmt.Sprintf("%s.%s.%d.%d", j.ID, s.nonce, len(parts), r.Part)); err != nil {
			return err
		}
	}
	return nil
}

// tellFailures is after how many failures in a row people are told.
const tellFailures = 2

// publish stores a message on the server. A full stream or a server that is away
// is waited for.
func (s *session) publish(ctx context.Context, data []byte, id string) error {
	for failures := 0; ; failures++ {
		sending, cancel := context.WithTimeout(ctx, askPatience)
		_, err := s.js.Publish(sending, names(s.m.Run).shards(), data, jetstream.WithMsgID(id))
		cancel()
		switch {
		case err == nil, errors.Is(err, nats.ErrMaxPayload), isTooLarge(err):
			return err
		case ctx.Err() != nil:
			return ctx.Err()
		case failures == tellFailures:
			s.o.Notice("the server does not store finished units (" + err.Error() + "); they are sent again until it does")
		}
		pause(ctx, backoff(failures))
	}
}
