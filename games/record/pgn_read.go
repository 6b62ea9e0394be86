package record

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"apprentice/games"
)

// Errors that ReadPGN wraps.
var (
	ErrVariant   = errors.New("another game")
	ErrNotClosed = errors.New("not closed")
)

// ReadPGN reads the games of a PGN file, main lines only. It is tolerant of
// what people and programs write: comments of both kinds, nested variations
// (skipped), glyphs, tags in the same line, missing or strange results. Values
// in comments, as WritePGN writes them, become values of the plies. A game
// with an error, such as an illegal move, comes with the moves up to there;
// reading goes on with the next. A game may go on after a draw that the rules
// offer.
//
// In a game whose moves are written in several styles the Format tag tells
// which. Where it is missing, and the first move makes no sense in the notation
// of the game's positions, the first style in which it does is taken.
//
// Its Outcome has the rule as Reason where the moves lead to what the file
// says, and else the reason that the file gives.
func ReadPGN(r io.Reader, game games.Game) iter.Seq2[PGNGame, error] {
	return readPGN(r, game, nil)
}

// ReadStyledPGN is ReadPGN for files whose moves are in the given style where
// no Format tag says otherwise.
func ReadStyledPGN(r io.Reader, game games.Game, style games.Style) iter.Seq2[PGNGame, error] {
	return readPGN(r, game, &style)
}

func readPGN(r io.Reader, game games.Game, style *games.Style) iter.Seq2[PGNGame, error] {
	return func(yield func(PGNGame, error) bool) {
		s := newScanner(r)
		for number := 1; ; number++ {
			g, ok := readGame(s, &reading{game: game, style: style})
			g.Number = number
			if s.err != nil { // the game, if there is one, is cut off
				yield(g.PGNGame, fmt.Errorf("line %d: %w", s.line, s.err))
				return
			}
			if !ok || !yield(g.PGNGame, g.failure()) {
				return
			}
		}
	}
}

// reading is a game that is being read.
type reading struct {
	PGNGame
	game     games.Game
	pos      games.Position // nil until the first move
	style    *games.Style   // of the moves; nil for that of pos
	begun    bool           // there was movetext
	depth    int            // of variations
	comment  string         // the last one of the main line, if nothing came after it
	result   games.Result
	resulted bool // a token told the result
	err      error
	errLine  int
}

// readGame reads to the end of the next game and returns false where there is
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
			if g.depth > 0 {
				g.fail(t.line, fmt.Errorf("variation: %w", ErrNotClosed))
			}
			return g.finish()
		case tagToken:
			if g.begun || g.repeats(t.tag) {
				if g.depth > 0 {
					g.fail(t.line, fmt.Errorf("variation: %w", ErrNotClosed))
				}
				s.push(t)
				return g.finish()
			}
			if len(g.Tags) == 0 {
				g.Line = t.line
			}
			g.Tags = append(g.Tags, t.tag)
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
			if g.depth > 0 || !g.begun && g.empty() && s.behindResult(t) {
				continue
			}
			g.begun = true
			r, ok := parseResult(t.text)
			switch {
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

// remark takes in a comment of the main line, which may be broken over lines.
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
	text := moveText(t.text)
	if text == "" || g.err != nil {
		return
	}
	if !g.begin(t.line) {
		return
	}
	m, err := g.parseMove(text)
	if err != nil && t.foreign {
		err = fmt.Errorf("%w (the file is not in UTF-8)", err)
	}
	if err != nil {
		g.fail(t.line, err)
		return
	}
	p := Ply{Move: m}
	if g.pos.InCheck() {
		p.Flags |= Check
	}
	if g.pos.Gain(m) != 0 {
		p.Flags |= Tactical
	}
	g.Plies = append(g.Plies, p)
	g.pos.Make(m, nil)
	g.comment = ""
}

// parseMove returns the move that text stands for, and finds the style of the
// game with its first move.
func (g *reading) parseMove(text string) (games.Move, error) {
	if g.style != nil {
		return g.style.ParseMove(g.pos, text)
	}
	m, err := g.pos.ParseMove(text)
	if err == nil || len(g.Plies) > 0 || g.Tag(formatTag) != "" {
		return m, err
	}
	for _, style := range stylesOf(g.game) {
		if m, err := style.ParseMove(g.pos, text); err == nil {
			g.style = &style
			return m, nil
		}
	}
	return m, err
}

