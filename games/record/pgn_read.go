package record

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"apprentice/games"
)

// Errors that ReadPGN wraps.
var (
	ErrVariant   = errors.New("another game")
	ErrNotClosed = errors.New("not closed")
)

// maxTags is how many tags a game may have.
const maxTags = 1000

// ReadPGN reads the games of a PGN file, main lines only. It is tolerant of
// what people and programs write: comments of both kinds, nested variations
// (skipped), glyphs, tags in the same line, missing or strange results, passes,
// text in GBK, GB18030, Big5 or Windows-1252, each game by itself, or in UTF-16.
// Values in comments, as WritePGN writes them, become values of the plies. A game
// with an error, such as an illegal move, comes with the moves up to there; reading
// continues with the next. A game may continue after a draw that the rules offer.
//
// A Variant tag may name a variant of the game. Castling rights that cannot be
// are left out. If those of the FEN tag are rights of a variant, and moves make
// use of them, it is a game of the variant.
//
// In a game whose moves are written in several styles the Format tag says
// which. If it is missing, the style is the first one in which all moves
// make sense; it is tried first in the games that follow.
//
// Its Outcome is what the file says, by the rule that it names, and with none
// at a draw that had to be claimed and may not have been. Only the end of a
// game on the board, such as mate, counts for more than the file.
func ReadPGN(r io.Reader, game games.Game) iter.Seq2[PGNGame, error] {
	return readPGN(r, game, nil)
}

// ReadStyledPGN is ReadPGN for files whose moves are in the given style, or in
// another one that numbers ranks alike, if no Format tag says otherwise.
func ReadStyledPGN(r io.Reader, game games.Game, style games.Style) iter.Seq2[PGNGame, error] {
	return readPGN(r, game, &style)
}

func readPGN(r io.Reader, game games.Game, style *games.Style) iter.Seq2[PGNGame, error] {
	return func(yield func(PGNGame, error) bool) {
		tags := games.PGNTagsOf(game)
		s := newScanner(r, tags.Chinese)
		styles := stylesToTry(game, style)
		for number := 1; ; number++ {
			blank := reading{PGNGame: PGNGame{Rules: game}, moveReader: moveReader{styles: styles}, game: game, numeric: tags.Numeric}
			g, ok := readGame(s, &blank)
			g.Number = number
			if s.err != nil { // the game, if there is one, is cut off
				yield(g.PGNGame, fmt.Errorf("line %d: %w", s.line, s.err))
				return
			}
			if !ok || !yield(g.PGNGame, g.failure()) {
				return
			}
			if g.restyled && g.err == nil {
				styles = g.first(styles)
			}
		}
	}
}

// reading is a game that is being read.
type reading struct {
	PGNGame
	moveReader
	game     games.Game
	numeric  func(word string) bool // games.PGNTags.Numeric of the game
	pos      games.Position         // nil until the first move
	seen     map[string]int         // places of the tags in Tags, by small name
	lastTag  int                    // line of the last tag
	begun    bool                   // there was movetext
	depth    int                    // of variations
	numbered bool                   // a move number stands before the next move
	comment  string                 // the last one of the main line, if nothing came after it
	result   games.Result
	resulted bool // a token gave the result
	err      error
	errLine  int
}

// readGame reads to the end of the next game and returns false if there is
// none. blank is a game of which nothing has been read.
func readGame(s *scanner, blank *reading) (*reading, bool) {
	begun := *blank
	g := &begun
	for {
		t := s.next()
		if g.Line == 0 {
			g.Line = t.line
		}
		switch t.kind {
		case endOfFile:
			g.checkDepth(t.line)
			return g.finish()
		case tagToken:
			if g.begun || g.repeats(t) {
				g.checkDepth(t.line)
				s.push(t)
				return g.finish()
			}
			if len(g.Tags) == 0 {
				g.Line = t.line
			}
			g.addTag(t)
		case brokenComment:
			g.begun = true
			g.depth = 0
			g.fail(t.line, fmt.Errorf("comment: %w", ErrNotClosed))
		case openVariation:
			g.depth++
		case endVariation:
			g.depth = max(0, g.depth-1)
		case commentToken:
			g.begun = g.begun || len(g.Tags) > 0
			if g.depth == 0 {
				g.remark(t.text)
			}
		case symbolToken:
			if g.depth > 0 || !g.begun && g.empty() && s.behindResult(t) && !g.opens(t.text) {
				continue
			}
			t = s.join(t)
			g.begun = true
			r, ok := parseResult(t.text)
			switch {
			case !ok && g.lostByBoth(t.text) && s.last():
				g.resulted = true
				s.resultLine = t.line
				return g.finish()
			case !ok:
				g.move(t)
			case g.empty():
				begun = *blank // the second of two results in a row
			default:
				g.result, g.resulted = r, true
				s.resultLine = t.line
				return g.finish()
			}
		}
	}
}

// checkDepth fails the game if it ends inside a variation.
func (g *reading) checkDepth(line int) {
	if g.depth > 0 {
		g.fail(line, fmt.Errorf("variation: %w", ErrNotClosed))
	}
}

