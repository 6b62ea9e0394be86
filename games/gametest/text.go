package gametest

import (
	"fmt"
	"strings"
	"unicode"

	"apprentice/games"
)

// textsFitFiles checks that FENs and moves can stand in engine protocols, in the
// tags and the movetext of PGN files, and in EPD files.
func textsFitFiles(g games.Game, pos games.Position) error {
	fen := pos.FEN()
	if fen != strings.Join(strings.Fields(fen), " ") || strings.ContainsFunc(fen, unfitForTag) {
		return fmt.Errorf("FEN is %q; want printable fields with one space between them and no quotes or backslashes", fen)
	}
	numeric := games.PGNTagsOf(g).Numeric
	for _, m := range pos.Moves(nil, games.AllMoves) {
		if text := pos.FormatMove(m); text == "" || strings.ContainsFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) {
			return fmt.Errorf("FormatMove() gives %q; want printable ASCII without spaces, for engine protocols", text)
		}
		text := pos.Describe(m)
		switch {
		case text == "" || strings.ContainsFunc(text, unfitForMovetext):
			return fmt.Errorf("Describe() gives %q; want one word without braces, parentheses, brackets, semicolons, quotes, $ and *, for PGN", text)
		case !strings.ContainsFunc(text, unicode.IsLetter) && (numeric == nil || !numeric(text)):
			return fmt.Errorf("Describe() gives %q, which has no letter: readers of PGN take it for a move number; add a letter, or see PGNTags.Numeric", text)
		}
	}
	return nil
}

// unfitForTag reports whether a rune cannot stand in the value of a tag.
func unfitForTag(r rune) bool { return !unicode.IsPrint(r) || r == '"' || r == '\\' }

// unfitForMovetext reports whether a rune cannot stand in a move.
func unfitForMovetext(r rune) bool {
	return !unicode.IsPrint(r) || strings.ContainsRune(" {}()[]<>;$*%\"", r)
}

// tagsFitFiles checks what a game says about its PGN files.
func tagsFitFiles(g games.Game, _ Options) error {
	tags := games.PGNTagsOf(g)
	if strings.ContainsFunc(tags.Game, unfitForTag) {
		return fmt.Errorf("PGNTags.Game is %q; want printable text without quotes and backslashes", tags.Game)
	}
	for _, r := range tags.First {
		if r > unicode.MaxASCII || r != '_' && !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			return fmt.Errorf("PGNTags.First is %q; want the name of a tag: ASCII letters, digits and underscores", tags.First)
		}
	}
	for _, taken := range []string{"Event", "Site", "Date", "Round", "Black", "Result", "Game", "Variant", "FEN", "Format"} {
		if strings.EqualFold(tags.First, taken) {
			return fmt.Errorf("PGNTags.First is %q, a tag with another meaning", tags.First)
		}
	}
	return nil
}
