package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// Every file, package and identifier that docs/architecture.md names exists.
func TestArchitectureNames(t *testing.T) {
	names, err := declared(docsRoot)
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, p := range pages(t) {
		if p.name != "docs/architecture.md" {
			continue
		}
		_, spans := p.code()
		for _, span := range spans {
			if strings.Contains(span, " ") {
				continue // a command, which another test parses
			}
			seen++
			if !names.has(span) {
				t.Errorf("%s names %s, which is neither a file nor a package nor an identifier", p.name, span)
			}
		}
	}
	if seen < 100 {
		t.Errorf("%d names found: the test does not see them", seen)
	}
}

// nameSet is what may be named: paths from the root, and identifiers as
// Name, package.Name, Type.Member and package.Type.Member.
type nameSet map[string]bool

// has reports whether name is a path or an identifier. Brackets after a function
// are left out.
func (s nameSet) has(name string) bool {
	return s[strings.TrimSuffix(strings.TrimSuffix(name, "()"), "/")]
}

// declared returns the files, folders and identifiers below a folder. Those of
// tests are left out.
func declared(root string) (nameSet, error) {
	names := nameSet{}
	err := filepath.WalkDir(root, func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		relative, err := filepath.Rel(root, name)
		if err != nil {
			return err
		}
		relative = filepath.ToSlash(relative)
		if entry.IsDir() && strings.HasPrefix(entry.Name(), ".") && relative != "." && relative != ".ci" {
			return filepath.SkipDir
		}
		names[relative] = true
		if entry.IsDir() || !strings.HasSuffix(name, ".go") || strings.HasSuffix(name, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), name, text, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		names[file.Name.Name] = true
		for _, d := range file.Decls {
			names.add(file.Name.Name, d)
		}
		return nil
	})
	return names, err
}

// add adds what a declaration of a package declares.
func (s nameSet) add(pkg string, d ast.Decl) {
	put := func(parts ...string) {
		name := strings.Join(parts, ".")
		s[name], s[pkg+"."+name] = true, true
	}
	switch d := d.(type) {
	case *ast.FuncDecl:
		if d.Recv == nil {
			put(d.Name.Name)
			return
		}
		receiver := regexp.MustCompile(`^\*?(\w+)`).FindStringSubmatch(typeName(d.Recv.List[0].Type))
		if receiver != nil {
			put(receiver[1], d.Name.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch spec := spec.(type) {
			case *ast.ValueSpec:
				for _, name := range spec.Names {
					put(name.Name)
				}
			case *ast.TypeSpec:
				put(spec.Name.Name)
				for _, member := range members(spec.Type) {
					put(spec.Name.Name, member)
				}
			}
		}
	}
}

// typeName returns the name of the type of a receiver.
func typeName(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.Ident:
		return e.Name
	case *ast.StarExpr:
		return typeName(e.X)
	case *ast.IndexExpr:
		return typeName(e.X)
	}
	return ""
}

// members returns the names of the fields of a struct or the methods of an
// interface.
func members(e ast.Expr) (names []string) {
	var list *ast.FieldList
	switch e := e.(type) {
	case *ast.StructType:
		list = e.Fields
	case *ast.InterfaceType:
		list = e.Methods
	default:
		return nil
	}
	for _, field := range list.List {
		for _, name := range field.Names {
			names = append(names, name.Name)
		}
	}
	return names
}

func TestDeclared(t *testing.T) {
	names, err := declared(docsRoot)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{
		"selfplay/loop.go", "games/chess/", "selfplay", "selfplay.Play", "File.AddShard", "run.File.AddShard", "Delta.Added",
		"games.Rules.InCheck", "loop.play", "Play()", ".ci/run",
	} {
		if !names.has(name) {
			t.Errorf("%s is not found", name)
		}
	}
	for _, name := range []string{"selfplay/lop.go", "selfplay.Plau", "File.AddShards", path.Join("games", "go"), "TestDeclared"} {
		if names.has(name) {
			t.Errorf("%s is found", name)
		}
	}
}

// The folders of docs/architecture.md are all folders of the program, and none
// imports one that stands below it.
func TestArchitectureFolders(t *testing.T) {
	text, err := os.ReadFile(filepath.Join(docsRoot, "docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(text), "\n## Folders\n")
	section, _, _ = strings.Cut(section, "\n## ")
	place := map[string]int{}
	for i, line := range strings.Split(section, "\n") {
		cells := strings.Split(line, "|")
		if len(cells) < 3 {
			continue
		}
		for _, match := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(cells[1], -1) {
			place[match[1]] = i
		}
	}
	all := packages(t)
	for name, p := range all {
		folder := strings.TrimPrefix(name, module)
		if strings.Contains(folder, "/internal/") {
			continue // of one folder
		}
		at, ok := place[folder]
		if !ok && !strings.HasPrefix(folder, "agent/value/") {
			t.Errorf("docs/architecture.md does not list %s", folder)
		}
		for _, imported := range p.Imports {
			below, ok := place[strings.TrimPrefix(imported, module)]
			if ok && at > 0 && below > at {
				t.Errorf("%s imports %s, which docs/architecture.md lists below it", folder, imported)
			}
		}
	}
	for folder := range place {
		if _, ok := all[module+folder]; !ok {
			t.Errorf("docs/architecture.md lists %s, which is not a package", folder)
		}
	}
}
