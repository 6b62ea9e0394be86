package settings_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/settings"
)

// A change keeps all that people wrote but for the line that it is about.
func TestChangeKeepsTheRest(t *testing.T) {
	for name, test := range map[string]struct{ before, setting, value, after string }{
		"comments":         {"# mine\n\ntheme = dark\n# end\n", "theme", "light", "# mine\n\ntheme = light\n# end\n"},
		"unknown name":     {"foo = bar\ntheme = dark\nnonsense\n", "theme", "light", "foo = bar\ntheme = light\nnonsense\n"},
		"only unknown":     {"foo = bar\n", "theme", "light", "foo = bar\ntheme = light\n"},
		"unreadable value": {"size = 9\ntheme = dark\n", "theme", "light", "size = 9\ntheme = light\n"},
		"mended":           {"size = 9\n", "size", "3", "size = 3\n"},
		"added":            {"size = 3", "theme", "dark", "size = 3\ntheme = dark\n"},
		"CRLF":             {"size = 3\r\n", "theme", "dark", "size = 3\r\ntheme = dark\r\n"},
		"CRLF changed":     {"size=3\r\n#\r\n", "size", "2", "size = 2\r\n#\r\n"},
		"the last counts":  {"size = 3\nsize = 4\n", "size", "auto", "size = 3\nsize = auto\n"},
		"default":          {"# x\n", "size", "auto", "# x\n"},
		"stands for it":    {"# help\n# size = auto\n# end\n", "size", "2", "# help\nsize = 2\n# end\n"},
		"other comment":    {"# size = 5 is too large\n", "size", "2", "# size = 5 is too large\nsize = 2\n"},
		"empty":            {"", "size", "2", "size = 2\n"},
	} {
		path := filepath.Join(t.TempDir(), "settings")
		if err := os.WriteFile(path, []byte(test.before), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := settings.Change(path, test.setting, test.value); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != test.after {
			t.Errorf("%s: %q, %v; want %q", name, after, err, test.after)
		}
		if s, _ := settings.Read(path); s.Value(test.setting) != test.value {
			t.Errorf("%s: %s is %s; want %s", name, test.setting, s.Value(test.setting), test.value)
		}
	}
}

// What is not a file of settings stays as it is, and so does a file for which the
// value is wrong.
func TestChangeRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings")
	for before, want := range map[string]string{
		"[Event \"x\"]\n\n1. e4 *\n": "not a file of settings", "{\"a\": 1}\n": "not a file of settings", "theme = dark\n\x00": "not a file of settings",
		"notation = \x00\n": "it is not text", "theme = dark\n\xff\n": "not a file of settings", "{\n\"theme = dark\"\n": "not a file of settings",
	} {
		if err := os.WriteFile(path, []byte(before), 0o600); err != nil {
			t.Fatal(err)
		}
		err := settings.Change(path, "theme", "light")
		after, readErr := os.ReadFile(path)
		if err == nil || !strings.Contains(err.Error(), want) || string(after) != before || readErr != nil {
			t.Errorf("%q: error %v, and the file is %q", before, err, after)
		}
	}
	if err := os.WriteFile(path, []byte("theme = dark\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, wrong := range [][2]string{{"theme", "blue"}, {"themes", "dark"}} {
		if err := settings.Change(path, wrong[0], wrong[1]); err == nil {
			t.Errorf("%s is %s", wrong[0], wrong[1])
		}
	}
	if err := settings.Change(t.TempDir(), "theme", "dark"); err == nil {
		t.Error("a folder is a file of settings")
	}
	if settings.Change("", "theme", "dark") == nil {
		t.Error("no error without a home folder")
	}
}

// A file that is missing is begun with help.
func TestChangeBegins(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "settings")
	for _, value := range []string{"dark", "auto", "light"} {
		if err := settings.Change(path, "theme", value); err != nil {
			t.Fatal(err)
		}
		s, err := settings.Read(path)
		if err != nil || s.Value("theme") != value {
			t.Errorf("theme is %s, error %v; want %s", s.Value("theme"), err, value)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil || !strings.Contains(string(text), "\ntheme = light\n") || !strings.Contains(string(text), "# mouse = on\n") {
		t.Errorf("%v:\n%s", err, text)
	}
}

// What is no regular file is neither read, which may take for ever, nor written to.
func TestNoRegularFile(t *testing.T) {
	_, readErr := settings.Read(os.DevNull)
	for _, err := range []error{readErr, settings.Change(os.DevNull, "theme", "dark")} {
		if err == nil || !strings.Contains(err.Error(), "not a regular file") {
			t.Errorf("error %v", err)
		}
	}
}
