package learn

import (
	"fmt"
	"math/bits"
	"slices"

	"apprentice/games"
	"apprentice/games/record"
)

// decoder turns games into packed samples. Several goroutines may share it.
type decoder struct {
	game   games.Game
	filter Filter
	trace  float64
}

// decodedGame is the samples of one game, or what is wrong with it.
type decodedGame struct {
	packed  []byte
	ends    []int    // where in packed each sample ends
	cells   []uint16 // of each sample
	heldOut bool
	err     error

	values   []int16 // traced, of all plies
	us, them []games.Feature
	bits     bitSort
}

// bitSort sorts features by way of a set of bits, which is much faster than
// comparing them: there are many of them for few words.
type bitSort []uint64

// sort puts features in rising order.
func (b *bitSort) sort(features []games.Feature) {
	top := games.Feature(0)
	for _, f := range features {
		top = max(top, f)
	}
	words := int(top)/64 + 1
	if words > 2*len(features) {
		slices.Sort(features)
		return
	}
	*b = slices.Grow((*b)[:0], words)[:words]
	clear(*b)
	for _, f := range features {
		if (*b)[f/64]&(1<<(f%64)) != 0 { // twice: a set cannot hold that
			slices.Sort(features)
			return
		}
		(*b)[f/64] |= 1 << (f % 64)
	}
	n := 0
	for i, word := range *b {
		for ; word != 0; word &= word - 1 {
			features[n] = games.Feature(64*i + bits.TrailingZeros64(word))
			n++
		}
	}
}

// decode replays g and sets dec to the samples that the filter keeps, with
// traced values.
func (d *decoder) decode(dec *decodedGame, g *record.Game) {
	dec.packed, dec.ends, dec.cells, dec.err = dec.packed[:0], dec.ends[:0], dec.cells[:0], nil
	id := identity(g)
	dec.heldOut = d.filter.holdsOut(id)
	pos := d.game.Start()
	if g.Start != "" {
		if pos, dec.err = d.game.ParseFEN(g.Start); dec.err != nil {
			dec.err = fmt.Errorf("start position: %w", dec.err)
			return
		}
	}
	if d.trace > 0 {
		dec.values = traced(dec.values[:0], g, pos.Side(), d.trace)
	}
	for i, p := range g.Plies {
		if !pos.Legal(p.Move) {
			dec.err = fmt.Errorf("%w: ply %d, %#04x in %s", record.ErrIllegalMove, i, uint16(p.Move), pos.FEN())
			return
		}
		if d.filter.keeps(i, p) && (dec.heldOut || !d.filter.skips(id, i)) {
			v := p.Value
			if d.trace > 0 {
				v = dec.values[i]
			}
			if dec.err = d.decodePly(dec, pos, v, i); dec.err != nil {
				return
			}
			dec.cells = append(dec.cells, cellOf(id, i))
		}
		pos.Make(p.Move, nil)
	}
}

// decodePly appends the sample of one position. Features outside the bounds of
// the game would later index past a table, so they are found here.
func (d *decoder) decodePly(dec *decodedGame, pos games.Position, value int16, i int) error {
	stm := pos.Side()
	dec.us, dec.them = pos.Features(stm, dec.us[:0]), pos.Features(stm.Other(), dec.them[:0])
	if len(dec.us) != len(dec.them) || len(dec.us) > d.game.MaxActive() {
		return fmt.Errorf("%d and %d features in the two views, want equally many and at most %d, in %s",
			len(dec.us), len(dec.them), d.game.MaxActive(), pos.FEN())
	}
	for _, view := range [2][]games.Feature{dec.us, dec.them} {
		for _, f := range view {
			if int(f) >= d.game.NumFeatures() {
				return fmt.Errorf("feature %d of %d in %s", f, d.game.NumFeatures(), pos.FEN())
			}
		}
		dec.bits.sort(view)
	}
	dec.packed = appendSample(dec.packed, &Sample{Us: dec.us, Them: dec.them, Value: int(value), Ply: i})
	dec.ends = append(dec.ends, len(dec.packed))
	return nil
}
