// Package near finds the word that a person meant who mistyped it.
package near

import (
	"slices"
	"strings"
)

// Word returns the choice that is most like a word, whatever their case; ok is
// false where none is like it: one that the word begins, or one that two slips at
// most lead to, one of which is a letter left out, put in, changed or swapped
// with the next. Of equal ones it is the first.
func Word(word string, choices []string) (choice string, ok bool) {
	word = strings.ToLower(word)
	const most = 2
	best := most + 1
	for _, c := range choices {
		lower := strings.ToLower(c)
		d := distance(word, lower)
		if len(word) >= 2 && strings.HasPrefix(lower, word) {
			d = min(d, 1)
		}
		if d < best && d < max(len([]rune(word)), len([]rune(lower))) && (d <= 1 || len(word) > most) {
			choice, best = c, d
		}
	}
	return choice, best <= most
}

// distance returns how many slips lead from one word to another: the optimal
// string alignment.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	rows := make([][]int, len(x)+1)
	for i := range rows {
		rows[i] = make([]int, len(y)+1)
		rows[i][0] = i
	}
	for j := range rows[0] {
		rows[0][j] = j
	}
	for i := 1; i <= len(x); i++ {
		for j := 1; j <= len(y); j++ {
			cost := 1
			if x[i-1] == y[j-1] {
				cost = 0
			}
			d := []int{rows[i-1][j] + 1, rows[i][j-1] + 1, rows[i-1][j-1] + cost}
			if i > 1 && j > 1 && x[i-1] == y[j-2] && x[i-2] == y[j-1] {
				d = append(d, rows[i-2][j-2]+1)
			}
			rows[i][j] = slices.Min(d)
		}
	}
	return rows[len(x)][len(y)]
}
