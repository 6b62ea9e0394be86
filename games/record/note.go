package record

import (
	"fmt"
	"strings"
	"time"
)

// Note is what a ply of a match cost, which PGN files tell behind its value.
type Note struct {
	Depth int // plies searched
	Nodes int64
	Time  time.Duration
}

// comment returns the words of the comment behind a ply, as match runners
// write them: "+0.31/12 0.053s 12345n". What is not known is left out; "" says
// that nothing is worth a comment.
func (n Note) comment(p Ply) string {
	var words []string
	if p.Flags&HasValue != 0 {
		value := formatValue(p.Value)
		if n.Depth > 0 {
			value += fmt.Sprintf("/%d", n.Depth)
		}
		words = append(words, value)
	}
	if n.Time >= time.Millisecond || n.Nodes > 0 {
		words = append(words, fmt.Sprintf("%.3fs", n.Time.Seconds()))
	}
	if n.Nodes > 0 {
		words = append(words, fmt.Sprintf("%dn", n.Nodes))
	}
	return strings.Join(words, " ")
}
