package record

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"apprentice/games"
)

// Tag is a name and a value in the head of a PGN game.
type Tag struct{ Name, Value string }

// PGNGame is a game as it stood in a PGN file. A ply without a move, NoMove, is
// a pass, which people write if the move of one side says all.
type PGNGame struct {
	Game
	Rules  games.Game // the game that the file was read for, or the variant of it that was played
	Tags   []Tag      // in the order of the file
	Number int        // in the file, from 1
	Line   int        // of the file, from 1, on which the game begins
}

// Tag returns the value of the tag of that name, whatever its case, or "" if
// there is none.
func (g *PGNGame) Tag(name string) string { return tagValue(g.Tags, name) }

// known is Tag without blanks around the value, and "" for "?", which stands for a
// value that is not known.
func (g *PGNGame) known(name string) string {
	value := strings.TrimSpace(g.Tag(name))
	if value == "?" {
		return ""
	}
	return value
}

// Remarks returns the tags that say what the game itself does not: not those
// that WritePGN finds out by itself.
func (g *PGNGame) Remarks() []Tag {
	found := []string{
		gameTag, "Variant", "White", "Red", "Black", "Result", "PlyCount", "Termination", "SetUp", "FEN", formatTag,
	}
	return slices.DeleteFunc(slices.Clone(g.Tags), func(t Tag) bool {
		return slices.ContainsFunc(found, func(name string) bool { return strings.EqualFold(t.Name, name) })
	})
}

func tagValue(tags []Tag, name string) string {
	i := slices.IndexFunc(tags, func(t Tag) bool { return strings.EqualFold(t.Name, name) })
	if i < 0 {
		return ""
	}
	return tags[i].Value
}

// roster is the seven tag roster, which comes first and in this order, with
// what stands for an unknown value.
var roster = []Tag{
	{"Event", "?"}, {"Site", "?"}, {"Date", "????.??.??"}, {"Round", "?"},
	{firstTag, "?"}, {"Black", "?"}, {"Result", "*"},
}

// Tags with a meaning of their own here.
const (
	gameTag   = "Game"   // first of all, if the game has one
	firstTag  = "White"  // First's player, unless the game has a tag of its own
	formatTag = "Format" // the style of the moves, if there are several
)

// rosterOf returns the roster of a game and the name of the tag for First's
// player in it.
func rosterOf(game games.Game) (own []Tag, first string) {
	tags := games.PGNTagsOf(game)
	if tags.Game != "" {
		own = append(own, Tag{gameTag, tags.Game})
	}
	own = append(own, roster...)
	if tags.First == "" {
		return own, firstTag
	}
	for i := range own {
		if own[i].Name == firstTag {
			own[i].Name = tags.First
		}
	}
	return own, tags.First
}

// Values in comments are pawns from the view of the side that moved: "+0.35",
// and after it, from other programs, a slash and the depth or a time. Forced
// mates are "+M5": mate with the fifth move, "-M5": mated with it. The
// plies to mate are what a value lacks of mateValue.
const (
	mateValue = 32000 // as in the search
	mateRange = 1000  // values nearer than this to mateValue are mates
)

// formatValue returns v as it stands in a comment.
func formatValue(v int16) string {
	sign, n := "+", int(v)
	if n < 0 {
		sign, n = "-", -n
	}
	if n > mateValue-mateRange && n <= mateValue {
		return fmt.Sprintf("%sM%d", sign, (mateValue-n+1)/2)
	}
	return fmt.Sprintf("%s%d.%02d", sign, n/100, n%100)
}

// parseValue reads the value at the beginning of a comment. It wants a sign
// and two decimals, since a comment may begin with any number.
func parseValue(comment string) (int16, bool) {
	word, _, _ := strings.Cut(strings.TrimSpace(comment), " ")
	word, _, _ = strings.Cut(word, "/")
	if len(word) < 2 || word[0] != '+' && word[0] != '-' {
		return 0, false
	}
	sign := 1
	if word[0] == '-' {
		sign = -1
	}
	if moves, ok := strings.CutPrefix(word[1:], "M"); ok {
		n, err := strconv.Atoi(moves)
		if err != nil || n < 0 || n > mateRange/2 {
			return 0, false
		}
		plies := 2 * n // the side that is mated moves before the mate
		if sign > 0 {
			plies = max(0, 2*n-1)
		}
		return int16(sign * (mateValue - plies)), true
	}
	pawns, decimals, _ := strings.Cut(word[1:], ".")
	if !isNumber(pawns) || !isNumber(decimals) || len(decimals) != 2 || len(pawns) > 3 {
		return 0, false
	}
	whole, _ := strconv.Atoi(pawns)
	cents, _ := strconv.Atoi(decimals)
	if n := 100*whole + cents; n <= mateValue {
		return int16(sign * n), true
	}
	return 0, false
}
