package match

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"

	"apprentice/cmd/apprentice/internal/files"
)

// find looks in the file for the games of the match.
func (p *pgnFile) find() error {
	if p.id == "" || !p.regular() {
		return nil
	}
	info, err := p.file.Stat()
	if err != nil {
		return err
	}
	p.there, p.piece = map[uint64]int64{}, true
	lines := bufio.NewReader(io.NewSectionReader(p.file, 0, info.Size()))
	for at := int64(0); ; {
		line, err := lines.ReadSlice('\n')
		if index, ok := p.tagged(line); ok {
			p.there[index] = at
		}
		at += int64(len(line))
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil && !errors.Is(err, bufio.ErrBufferFull):
			return err
		}
	}
}

// tagOf returns the beginning of the line that only a game of the match has; the
// number of the game follows, and a quotation mark.
func (p *pgnFile) tagOf() string { return "[" + files.IDTag + " \"" + p.id + "-" }

// tagged returns the index of the game of the match to which a line belongs.
func (p *pgnFile) tagged(line []byte) (index uint64, ok bool) {
	rest, ok := strings.CutPrefix(string(bytes.TrimSpace(line)), p.tagOf())
	if !ok {
		return 0, false
	}
	number, _, ok := strings.Cut(rest, "\"]")
	n, err := strconv.ParseUint(number, 10, 64)
	return n - 1, ok && err == nil && n > 0
}

// missing returns what is missing in the file of a game whose text is given:
// all of it, nothing, or its end, if the file ends in the middle of the game. A
// game that somebody has changed is left to them.
func (p *pgnFile) missing(index uint64, text []byte) ([]byte, error) {
	at, ok := p.there[index]
	if !ok {
		return p.afterPiece(text)
	}
	start := at - int64(bytes.Index(text, []byte(p.tagOf())))
	if start < 0 {
		return nil, nil
	}
	there, err := p.read(start, len(text))
	have := commonPrefix(there, text)
	switch {
	case err != nil || have == len(text):
		return nil, err
	case have == len(there): // the end of the file
		return text[have:], nil
	case have == 0: // something before the tag has changed
		return nil, nil
	case len(bytes.TrimSpace(text[have:])) == 0:
		return nil, nil // others left no blank line after it
	case text[have-1] == gameStart[0]:
		have-- // which the game of others begins with
	}
	next, err := p.read(start+int64(have), len(gameStart)+len("\n\n"))
	if next = bytes.TrimLeft(next, "\r\n"); bytes.HasPrefix(next, []byte(gameStart)) || bytes.HasPrefix(next, []byte{0}) {
		return text, err // others continued after the piece, or the power failed
	}
	return nil, err
}

// gameStart is how games begin.
const gameStart = "[Event \""

// afterPiece returns what is missing of a game whose tag is not in the file,
// which may end with a piece of it from before the tag. That holds for the first
// game that is not there, since games are written one after the other.
func (p *pgnFile) afterPiece(text []byte) ([]byte, error) {
	if !p.piece {
		return text, nil
	}
	p.piece = false
	info, err := p.file.Stat()
	if err != nil {
		return nil, err
	}
	most := min(int64(bytes.Index(text, []byte(p.tagOf()))+len(p.tagOf())+len("18446744073709551615\"]\n")), int64(len(text)), info.Size())
	end, err := p.read(info.Size()-most, int(most))
	if err != nil {
		return nil, err
	}
	for have := len(end); have > 0; have-- {
		if bytes.HasSuffix(end, text[:have]) {
			return text[have:], nil
		}
	}
	return text, nil
}

// read reads n bytes of the file, or fewer at its end.
func (p *pgnFile) read(at int64, n int) ([]byte, error) {
	data := make([]byte, n)
	n, err := p.file.ReadAt(data, at)
	if errors.Is(err, io.EOF) {
		err = nil
	}
	return data[:n], err
}

// commonPrefix returns how many bytes at the beginning a and b share.
func commonPrefix(a, b []byte) int {
	n := min(len(a), len(b))
	for i := range n {
		if a[i] != b[i] {
			return i
		}
	}
	return n
}
