package record

import (
	"encoding/binary"
	"errors"
	"fmt"

	"apprentice/internal/crc32c"

	"github.com/klauspost/compress/zstd"
)

// A shard begins with this header: four letters, the version of the format and
// the CRC-32C of all bytes that follow the header. They are one zstd frame,
// inside of which stand the number of games, the number of plies of all of
// them (uvarint each) and the games as AppendGame writes them.
const (
	shardMagic   = "apgs" // apprentice game shard
	shardVersion = 1
	shardHeader  = len(shardMagic) + 1 + crc32c.Size

	// maxShard bounds the memory that decompressing a shard may take; the
	// usual one of 1000 games holds less than a megabyte.
	maxShard = 256 << 20
)

// Errors that DecodeShard wraps beside ErrCorrupt.
var (
	ErrNotShard = errors.New("not a shard of games")
	ErrVersion  = errors.New("unknown version of the shard format")
)

// EncodeShard returns the compressed form of many games. The bytes depend on
// the games alone, so that equal shards have equal checksums.
func EncodeShard(played []Game) []byte {
	plies := 0
	for i := range played {
		plies += len(played[i].Plies)
	}
	raw := make([]byte, 0, 64*len(played)+5*plies)
	raw = binary.AppendUvarint(raw, uint64(len(played)))
	raw = binary.AppendUvarint(raw, uint64(plies))
	for i := range played {
		raw = AppendGame(raw, &played[i])
	}

	enc, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1), zstd.WithEncoderCRC(false),
		zstd.WithEncoderLevel(zstd.SpeedBetterCompression))
	if err != nil {
		panic(err) // only options that contradict each other can fail
	}
	shard := append(make([]byte, 0, shardHeader+len(raw)/2), shardMagic...)
	shard = append(shard, shardVersion)
	shard = append(shard, make([]byte, crc32c.Size)...)
	shard = enc.EncodeAll(raw, shard)
	binary.LittleEndian.PutUint32(shard[shardHeader-crc32c.Size:], crc32c.Sum(shard[shardHeader:]))
	return shard
}

// DecodeShard returns the games of a shard. It accepts any bytes; the error
// wraps ErrNotShard, ErrVersion or ErrCorrupt. The plies of all games lie in
// one allocation.
//
// A small shard may claim a great deal of memory: a caller that knows how much it can
// hold calls DecodeShardWithin.
func DecodeShard(shard []byte) ([]Game, error) {
	return decodeShard(shard, maxShard, maxShard, maxShard)
}

// Parts of the bound on the decompressed size of a shard: what a game and a ply
// may take at most, far above what they do, and the least window of the
// decoder.
const (
	leastShard  = 32 << 20
	mostPerGame = 1 << 10
	mostPerPly  = 1 << 4
)

// DecodeShardWithin is DecodeShard for a shard of at most the given games and
// plies. One that claims more is ErrCorrupt, and takes no memory for them.
func DecodeShardWithin(shard []byte, games, plies int64) ([]Game, error) {
	games, plies = min(max(games, 0), maxShard/mostPerGame), min(max(plies, 0), maxShard/mostPerPly)
	return decodeShard(shard, games, plies, min(maxShard, leastShard+games*mostPerGame+plies*mostPerPly))
}

// decodeShard decodes a shard of at most the given games, plies and decompressed
// bytes.
func decodeShard(shard []byte, games, plies, size int64) ([]Game, error) {
	if len(shard) < shardHeader || string(shard[:len(shardMagic)]) != shardMagic {
		return nil, ErrNotShard
	}
	if v := shard[len(shardMagic)]; v != shardVersion {
		return nil, fmt.Errorf("%w: %d; this program reads %d", ErrVersion, v, shardVersion)
	}
	body := shard[shardHeader:]
	if binary.LittleEndian.Uint32(shard[shardHeader-crc32c.Size:]) != crc32c.Sum(body) {
		return nil, fmt.Errorf("%w: wrong checksum", ErrCorrupt)
	}
	return decodeBody(body, uint64(games), uint64(plies), uint64(size))
}

// decodeBody decodes the zstd frame of a shard, whose checksum holds. It still
// trusts nothing in it.
func decodeBody(body []byte, mostGames, mostPlies, most uint64) ([]Game, error) {
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(most))
	if err != nil {
		panic(err) // only options that contradict each other can fail
	}
	defer dec.Close()
	raw, err := dec.DecodeAll(body, nil)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrCorrupt, err)
	}

	d := decoder{src: raw}
	count, plies := d.uvarint("number of games"), d.uvarint("number of plies")
	if size := uint64(len(d.src)); count > size/bytesPerGame || plies > size/bytesPerPly {
		d.fail("%d games and %d plies in %d bytes", count, plies, size)
	}
	if count > mostGames || plies > mostPlies {
		d.fail("%d games and %d plies, where at most %d and %d are expected", count, plies, mostGames, mostPlies)
	}
	if d.err != nil {
		return nil, d.err
	}
	d.arena = make([]Ply, plies)
	played := make([]Game, count)
	for i := range played {
		if played[i] = d.game(); d.err != nil {
			return nil, fmt.Errorf("game %d of %d: %w", i, count, d.err)
		}
	}
	if len(d.src) != 0 {
		return nil, fmt.Errorf("%w: %d bytes behind the last game", ErrCorrupt, len(d.src))
	}
	return played, nil
}
