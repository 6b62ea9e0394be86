package record

import (
	"bytes"
	"unicode/utf8"
)

// lineEnd returns how many bytes the first line has, with its end; 0 if it
// does not end. No encoding of ours has the bytes of line ends in other
// characters, except UTF-16.
func lineEnd(block []byte) int {
	i := bytes.IndexAny(block, "\r\n")
	switch {
	case i < 0:
		return 0
	case block[i] == '\r' && i+1 < len(block) && block[i+1] == '\n':
		return i + 2
	}
	return i + 1
}

// gameEnd returns where the first game of a block ends, 0 if that is not in the
// block. It ends with a line that ends with a result, or before a line that
// begins with a tag, unless the line before is a tag. It may end too early, in a
// comment that looks like that, but not too late.
func gameEnd(block []byte) int {
	begun, tags := false, false // there was a line, and the last one was of tags
	for n := 0; n < len(block); {
		if begun && !tags && block[n] == '[' && !bytes.HasPrefix(block[n:], []byte("[%")) {
			return n
		}
		size := lineEnd(block[n:])
		if size == 0 {
			return 0
		}
		line := bytes.TrimSpace(block[n : n+size])
		n += size
		begun = begun || len(line) > 0
		tags = bytes.HasPrefix(line, []byte("[")) && bytes.HasSuffix(line, []byte("]"))
		if endsGame(line) {
			return n
		}
	}
	return 0
}

// endsGame reports whether the last word of a line is a result.
func endsGame(line []byte) bool {
	word := line[bytes.LastIndexAny(line, " \t")+1:]
	if len(word) == 0 || word[0] >= utf8.RuneSelf {
		return false
	}
	_, ok := parseResult(string(word))
	return ok
}

// blockEnd returns where to cut a game that is longer than a block: after a line
// or, if none ends there, before a character of UTF-8 that continues after it.
func blockEnd(block []byte) int {
	if i := bytes.LastIndexAny(block, "\r\n"); i >= 0 {
		return i + 1
	}
	return len(block) - cutRune(block)
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
