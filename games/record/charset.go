package record

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// charsetBlock is how much of a file is looked at to find out its encoding, in
// bytes. An encoding that begins later is found in its own block.
const charsetBlock = 1 << 16

// text is the text of a file: UTF-8 as it stands, and what is in UTF-16, in GBK
// and GB18030 or in Big5 made UTF-8. It passes on bytes of any other encoding.
type text struct {
	r       *bufio.Reader
	chinese bool      // the file is likely to be Chinese
	begun   bool      // a block has been looked at
	clear   int       // bytes of r that are passed on as they stand
	decoder io.Reader // of all that follows; nil until a block has decided it
	err     error     // what ended r
}

// newText returns the text of a file. chinese says that Chinese is likelier than
// any language of the west.
func newText(r io.Reader, chinese bool) *text {
	return &text{r: bufio.NewReaderSize(r, charsetBlock), chinese: chinese}
}

// Read reads text.
func (t *text) Read(p []byte) (int, error) {
	if t.decoder == nil && t.clear == 0 {
		if t.err != nil {
			return 0, t.err
		}
		t.look()
	}
	if t.decoder != nil {
		return t.decoder.Read(p)
	}
	if t.clear == 0 {
		return 0, t.err
	}
	n, err := t.r.Read(p[:min(len(p), t.clear)])
	t.clear -= n
	return n, err
}

// look decides what becomes of the next block. A block ends with a line, so that
// no character is cut in two.
func (t *text) look() {
	block, err := t.r.Peek(charsetBlock)
	if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
		t.err = err
	}
	if i := bytes.LastIndexByte(block, '\n'); i >= 0 && t.err == nil {
		block = block[:i+1]
	}
	first := !t.begun
	t.begun = true
	var found encoding.Encoding
	switch {
	case first && (bytes.HasPrefix(block, []byte("\xff\xfe")) || bytes.HasPrefix(block, []byte("\xfe\xff"))):
		found = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	default:
		if t.err == nil { // a line without an end here
			block = block[:len(block)-cutRune(block)]
		}
		if !mostlyUTF8(block) {
			found = chineseEncoding(block, t.chinese)
		}
	}
	if found != nil {
		t.decoder = transform.NewReader(io.MultiReader(t.r, brokenReader{t.err}), found.NewDecoder())
		return
	}
	t.clear = len(block)
}

// cutRune returns how many bytes at the end of a block begin a character of
// UTF-8 that continues after it.
func cutRune(block []byte) int {
	for n := 1; n < utf8.UTFMax && n <= len(block); n++ {
		if tail := block[len(block)-n:]; utf8.RuneStart(tail[0]) {
			if utf8.FullRune(tail) {
				return 0
			}
			return n
		}
	}
	return 0
}

// mostlyUTF8 reports whether a block is UTF-8, save for damage: bytes that are
// not are fewer than characters of three bytes, which other encodings do not
// have by chance.
func mostlyUTF8(block []byte) bool {
	wide, broken := 0, 0
	for len(block) > 0 {
		r, size := utf8.DecodeRune(block)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size >= 3:
			wide++
		}
		block = block[size:]
	}
	return broken == 0 || broken < wide
}

// brokenReader is a reader that fails with an error; without one it is empty.
type brokenReader struct{ err error }

func (f brokenReader) Read([]byte) (int, error) {
	if f.err == nil {
		return 0, io.EOF
	}
	return 0, f.err
}

// chineseEncoding returns the encoding of a block that is not UTF-8, nil if
// it does not look Chinese. In either encoding the few thousand characters that
// texts are made of have first bytes of their own, which bytes of Latin-1
// between ASCII letters, or those of the other encoding, rarely meet.
func chineseEncoding(block []byte, likely bool) encoding.Encoding {
	simplified, ofSimplified := census(block, gbk)
	traditional, ofTraditional := census(block, big5)
	least, percent := 4, 75 // characters that must be there, and their share
	if likely {
		least, percent = 1, 25
	}
	common, all, found := simplified, ofSimplified, encoding.Encoding(simplifiedchinese.GB18030)
	if traditional*ofSimplified > simplified*ofTraditional {
		common, all, found = traditional, ofTraditional, traditionalchinese.Big5
	}
	if common < least || 100*common < percent*all {
		return nil
	}
	return found
}

// doubleByte is what a pair of bytes may be in an encoding.
type doubleByte uint8

const (
	invalidPair doubleByte = iota
	signPair               // punctuation, a digit: what any text may have
	rarePair               // a character of the second rank
	commonPair             // one of the characters that texts are made of
)

// census counts the common characters of a block, and all that are not signs.
func census(block []byte, kind func(first, second byte) doubleByte) (frequent, all int) {
	for i := 0; i < len(block); i++ {
		if block[i] < utf8.RuneSelf {
			continue
		}
		k := invalidPair
		if i+1 < len(block) {
			k = kind(block[i], block[i+1])
		}
		if k != invalidPair {
			i++
		}
		switch k {
		case signPair:
			continue
		case commonPair:
			frequent++
		}
		all++
	}
	return frequent, all
}

// gbk tells the pairs of GBK apart. Its common characters are the first level
// of GB 2312.
func gbk(first, second byte) doubleByte {
	switch {
	case first == 0x80 || first == 0xff || second < 0x40 || second == 0x7f || second == 0xff:
		return invalidPair
	case second >= 0xa1 && first >= 0xa1 && first <= 0xa3:
		return signPair
	case second >= 0xa1 && first >= 0xb0 && first <= 0xd7:
		return commonPair
	}
	return rarePair
}

// big5 tells the pairs of Big5 apart. Its common characters are the first
// level of the standard.
func big5(first, second byte) doubleByte {
	switch {
	case first < 0xa1 || first > 0xf9 || second < 0x40 || second > 0x7e && second < 0xa1 || second == 0xff:
		return invalidPair
	case first <= 0xa3:
		return signPair
	case first <= 0xc6:
		return commonPair
	}
	return rarePair
}
