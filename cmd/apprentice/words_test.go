package main

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"
)

// gameWords are words of one game or another, in the singular.
var gameWords = []string{
	"chess", "xiangqi", "tictactoe",
	"pawn", "knight", "bishop", "rook", "queen", "king",
	"soldier", "horse", "elephant", "chariot", "cannon", "advisor",
	"castle", "castling", "passant", "palace", "river",
}

// words splits the text of a token into its words in lower case, also where
// only a capital letter begins the next one, as in kingSquare.
func words(text string) []string {
	var all []string
	var word []rune
	flush := func() {
		if len(word) > 0 {
			all = append(all, strings.ToLower(string(word)))
			word = word[:0]
		}
	}
	for _, r := range text {
		if !unicode.IsLetter(r) || unicode.IsUpper(r) {
			flush()
		}
		if unicode.IsLetter(r) {
			word = append(word, r)
		}
	}
	flush()
	return all
}

// mentions returns the places of a Go file where an identifier, a string or a
// comment has a word of a game.
func mentions(t *testing.T, path string) []string {
	t.Helper()
	src, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	files := token.NewFileSet()
	file := files.AddFile(path, -1, len(src))
	var s scanner.Scanner
	s.Init(file, src, nil, scanner.ScanComments)
	var found []string
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return found
		}
		for _, w := range words(text) {
			if slices.Contains(gameWords, w) || slices.Contains(gameWords, strings.TrimSuffix(w, "s")) {
				found = append(found, files.Position(pos).String()+": "+w)
			}
		}
	}
}

// mentionsIn returns the mentions of all files of the program below a folder.
func mentionsIn(t *testing.T, folder string) []string {
	t.Helper()
	var found []string
	err := filepath.WalkDir(filepath.Join("..", "..", folder), func(path string, _ fs.DirEntry, err error) error {
		if strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go") {
			found = append(found, mentions(t, path)...)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// The learner, its self-play and its measurement know no game: not in a name,
// not in a string, not even in a comment.
func TestNoWordOfAGame(t *testing.T) {
	for _, folder := range []string{"agent", "selfplay", "eval"} {
		for _, place := range mentionsIn(t, folder) {
			t.Error(place)
		}
	}
	for _, folder := range []string{"games/chess", "games/xiangqi"} {
		if n := len(mentionsIn(t, folder)); n < 100 {
			t.Errorf("only %d mentions of a game in %s: the test does not see them", n, folder)
		}
	}
}

func TestWordsOfText(t *testing.T) {
	for text, want := range map[string]string{
		"kingSquare": "king square", "// Two rooks": "two rooks", `"en-passant"`: "en passant",
		"maxKings2": "max kings", "UCI": "u c i", "thinking": "thinking", "": "",
	} {
		if got := strings.Join(words(text), " "); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
