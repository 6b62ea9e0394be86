package settings

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"apprentice/internal/atomicfile"
)

// Change sets a value in the file at path, which it begins where it is missing.
// Everything else in there stays as people wrote it: comments, names and values
// that this program does not know, the order of lines. A file that is not one of
// settings is left alone, and is an error.
func Change(path, name, value string) error {
	s := Settings{}
	if err := s.Set(name, value); err != nil {
		return err
	}
	if path == "" {
		return s.Write(path)
	}
	blob, err := readFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return s.Write(path)
	case err != nil:
		return err
	}
	lines := slices.Collect(strings.Lines(string(blob)))
	if !ours(string(blob), lines) {
		_, wrong := Read(path)
		wrong = cmp.Or(wrong, errors.New("it is not text"))
		return fmt.Errorf("this is not a file of settings, and stays as it is: %w", wrong)
	}
	changed := strings.Join(setLine(lines, name, s.Value(name)), "")
	if changed == string(blob) {
		return nil
	}
	return atomicfile.WriteBytes(path, []byte(changed))
}

// nameOf returns the name that a line sets; "" for a comment and for what is no
// setting.
func nameOf(line string) string {
	name, _, ok := strings.Cut(line, "=")
	if name = strings.TrimSpace(name); ok && word.MatchString(name) {
		return name
	}
	return ""
}

// word is what the names of settings look like, those of later programs too.
var word = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9._-]*$`)

// ours reports whether a file is one of settings: it has one that is known, or
// every line could be one of another version of the program.
func ours(text string, lines []string) bool {
	if !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
		return false
	}
	all := true
	for _, line := range lines {
		name := nameOf(line)
		if _, err := Find(name); err == nil {
			return true
		}
		line = strings.TrimSpace(line)
		all = all && (name != "" || line == "" || strings.HasPrefix(line, "#"))
	}
	return all
}

// setLine returns the lines of a file with one setting changed: in the last line
// that sets it, which is the one that counts; else in the comment that stands for
// its default; else in a new line.
func setLine(lines []string, name, value string) []string {
	lines = slices.Clone(lines)
	text := name + " = " + value
	at := -1
	for i, line := range lines {
		if nameOf(line) == name {
			at = i
		}
	}
	setting, err := Find(name)
	if at < 0 && (err != nil || value == setting.Default) {
		return lines // nothing sets it otherwise
	}
	if at < 0 {
		at = slices.IndexFunc(lines, func(line string) bool {
			return strings.TrimSpace(line) == "# "+name+" = "+setting.Default
		})
	}
	if at >= 0 {
		lines[at] = text + lines[at][len(strings.TrimRight(lines[at], "\r\n")):]
		return lines
	}
	end := "\n"
	if n := len(lines); n > 0 && strings.HasSuffix(lines[0], "\r\n") {
		end = "\r\n"
	}
	if n := len(lines); n > 0 && !strings.HasSuffix(lines[n-1], "\n") {
		lines[n-1] += end
	}
	return append(lines, text+end)
}
