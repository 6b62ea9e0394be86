package uci

import (
	"bufio"
	"bytes"
	"context"
	"io"
)

// maxLine bounds a line of input; a game of thousands of moves is far shorter.
const maxLine = 1 << 24

// readLines hands out the lines of in until its end or until ctx is done. Then
// lines is closed, and failed has what was wrong with in, nil if nothing was.
func readLines(ctx context.Context, in io.Reader) (lines <-chan string, failed <-chan error) {
	to, err := make(chan string), make(chan error, 1)
	go func() {
		s := bufio.NewScanner(in)
		s.Buffer(nil, maxLine)
		s.Split(splitLines)
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

// splitLines is a bufio.SplitFunc for lines that end with a line feed, a
// carriage return or both. Between the two of both it sees an empty line, which
// means nothing.
func splitLines(data []byte, atEOF bool) (advance int, token []byte, err error) {
	if i := bytes.IndexAny(data, "\r\n"); i >= 0 {
		return i + 1, data[:i], nil
	}
	if atEOF && len(data) > 0 {
		return len(data), data, nil
	}
	return 0, nil, nil
}
