package engine

import (
	"testing"

	"apprentice/eval"
)

// The value of an engine is that of its best line and no bound.
func TestValueOfTheBestLine(t *testing.T) {
	uci := func(line string, c *eval.Choice) { readInfo(line, c) }
	post := func(line string, c *eval.Choice) { readPost(line, c) }
	for name, test := range map[string]struct {
		read  func(string, *eval.Choice)
		lines []string
		value int
		has   bool
		depth int
	}{
		"second line":            {uci, []string{" depth 10 multipv 1 score cp 50 nodes 100 pv e2e4", " depth 10 multipv 2 score cp -300 nodes 100 pv g2g4"}, 50, true, 10},
		"score before multipv":   {uci, []string{" depth 9 score cp 50 pv a", " depth 11 score cp -7 multipv 3 pv b"}, 50, true, 9},
		"only other lines":       {uci, []string{" depth 9 multipv 2 score cp 50 pv a"}, 0, false, 0},
		"multipv within a line":  {uci, []string{" depth 9 score cp 5 pv multipv 2"}, 5, true, 9},
		"lower bound":            {uci, []string{" depth 9 score cp 5 pv a", " depth 10 score cp 40 lowerbound nodes 3"}, 5, true, 10},
		"upper bound":            {uci, []string{" depth 10 score cp -40 upperbound nodes 3"}, 0, false, 10},
		"bound of a mate":        {uci, []string{" depth 10 score mate 3 lowerbound"}, 0, false, 10},
		"a bound in a string":    {uci, []string{" depth 10 score cp 3 string lowerbound"}, 3, true, 10},
		"ucci":                   {uci, []string{" depth 4 score 12 pv h2e2"}, 12, true, 4},
		"xboard":                 {post, []string{"6 30 12 500 e2e4 e7e5"}, 30, true, 6},
		"xboard, finished depth": {post, []string{"6& 30 12 500 e2e4"}, 30, true, 6},
		"xboard, fail low":       {post, []string{"6 30 12 500 e2e4", "7- -20 15 900 e2e4"}, 30, true, 7},
		"xboard, fail high":      {post, []string{"7+ 90 15 900 e2e4"}, 0, false, 7},
		"xboard, !":              {post, []string{"6 30 12 500 e2e4", "7 90 15 900 e2e4!"}, 30, true, 7},
		"xboard, ?":              {post, []string{"7 -90 15 900 e2e4 ?"}, 0, false, 7},
	} {
		var c eval.Choice
		for _, line := range test.lines {
			test.read(line, &c)
		}
		if c.Value != test.value || c.HasValue != test.has || c.Depth != test.depth {
			t.Errorf("%s: value %d (%t) at depth %d, want %d (%t) at %d", name, c.Value, c.HasValue, c.Depth, test.value, test.has, test.depth)
		}
	}
}
