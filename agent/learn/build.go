package learn

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"

	"apprentice/games/record"
)

// decodeGames is how many games are decoded between two reads of the source.
const decodeGames = 256

// builder writes the file of a generation: it collects games, decodes them all
// at once, and gathers their samples in order until they fill a spill.
type builder struct {
	store    *Store
	file     *generationFile
	out      *os.File
	decoder  decoder
	pool     *pool
	progress func(games int)

	games   []*record.Game // with a result, not decoded yet
	reads   []uint64       // of games: games read up to and with each
	decoded [decodeGames]decodedGame

	head   spillHead // counters up to the last game gathered
	spills spillWriter
}

func newBuilder(s *Store, file *generationFile, out *os.File, trace float64, progress func(int)) *builder {
	return &builder{
		store: s, file: file, out: out, progress: progress,
		decoder: decoder{s.game, s.filter, trace},
		pool:    newPool(runtime.GOMAXPROCS(0)),
	}
}

// errFewerGames reports a file that was written from more games than the source
// has.
var errFewerGames = errors.New("the file holds more games than the source")

// build writes what is missing in the file, from the end of its last whole
// spill on.
func (b *builder) build(ctx context.Context, src Source) error {
	if err := b.begin(); err != nil {
		return err
	}
	skip := b.file.read()
	b.head = spillHead{read: skip, games: b.file.games()}
	read := uint64(0)
	for g, err := range src.Games() {
		if err == nil {
			err = ctx.Err()
		} else {
			err = fmt.Errorf("reading games to learn from: %w", err)
		}
		if err != nil {
			return err
		}
		if read++; read <= skip {
			continue
		}
		if !g.Outcome.Over() {
			continue
		}
		b.games, b.reads = append(b.games, g), append(b.reads, read)
		if len(b.games) == decodeGames {
			if err := b.flush(ctx); err != nil {
				return err
			}
			b.progress(int(read))
		}
	}
	if read < skip {
		return errFewerGames
	}
	if err := b.flush(ctx); err != nil {
		return err
	}
	b.head.read, b.head.last = read, true
	if err := b.spill(ctx); err != nil {
		return err
	}
	b.progress(int(read))
	return nil
}

// begin cuts off what follows the last whole spill. An empty file gets its
// header.
func (b *builder) begin() error {
	b.games, b.reads = b.games[:0], b.reads[:0]
	if err := b.out.Truncate(b.file.end); err != nil {
		return err
	}
	if _, err := b.out.Seek(b.file.end, io.SeekStart); err != nil {
		return err
	}
	if b.file.end > 0 {
		return nil
	}
	n, err := b.out.Write(b.file.header)
	b.file.end = int64(n)
	return err
}

// flush decodes the games collected and gathers their samples.
func (b *builder) flush(ctx context.Context) error {
	b.pool.run(len(b.games), func(_, i int) {
		if ctx.Err() == nil {
			b.decoder.decode(&b.decoded[i], b.games[i])
		}
	})
	if err := ctx.Err(); err != nil {
		return err
	}
	for i, g := range b.games {
		dec := &b.decoded[i]
		if dec.err != nil {
			return fmt.Errorf("game %d of generation %d (seed %d): %w", g.Index, g.Generation, g.Seed, dec.err)
		}
		kind := trained
		if dec.heldOut {
			kind = heldOut
		}
		b.spills.gathered[kind].add(dec)
		b.head.games++
		b.head.read = b.reads[i]
		if b.full() {
			if err := b.spill(ctx); err != nil {
				return err
			}
		}
	}
	b.games, b.reads = b.games[:0], b.reads[:0]
	return nil
}

// full reports whether what is gathered fills a spill.
func (b *builder) full() bool {
	t, h := &b.spills.gathered[trained], &b.spills.gathered[heldOut]
	return len(t.at)+len(h.at) >= b.store.spillSamples || t.bytes+h.bytes >= b.store.spillBytes
}

// spill writes what is gathered.
func (b *builder) spill(ctx context.Context) error {
	h, err := b.spills.write(ctx, b.out, b.head)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("writing samples: %w", err)
	}
	b.file.spills = append(b.file.spills, placedSpill{h, b.file.end})
	b.file.end += h.size()
	return nil
}
