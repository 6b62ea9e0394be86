package engine

import (
	"bytes"
	"strings"
	"sync"
)

// lineCutter cuts what is written to it into lines. It keeps the first maxLine
// bytes of each line; a line that never ends is never passed on.
type lineCutter struct {
	pass func(line string)
	line []byte
}

func (c *lineCutter) Write(b []byte) (int, error) {
	n := len(b)
	for len(b) > 0 {
		part, rest, whole := bytes.Cut(b, []byte("\n"))
		c.line = append(c.line, part[:min(len(part), maxLine-len(c.line))]...)
		if whole {
			c.pass(string(c.line))
			c.line = c.line[:0]
		}
		b = rest
	}
	return n, nil
}

// maxTail is how much is kept of what an engine writes to its standard error.
const maxTail = 1 << 10

// tail keeps the end of what is written to it. It is safe for concurrent use.
type tail struct {
	mu   sync.Mutex
	text []byte
}

func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.text = append(t.text, b[max(len(b)-maxTail, 0):]...)
	if extra := len(t.text) - maxTail; extra > 0 {
		t.text = append(t.text[:0], t.text[extra:]...)
	}
	return len(b), nil
}

// lastLine returns the last line that is not blank, without blanks around it.
func (t *tail) lastLine() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := strings.TrimSpace(string(t.text))
	return strings.TrimSpace(text[strings.LastIndexByte(text, '\n')+1:])
}

// maxQuote bounds what an error quotes of an engine.
const maxQuote = 80

// clip shortens text from an engine to what fits in an error.
func clip(s string) string {
	if len(s) <= maxQuote {
		return s
	}
	return strings.ToValidUTF8(s[:maxQuote], "") + "..."
}
