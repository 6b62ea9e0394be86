package near

import (
	"cmp"
	"slices"
	"strings"
)

// Closest returns the choices that a word may have been meant to be, whatever
// their case, the likeliest first and at most that many: those that fewer slips
// lead to than the word has letters.
func Closest(word string, choices []string, most int) []string {
	type candidate struct {
		text string
		away int
	}
	word = strings.ToLower(word)
	var found []candidate
	for _, c := range choices {
		away := distance(word, strings.ToLower(c))
		if away <= 2 && away < len([]rune(word)) {
			found = append(found, candidate{c, away})
		}
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(a.away, b.away) })
	var texts []string
	for _, c := range found[:min(len(found), most)] {
		texts = append(texts, c.text)
	}
	return texts
}