// addTag stores a tag.
func (g *reading) addTag(t token) {
	g.lastTag = t.line
	if len(g.Tags) == maxTags {
		g.fail(t.line, fmt.Errorf("the game has more than %d tags", maxTags))
		return
	}
	if g.seen == nil {
		g.seen = make(map[string]int)
	}
	if name := strings.ToLower(t.tag.Name); !g.has(name) {
		g.seen[name] = len(g.Tags)
	}
	g.Tags = append(g.Tags, t.tag)
}

// has reports whether the game has a tag of that name, in small letters.
func (g *reading) has(name string) bool {
	_, ok := g.seen[name]
	return ok
}

// lostByBoth reports whether a symbol that ends a game says that both players
// have lost it: 0-0 if the Result tag says so too, or if castling is no
// move.
func (g *reading) lostByBoth(symbol string) bool {
	if symbol != "0-0" && symbol != "0:0" && !strings.EqualFold(symbol, "0F-0F") {
		return false
	}
	if _, bothLost := g.resultTag(); bothLost || symbol != "0-0" {
		return true
	}
	if g.err != nil || !g.begin(g.Line) {
		return false
	}
	_, err := g.pos.ParseMove(symbol)
	return err != nil
}

// remark stores a comment of the main line, which may be broken over lines.
func (g *reading) remark(text string) {
	text = strings.Join(strings.Fields(text), " ")
	g.comment = text
	if n := len(g.Plies); n > 0 && g.err == nil {
		if v, ok := parseValue(text); ok {
			g.Plies[n-1].Value = v
			g.Plies[n-1].Flags |= HasValue
		}
	}
}

// move plays the move of a symbol, if it is one.
func (g *reading) move(t token) {
	if g.err != nil {
		return
	}
	text := moveText(t.text, g.numeric)
	switch {
	case text == "" && g.numbered && (isNumber(t.text) || strings.ContainsFunc(t.text, unicode.IsLetter)):
		text = t.text // no other number and no aside, where a move must stand
	case text == "":
		g.numbered = g.numbered || isNumber(t.text[:1])
		return
	}
	if !g.begin(t.line) || !g.numbered && g.isDue(t.text) {
		return
	}
	g.numbered = false
	p, err := g.play(&g.pos, g.Plies, text)
	if err != nil && t.foreign {
		err = fmt.Errorf("%w (the file is not in UTF-8)", err)
	}
	if err != nil {
		g.fail(t.line, err)
		return
	}
	if rules := g.manners[0].rules; rules.Name() != g.Rules.Name() {
		g.Rules = rules
		g.setStart(g.manners[0].start)
	}
	g.Plies = append(g.Plies, p)
	g.comment = ""
}

// isDue reports whether a symbol that may be a move is the number of the next one,
// as 1 to 7 may be in games whose columns have numbers. Then it counts as that.
func (g *reading) isDue(symbol string) bool {
	n, err := strconv.Atoi(symbol)
	if err != nil || g.pos.Side() != games.First {
		return false
	}
	due := 1
	if g.Start != "" {
		due = moveNumber(g.Start)
	}
	g.numbered = n == due+(len(g.Plies)+1)/2
	return g.numbered
}

// opens reports whether a symbol is a move from the start position, with which a
// game without tags may begin.
func (g *reading) opens(symbol string) bool {
	text := moveText(symbol, g.numeric)
	return text != "" && slices.ContainsFunc(g.styles, func(s games.Style) bool {
		_, err := s.ParseMove(g.game.Start(), text)
		return err == nil
	})
}

// empty reports whether nothing of a game was found yet.
func (g *reading) empty() bool { return len(g.Tags) == 0 && len(g.Plies) == 0 && g.err == nil }

// repeats reports whether a tag of the roster, or a position, stands there
// already, even if empty: the game before had no movetext at all. A tag that
// follows at once stands there twice by mistake, unless games begin with it.
func (g *reading) repeats(t token) bool {
	name := strings.ToLower(t.tag.Name)
	if !g.has(name) {
		return false
	}
	own, _ := rosterOf(g.game)
	switch {
	case name == "fen":
		return true
	case !slices.ContainsFunc(own, func(t Tag) bool { return strings.EqualFold(t.Name, name) }):
		return false
	}
	return name == "event" || strings.EqualFold(g.Tags[0].Name, name) || t.line > g.lastTag+1
}

// finish ends the game. It returns false for one that is empty.
func (g *reading) finish() (*reading, bool) {
	if g.empty() {
		return g, false
	}
	_, first := rosterOf(g.game)
	if g.First = g.Tag(first); g.known(first) == "" && g.Tag(firstTag) != "" {
		g.First = g.Tag(firstTag)
	}
	g.Second = g.Tag("Black")
	if !g.begin(g.Line) {
		return g, true
	}
	g.Outcome = g.outcome()
	return g, true
}

// fail keeps the first error of the game.
func (g *reading) fail(line int, err error) {
	if g.err == nil {
		g.err, g.errLine = err, line
	}
}

// failure returns the error of the game with its place.
func (g *reading) failure() error {
	if g.err == nil {
		return nil
	}
	return fmt.Errorf("game %d of line %d: line %d: %w", g.Number, g.Line, g.errLine, g.err)
}
