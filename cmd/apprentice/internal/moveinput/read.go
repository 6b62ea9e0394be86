package moveinput

import (
	"fmt"
	"regexp"
	"strings"

	"apprentice/cmd/apprentice/internal/near"
	"apprentice/games"
)

// Refused says why a text is no move that can be played.
type Refused struct {
	Text string   // what was typed
	Why  string   // in words, without a full stop
	Near []string // legal moves that may have been meant, the likeliest first
}

// Error says what is wrong and what may have been meant.
func (r *Refused) Error() string {
	text := fmt.Sprintf("%q: %s", r.Text, r.Why)
	if len(r.Near) > 0 {
		text += "; " + strings.Join(r.Near, ", ") + "?"
	}
	return text
}

// mostNear is how many moves a refusal proposes.
const mostNear = 3

// Read returns the move that a text stands for: in any notation of the game,
// with blanks between the squares, in small letters where only one move can be
// meant. Several moves are returned where they differ in nothing but the piece
// that a pawn becomes and the text does not say which. The error is a *Refused.
func (l *Legal) Read(text string) ([]Move, error) {
	text = strings.Join(strings.Fields(text), " ")
	m, err := l.reader.typed.ParseMove(l.pos, text)
	if err != nil {
		if together, e := l.reader.typed.ParseMove(l.pos, strings.ReplaceAll(text, " ", "")); e == nil {
			m, err = together, nil
		}
	}
	if err == nil {
		return l.where(func(v Move) bool { return v.Move == m }), nil
	}
	for _, exactly := range []func(name string) bool{
		func(name string) bool { return fold(name) == fold(text) },
		func(name string) bool { return bare(name) == bare(text) },
	} {
		if found := l.named(exactly); len(found) == 1 {
			return found, nil
		}
	}
	if found := l.named(begins(text)); len(found) > 1 && sameSquares(found) {
		return found, nil
	}
	return nil, &Refused{Text: text, Why: why(err, text, l.pos), Near: l.near(text)}
}

// named returns the moves one of whose names is as wished.
func (l *Legal) named(wished func(name string) bool) []Move {
	return l.where(func(m Move) bool {
		for _, name := range m.names {
			if wished(name) {
				return true
			}
		}
		return false
	})
}

// fold makes small letters of a name and takes the signs of check off it.
func fold(name string) string { return strings.TrimRight(strings.ToLower(name), "+#! ") }

// bare is fold without what says that a piece is taken or becomes another.
func bare(name string) string {
	return becomes.ReplaceAllString(strings.NewReplacer("x", "", " ", "").Replace(fold(name)), "$1")
}

// becomes is the sign before the piece that a pawn becomes; before a number it
// is a move across the board.
var becomes = regexp.MustCompile(`=([a-z])`)

// begins returns a function that reports whether a name begins with a text.
func begins(text string) func(name string) bool {
	folded, bared := fold(text), bare(text)
	return func(name string) bool {
		return strings.HasPrefix(fold(name), folded) || bared != "" && strings.HasPrefix(bare(name), bared)
	}
}

// sameSquares reports whether moves go from the same square to the same one.
func sameSquares(moves []Move) bool {
	for _, m := range moves[1:] {
		if m.From != moves[0].From || m.To != moves[0].To {
			return false
		}
	}
	return true
}

// why returns what an error of ParseMove says beside the text and the position.
func why(err error, text string, pos games.Position) string {
	s := strings.TrimSuffix(err.Error(), " in "+pos.FEN())
	s = strings.TrimPrefix(s, fmt.Sprintf("move %q: ", text))
	s = strings.TrimPrefix(s, fmt.Sprintf("no square: %q; ", text))
	return s
}

// near returns the names of the moves that may have been meant: those that lack a
// beginning alone, then those that a slip or two lead to, then those to the square
// that the text ends with.
func (l *Legal) near(text string) []string {
	owner := map[string]string{}
	var names []string
	for _, m := range l.moves {
		for _, name := range m.names {
			if _, ok := owner[fold(name)]; !ok {
				owner[fold(name)] = m.Name
				names = append(names, fold(name))
			}
		}
	}
	var found []string
	add := func(name string) {
		for _, f := range found {
			if f == name {
				return
			}
		}
		if len(found) < mostNear {
			found = append(found, name)
		}
	}
	endsWith := func(end string) {
		for _, name := range names {
			if strings.HasSuffix(name, end) {
				add(owner[name])
			}
		}
	}
	if s := fold(text); len(s) == 2 {
		endsWith(s)
	}
	for _, name := range near.Closest(fold(text), names, len(names)) {
		add(owner[name])
	}
	if s := fold(text); len(s) > 2 {
		endsWith(s[len(s)-2:])
	}
	return found
}

// Possible returns the moves that a text may become when it is typed to the end;
// none for no text.
func (l *Legal) Possible(text string) []Move {
	text = strings.TrimSpace(text)
	if text == "" {
		return nil
	}
	return l.named(begins(text))
}

// Complete returns the names of moves that begin with a text, whatever their
// case: as they are shown where these fit, else as coordinates or in another
// notation.
func (l *Legal) Complete(text string) []string {
	text = strings.TrimSpace(text)
	match := begins(text)
	var names []string
	for _, m := range l.moves {
		if match(m.Name) {
			names = append(names, m.Name)
		}
	}
	if len(names) > 0 || text == "" {
		return names
	}
	for _, m := range l.moves {
		for _, name := range m.names {
			if match(name) {
				names = append(names, name)
				break
			}
		}
	}
	return names
}
