package suite

import (
	"regexp"
)

// Grade is the sum of answers to the puzzles of a theme.
type Grade struct {
	Theme              string
	Positions, Solved  int
	Points, MostPoints int
}

// Share is the points in percent of the most that is possible.
func (g Grade) Share() float64 { return 100 * float64(g.Points) / float64(max(g.MostPoints, 1)) }

// add counts an answer.
func (g *Grade) add(a Answer) {
	g.Positions++
	g.Points += a.Points
	g.MostPoints += a.Puzzle.MostPoints()
	if a.Solved {
		g.Solved++
	}
}

// stsTheme matches the number of a theme of the Strategic Test Suite. The words
// of a theme differ between its positions.
var stsTheme = regexp.MustCompile(`^STS\(v[0-9.]+\)`)

// Grades sums answers by theme, in the order of the suite, and over all of
// them. In the Strategic Test Suite the version identifies the theme.
func Grades(answers []Answer) (themes []Grade, all Grade) {
	place := map[string]int{}
	for _, a := range answers {
		theme := a.Puzzle.Theme()
		key := theme
		if version := stsTheme.FindString(theme); version != "" {
			key = version
		}
		i, ok := place[key]
		if !ok {
			i = len(themes)
			place[key] = i
			themes = append(themes, Grade{Theme: theme})
		}
		themes[i].add(a)
		all.add(a)
	}
	return themes, all
}

// STSRating estimates a rating on the scale of CCRL 40/4 from the share of
// points, in percent, in the Strategic Test Suite: the line that F. Mosca
// fitted (STS Rating 13.1). It holds for 200 ms per position on one core of an
// i7-2600K; with other limits it is good for comparisons only.
func STSRating(share float64) float64 { return 44.523*share - 242.85 }

// IsSTS reports whether all positions are from the Strategic Test Suite.
func IsSTS(suite []Puzzle) bool {
	for _, p := range suite {
		if !stsTheme.MatchString(p.ID) || p.Marks == nil {
			return false
		}
	}
	return len(suite) > 0
}
