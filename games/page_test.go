package games_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// root is the folder of the repository. page shows how a game is added, on one
// that is there.
const (
	root = ".."
	page = "docs/adding-a-game.md"
)

// read returns a file of the repository.
func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, path))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// Every piece of Go code on the page stands in the file that its first line
// names. A line of "// ..." stands for what is left out.
func TestPageShowsThisCode(t *testing.T) {
	blocks := strings.Split(read(t, page), "\n```go\n")[1:]
	if len(blocks) < 10 {
		t.Errorf("only %d pieces of code: the test does not see them", len(blocks))
	}
	for _, block := range blocks {
		code, _, closed := strings.Cut(block, "\n```\n")
		head, code, _ := strings.Cut(code, "\n")
		path, named := strings.CutPrefix(head, "// ")
		if !closed || !named || !strings.HasSuffix(path, ".go") {
			t.Errorf("a piece of code begins with %q; want // and the path of a file", head)
			continue
		}
		rest := read(t, path)
		for _, piece := range strings.Split(code, "\n// ...\n") {
			_, after, found := strings.Cut(rest, strings.Trim(piece, "\n")+"\n")
			if !found {
				t.Errorf("%s does not have, or not in this order:\n%s", path, piece)
			}
			rest = after
		}
	}
}

// The page knows every method that a game has to have and every interface that it
// may have.
func TestPageIsComplete(t *testing.T) {
	text := read(t, page)
	for file, methods := range map[string]bool{"games/games.go": true, "games/optional.go": false} {
		names := interfaces(t, file, methods)
		if len(names) < 6 {
			t.Errorf("%s: only found %v", file, names)
		}
		for _, name := range names {
			if !strings.Contains(text, "`"+name+"`") && !strings.Contains(text, ") "+name+"(") {
				t.Errorf("%s has %s, which %s does not mention", file, name, page)
			}
		}
	}
}

// interfaces returns the names of the interfaces of a file, or of their methods.
func interfaces(t *testing.T, path string, methods bool) (names []string) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), path, read(t, path), 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.TypeSpec)
		if !ok {
			return true
		}
		body, ok := spec.Type.(*ast.InterfaceType)
		if !ok {
			return false
		}
		if !methods {
			names = append(names, spec.Name.Name)
			return false
		}
		for _, method := range body.Methods.List {
			for _, name := range method.Names {
				names = append(names, name.Name)
			}
		}
		return false
	})
	return names
}
