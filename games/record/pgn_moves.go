package record

import (
	"errors"
	"fmt"
	"strings"

	"apprentice/games"
)

// moveReader reads the moves of a game in the first of some manners in which
// all of them make sense.
type moveReader struct {
	styles   []games.Style // to try if no Format tag names the style
	manners  []manner      // the one in use and those not yet given up
	texts    []string      // of the moves so far; none if one manner is left
	restyled bool          // the style is not the one that was tried first
}

// manner is a way to understand moves.
type manner struct {
	rules games.Game
	start games.Position // in which the moves begin; nobody plays in it
	style games.Style
}

// stylesToTry returns the styles in which the moves of a file may be: those that
// number ranks as the given one does, or with none that of the positions of the
// game and all others.
func stylesToTry(game games.Game, given *games.Style) []games.Style {
	all := games.StylesOf(game)
	if given == nil {
		return append([]games.Style{{ParseMove: games.Position.ParseMove}}, all...)
	}
	list := []games.Style{*given}
	for _, s := range all {
		if s.Ranks == given.Ranks && s.Ranks != "" && s.Name != given.Name {
			list = append(list, s)
		}
	}
	return list
}

// setUp prepares for moves from pos by rules, in the style of that game that a
// Format tag names, if it names one. others are other readings.
func (r *moveReader) setUp(rules games.Game, pos games.Position, format string, others []manner) {
	styles := r.styles
	for _, s := range games.StylesOf(rules) {
		if strings.EqualFold(s.Format, format) {
			styles = []games.Style{s}
			break
		}
	}
	start := pos
	if len(styles)+len(others) > 1 { // otherwise it is not asked for again
		start = pos.Clone()
	}
	for _, s := range styles {
		r.manners = append(r.manners, manner{rules, start, s})
	}
	for _, m := range others {
		m.style = styles[0]
		r.manners = append(r.manners, m)
	}
}

// first returns styles with the one that the game was read in before all others.
func (r *moveReader) first(styles []games.Style) []games.Style {
	found := r.manners[0].style
	list := []games.Style{found}
	for _, s := range styles {
		if s.Format != found.Format {
			list = append(list, s)
		}
	}
	return list
}

// errCheckedPass is the error of a pass that the rules do not allow.
var errCheckedPass = errors.New("a side that is in check, or has no move, cannot pass")

// play plays the move that text stands for and returns its ply. Where that is
// none in the manner in use, and all moves are moves in another one, that is
// used from then on: pos and the moves of plies become what they are in it.
func (r *moveReader) play(pos *games.Position, plies []Ply, text string) (Ply, error) {
	p, err := playText(*pos, r.manners[0].style, text)
	for i := 1; err != nil && i < len(r.manners); i++ {
		m := r.manners[i]
		again := m.start.Clone()
		moves, last, failed := replayTexts(again, m.style, r.texts, text)
		if failed != nil {
			continue
		}
		for j, p := range moves {
			plies[j].Move, plies[j].Flags = p.Move, p.Flags|plies[j].Flags&HasValue
		}
		*pos, p, err = again, last, nil
		r.restyled = r.restyled || m.style.Format != r.manners[0].style.Format
		r.manners = r.manners[i:]
	}
	if err == nil && len(r.manners) > 1 {
		r.texts = append(r.texts, text)
	}
	return p, err
}

// replayTexts plays moves in a style, and the last one after them.
func replayTexts(pos games.Position, style games.Style, texts []string, last string) (plies []Ply, p Ply, err error) {
	for _, text := range texts {
		if p, err = playText(pos, style, text); err != nil {
			return nil, Ply{}, err
		}
		plies = append(plies, p)
	}
	p, err = playText(pos, style, last)
	return plies, p, err
}

// playText plays one move, or a pass.
func playText(pos games.Position, style games.Style, text string) (Ply, error) {
	var p Ply
	if passes[text] {
		if !canPass(pos) {
			return p, fmt.Errorf("move %q: %w", text, errCheckedPass)
		}
		pos.Make(games.NoMove, nil)
		return p, nil
	}
	m, err := style.ParseMove(pos, text)
	if err != nil {
		return p, err
	}
	p.Move = m
	if pos.InCheck() {
		p.Flags |= Check
	}
	if pos.Gain(m) != 0 {
		p.Flags |= Tactical
	}
	pos.Make(m, nil)
	return p, nil
}
