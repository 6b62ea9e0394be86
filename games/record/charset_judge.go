package record

import (
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
)

// finding is what the bytes of a game say of its encoding.
type finding struct {
	encoding encoding.Encoding // nil: UTF-8, or one of the west
	sure     bool              // they are enough to tell
	utf8     bool              // all of them are UTF-8
	gbk      census            // none if utf8
	big5     census
}

// fits reports whether the game may be in a Chinese encoding, nil for none, if
// those near it are.
func (f finding) fits(e encoding.Encoding) bool {
	c := f.gbk
	if e == traditionalchinese.Big5 {
		c = f.big5
	}
	return e != nil && c.telling > 0 && c.percent() >= 50
}

// judge finds the encoding of a game by its own bytes.
//
// It is Chinese if enough of the few thousand characters that texts are made of
// are there. Each encoding has first bytes of its own for them, which bytes of
// Latin-1 between ASCII letters, or those of the other encoding, rarely meet. A
// byte that is wrong in UTF-8, or one letter of Latin-1, does not make it so:
// what is UTF-8 counts for UTF-8.
func (t *text) judge(block []byte) finding {
	least, percent := 4, 75 // characters that must be there, and their share
	if t.chinese {
		least, percent = 1, 25
	}
	if utf8.Valid(block) {
		return finding{utf8: true, sure: len(block)-utf8.RuneCount(block) >= 2*least}
	}
	if valid, broken := countUTF8(block); broken <= valid {
		return finding{sure: true}
	}
	f := finding{gbk: takeCensus(block, gbk), big5: takeCensus(block, big5)}
	found, better, worse := encoding.Encoding(simplifiedchinese.GB18030), f.gbk, f.big5
	if worse.percent() > better.percent() {
		found, better, worse = traditionalchinese.Big5, worse, better
	}
	if better.telling >= least && better.broken > 1 && better.percent() >= percent {
		f.encoding = found
		f.sure = worse.rare() >= better.rare()+2
	} else {
		f.sure = better.telling+worse.telling == 0
	}
	return f
}

// countUTF8 counts the characters of UTF-8 that are not ASCII, and the bytes that
// are no part of any.
func countUTF8(block []byte) (valid, broken int) {
	for len(block) > 0 {
		r, size := utf8.DecodeRune(block)
		switch {
		case r == utf8.RuneError && size == 1:
			broken++
		case size > 1:
			valid++
		}
		block = block[size:]
	}
	return valid, broken
}

// doubleByte is what a pair of bytes may be in an encoding.
type doubleByte uint8

const (
	invalidPair doubleByte = iota
	signPair               // punctuation, a digit: what any text may have
	rarePair               // a character of the second rank
	commonPair             // one of the characters that texts are made of
)

// census is what a game has in it, read in an encoding.
type census struct {
	common  int // characters that texts are made of
	telling int // those of them that are not UTF-8 as well
	all     int // characters and single bytes, without signs
	broken  int // bytes of the game that are not UTF-8
}

// percent returns the share of the common characters.
func (c census) percent() int { return 100 * c.common / max(1, c.all) }

// rare returns how many characters are not common: hardly one in fifty of a text,
// and one in three or so where the encoding is not its own.
func (c census) rare() int { return c.all - c.common }

// takeCensus takes the census of a block.
func takeCensus(block []byte, kind func(first, second byte) doubleByte) census {
	var c census
	decoded, broken := 0, -1 // how far it was read as UTF-8, and the last byte that was none
	for i := 0; i < len(block); i++ {
		if block[i] < utf8.RuneSelf {
			continue
		}
		first, k := i, invalidPair
		if i+1 < len(block) {
			k = kind(block[i], block[i+1])
		}
		if k != invalidPair {
			i++
		}
		for decoded = max(decoded, 0); decoded <= i; {
			r, size := utf8.DecodeRune(block[decoded:])
			if r == utf8.RuneError && size == 1 {
				broken = decoded
				c.broken++
			}
			decoded += size
		}
		switch k {
		case signPair:
			continue
		case commonPair:
			c.common++
			if broken >= first {
				c.telling++
			}
		}
		c.all++
	}
	return c
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
