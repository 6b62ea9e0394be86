package xiangqi

import "apprentice/games"

// repeated looks for the position among those four, six, eight ... plies back
// and returns how far back the moves begin that must be judged, 0 if the
// position is not repeated as Ended asks for. Captures and passes are never
// undone, so it stops there.
func (p *Position) repeated(ply int) int {
	back := int(min(p.clock, p.sinceNull))
	seen := false
	for i := 4; i <= back; i += 2 {
		if p.stack[len(p.stack)-i].key != p.key {
			continue
		}
		if seen || i <= ply {
			return i
		}
		seen = true
	}
	return 0
}

// blame returns the outcome of a repetition over the last n plies. A side whose
// every move gave check loses to one that did not do the same; failing that, a
// side whose every move chased the same piece does. Direct chases come before
// others. If both or neither are to blame it is a draw.
func (p *Position) blame(n int) games.Outcome {
	ours, theirs := true, true
	for i := 0; i < n; i += 2 {
		theirs = theirs && p.before(i).checks != 0
		ours = ours && p.before(i+1).checks != 0
	}
	if ours || theirs {
		return verdict(ours, theirs, games.PerpetualCheck)
	}
	chased := p.chases(n)
	us := p.side & 1
	ours, theirs = !chased[us].direct.empty(), !chased[us^1].direct.empty()
	if !ours && !theirs {
		ours, theirs = !chased[us].any.empty(), !chased[us^1].any.empty()
	}
	return verdict(ours, theirs, games.PerpetualChase)
}

// before returns the state n plies ago.
func (p *Position) before(n int) *state {
	if n == 0 {
		return &p.state
	}
	return &p.stack[len(p.stack)-n]
}

// verdict returns the outcome given whether our and their side are guilty.
func verdict(ours, theirs bool, of games.Reason) games.Outcome {
	switch {
	case ours && !theirs:
		return games.Outcome{Result: games.Loss, Reason: of}
	case theirs && !ours:
		return games.Outcome{Result: games.Win, Reason: of}
	}
	return games.Outcome{Result: games.Draw, Reason: games.Repetition}
}
