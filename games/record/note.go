package record

import (
	"fmt"
	"strings"
	"time"
)

// Note is what a ply of a match cost, which PGN files say after its value.
type Note struct {
	Depth int // plies searched
	Nodes int64
	Time  time.Duration
}

// comment returns the words of the comment after a ply, as match runners
// write them: "+0.31/12 0.053s 12345n". A nil note leaves the value only. Where
// neither value nor search is known there is nothing to say: "".
func (n *Note) comment(p Ply) string {
	var words []string
	if p.Flags&HasValue != 0 {
		words = append(words, formatValue(p.Value))
	}
	if n == nil || len(words) == 0 && n.Depth == 0 && n.Nodes == 0 {
		return strings.Join(words, "")
	}
	if n.Depth > 0 && len(words) > 0 {
		words[0] += fmt.Sprintf("/%d", n.Depth)
	}
	words = append(words, fmt.Sprintf("%.3fs", n.Time.Seconds()))
	if n.Nodes > 0 {
		words = append(words, fmt.Sprintf("%dn", n.Nodes))
	}
	return strings.Join(words, " ")
}
