package settings_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/settings"
)

func TestWriteAndRead(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a", "settings")
	s, err := settings.Read(path)
	if err != nil || len(s) != 0 {
		t.Fatalf("without a file: %v, error %v", s, err)
	}
	for name, value := range map[string]string{"theme": "dark", "pieces": "letters", "mouse": "on"} {
		if err := s.Set(name, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Write(path); err != nil {
		t.Fatal(err)
	}
	again, err := settings.Read(path)
	if err != nil || again.Value("theme") != "dark" || again.Value("pieces") != "letters" || again.Value("mouse") != "on" || len(again) != 2 {
		t.Errorf("read again: %v, error %v", again, err)
	}
	blob, _ := os.ReadFile(path)
	for _, want := range []string{"\ntheme = dark\n", "# mouse = on\n", "# size = auto\n"} {
		if !strings.Contains("\n"+string(blob), want) {
			t.Errorf("no %q in\n%s", want, blob)
		}
	}
}

func TestReadNamesWhatIsWrong(t *testing.T) {
	path := filepath.Join(t.TempDir(), "settings")
	text := "# a comment\n\ntheme = dark\nthemes = light\nsize = 9\nnonsense\nmouse=off\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := settings.Read(path)
	if s.Value("theme") != "dark" || s.Value("mouse") != "off" {
		t.Errorf("settings %v", s)
	}
	if err == nil {
		t.Fatal("no error")
	}
	for _, want := range []string{"line 4: unknown setting \"themes\"; did you mean theme?", "line 5: size is \"9\"; want auto, 1", "line 6: want NAME = VALUE"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error %q does not say %q", err, want)
		}
	}
}

func TestPaths(t *testing.T) {
	env := map[string]string{"HOME": "/home/a"}
	get := func(name string) string { return env[name] }
	if got := settings.Path(get); got != "/home/a/.config/apprentice/settings" {
		t.Errorf("settings in %s", got)
	}
	if got := settings.StateFolder(get); got != "/home/a/.local/state/apprentice" {
		t.Errorf("state in %s", got)
	}
	env["XDG_CONFIG_HOME"], env["XDG_STATE_HOME"] = "/c", "relative"
	if got := settings.Path(get); got != "/c/apprentice/settings" {
		t.Errorf("settings in %s", got)
	}
	if got := settings.StateFolder(get); got != "/home/a/.local/state/apprentice" {
		t.Errorf("a relative path counts: state in %s", got)
	}
}

func TestWithoutAHome(t *testing.T) {
	none := func(string) string { return "" }
	if settings.Path(none) != "" || settings.StateFolder(none) != "" {
		t.Errorf("without a home: %q and %q", settings.Path(none), settings.StateFolder(none))
	}
	s, err := settings.Read("")
	if err != nil || s.Write("") == nil {
		t.Errorf("no file is read: %v, and written", err)
	}
}

func FuzzSettings(f *testing.F) {
	f.Add("opponent", "career:6")
	f.Add("theme", "dark")
	f.Add("notation", "a=b # c")
	f.Add("notation", " ")
	f.Fuzz(func(t *testing.T, name, value string) {
		s := settings.Settings{}
		if s.Set(name, value) != nil {
			return
		}
		path := filepath.Join(t.TempDir(), "settings")
		if err := s.Write(path); err != nil {
			t.Fatal(err)
		}
		again, err := settings.Read(path)
		if err != nil || again.Value(name) != s.Value(name) {
			t.Errorf("%q = %q is read as %q, error %v", name, value, again.Value(name), err)
		}
	})
}