// soldierMove is a move without a letter: that of one of several soldiers of a
// file in xiangqi, as the World Xiangqi Federation has it.
var soldierMove = regexp.MustCompile(`^[1-5][1-9][-+=.][1-9]$`)

// moveText returns the move in a symbol, without its number, glyphs and "e.p.";
// "" where there is no move.
func moveText(symbol string) string {
	text := symbol
	if digits := strings.TrimLeft(text, "0123456789"); digits == "" || digits[0] == '.' {
		text = strings.TrimLeft(digits, ".")
	}
	if text == "--" {
		return text // a null move of other programs; no game accepts it
	}
	text = strings.TrimRightFunc(text, func(r rune) bool {
		return r != '+' && r != '#' && !unicode.IsLetter(r) && !unicode.IsDigit(r)
	})
	for _, enPassant := range []string{"e.p", "ep"} {
		text = strings.TrimSuffix(text, enPassant)
	}
	if !strings.ContainsFunc(text, unicode.IsLetter) && !strings.HasPrefix(text, "0-0") && !soldierMove.MatchString(text) {
		return ""
	}
	if text == "N" || text == "D" { // novelty, diagram
		return ""
	}
	return text
}

// begin sets up the start position of the game, once.
func (g *reading) begin(line int) bool {
	if g.pos != nil {
		return true
	}
	if v := g.Tag("Variant"); !sameGame(g.game.Name(), v) {
		g.fail(line, fmt.Errorf("%w: variant %q, not %s", ErrVariant, v, g.game.Name()))
		return false
	}
	fen := strings.TrimSpace(g.Tag("FEN"))
	pos, err := start(g.game, fen)
	if err != nil {
		g.fail(line, err)
		return false
	}
	if pos.FEN() != g.game.Start().FEN() {
		g.Start = pos.FEN()
	}
	g.pos = pos
	for _, style := range stylesOf(g.game) {
		if strings.EqualFold(style.Format, strings.TrimSpace(g.Tag(formatTag))) {
			g.style = &style
			break
		}
	}
	return true
}

// sameGame reports whether a Variant tag means the game of that name. Without
// one the game is what the reader expects.
func sameGame(name, variant string) bool {
	variant = strings.ToLower(strings.TrimSpace(variant))
	ordinary := []string{"standard", "normal", "from position", "fromposition", "?"}
	return variant == "" || variant == name || name == plainChess && slices.Contains(ordinary, variant)
}

// empty reports whether nothing of a game was found yet.
func (g *reading) empty() bool { return len(g.Tags) == 0 && len(g.Plies) == 0 && g.err == nil }

// repeats reports whether a tag of the roster stands there already: the game
// before had no movetext at all.
func (g *reading) repeats(t Tag) bool {
	own, _ := rosterOf(g.game)
	return tagValue(own, t.Name) != "" && g.Tag(t.Name) != ""
}

// finish ends the game. It returns false for one that is empty.
func (g *reading) finish() (*reading, bool) {
	if g.empty() {
		return g, false
	}
	_, first := rosterOf(g.game)
	if g.First = g.Tag(first); g.First == "" {
		g.First = g.Tag("White")
	}
	g.Second = g.Tag("Black")
	if !g.begin(g.Line) {
		return g, true
	}
	g.Outcome = g.outcome()
	return g, true
}

// outcome returns the outcome from the token, the tags, the last comment and
// the rules.
func (g *reading) outcome() games.Outcome {
	result := g.result
	if !g.resulted || result == games.Ongoing {
		var b strings.Builder
		for _, r := range g.Tag("Result") {
			writePlain(&b, r)
		}
		result, _ = parseResult(strings.TrimSpace(b.String()))
	}
	if byRule := ForFirst(g.pos.Outcome(), g.pos.Side()); byRule.Over() && g.err == nil &&
		(result == games.Ongoing || result == byRule.Result) {
		return byRule
	}
	o := games.Outcome{Result: result}
	if result == games.Ongoing {
		return o
	}
	if o.Reason = reasonNamed(g.comment); o.Reason < games.RuleReasons {
		o.Reason = reasonOf(g.Tag("Termination"))
	}
	return o
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
