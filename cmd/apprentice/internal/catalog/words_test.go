package catalog

import (
	"go/scanner"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"apprentice/games"
)

// root is the folder of the repository.
const root = "../../../.."

// gameNames returns the names of all games and of their variants.
func gameNames() (names []string) {
	for _, g := range Games() {
		names = append(names, g.Name())
		for _, v := range games.VariantsOf(g) {
			names = append(names, strings.TrimRight(v.Name(), "0123456789"))
		}
	}
	return names
}

// vocabulary holds words of one game or another, in the singular. A new game need
// not add any: its name is looked for in any case.
var vocabulary = []string{
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

// allowedName is a mention of a game outside the catalog and its own folder.
type allowedName struct {
	path, text *regexp.Regexp
	why        string
}

// allowedNames are patterns of paths and of tokens. Each must match something.
var allowedNames = []allowedName{
	{regexp.MustCompile(`^cmd/`), regexp.MustCompile(`[\w.-]+\.(run|net|pgn|epd)\b`), "files in examples of the help have names"},
	{regexp.MustCompile(`^cmd/`), regexp.MustCompile(`--(game|ladder) \w+( --net \w+=)?`), "examples of the help choose a game"},
	{regexp.MustCompile(`^cmd/apprentice/internal/tune/`), regexp.MustCompile(`\w+=(net|gen):`), "so do the values of --net"},
	{regexp.MustCompile(`^cmd/apprentice/internal/uci/`), regexp.MustCompile(`UCI_Chess960|Universal Chess Interface`), "protocols have these names"},
	{regexp.MustCompile(`^cmd/apprentice/internal/uci/command.go$`), regexp.MustCompile(`Programs of xiangqi`), "the help says which protocols number ranks from 0"},
	{regexp.MustCompile(`^cmd/apprentice/internal/perft/`), regexp.MustCompile(`castling rights of Chess960`), "the help names the case that there is"},
	{regexp.MustCompile(`^cmd/apprentice/internal/clitest/`), regexp.MustCompile(`tictactoe`), "the helper of tests plays the fastest game"},
}

// file is a Go file of the program, tests aside, by its path below the root.
type file struct {
	path string
	text []byte
}

// program returns the files of the program below a folder.
func program(t *testing.T, folder string) (all []file) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join(root, folder), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		short, _ := filepath.Rel(root, path)
		all = append(all, file{filepath.ToSlash(short), text})
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// mentions returns the places where a token of a file has one of some words.
// strip takes out of the text of a token what may stand there; it may be nil.
func (f file) mentions(mode scanner.Mode, names []string, strip func(string) string) (found []string) {
	set := token.NewFileSet()
	at := set.AddFile(f.path, -1, len(f.text))
	var s scanner.Scanner
	s.Init(at, f.text, nil, mode)
	for {
		pos, tok, text := s.Scan()
		if tok == token.EOF {
			return found
		}
		if strip != nil {
			text = strip(text)
		}
		for _, w := range words(text) {
			if slices.Contains(names, w) || slices.Contains(names, strings.TrimSuffix(w, "s")) {
				found = append(found, set.Position(pos).String()+": "+w)
			}
		}
	}
}

// The learner, its self-play and its measurement know no game: not in a name,
// not in a string, not even in a comment.
func TestNoWordOfAGame(t *testing.T) {
	names := append(gameNames(), vocabulary...)
	count := func(folder string) (found []string) {
		for _, f := range program(t, folder) {
			found = append(found, f.mentions(scanner.ScanComments, names, nil)...)
		}
		return found
	}
	for _, folder := range []string{"agent", "selfplay", "eval"} {
		for _, place := range count(folder) {
			t.Error(place)
		}
	}
	for _, folder := range []string{"games/chess", "games/xiangqi"} {
		if n := len(count(folder)); n < 100 {
			t.Errorf("only %d mentions of a game in %s: the test does not see them", n, folder)
		}
	}
}

// Outside its folder only the catalog names a game, in code; comments may.
func TestOnlyTheCatalogNamesGames(t *testing.T) {
	used := make([]bool, len(allowedNames))
	names := gameNames()
	files := 0
	for _, f := range program(t, ".") {
		if belongsToGame(f.path) || strings.HasPrefix(f.path, "cmd/apprentice/internal/catalog/") {
			continue
		}
		files++
		strip := func(text string) string {
			if !mentionsAny(text, names) {
				return text
			}
			for i, allowed := range allowedNames {
				if allowed.path.MatchString(f.path) && allowed.text.MatchString(text) {
					text, used[i] = allowed.text.ReplaceAllString(text, ""), true
				}
			}
			return text
		}
		for _, place := range f.mentions(0, names, strip) {
			t.Errorf("%s: only the catalog names a game; ask it, or let the game say it through an interface of games/optional.go", place)
		}
	}
	for i, allowed := range allowedNames {
		if !used[i] {
			t.Errorf("nothing matches %q in %s: strike it off the list", allowed.text, allowed.path)
		}
	}
	if files < 200 {
		t.Errorf("only %d files: the test does not see them", files)
	}
}

// belongsToGame reports whether a file lies in the folder of a game.
func belongsToGame(path string) bool {
	return slices.ContainsFunc(Names(), func(name string) bool { return strings.HasPrefix(path, "games/"+name+"/") })
}

// mentionsAny reports whether a text has one of some words, or a word around it.
func mentionsAny(text string, names []string) bool {
	lower := strings.ToLower(text)
	return slices.ContainsFunc(names, func(name string) bool { return strings.Contains(lower, name) })
}

// The test above must see names in code and overlook those in comments.
func TestNamesAreSeen(t *testing.T) {
	f := file{"x.go", []byte("package x\n\n// chess\nvar chessClock = \"of xiangqi\"\n")}
	if found := f.mentions(0, gameNames(), nil); len(found) != 2 {
		t.Errorf("found %q; want a name and a string", found)
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
