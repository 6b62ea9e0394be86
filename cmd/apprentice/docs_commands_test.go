package main

import (
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// documented is a command that a page gives.
type documented struct {
	page string
	line string   // as it stands there
	args []string // of apprentice; nil for a command of go
	tool []string // words of a command of go; nil for one of apprentice

	named bool // in a sentence, without arguments: it is not there to be typed
}

// documentedCommands returns the commands of all pages. Commands of other
// programs are left out.
func documentedCommands(t *testing.T) []documented {
	t.Helper()
	var all []documented
	for _, p := range pages(t) {
		blocks, spans := p.code()
		lines := slices.Clone(spans)
		for _, b := range blocks {
			if b.language == "" || b.language == "ini" {
				lines = append(lines, shellLines(b.text)...)
			}
		}
		for i, line := range lines {
			words, ok := shellWords(line)
			if !ok {
				continue // not a command
			}
			if d, ok := commandOf(words); ok {
				d.page, d.line = p.name, strings.TrimSpace(line)
				d.named = i < len(spans) && !strings.Contains(line, "-") && !strings.Contains(line, ".run")
				all = append(all, d)
			}
		}
	}
	return all
}

// commandOf returns what a line runs: this program, also by way of another one
// such as nohup, or go.
func commandOf(words []string) (d documented, ok bool) {
	for len(words) > 0 && regexp.MustCompile(`^[A-Z_]+=`).MatchString(words[0]) && !strings.Contains(words[0], "/") {
		words = words[1:] // variables of the environment
	}
	if len(words) > 1 && words[0] == "go" {
		if words[1] == "run" && len(words) > 2 && words[2] == "./cmd/apprentice" {
			return documented{args: words[3:]}, true
		}
		return documented{tool: words[1:]}, true
	}
	i := slices.IndexFunc(words, func(w string) bool { return path.Base(w) == "apprentice" })
	if i < 0 || i > 0 && !slices.Contains(wrappers, words[0]) && !strings.HasPrefix(words[0], "ExecStart=") {
		return d, false
	}
	return documented{args: append([]string{}, words[i+1:]...)}, true
}

// wrappers are programs that run the command after their own arguments.
var wrappers = []string{"nohup", "systemd-inhibit", "caffeinate", "systemd-run"}

// ellipsis matches what stands for arguments that the reader chooses.
var ellipsis = regexp.MustCompile(`\.\.\.|…`)

// Every command of the documentation exists, with its flags and arguments.
func TestDocumentedCommands(t *testing.T) {
	all := documentedCommands(t)
	count := map[bool]int{}
	for _, d := range all {
		if ellipsis.MatchString(strings.ReplaceAll(d.line, "/...", "")) {
			t.Errorf("%s: %s: a command is given in full", d.page, d.line)
			continue
		}
		count[d.tool == nil]++
		var err error
		switch {
		case d.tool != nil:
			err = acceptsTool(d.tool)
		case d.named: // a sentence about the command
			_, _, err = newRoot().Find(d.args)
		default:
			err = acceptsArguments(d.args)
		}
		if err != nil {
			t.Errorf("%s: %s: %v", d.page, d.line, err)
		}
	}
	if count[true] < 80 || count[false] < 10 {
		t.Errorf("%d commands of apprentice and %d of go: the test does not see them", count[true], count[false])
	}
}

// acceptsArguments returns what the program says to arguments before it does
// anything.
func acceptsArguments(args []string) error {
	root := newRoot()
	cmd, rest, err := root.Find(args)
	if err != nil {
		return err
	}
	cmd.InitDefaultHelpFlag()
	if err := cmd.ParseFlags(rest); err != nil {
		return cmd.FlagErrorFunc()(cmd, err)
	}
	if err := cmd.ValidateArgs(cmd.Flags().Args()); err != nil {
		return err
	}
	if err := cmd.ValidateRequiredFlags(); err != nil {
		return err
	}
	if check := root.PersistentPreRunE; check != nil {
		return check(cmd, cmd.Flags().Args())
	}
	return nil
}

func TestAcceptsArguments(t *testing.T) {
	for _, line := range []string{
		"trian --for 5m", "train --fro 5m", "train --for 5", "play chess", "games list", "eval --suite a.epd", "eval suite a.epd --run b.run",
	} {
		if acceptsArguments(strings.Fields(line)) == nil {
			t.Errorf("%s is taken", line)
		}
	}
	if err := acceptsArguments(strings.Fields("plot night.run --what elo")); err != nil {
		t.Error(err)
	}
}

// acceptsTool returns what is wrong with a command of go: packages, tests and
// benchmarks must exist.
func acceptsTool(words []string) error {
	kinds := map[string]string{"-run": "Test|Example|Fuzz", "-bench": "Benchmark", "-fuzz": "Fuzz"}
	var folders []string
	patterns := map[string]string{} // by the functions that they must match
	for i := 1; i < len(words) && words[i] != "-args"; i++ {
		switch w := words[i]; {
		case kinds[w] != "":
			if i++; i == len(words) {
				return fmt.Errorf("%s needs a pattern", w)
			}
			pattern, _, _ := strings.Cut(words[i], "/")
			if pattern != "xxx" && strings.Trim(pattern, "'") != "^$" { // matches nothing, so that only benchmarks run
				patterns[kinds[w]] = pattern
			}
		case slices.Contains([]string{"-o", "-timeout", "-count", "-cpu", "-benchtime", "-fuzztime", "-fuzzminimizetime"}, w):
			i++
		case strings.HasPrefix(w, "./"):
			folders = append(folders, strings.TrimSuffix(strings.TrimSuffix(w, "..."), "/"))
		case !strings.HasPrefix(w, "-") && words[0] != "tool" && !strings.Contains(w, "@"):
			return fmt.Errorf("unexpected %q", w)
		}
	}
	if !slices.Contains([]string{"build", "run", "test", "vet", "install"}, words[0]) {
		return fmt.Errorf("unknown command of go %q", words[0])
	}
	for _, folder := range folders {
		if path.Base(folder) == "NAME" { // a name that the reader chooses
			continue
		}
		if info, err := os.Stat(filepath.Join(docsRoot, folder)); err != nil || !info.IsDir() {
			return fmt.Errorf("there is no package %s", folder)
		}
	}
	for kind, pattern := range patterns {
		found := false
		for _, folder := range folders {
			for _, name := range testFunctions(folder, kind) {
				matches, err := regexp.MatchString(pattern, name)
				found = found || matches && err == nil
			}
		}
		if !found {
			return fmt.Errorf("no test or benchmark matches %s", pattern)
		}
	}
	return nil
}

// testFunctions returns the names of the functions of a kind, such as Test|Fuzz,
// in the test files of a package and of those below it.
func testFunctions(folder, kind string) (names []string) {
	declaration := regexp.MustCompile(`(?m)^func ((?:` + kind + `)\w*)`)
	_ = filepath.WalkDir(filepath.Join(docsRoot, folder), func(name string, _ fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(name, "_test.go") {
			return nil
		}
		text, err := os.ReadFile(name)
		for _, match := range declaration.FindAllStringSubmatch(string(text), -1) {
			names = append(names, match[1])
		}
		return err
	})
	return names
}

func TestAcceptsTool(t *testing.T) {
	for _, line := range []string{"test -run TestNothingOfTheKind ./cmd/apprentice", "test ./nothing", "frobnicate ./...", "test -bench Nothing ./agent/search"} {
		if acceptsTool(strings.Fields(line)) == nil {
			t.Errorf("go %s is taken", line)
		}
	}
	for _, line := range []string{"test ./...", "test -v -run TestScripts/train ./cmd/apprentice", "build -o apprentice ./cmd/apprentice"} {
		if err := acceptsTool(strings.Fields(line)); err != nil {
			t.Errorf("go %s: %v", line, err)
		}
	}
}
