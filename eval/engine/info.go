package engine

import (
	"slices"
	"strconv"
	"strings"

	"apprentice/agent/search"
	"apprentice/eval"
)

// readInfo takes depth, value and nodes from an info line of UCI or UCCI without
// its first word. It skips lines about moves other than the best one, and
// everything it does not understand.
func readInfo(info string, c *eval.Choice) {
	words := strings.Fields(info)
	for i, word := range words {
		if word == "pv" || word == "string" {
			words = words[:i]
			break
		}
	}
	if i := slices.Index(words, "multipv"); i >= 0 && i+1 < len(words) && words[i+1] != "1" {
		return
	}
	for i := 0; i+1 < len(words); i++ {
		switch words[i] {
		case "depth":
			c.Depth = number(words[i+1], c.Depth)
		case "nodes":
			c.Nodes = int64(number(words[i+1], int(c.Nodes)))
		case "score":
			readScore(words[i+1:], c)
		}
	}
}

// readScore takes "cp N" or "mate N", or "N" as in UCCI. A bound is not a value: the
// search that found it continues, and the last value stays valid meanwhile.
func readScore(words []string, c *eval.Choice) {
	if slices.Contains(words, "lowerbound") || slices.Contains(words, "upperbound") {
		return
	}
	if n, err := strconv.Atoi(words[0]); err == nil {
		setValue(n, c)
		return
	}
	if len(words) < 2 {
		return
	}
	n, err := strconv.Atoi(words[1])
	if err != nil {
		return
	}
	switch words[0] {
	case "cp":
		setValue(n, c)
	case "mate":
		c.Value, c.HasValue = mateValue(n), true
	}
}

// setValue takes a value in centipawns and clamps it to our range.
func setValue(n int, c *eval.Choice) {
	c.Value, c.HasValue = min(max(n, -search.MaxValue), search.MaxValue), true
}

// mateValue returns the value of a mate in n moves; n is negative if the side to
// move is mated.
func mateValue(n int) int {
	n = min(max(n, -search.MaxPly), search.MaxPly)
	if n > 0 {
		return search.MateValue - min(2*n-1, search.MaxPly)
	}
	return -search.MateValue + min(-2*n, search.MaxPly)
}

func number(s string, otherwise int) int {
	if n, err := strconv.Atoi(s); err == nil {
		return n
	}
	return otherwise
}
