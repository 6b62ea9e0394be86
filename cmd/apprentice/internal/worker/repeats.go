package worker

import (
	"fmt"
	"io"
	"math/bits"
	"sync"
	"time"
)

// repeats writes lines with the time of day. Of a line that comes again and
// again, as while a server is away all night, it writes the 1st, the 2nd, the 4th
// and so on.
type repeats struct {
	out io.Writer

	mu   sync.Mutex
	last string
	n    uint
}

func (r *repeats) say(text string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if text != r.last {
		r.last, r.n = text, 0
	}
	r.n++
	if bits.OnesCount(r.n) != 1 {
		return
	}
	if r.n > 1 {
		text = fmt.Sprintf("%s (%d times)", text, r.n)
	}
	fmt.Fprintf(r.out, "%s  %s\n", time.Now().Format("15:04:05"), text)
}
