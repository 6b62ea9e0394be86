package uci

import (
	"bufio"
	"bytes"
	"context"
	"fmt"
	"io"
)

// maxLine bounds a line of input in bytes; a game of thousands of moves is far
// shorter.
const maxLine = 1 << 24

// tooLong stands for a line that is longer than maxLine, of which nothing is
// kept. It begins with a byte that no line has.
var tooLong = fmt.Sprintf("\nline of more than %d bytes: it is passed over", maxLine)

// readLines hands out the lines of in until its end or until ctx is done, and
// tooLong for those that are. Then lines is closed, and failed has what was wrong
// with in, nil if nothing was.
func readLines(ctx context.Context, in io.Reader) (lines <-chan string, failed <-chan error) {
	to, err := make(chan string), make(chan error, 1)
	go func() {
		s := bufio.NewScanner(in)
		s.Buffer(nil, maxLine)
		s.Split(new(lineCutter).split)
		for s.Scan() {
			select {
			case to <- s.Text():
			case <-ctx.Done():
				return
			}
		}
		err <- s.Err()
		close(to)
	}()
	return to, err
}

// lineCutter cuts what it is given into lines.
type lineCutter struct {
	passing bool // a line that is too long has not ended yet
}

// split is a bufio.SplitFunc for lines that end with a line feed, a carriage
// return or both. Between the two of both it sees an empty line, which means
// nothing.
func (c *lineCutter) split(data []byte, atEOF bool) (advance int, token []byte, err error) {
	end, advance := bytes.IndexAny(data, "\r\n"), 0
	switch {
	case end >= 0:
		advance = end + 1
	case atEOF && len(data) > 0:
		end, advance = len(data), len(data)
	case c.passing:
		return len(data), nil, nil
	case len(data) >= maxLine-1: // the buffer cannot grow any more
		c.passing = true
		return len(data), []byte(tooLong), nil
	default:
		return 0, nil, nil
	}
	token = data[:end]
	if c.passing {
		c.passing, token = false, []byte{}
	}
	return advance, token, nil
}
