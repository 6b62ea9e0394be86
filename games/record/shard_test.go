package record

import (
	"encoding/binary"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/zstd"

	"apprentice/games/chess"
	"apprentice/games/gametest"
	"apprentice/internal/crc32c"
)

// sealed makes a shard of any bytes: compressed, with a right checksum.
func sealed(raw []byte) []byte {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		panic(err)
	}
	return sealBody(enc.EncodeAll(raw, nil))
}

func sealBody(body []byte) []byte {
	shard := append([]byte(shardMagic), shardVersion)
	shard = binary.LittleEndian.AppendUint32(shard, crc32c.Sum(body))
	return append(shard, body...)
}

// FuzzShard gives the decoder bytes behind a checksum that holds, both as the
// compressed and as the plain body.
func FuzzShard(f *testing.F) {
	f.Add(EncodeShard(sample(2, 5))[shardHeader:])
	f.Add([]byte{1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0})
	f.Fuzz(func(t *testing.T, body []byte) {
		for _, shard := range [][]byte{body, sealBody(body), sealed(body)} {
			played, err := DecodeShard(shard)
			if err != nil {
				continue
			}
			again, err := DecodeShard(EncodeShard(played))
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(played, again); diff != "" {
				t.Fatal("decoded twice differs:\n", diff)
			}
		}
	})
}

// chessSample returns games of chess shaped like those of self-play: random
// moves and values that drift.
func chessSample(n int) []Game {
	rng := rand.New(rand.NewPCG(7, 7))
	played := make([]Game, n)
	for i := range played {
		played[i] = Game{First: "0123456789ab", Second: "0123456789ab", Generation: 4, Index: uint64(i), Seed: 99}
		value, sign := 0, 1
		for ply, m := range gametest.RandomGame(chess.Game{}, rng, 110) {
			p := Ply{Move: m}
			if ply >= 8 {
				value += int(rng.NormFloat64() * 25)
				p.Value, p.Flags = int16(sign*value), HasValue
			}
			sign = -sign
			played[i].Plies = append(played[i].Plies, p)
		}
	}
	return played
}

// A ply must stay small: a run keeps tens of millions of them. Random moves are
// the worst case; those of a search repeat each other more.
func TestShardIsCompact(t *testing.T) {
	played := chessSample(50)
	plies := 0
	for _, g := range played {
		plies += len(g.Plies)
	}
	const most = 3.2 // bytes a ply
	if got := float64(len(EncodeShard(played))) / float64(plies); got > most {
		t.Errorf("%.2f bytes a ply; want at most %.2f", got, most)
	}
}

func BenchmarkEncodeShard(b *testing.B) {
	played := chessSample(200)
	var shard []byte
	for b.Loop() {
		shard = EncodeShard(played)
	}
	b.ReportMetric(float64(len(shard))/float64(len(played)), "bytes/game")
	b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N*len(played)), "ns/game")
}

func BenchmarkDecodeShard(b *testing.B) {
	played := chessSample(200)
	shard := EncodeShard(played)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeShard(shard); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()*1e9/float64(b.N*len(played)), "ns/game")
}
