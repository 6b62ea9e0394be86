package record

import (
	"encoding/binary"
	"errors"
	"runtime"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"
)

// A shard that claims more than it may hold is refused before memory is taken
// for it: 256 MB of zeros are some kilobytes of shard and stand for 29 million
// empty games.
func TestDecodeShardWithin(t *testing.T) {
	played := sample(3, 40)
	shard := EncodeShard(played)
	games, plies := int64(len(played)), 0
	for _, g := range played {
		plies += len(g.Plies)
	}
	got, err := DecodeShardWithin(shard, games, int64(plies))
	if diff := cmp.Diff(played, got); diff != "" || err != nil {
		t.Errorf("a shard of as much as it may hold: %v (-want +got):\n%s", err, diff)
	}
	for _, bound := range [][2]int64{{games - 1, int64(plies)}, {games, int64(plies) - 1}, {0, 0}, {-1, -1}} {
		if _, err := DecodeShardWithin(shard, bound[0], bound[1]); !errors.Is(err, ErrCorrupt) {
			t.Errorf("within %d games and %d plies: %v, want ErrCorrupt", bound[0], bound[1], err)
		}
	}

	const claim, size = 29_826_000, 268_000_000
	raw := binary.AppendUvarint(nil, claim)
	raw = binary.AppendUvarint(raw, 0)
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	bomb := sealBody(enc.EncodeAll(append(raw, make([]byte, size)...), nil))
	for _, claimed := range []int64{128, claim, 1 << 62} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		if _, err := DecodeShardWithin(bomb, claimed, claimed); !errors.Is(err, ErrCorrupt) {
			t.Errorf("%d bytes that claim %d games where %d may be: %v, want ErrCorrupt", len(bomb), claim, claimed, err)
		}
		runtime.ReadMemStats(&after)
		if got := after.TotalAlloc - before.TotalAlloc; got > 1<<30 || claimed == 128 && got > 1<<27 {
			t.Errorf("%d bytes that claim %d games took %d MB where %d games may be", len(bomb), claim, got>>20, claimed)
		}
	}
}
