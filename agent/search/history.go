package search

import "apprentice/games"

// What a worker learns about moves while it searches. Every number moves
// towards +-historyMax by the gravity formula h += bonus - h*|bonus|/max, which
// forgets old lessons as it learns new ones.
const (
	historyMax  = 16384 // fits int16 with any bonus added
	gainClasses = 16    // classes of Gain in the capture history

	correctionMax  = 1024  // of a correction entry
	correctionSize = 16384 // entries for pairs of moves, a power of two
)

// histories are the tables of one worker. A slot is a piece and its target, so
// slots of the two sides differ in most games; quiet and tactical keep the
// sides apart in any case.
type histories struct {
	slots    int
	quiet    []int16      // [side][slot]
	tactical []int16      // [side][slot][class of gain]
	after    []int16      // [slot before][slot]: continuation history; the last row stands for no move
	played   []bool       // [slot before]: whether such a move was played since the last clear
	counter  []games.Move // [slot before]: the quiet move that refuted it
	last     []int16      // [side][slot before]: correction of the static value
	pair     []int16      // [hash of two slots before]: the same
}

func newHistories(slots int) histories {
	return histories{
		slots:    slots,
		quiet:    make([]int16, 2*slots),
		tactical: make([]int16, 2*slots*gainClasses),
		after:    make([]int16, (slots+1)*slots),
		played:   make([]bool, slots+1),
		counter:  make([]games.Move, slots+1),
		last:     make([]int16, 2*(slots+1)),
		pair:     make([]int16, correctionSize),
	}
}

// clear forgets everything. Most rows of the continuation history belong to moves
// that a game never sees; they are clear already.
func (h *histories) clear() {
	clear(h.quiet)
	clear(h.tactical)
	for slot, played := range h.played {
		if played {
			clear(h.after[h.row(slot):][:h.slots])
		}
	}
	clear(h.played)
	clear(h.counter)
	clear(h.last)
	clear(h.pair)
}

// row is where the continuation history after a move of this slot begins in
// after.
func (h *histories) row(slot int) int { return slot * h.slots }

// tacticalIndex is where a capture of this slot and gain is kept.
func (h *histories) tacticalIndex(side games.Side, slot, gain int) int {
	return (int(side)*h.slots+slot)*gainClasses + min(max(gain, 0)>>6, gainClasses-1)
}

// pairIndex mixes the slots of the last two moves.
func pairIndex(last, before int) int {
	return int(uint32(last*0x9E37+before*0x85EB)*0x9E3779B1>>16) & (correctionSize - 1)
}

// gravity moves *h towards bonus.
func gravity(h *int16, bonus int) {
	v := int(*h)
	*h = int16(v + bonus - v*max(bonus, -bonus)/historyMax)
}

// historyBonus is what a move earns that refuted a node of this depth.
func (w *worker) historyBonus(depth int) int {
	return min(depth*w.o.BonusSlope-w.o.BonusOffset, w.o.BonusMax)
}

// quietHistory is how well a quiet move of this slot did: here, and after the
// moves one, two and four plies before.
func (w *worker) quietHistory(f *frame, side games.Side, slot int) int {
	v := 0
	if w.o.History {
		v = int(w.h.quiet[int(side)*w.h.slots+slot])
	}
	if w.o.Continuation {
		h := w.h.after
		v += (int(h[f.rows[0]+slot])*w.o.AfterOne + int(h[f.rows[1]+slot])*w.o.AfterTwo + int(h[f.rows[2]+slot])*w.o.AfterFour) / 1024
	}
	return v
}

// rewardQuiet changes what is known of a quiet move.
func (w *worker) rewardQuiet(f *frame, side games.Side, slot, bonus int) {
	gravity(&w.h.quiet[int(side)*w.h.slots+slot], bonus)
	w.rewardAfter(f, slot, bonus)
}

// rewardAfter changes the continuation history of a move.
func (w *worker) rewardAfter(f *frame, slot, bonus int) {
	for i, row := range f.rows {
		if f.known[i] {
			gravity(&w.h.after[row+slot], bonus)
		}
	}
}

// rewardTactical changes what is known of a capture or promotion.
func (w *worker) rewardTactical(side games.Side, slot, gain, bonus int) {
	gravity(&w.h.tactical[w.h.tacticalIndex(side, slot, gain)], bonus)
}

// refuted teaches all tables that move, found at this depth, was better than
// the moves tried before it.
func (w *worker) refuted(f *frame, side games.Side, best tried, depth int) {
	bonus := w.historyBonus(depth)
	malus := bonus * w.o.Malus / 1024
	if best.gain == 0 {
		w.remember(f, best)
		w.rewardQuiet(f, side, best.slot(), bonus)
		for _, t := range f.quiets[:f.numQuiets] {
			w.rewardQuiet(f, side, t.slot(), -malus)
		}
	} else {
		w.rewardTactical(side, best.slot(), int(best.gain), bonus)
	}
	for _, t := range f.tacticals[:f.numTacticals] {
		w.rewardTactical(side, t.slot(), int(t.gain), -malus)
	}
}

// remember makes a quiet move a killer and a countermove.
func (w *worker) remember(f *frame, best tried) {
	if w.o.Killers && f.killers[0] != best.move {
		f.killers[1] = f.killers[0]
		f.killers[0] = best.move
	}
	if w.o.Countermoves && f.known[0] {
		w.h.counter[f.lastSlot] = best.move
	}
}

// corrected is the static value raw, shifted by what searches found after the
// same last moves; it adapts "correction history" (Caissa, Stockfish) to a
// game of which only slots are known.
func (w *worker) corrected(f *frame, side games.Side, raw int) int {
	if !w.o.Correction {
		return raw
	}
	c := int(w.h.last[int(side)*(w.h.slots+1)+f.lastSlot]) + int(w.h.pair[pairIndex(f.lastSlot, f.beforeSlot)])
	return clampValue(raw + c*w.o.CorrectionWeight/1024)
}

// correct learns that a quiet node searched to this depth has the value, or a
// bound of it that the corrected static value f.static violates.
func (w *worker) correct(f *frame, side games.Side, value int, bound Bound, depth int) {
	if isMate(value) || bound == Lower && value <= f.static || bound == Upper && value >= f.static {
		return
	}
	bonus := min(max((value-f.static)*depth/8, -correctionMax/4), correctionMax/4)
	for _, c := range [...]*int16{
		&w.h.last[int(side)*(w.h.slots+1)+f.lastSlot],
		&w.h.pair[pairIndex(f.lastSlot, f.beforeSlot)],
	} {
		v := int(*c)
		*c = int16(v + bonus - v*max(bonus, -bonus)/correctionMax)
	}
}

// clampValue keeps a static value clear of mates.
func clampValue(v int) int { return min(max(v, -MaxValue), MaxValue) }
