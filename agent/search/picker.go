package search

import "apprentice/games"

// scored is a move waiting in a frame's list.
type scored struct {
	move  games.Move
	slot  uint16
	score int32
}

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
		p.refutations[p.next-1] = games.NoMove // so that it is not skipped among the quiet moves
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
		if s.move != p.table && s.move != p.refutations[0] && s.move != p.refutations[1] && s.move != p.refutations[2] {
			p.slot, p.gain = int(s.slot), 0
			return s.move
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
	p.slot, p.gain = int(s.slot), w.pos.Gain(s.move)
	return s.move
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
	p.slot, p.gain = int(s.slot), w.pos.Gain(s.move)
	return s.move
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
		if s.move == p.table {
			continue
		}
		if !w.pos.SEE(s.move, p.threshold) {
			f.list[p.bad] = s
			p.bad++
			continue
		}
		p.slot, p.gain = int(s.slot), w.pos.Gain(s.move)
		return s.move
	}
}

// best takes the highest entry out of the list.
func (p *picker) best(f *frame) (scored, bool) {
	if p.next == p.end {
		return scored{}, false
	}
	list := f.list[p.next:p.end]
	top, score := 0, list[0].score
	for i := 1; i < len(list); i++ {
		if list[i].score > score {
			top, score = i, list[i].score
		}
	}
	s := list[top]
	list[top] = list[0]
	list[0] = s
	p.next++
	return s, true
}

// listEvasions fills the list with all moves: the table's first, then captures,
// then the others.
func (w *worker) listEvasions(f *frame) {
	p := &f.picker
	w.listTacticals(f, 1<<28)
	p.bad = p.end
	w.listQuiets(f)
	p.next = 0
	for i := range f.list[:p.end] {
		if f.list[i].move == p.table {
			f.list[i].score = 1 << 30
		}
	}
}

// listTacticals fills the list with the captures: the largest gain first, among
// equals those that worked before.
func (w *worker) listTacticals(f *frame, base int) {
	p := &f.picker
	side := w.pos.Side()
	moves := w.pos.Moves(w.moves[:0], games.TacticalMoves)
	for i, m := range moves {
		slot, gain := w.slot(m), w.pos.Gain(m)
		score := base + 20*gain
		if w.o.CaptureHist {
			score += int(w.h.tactical[w.h.tacticalIndex(side, slot, gain)])
		}
		f.list[i] = scored{move: m, slot: uint16(slot), score: int32(score)}
	}
	p.next, p.end = 0, len(moves)
}

// listQuiets appends the quiet moves to the list, scored by history.
func (w *worker) listQuiets(f *frame) {
	p := &f.picker
	side := w.pos.Side()
	moves := w.pos.Moves(w.moves[:0], games.QuietMoves)
	list := f.list[p.end : p.end+len(moves)]
	for i, m := range moves {
		slot := w.slot(m)
		list[i] = scored{move: m, slot: uint16(slot), score: int32(w.quietHistory(f, side, slot))}
	}
	p.end += len(moves)
}
