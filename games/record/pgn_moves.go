package record

import (
	"errors"
	"fmt"
	"strings"

	"apprentice/games"
)

// moveReader reads the moves of a game in the first of some styles in which all
// of them make sense.
type moveReader struct {
	styles   []games.Style  // the one in use and those not yet given up
	texts    []string       // of the moves so far; none where one style is left
	start    games.Position // where they begin
	restyled bool           // the style is not the one that was tried first
}

// stylesToTry returns the styles in which the moves of a file may be: those that
// number ranks as the given one does, or with none that of the positions of the
// game and all others.
func stylesToTry(game games.Game, given *games.Style) []games.Style {
	all := stylesOf(game)
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

// setUp prepares for moves from pos, in the style of the game that a Format tag
// names where it names one.
func (r *moveReader) setUp(game games.Game, pos games.Position, format string) {
	for _, s := range stylesOf(game) {
		if strings.EqualFold(s.Format, format) {
			r.styles = []games.Style{s}
			return
		}
	}
	if len(r.styles) > 1 {
		r.start = pos.Clone()
	}
}

// first returns styles with the one that the game was read in before all others.
func (r *moveReader) first(styles []games.Style) []games.Style {
	found := r.styles[0]
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
// none in the style in use, and all moves are moves in another one, it becomes
// the style: pos and the moves of plies are then those of that style.
func (r *moveReader) play(pos *games.Position, plies []Ply, text string) (Ply, error) {
	p, err := playText(*pos, r.styles[0], text)
	for i := 1; err != nil && i < len(r.styles); i++ {
		again := r.start.Clone()
		moves, last, failed := replayTexts(again, r.styles[i], r.texts, text)
		if failed != nil {
			continue
		}
		for j, m := range moves {
			plies[j].Move, plies[j].Flags = m.Move, m.Flags|plies[j].Flags&HasValue
		}
		*pos, p, err = again, last, nil
		r.styles, r.restyled = r.styles[i:], true
	}
	if err == nil && len(r.styles) > 1 {
		r.texts = append(r.texts, text)
	}
	return p, err
}

// replayTexts plays moves in a style, and the last one behind them.
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
