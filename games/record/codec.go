package record

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"

	"apprentice/games"
)

// ErrCorrupt is wrapped by every error about bytes that no encoder of this
// package has written.
var ErrCorrupt = errors.New("corrupt game record")

// AppendGame appends the binary form of g to dst and returns the extended
// slice. Equal games have equal bytes. The Value of a ply without HasValue is
// not kept.
//
//	start, first, second   length (uvarint) and bytes each
//	generation             zigzag varint
//	index, seed            uvarint
//	result, reason         a byte each
//	plies                  uvarint count n
//	flags                  n bytes
//	moves                  n times 2 bytes, low byte first
//	values                 for each ply with HasValue: the zigzag varint of
//	                       how much its value differs from the last one, which
//	                       changes its sign with every ply
//
// The columns and the differences are there for the compression of a shard: a
// game of self-play is mostly the same flags and slowly drifting values.
func AppendGame(dst []byte, g *Game) []byte {
	for _, s := range [...]string{g.Start, g.First, g.Second} {
		dst = binary.AppendUvarint(dst, uint64(len(s)))
		dst = append(dst, s...)
	}
	dst = binary.AppendVarint(dst, int64(g.Generation))
	dst = binary.AppendUvarint(dst, g.Index)
	dst = binary.AppendUvarint(dst, g.Seed)
	dst = append(dst, byte(g.Outcome.Result), byte(g.Outcome.Reason))

	dst = binary.AppendUvarint(dst, uint64(len(g.Plies)))
	for _, p := range g.Plies {
		dst = append(dst, byte(p.Flags))
	}
	for _, p := range g.Plies {
		dst = binary.LittleEndian.AppendUint16(dst, uint16(p.Move))
	}
	last := 0
	for _, p := range g.Plies {
		last = -last
		if p.Flags&HasValue != 0 {
			dst = binary.AppendVarint(dst, int64(int(p.Value)-last))
			last = int(p.Value)
		}
	}
	return dst
}

// DecodeGame decodes the game at the beginning of src and returns what follows
// it. It accepts any bytes; those that are not a game give an error that wraps
// ErrCorrupt. The game shares no memory with src.
func DecodeGame(src []byte) (g Game, rest []byte, err error) {
	d := decoder{src: src}
	g = d.game()
	if d.err != nil {
		return Game{}, nil, d.err
	}
	return g, d.src, nil
}

// What a game and a ply take at least. A count that the bytes cannot hold is
// found out before memory is set aside for it.
const (
	bytesPerGame = 9
	bytesPerPly  = 3
)

// decoder reads the fields of games one by one. After the first error all of
// its results are zero.
type decoder struct {
	src   []byte
	arena []Ply // plies of the next games are cut from here while it lasts
	err   error
}

func (d *decoder) game() Game {
	g := Game{
		Start:      d.text("start position"),
		First:      d.text("first player"),
		Second:     d.text("second player"),
		Generation: int(d.varint("generation")),
		Index:      d.uvarint("index"),
		Seed:       d.uvarint("seed"),
	}
	if b := d.bytes(2, "outcome"); b != nil {
		g.Outcome = games.Outcome{Result: games.Result(b[0]), Reason: games.Reason(b[1])}
		if g.Outcome.Result > games.Win {
			d.fail("result %d", b[0])
		}
	}
	g.Plies = d.plies()
	return g
}

func (d *decoder) plies() []Ply {
	n := d.uvarint("number of plies")
	if d.err != nil || n == 0 {
		return nil
	}
	if n > uint64(len(d.src)/bytesPerPly) {
		d.fail("%d plies in %d bytes", n, len(d.src))
		return nil
	}
	flags := d.bytes(int(n), "flags")
	moves := d.bytes(2*int(n), "moves")
	plies := d.alloc(int(n))
	last := int64(0)
	for i := range plies {
		last = -last
		p := &plies[i]
		p.Flags = Flag(flags[i])
		p.Move = games.Move(binary.LittleEndian.Uint16(moves[2*i:]))
		if p.Flags&HasValue == 0 {
			continue
		}
		last += d.varint("value")
		if last < math.MinInt16 || last > math.MaxInt16 {
			d.fail("value of ply %d is out of range", i)
			return nil
		}
		p.Value = int16(last)
	}
	return plies
}

// alloc returns n zero plies whose capacity ends with them.
func (d *decoder) alloc(n int) []Ply {
	if n > len(d.arena) {
		return make([]Ply, n)
	}
	plies := d.arena[:n:n]
	d.arena = d.arena[n:]
	return plies
}

func (d *decoder) text(field string) string {
	n := d.uvarint(field)
	if n > uint64(len(d.src)) {
		d.fail("%s: cut off", field)
		return ""
	}
	return string(d.bytes(int(n), field))
}

func (d *decoder) uvarint(field string) uint64 {
	if d.err != nil {
		return 0
	}
	v, n := binary.Uvarint(d.src)
	if n <= 0 {
		d.fail("%s: no varint", field)
		return 0
	}
	d.src = d.src[n:]
	return v
}

func (d *decoder) varint(field string) int64 {
	u := d.uvarint(field)
	return int64(u>>1) ^ -int64(u&1) // zigzag, as in binary.Varint
}

func (d *decoder) bytes(n int, field string) []byte {
	if d.err != nil {
		return nil
	}
	if n > len(d.src) {
		d.fail("%s: cut off", field)
		return nil
	}
	b := d.src[:n]
	d.src = d.src[n:]
	return b
}

// fail keeps the first error.
func (d *decoder) fail(format string, args ...any) {
	if d.err == nil {
		d.err = fmt.Errorf("%w: %s", ErrCorrupt, fmt.Sprintf(format, args...))
	}
}
