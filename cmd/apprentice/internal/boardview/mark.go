package boardview

// mark is what is special about a square. The higher one is shown where there
// are several.
type mark uint8

const (
	noMark mark = iota
	lastMove
	hinted
	possible
	target
	inCheck
	chosen
)

// marking is all that is marked on a square.
type marking struct {
	mark   mark
	cursor bool
	rank   int // of the best hint that has to do with it; 0: none
}

// marksOf returns what is marked on the squares of a scene.
func marksOf(s Scene) map[Square]marking {
	marks := map[Square]marking{}
	set := func(m mark, squares ...Square) {
		for _, q := range squares {
			k := marks[q]
			k.mark = max(k.mark, m)
			marks[q] = k
		}
	}
	set(lastMove, s.Last...)
	for _, h := range s.Hints {
		for _, q := range []Square{h.From, h.To} {
			set(hinted, q)
			if k := marks[q]; k.rank == 0 || h.Rank < k.rank {
				k.rank = h.Rank
				marks[q] = k
			}
		}
	}
	set(possible, s.Possible...)
	set(target, s.Targets...)
	set(inCheck, s.Check...)
	if s.Chosen != nil {
		set(chosen, *s.Chosen)
	}
	if s.Cursor != nil {
		k := marks[*s.Cursor]
		k.cursor = true
		marks[*s.Cursor] = k
	}
	return marks
}

// signs returns what stands left and right of a piece where colours do not say
// how it is marked; blanks for no mark.
func (k marking) signs(colors Colors, empty bool) (left, right string) {
	if k.cursor {
		return "[", "]"
	}
	if colors != Mono {
		return " ", " "
	}
	switch k.mark {
	case lastMove:
		return "(", ")"
	case possible:
		return "?", "?"
	case target:
		if empty {
			return " ", " "
		}
		return "x", "x"
	case inCheck:
		return "!", "!"
	case chosen:
		return "<", ">"
	}
	return " ", " "
}
