// Package settings is what a person has changed about the program, in a file of
// lines that people read and edit.
package settings

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"apprentice/cmd/apprentice/internal/near"
	"apprentice/internal/atomicfile"
)

// Setting is something that can be set.
type Setting struct {
	Name    string
	Default string
	Choices []string // "" in it stands for what the default is; nil: any text
	Help    string   // one line
}

// All lists the settings in the order of the file.
var All = []Setting{
	{"theme", "auto", []string{"auto", "dark", "light"}, "colours of the text, for a dark or a light terminal"},
	{"pieces", "auto", []string{"auto", "solid", "outline", "letters"}, "how pieces are drawn; auto draws pictures where squares are large"},
	{"size", "auto", []string{"auto", "1", "2", "3", "4", "5"}, "lines that a square is high; auto fills the window"},
	{"notation", "auto", nil, "notation of moves, in games that have several; see play --help"},
	{"opponent", "auto", nil, "who plays against you: career:N, gen:N@FILE, net:FILE or engine:PATH"},
	{"mouse", "on", []string{"on", "off"}, "whether the mouse moves pieces; off leaves it to the terminal"},
}

// Settings are the values that differ from the defaults, by name.
type Settings map[string]string

// Path returns the path of the file: below XDG_CONFIG_HOME, or .config in the
// home folder; "" where there is neither.
func Path(env func(string) string) string {
	if in := folder(env, "XDG_CONFIG_HOME", ".config"); in != "" {
		return filepath.Join(in, "apprentice", "settings")
	}
	return ""
}

// StateFolder returns the folder for games in progress and those that have been
// played: below XDG_STATE_HOME, or .local/state in the home folder; "" where there
// is neither.
func StateFolder(env func(string) string) string {
	if in := folder(env, "XDG_STATE_HOME", filepath.Join(".local", "state")); in != "" {
		return filepath.Join(in, "apprentice")
	}
	return ""
}

// folder returns the folder that a variable names, or else one in the home
// folder, or "". As the specification has it, a relative path counts for nothing.
func folder(env func(string) string, variable, inHome string) string {
	if path := env(variable); filepath.IsAbs(path) {
		return path
	}
	if home := cmp.Or(env("HOME"), env("USERPROFILE")); filepath.IsAbs(home) {
		return filepath.Join(home, inHome)
	}
	return ""
}

// Read returns the settings of a file; none where there is no file. Lines that
// make no sense are returned as one error beside the settings of the others.
func Read(path string) (Settings, error) {
	s := Settings{}
	if path == "" {
		return s, nil
	}
	blob, err := readFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return s, nil
	}
	if err != nil {
		return s, err
	}
	var wrong error
	number := 0
	for line := range strings.Lines(string(blob)) {
		number++
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		name, value, ok := strings.Cut(line, "=")
		if !ok {
			wrong = errors.Join(wrong, fmt.Errorf("%s, line %d: want NAME = VALUE", path, number))
			continue
		}
		if err := s.Set(strings.TrimSpace(name), strings.TrimSpace(value)); err != nil {
			wrong = errors.Join(wrong, fmt.Errorf("%s, line %d: %w", path, number, err))
		}
	}
	return s, wrong
}

// readFile returns what the file of settings holds. The error wraps
// fs.ErrNotExist where there is none. A pipe or a device, which may have no end, is
// never one.
func readFile(path string) ([]byte, error) {
	info, err := os.Stat(path)
	switch {
	case err == nil && !info.Mode().IsRegular():
		err = errors.New("it is not a regular file")
	case err == nil && info.Size() > mostBytes:
		err = fmt.Errorf("it is larger than %d MB", mostBytes>>20)
	}
	if err != nil {
		return nil, fmt.Errorf("cannot read the settings in %s: %w", path, err)
	}
	blob, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("cannot read the settings: %w", err)
	}
	return blob, nil
}

// mostBytes bounds the file, which people write by hand.
const mostBytes = 1 << 20

// Find returns the setting of a name.
func Find(name string) (Setting, error) {
	i := slices.IndexFunc(All, func(s Setting) bool { return s.Name == name })
	if i >= 0 {
		return All[i], nil
	}
	var names []string
	for _, s := range All {
		names = append(names, s.Name)
	}
	if meant, ok := near.Word(name, names); ok {
		return Setting{}, fmt.Errorf("unknown setting %q; did you mean %s?", name, meant)
	}
	return Setting{}, fmt.Errorf("unknown setting %q; want %s", name, strings.Join(names, ", "))
}

// Set sets a value, without space around it, which the file does not keep.
func (s Settings) Set(name, value string) error {
	setting, err := Find(name)
	if err != nil {
		return err
	}
	value = strings.TrimSpace(value)
	if setting.Choices != nil && !slices.Contains(setting.Choices, value) {
		return fmt.Errorf("%s is %q; want %s", name, value, strings.Join(setting.Choices, ", "))
	}
	if strings.ContainsAny(value, "\r\n") {
		return fmt.Errorf("%s is %q; want one line", name, value)
	}
	if value == setting.Default || value == "" {
		delete(s, name)
		return nil
	}
	s[name] = value
	return nil
}

// Value returns the value of a setting.
func (s Settings) Value(name string) string {
	if v, ok := s[name]; ok {
		return v
	}
	setting, err := Find(name)
	if err != nil {
		return ""
	}
	return setting.Default
}

// String returns the file: every setting with what it is about. Those that have
// their defaults are comments.
func (s Settings) String() string {
	var b bytes.Buffer
	for i, setting := range All {
		if i > 0 {
			b.WriteByte('\n')
		}
		fmt.Fprintf(&b, "# %s", setting.Help)
		if setting.Choices != nil {
			fmt.Fprintf(&b, ": %s", strings.Join(setting.Choices, ", "))
		}
		b.WriteByte('\n')
		if _, changed := s[setting.Name]; !changed {
			b.WriteString("# ")
		}
		fmt.Fprintf(&b, "%s = %s\n", setting.Name, s.Value(setting.Name))
	}
	return b.String()
}

// Write writes the file, whole or not at all, and makes its folder where it is
// missing.
func (s Settings) Write(path string) error {
	if path == "" {
		return errors.New("there is no home folder to keep settings in; set HOME or XDG_CONFIG_HOME")
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	return atomicfile.WriteBytes(path, []byte(s.String()))
}
