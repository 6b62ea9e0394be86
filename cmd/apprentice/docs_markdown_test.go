package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// docsRoot is the folder of README.md, as tests of this package see it.
const docsRoot = "../.."

// page is a page of the documentation.
type page struct {
	name string // relative to docsRoot, with slashes
	text string
}

// pages returns the pages that people read, in the order of their names.
func pages(t *testing.T) []page {
	t.Helper()
	var all []page
	for _, pattern := range []string{"*.md", "docs/*.md", "docs/*/*.md"} {
		names, err := filepath.Glob(filepath.Join(docsRoot, filepath.FromSlash(pattern)))
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			text, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			relative, err := filepath.Rel(docsRoot, name)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, page{filepath.ToSlash(relative), string(text)})
		}
	}
	if !slices.ContainsFunc(all, func(p page) bool { return p.name == "README.md" }) {
		t.Fatal("no README.md: the tests look into another folder")
	}
	return all
}

// block is a block of code of a page.
type block struct {
	language string // of a fenced block; "" where it says none, and of an indented block
	text     string
}

// code returns the blocks of a page and the spans of code within its sentences.
func (p page) code() (blocks []block, spans []string) {
	var prose strings.Builder
	fence, indented := false, false
	blank := true // the line before was, so that an indented block may begin
	for line := range strings.Lines(p.text) {
		last := len(blocks) - 1
		switch trimmed := strings.TrimSpace(line); {
		case strings.HasPrefix(trimmed, "```"):
			fence, indented = !fence, false
			if fence {
				blocks = append(blocks, block{language: strings.TrimPrefix(trimmed, "```")})
			}
		case fence:
			blocks[last].text += line
		case strings.HasPrefix(line, "    ") && (blank || indented):
			if !indented {
				blocks = append(blocks, block{})
				indented, last = true, last+1
			}
			blocks[last].text += strings.TrimPrefix(line, "    ")
		case trimmed == "" && indented: // the block may continue after it
			blocks[last].text += "\n"
		default:
			indented = false
			prose.WriteString(line)
		}
		blank = strings.TrimSpace(line) == ""
	}
	for _, match := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(prose.String(), -1) {
		spans = append(spans, strings.Join(strings.Fields(match[1]), " "))
	}
	return blocks, spans
}

// shellLines returns the commands of a block: its lines, with those joined that
// end in a backslash.
func shellLines(text string) []string {
	return strings.Split(strings.ReplaceAll(text, "\\\n", " "), "\n")
}

// shellWords splits a command as a shell does, up to a comment or to what is no
// part of the command: a redirection, a pipe, an ampersand. ok is false where a
// quote has no end.
func shellWords(line string) (words []string, ok bool) {
	var word strings.Builder
	inWord := false
	quote := rune(0)
	end := func() {
		if inWord {
			words = append(words, word.String())
		}
		word.Reset()
		inWord = false
	}
	for _, r := range line {
		switch {
		case quote != 0 && r == quote:
			quote = 0
		case quote != 0:
			word.WriteRune(r)
		case r == '\'' || r == '"':
			quote, inWord = r, true
		case r == ' ' || r == '\t':
			end()
		case r == '#' && !inWord, strings.ContainsRune("|&;<>", r):
			end()
			return words, true
		default:
			word.WriteRune(r)
			inWord = true
		}
	}
	end()
	return words, quote == 0
}

func TestShellWords(t *testing.T) {
	for line, want := range map[string][]string{
		"apprentice play  # a comment":               {"apprentice", "play"},
		`match --a 'engine:x?a=1&b=2' --penta "1 2"`: {"match", "--a", "engine:x?a=1&b=2", "--penta", "1 2"},
		"nohup apprentice train &":                   {"nohup", "apprentice", "train"},
		"git show a:b#c > d":                         {"git", "show", "a:b#c"},
		"":                                           nil,
	} {
		if got, ok := shellWords(line); !ok || !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", line, got, want)
		}
	}
	if _, ok := shellWords("apprentice play 'x"); ok {
		t.Error("a quote without an end is taken")
	}
}

func TestPageCode(t *testing.T) {
	p := page{text: "Say `a b`,\n`c\nd`.\n\n    first\n\n    second\n\n- item\n    not code\n\n```sql\nSELECT\n```\n"}
	blocks, spans := p.code()
	if want := []block{{"", "first\n\nsecond\n\n"}, {"sql", "SELECT\n"}}; !slices.Equal(blocks, want) {
		t.Errorf("blocks %q, want %q", blocks, want)
	}
	if want := []string{"a b", "c d"}; !slices.Equal(spans, want) {
		t.Errorf("spans %q, want %q", spans, want)
	}
}

// link matches a link to a place of the repository.
var link = regexp.MustCompile(`\]\(([^)#:]*)(?:#([^)]*))?\)`)

// heading matches the line of a heading.
var heading = regexp.MustCompile(`(?m)^#+ +(.*)$`)

// anchors returns the names by which the headings of a page are linked to: as
// hosts of repositories make them.
func (p page) anchors() []string {
	var names []string
	for _, h := range heading.FindAllStringSubmatch(p.text, -1) {
		name := strings.ToLower(strings.TrimSpace(h[1]))
		name = regexp.MustCompile(`[^\p{L}\p{N} _-]`).ReplaceAllString(name, "")
		names = append(names, strings.ReplaceAll(name, " ", "-"))
	}
	return names
}

// Links lead to files and headings that exist.
func TestLinks(t *testing.T) {
	all := pages(t)
	seen := 0
	for _, p := range all {
		for _, match := range link.FindAllStringSubmatch(p.text, -1) {
			seen++
			target, anchor := p.name, match[2]
			if match[1] != "" {
				target = filepath.ToSlash(filepath.Join(filepath.Dir(p.name), match[1]))
			}
			if _, err := os.Stat(filepath.Join(docsRoot, target)); err != nil {
				t.Errorf("%s links to %s, which does not exist", p.name, match[1])
				continue
			}
			i := slices.IndexFunc(all, func(p page) bool { return p.name == target })
			if anchor != "" && (i < 0 || !slices.Contains(all[i].anchors(), anchor)) {
				t.Errorf("%s links to %s#%s: there is no such heading", p.name, target, anchor)
			}
		}
	}
	if seen < 20 {
		t.Errorf("%d links found: the test does not see them", seen)
	}
}
