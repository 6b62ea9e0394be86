package cluster

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/nats-io/nats.go/jetstream"
)

// Limits of the streams. A full stream refuses what is new: workers wait, and
// nothing that was taken is lost.
const (
	workBytes    = 8 << 20
	shardBytes   = 64 << 20
	networkBytes = 256 << 20
	maxPending   = 1 << 14 // units that workers may have at once
	maxPulls     = 1 << 14 // workers' cores that may wait at once
	ackWait      = 30 * time.Second
	duplicates   = 2 * time.Minute
)

// ensure makes the streams, consumers and the object store of a run that are not
// there. What was lost with them is asked for again by others.
func (n names) ensure(ctx context.Context, js jetstream.JetStream, ackWait time.Duration) error {
	for _, s := range []struct {
		stream, subject, consumer string
		bytes                     int64
	}{
		{n.workStream(), n.jobs(), players, workBytes},
		{n.shardStream(), n.shards(), keeper, shardBytes},
	} {
		stream, err := js.CreateOrUpdateStream(ctx, jetstream.StreamConfig{
			Name: s.stream, Subjects: []string{s.subject}, Retention: jetstream.WorkQueuePolicy,
			Discard: jetstream.DiscardNew, MaxBytes: s.bytes, Storage: jetstream.FileStorage, Duplicates: duplicates,
		})
		if err != nil {
			return fmt.Errorf("stream %s: %w", s.stream, err)
		}
		if _, err := stream.CreateOrUpdateConsumer(ctx, jetstream.ConsumerConfig{
			Durable: s.consumer, AckPolicy: jetstream.AckExplicitPolicy, AckWait: ackWait,
			MaxAckPending: maxPending, MaxWaiting: maxPulls,
		}); err != nil {
			return fmt.Errorf("consumer %s of %s: %w", s.consumer, s.stream, err)
		}
	}
	if _, err := js.CreateOrUpdateObjectStore(ctx, jetstream.ObjectStoreConfig{Bucket: n.networks(), MaxBytes: networkBytes}); err != nil {
		return fmt.Errorf("object store %s: %w", n.networks(), err)
	}
	return nil
}

// keptNetworks is how many networks stay in the object store: workers need one,
// and the one before is there for those that are late.
const keptNetworks = 2

// offerNetwork puts a network into the object store unless it is there, and
// drops old ones. limit is what the server takes in one message.
func (n names) offerNetwork(ctx context.Context, js jetstream.JetStream, sha string, blob []byte, limit int64) error {
	store, err := js.ObjectStore(ctx, n.networks())
	if err != nil {
		return err
	}
	if info, err := store.GetInfo(ctx, sha); err == nil && info.Size == uint64(len(blob)) {
		return nil
	}
	chunk := min(128<<10, max(limit/2, 1<<10))
	_, err = store.Put(ctx, jetstream.ObjectMeta{Name: sha, Opts: &jetstream.ObjectMetaOptions{ChunkSize: uint32(chunk)}}, bytes.NewReader(blob))
	if err != nil {
		return err
	}
	all, err := store.List(ctx)
	if err != nil {
		return nil // it can be tidied another time
	}
	for len(all) > keptNetworks {
		oldest := 0
		for i, o := range all {
			if o.ModTime.Before(all[oldest].ModTime) {
				oldest = i
			}
		}
		if all[oldest].Name != sha {
			_ = store.Delete(ctx, all[oldest].Name)
		}
		all = append(all[:oldest], all[oldest+1:]...)
	}
	return nil
}

// isTooLarge reports whether a server refuses a message for its size.
func isTooLarge(err error) bool {
	var api *jetstream.APIError
	return errors.As(err, &api) && api.ErrorCode == jetstream.JSErrCodeStreamMessageExceedsMaximum
}
