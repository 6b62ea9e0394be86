package record

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// charsetBlock is the most that is looked at of a game at once to find out its
// encoding, in bytes.
const charsetBlock = 1 << 16

// text is the text of a file: UTF-8 as it stands, and what is in UTF-16, in GBK
// and GB18030 or in Big5 made UTF-8. It passes on bytes of any other encoding.
// Every game has an encoding of its own, except in UTF-16.
type text struct {
	r       *bufio.Reader
	chinese bool              // the file is likely to be Chinese
	begun   bool              // a game has been looked at
	clear   int               // bytes of r that are passed on as they stand
	decoded []byte            // of a game, not read yet
	utf16   io.Reader         // of the file, if it is in UTF-16
	inside  bool              // the next bytes are of the same game as those before
	current encoding.Encoding // of the bytes before
	near    finding           // of the nearest game that is sure, an earlier one if there is any
	silent  int               // bytes of r in which no game is sure
	err     error             // what ended r
}

// newText returns the text of a file. chinese says that Chinese is likelier than
// any language of the west.
func newText(r io.Reader, chinese bool) *text {
	return &text{r: bufio.NewReaderSize(r, charsetBlock), chinese: chinese}
}

// Read reads text.
func (t *text) Read(p []byte) (int, error) {
	if t.utf16 == nil && t.clear == 0 && len(t.decoded) == 0 {
		t.look()
	}
	switch {
	case t.utf16 != nil:
		return t.utf16.Read(p)
	case len(t.decoded) > 0:
		n := copy(p, t.decoded)
		t.decoded = t.decoded[n:]
		return n, nil
	case t.clear == 0:
		return 0, t.err
	}
	n, err := t.r.Read(p[:min(len(p), t.clear)])
	t.clear -= n
	return n, err
}

// peek returns the next bytes, as many as a block has unless the file ends.
func (t *text) peek() []byte {
	if t.err != nil { // it is given once
		block, _ := t.r.Peek(t.r.Buffered())
		return block
	}
	block, err := t.r.Peek(charsetBlock)
	if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
		t.err = err
	}
	return block
}

// look decides what becomes of the next game, or of a block of it.
func (t *text) look() {
	block, _ := t.r.Peek(t.r.Buffered())
	n := gameEnd(block)
	if n == 0 { // the rest of it is not here yet
		block = t.peek()
		n = gameEnd(block)
	}
	cut := n == 0 && t.err == nil // it is longer than a block
	switch {
	case cut:
		n = blockEnd(block)
	case n == 0:
		n = len(block)
	}
	if !t.begun && (bytes.HasPrefix(block, []byte("\xff\xfe")) || bytes.HasPrefix(block, []byte("\xfe\xff"))) {
		t.utf16 = transform.NewReader(io.MultiReader(t.r, brokenReader{t.err}), unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder())
		return
	}
	t.begun = true
	block = block[:n]
	t.inside = t.inside && !bytes.HasPrefix(block, []byte("["))
	t.current = t.decide(block)
	t.inside = cut
	if t.current == nil {
		t.clear = n
	} else {
		n = t.decode(n, !cut)
	}
	t.silent = max(0, t.silent-n)
}

// decode decodes the next n bytes, except a character that is cut off unless
// they are whole. It returns how many they were.
func (t *text) decode(n int, whole bool) int {
	block, _ := t.r.Peek(n)
	out := make([]byte, utf8.UTFMax*n)
	written, read, _ := t.current.NewDecoder().Transform(out, block, whole)
	t.decoded = out[:written]
	_, _ = t.r.Discard(read)
	return read
}

// decide returns the encoding of a game, or of a block of one, nil for one that
// is passed on. What is UTF-8 is nothing else. Where the bytes are too few to
// tell, they are what the games near them are.
func (t *text) decide(block []byte) encoding.Encoding {
	own := t.judge(block)
	switch {
	case own.sure:
		t.near = own
		return own.encoding
	case own.utf8 && t.inside: // the game before it may not have been
		return t.current
	case own.utf8:
		return nil
	}
	if !t.near.sure && t.silent == 0 {
		t.lookAhead(len(block))
	}
	if own.fits(t.near.encoding) {
		return t.near.encoding
	}
	return own.encoding
}

// lookAhead looks for a game that is sure in the bytes after the next n.
func (t *text) lookAhead(n int) {
	rest := t.peek()
	t.silent = len(rest)
	for rest = rest[n:]; len(rest) > 0 && !t.near.sure; rest = rest[n:] {
		if n = gameEnd(rest); n == 0 {
			n = len(rest)
		}
		t.near = t.judge(rest[:n])
	}
}

// brokenReader is a reader that fails with an error; without one it is empty.
type brokenReader struct{ err error }

func (f brokenReader) Read([]byte) (int, error) {
	if f.err == nil {
		return 0, io.EOF
	}
	return 0, f.err
}
