package search

import "apprentice/games"

// scored is a move waiting in a frame's list, packed so that the one to take
// next, which has the highest score and among equals the lowest place in the
// list, is the largest number. Finding it takes no branch.
//
//	bits  0-15 move
//	bits 16-31 slot
//	bits 32-39 listEnd less the place in the list
//	bits 40-63 score plus scoreOffset
type scored uint64

// Scores lie within +-scoreOffset. Evasions that take something have
// evasionBase in theirs, more than any quiet move has, and the table's move has
// tableScore.
const (
	listEnd     = games.MaxMoves - 1
	scoreOffset = 1 << 23
	evasionBase = 1 << 21
	tableScore  = 1 << 22
)

func newScored(m games.Move, slot, place, score int) scored {
	return scored(m) | scored(uint16(slot))<<16 | scored(uint8(listEnd-place))<<32 | scored(score+scoreOffset)<<40
}

func (s scored) move() games.Move { return games.Move(s) }
func (s scored) slot() int        { return int(uint16(s >> 16)) }
func (s scored) place() int       { return listEnd - int(uint8(s>>32)) }

// at returns s for another place in the list.
func (s scored) at(place int) scored { return s&^(0xff<<32) | scored(uint8(listEnd-place))<<32 }

// stage is where a picker stands.
type stage uint8

const (
	stageTable stage = iota
	stageGenTactical
	stageTactical
	stageRefutation
	stageGenQuiet
	stageQuiet
	stageBadTactical
	stageRoot
	stageGenAll
	stageAll
	stageDone
)

// picker hands out the moves of a node, best first as far as is known before
// the search, and generates each class only when it is asked for: the table
// move, captures that do not lose material, killers and the countermove, quiet
// moves by history, the other captures.
type picker struct {
	stage       stage
	tacticals   bool // only captures that pass threshold
	skipQuiets  bool // set by the search once quiet moves are hopeless
	table       games.Move
	refutations [3]games.Move
	next        int // refutation or list entry
	end         int // of the list entries in turn
	bad         int // losing captures, kept at the front of the list
	threshold   int // of SEE for good captures

	// Of the move that was handed out last.
	slot int
	gain int
}

// pick starts handing out all moves of a node.
func (w *worker) pick(f *frame, tableMove games.Move) *picker {
	p := &f.picker
	*p = picker{table: tableMove}
	if tableMove == games.NoMove {
		p.stage = stageGenTactical
	}
	if w.o.Killers {
		p.refutations[0], p.refutations[1] = f.killers[0], f.killers[1]
	}
	if w.o.Countermoves && f.known[0] {
		if m := w.h.counter[f.lastSlot]; m != p.refutations[0] && m != p.refutations[1] {
			p.refutations[2] = m
		}
	}
	return p
}

// pickTacticals starts handing out the captures that pass SEE at threshold.
func (w *worker) pickTacticals(f *frame, tableMove games.Move, threshold int) *picker {
	p := &f.picker
	*p = picker{table: tableMove, tacticals: true, threshold: threshold}
	if tableMove == games.NoMove {
		p.stage = stageGenTactical
	}
	return p
}

// pickEvasions starts handing out all moves, captures first.
func (w *worker) pickEvasions(f *frame, tableMove games.Move) *picker {
	p := &f.picker
	*p = picker{table: tableMove, stage: stageGenAll}
	return p
}

// pickRoot starts handing out the root moves from the current line on.
func (w *worker) pickRoot(f *frame) *picker {
	p := &f.picker
	*p = picker{stage: stageRoot, next: w.line}
	return p
}

// nextMove returns the next move of f's picker, or NoMove.
func (w *worker) nextMove(f *frame) games.Move {
	p := &f.picker
	for {
		m := games.NoMove
		switch p.stage {
		case stageTable:
			p.stage = stageGenTactical
			return w.hand(p, p.table)
		case stageGenTactical:
			w.listTacticals(f, 0)
			p.stage = stageTactical
		case stageTactical:
			m = w.goodTactical(f)
		case stageRefutation:
			m = w.nextRefutation(p)
		case stageGenQuiet:
			p.stage = stageQuiet
			p.next, p.end = p.bad, p.bad
			if !p.skipQuiets {
				w.listQuiets(f)
			}
		case stageQuiet:
			m = p.nextQuiet(f)
		case stageBadTactical:
			m = w.badTactical(f)
		case stageRoot:
			m = w.nextRoot(p)
		case stageGenAll:
			w.listEvasions(f)
			p.stage = stageAll
		case stageAll:
			m = w.bestOfAll(f)
		default:
			return games.NoMove
		}
		if m != games.NoMove {
			return m
		}
	}
}

// hand notes what the search wants to know of the move that is handed out.
func (w *worker) hand(p *picker, m games.Move) games.Move {
	p.slot, p.gain = w.slot(m), w.pos.Gain(m)
	return m
}

// nextRefutation returns the next killer or the countermove that is a legal
// quiet move here. NoMove ends the stage, here and in the functions below.
func (w *worker) nextRefutation(p *picker) games.Move {
	for !p.skipQuiets && p.next < len(p.refutations) {
		m := p.refutations[p.next]
		p.next++
		if m != games.NoMove && m != p.table && w.pos.Legal(m) && w.pos.Gain(m) == 0 {
			p.slot, p.gain = w.slot(m), 0
			return m
		}
	}
	p.stage = stageGenQuiet
	return games.NoMove
}

