package record

import (
	"bytes"
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"apprentice/games"
)

// columns is the width that lines of movetext keep to.
const columns = 80

// WritePGN writes g in the export format of the PGN standard, with an empty
// line after it, and with a comment for every value that is known. tags
// replace and add to the tags that follow from g, whatever the case of their
// names; Date and Event, for example, only the caller knows. Control characters
// in values become spaces. What games.PGNTags says of the game decides whether a
// Variant tag names it and what the tag of First's player is called.
func WritePGN(w io.Writer, game games.Game, g *Game, tags []Tag) error {
	return writePGN(w, game, g, tags, firstStyle(game), nil)
}

// WriteStyledPGN is WritePGN with the moves in a style, which a Format tag names
// so that ReadPGN knows it again.
func WriteStyledPGN(w io.Writer, game games.Game, g *Game, tags []Tag, style games.Style) error {
	return writePGN(w, game, g, tags, style, nil)
}

// WriteNotedPGN is WritePGN with a note for every ply of g; nil for none.
func WriteNotedPGN(w io.Writer, game games.Game, g *Game, tags []Tag, notes []Note) error {
	return writePGN(w, game, g, tags, firstStyle(game), notes)
}

// firstStyle returns the style in which a game is written unless another one is
// asked for.
func firstStyle(game games.Game) games.Style {
	if styles := games.StylesOf(game); len(styles) > 0 {
		return styles[0]
	}
	return games.Style{Describe: games.Position.Describe}
}

func writePGN(w io.Writer, game games.Game, g *Game, tags []Tag, style games.Style, notes []Note) error {
	pos, err := start(game, g.Start)
	if err != nil {
		return err
	}
	var out bytes.Buffer
	for _, t := range headTags(game, g, tags, style.Format) {
		fmt.Fprintf(&out, "[%s \"%s\"]\n", t.Name, quoted.Replace(t.clean().Value))
	}
	out.WriteByte('\n')

	text := lineWriter{out: &out}
	number := moveNumber(pos.FEN())
	numbered := false // the next move needs no number
	for i, p := range g.Plies {
		if !pos.Legal(p.Move) && (p.Move != games.NoMove || !canPass(pos)) {
			return fmt.Errorf("%w: ply %d, %#04x in %s", ErrIllegalMove, i, uint16(p.Move), pos.FEN())
		}
		switch {
		case pos.Side() == games.First:
			text.word(strconv.Itoa(number) + ".")
		case !numbered:
			text.word(strconv.Itoa(number) + "...")
		}
		if p.Move == games.NoMove {
			text.word(passText)
		} else {
			text.word(style.Describe(pos, p.Move))
		}
		numbered = true
		var note *Note
		if notes != nil {
			note = &notes[i]
		}
		if comment := note.comment(p); comment != "" {
			text.comment(comment)
			numbered = false
		}
		if pos.Side() == games.Second {
			number++
		}
		pos.Make(p.Move, nil)
	}
	if g.Outcome.Over() && g.Outcome.Reason != games.NoReason {
		text.comment(g.Outcome.Reason.String())
	}
	text.word(resultToken(g.Outcome.Result))
	out.WriteString("\n\n")
	_, err = w.Write(out.Bytes())
	return err
}

// headTags returns the tags of g: the roster, then what follows from g and the
// format of its moves, then the rest of tags in their order.
func headTags(game games.Game, g *Game, tags []Tag, format string) []Tag {
	roster, first := rosterOf(game)
	known := []Tag{{first, g.First}, {"Black", g.Second}, {"Result", resultToken(g.Outcome.Result)}}
	more := []Tag{{"PlyCount", strconv.Itoa(len(g.Plies))}, {"Termination", termination(g.Outcome)}}
	if !games.PGNTagsOf(game).Implied {
		more = append(more, Tag{"Variant", game.Name()})
	}
	if g.Start != "" {
		more = append(more, Tag{"SetUp", "1"}, Tag{"FEN", g.Start})
	} else if o, ok := game.(games.OpeningNamer); ok {
		if eco, name := o.OpeningName(g.Moves()); eco != "" {
			more = append(more, Tag{"ECO", eco}, Tag{"Opening", name})
		}
	}

	if format != "" {
		more = append(more, Tag{formatTag, format})
	}

	head := make([]Tag, 0, len(roster)+len(more)+len(tags))
	for _, t := range roster {
		if v := tagValue(known, t.Name); v != "" {
			t.Value = v
		}
		head = append(head, t)
	}
	head = append(head, more...)
	return override(head, tags)
}

// override returns head with the values of tags, and after them those tags that
// are not there. Of tags of one name, whatever its case, the first one counts, as
// it does in PGNGame.Tag.
func override(head, tags []Tag) []Tag {
	place := make(map[string]int, len(head)+len(tags))
	for i, t := range head {
		place[strings.ToLower(t.Name)] = i
	}
	given := make(map[string]bool, len(tags))
	for _, t := range tags {
		name := strings.ToLower(t.Name)
		if given[name] {
			continue
		}
		given[name] = true
		if i, ok := place[name]; ok {
			head[i].Value = t.Value
		} else {
			head = append(head, t)
		}
	}
	return head
}

// quoted makes quotes of a value fit to stand between quotes.
var quoted = strings.NewReplacer(`\`, `\\`, `"`, `\"`)

// moveNumber returns the number of the first move: the last field of the FEN
// if that is a number, otherwise 1.
func moveNumber(fen string) int {
	fields := strings.Fields(fen)
	if n, err := strconv.Atoi(fields[len(fields)-1]); err == nil && n > 0 {
		return n
	}
	return 1
}

// lineWriter writes words with spaces between them and breaks lines at
// columns.
type lineWriter struct {
	out    *bytes.Buffer
	column int
}

func (l *lineWriter) word(s string) {
	width := utf8.RuneCountInString(s)
	switch {
	case l.column == 0:
	case l.column+1+width > columns:
		l.out.WriteByte('\n')
		l.column = 0
	default:
		l.out.WriteByte(' ')
		l.column++
	}
	l.out.WriteString(s)
	l.column += width
}

// comment writes the words of s between braces.
func (l *lineWriter) comment(s string) {
	for _, w := range strings.Fields("{" + s + "}") {
		l.word(w)
	}
}
