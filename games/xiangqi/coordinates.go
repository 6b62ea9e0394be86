package xiangqi

import (
	"strconv"
	"strings"

	"apprentice/games"
)

// coordinates returns m as two squares whose ranks begin with the given number.
func coordinates(m games.Move, firstRank int) string {
	return squareName(fromOf(m), firstRank) + squareName(toOf(m), firstRank)
}

// squareName returns the name of s if ranks begin with the given number.
func squareName(s square, firstRank int) string {
	return string(rune('a'+s.file())) + strconv.Itoa(int(s.rank())+firstRank)
}

// parseCoordinates reads two squares, in either case and with a hyphen between
// them or not. It looks at no position.
func parseCoordinates(text string, firstRank int) (games.Move, bool) {
	from, rest, ok := cutSquare(strings.ToLower(text), firstRank)
	if !ok {
		return games.NoMove, false
	}
	to, rest, ok := cutSquare(strings.TrimPrefix(rest, "-"), firstRank)
	if !ok || rest != "" {
		return games.NoMove, false
	}
	return newMove(from, to), true
}

// cutSquare reads a square off the beginning of a text.
func cutSquare(text string, firstRank int) (s square, rest string, ok bool) {
	if len(text) < 2 || text[0] < 'a' || text[0] >= 'a'+numFiles {
		return noSquare, text, false
	}
	digits := 1
	if firstRank == 1 && strings.HasPrefix(text[1:], "10") {
		digits = 2
	}
	rank := 0
	for _, c := range []byte(text[1 : 1+digits]) {
		if c < '0' || c > '9' {
			return noSquare, text, false
		}
		rank = 10*rank + int(c-'0')
	}
	if rank -= firstRank; rank < 0 {
		return noSquare, text, false
	}
	return squareAt(text[0]-'a', uint8(rank)), text[1+digits:], true
}