// nextQuiet returns the best quiet move left.
func (p *picker) nextQuiet(f *frame) games.Move {
	for !p.skipQuiets {
		s, ok := p.best(f)
		if !ok {
			break
		}
		m := s.move()
		if m != p.table && m != p.refutations[0] && m != p.refutations[1] && m != p.refutations[2] {
			p.slot, p.gain = s.slot(), 0
			return m
		}
	}
	p.stage = stageBadTactical
	p.next = 0
	return games.NoMove
}

// badTactical returns the next capture that goodTactical put aside.
func (w *worker) badTactical(f *frame) games.Move {
	p := &f.picker
	if p.next == p.bad {
		p.stage = stageDone
		return games.NoMove
	}
	s := f.list[p.next]
	p.next++
	p.slot, p.gain = s.slot(), w.pos.Gain(s.move())
	return s.move()
}

// nextRoot returns the next root move.
func (w *worker) nextRoot(p *picker) games.Move {
	if p.next == len(w.root) {
		p.stage = stageDone
		return games.NoMove
	}
	p.next++
	return w.hand(p, w.root[p.next-1].move)
}

// bestOfAll returns the best evasion left.
func (w *worker) bestOfAll(f *frame) games.Move {
	p := &f.picker
	s, ok := p.best(f)
	if !ok {
		p.stage = stageDone
		return games.NoMove
	}
	p.slot, p.gain = s.slot(), w.pos.Gain(s.move())
	return s.move()
}

// goodTactical returns the best capture left that passes SEE, putting those
// aside that do not.
func (w *worker) goodTactical(f *frame) games.Move {
	p := &f.picker
	for {
		s, ok := p.best(f)
		if !ok {
			p.stage, p.next = stageRefutation, 0
			if p.tacticals {
				p.stage = stageDone
			}
			return games.NoMove
		}
		m := s.move()
		if m == p.table {
			continue
		}
		if !w.pos.SEE(m, p.threshold) {
			f.list[p.bad] = s
			p.bad++
			continue
		}
		p.slot, p.gain = s.slot(), w.pos.Gain(m)
		return m
	}
}

// best takes the highest entry out of the list.
func (p *picker) best(f *frame) (scored, bool) {
	if p.next == p.end {
		return 0, false
	}
	list := f.list[p.next:p.end]
	top := list[0]
	for _, s := range list[1:] {
		top = max(top, s)
	}
	place := top.place()
	f.list[place] = list[0].at(place)
	list[0] = top
	p.next++
	return top, true
}

// listEvasions fills the list with all moves: the table's first, then captures,
// then the others.
func (w *worker) listEvasions(f *frame) {
	p := &f.picker
	w.listTacticals(f, evasionBase)
	p.bad = p.end
	w.listQuiets(f)
	p.next = 0
	for i, s := range f.list[:p.end] {
		if s.move() == p.table {
			f.list[i] = newScored(p.table, s.slot(), i, tableScore)
		}
	}
}

// listTacticals fills the list with the captures: the largest gain first, among
// equals those that worked before.
func (w *worker) listTacticals(f *frame, base int) {
	p, pos := &f.picker, w.pos
	side := pos.Side()
	moves := pos.Moves(w.moves[:0], games.TacticalMoves)
	list := f.list[:len(moves)]
	for i, m := range moves {
		slot, gain := w.slot(m), pos.Gain(m)
		score := base + 20*gain
		if w.o.CaptureHist {
			score += int(w.h.tactical[w.h.tacticalIndex(side, slot, gain)])
		}
		list[i] = newScored(m, slot, i, score)
	}
	p.next, p.end = 0, len(moves)
}

// listQuiets appends the quiet moves to the list, scored by history.
func (w *worker) listQuiets(f *frame) {
	p, pos, h := &f.picker, w.pos, &w.h
	side := pos.Side()
	moves := pos.Moves(w.moves[:0], games.QuietMoves)
	list := f.list[p.end : p.end+len(moves)]
	if !w.o.History || !w.o.Continuation {
		for i, m := range moves {
			slot := w.slot(m)
			list[i] = newScored(m, slot, p.end+i, w.quietHistory(f, side, slot))
		}
	} else {
		// The same, with the tables at hand.
		here := h.quiet[int(side)*h.slots:][:h.slots]
		one, two, four := h.after[f.rows[0]:][:h.slots], h.after[f.rows[1]:][:h.slots], h.after[f.rows[2]:][:h.slots]
		weightOne, weightTwo, weightFour := w.o.AfterOne, w.o.AfterTwo, w.o.AfterFour
		for i, m := range moves {
			slot := min(pos.Slot(m), len(here)-1)
			score := int(here[slot]) + (int(one[slot])*weightOne+int(two[slot])*weightTwo+int(four[slot])*weightFour)/1024
			list[i] = newScored(m, slot, p.end+i, score)
		}
	}
	p.end += len(moves)
}
