package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// namedHint returns what finds a command with its arguments behind the name
// that the program has in its help.
func namedHint() *regexp.Regexp {
	var names []string
	for _, c := range newRoot().Commands() {
		names = append(names, c.Name())
	}
	return regexp.MustCompile(`\bapprentice (` + strings.Join(names, "|") + `)(` + "`" + `| --| [a-z])`)
}

// hintsOf returns the texts of a file that tell a person to type the program by
// a name that it need not have. Help, which names every command as its manual
// does, is left out.
func hintsOf(file *ast.File, named *regexp.Regexp) (found []ast.Node) {
	help := func(e ast.Expr) bool {
		name := ""
		switch e := e.(type) {
		case *ast.Ident:
			name = e.Name
		case *ast.SelectorExpr:
			name = e.Sel.Name
		}
		return name == "Long" || name == "Example" || name == "explained"
	}
	ast.Inspect(file, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.KeyValueExpr:
			return !help(n.Key)
		case *ast.AssignStmt:
			return !help(n.Lhs[0])
		case *ast.ValueSpec:
			return !help(n.Names[0])
		case *ast.BasicLit:
			if n.Kind == token.STRING && named.MatchString(n.Value) {
				found = append(found, n)
			}
		}
		return true
	})
	return found
}

// A hint that can be pasted begins with console.ProgramName: the program may be
// ./apprentice, or built by go run.
func TestHintsNameTheProgramAsItWasCalled(t *testing.T) {
	named := namedHint()
	files := 0
	err := filepath.WalkDir("internal", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		files++
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			return err
		}
		for _, n := range hintsOf(file, named) {
			t.Errorf("%s: %s names the program itself; want console.ProgramName", set.Position(n.Pos()), n.(*ast.BasicLit).Value)
		}
		return nil
	})
	if err != nil || files < 100 {
		t.Fatalf("%d files read: %v", files, err)
	}
}

// The rule above must be able to fail, and leave alone what is no hint.
func TestHintsRuleFails(t *testing.T) {
	named := namedHint()
	for text, want := range map[string]int{
		`var x = "apprentice train --run FILE continues"`:             1,
		`var x = f("no; apprentice games check says where: %w", err)`: 1,
		`var x = "apprentice match 2"`:                                0,
		`var x = T{Long: "apprentice play --level 3"}`:                0,
		`func f() { root.Long = "apprentice train --for 5m" }`:        0,
		`const explained = "apprentice play continues"`:               0,
	} {
		file, err := parser.ParseFile(token.NewFileSet(), "x.go", "package x\n"+text, 0)
		if err != nil {
			t.Fatal(err)
		}
		if found := hintsOf(file, named); len(found) != want {
			t.Errorf("%s: %d hints found, want %d", text, len(found), want)
		}
	}
}
