package files

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A game that is appended begins behind a blank line, and nothing that was there
// changes.
func TestAppendPGN(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pgn")
	const game = "[Event \"?\"]\n\n*\n\n"
	for before, want := range map[string]string{
		"":                   game,
		game:                 game + game,
		"[Event \"torn":      "[Event \"torn\n\n" + game,
		"*\n":                "*\n\n" + game,
		"\n":                 "\n\n" + game,
		"*\r\n\r\n":          "*\r\n\r\n\n" + game,
		"{\"format\": \"x\"": "{\"format\": \"x\"\n\n" + game, // a comment begins like that, too
	} {
		if err := os.WriteFile(path, []byte(before), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := checkPGN(path); err != nil {
			t.Errorf("%q: %v", before, err)
		}
		if err := AppendPGN(path, []byte(game)); err != nil {
			t.Errorf("%q: %v", before, err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != want {
			t.Errorf("behind %q: %q, %v; want %q", before, got, err, want)
		}
	}
	for _, before := range []string{"[\x00E\x00v\x00e\x00n\x00t\x00", "\x89PNG\r\n\x1a\n\x00"} {
		if err := os.WriteFile(path, []byte(before), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := AppendPGN(path, []byte(game)); err == nil || !strings.Contains(err.Error(), "not a text file") {
			t.Errorf("%q: error %v", before, err)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != before {
			t.Errorf("%q became %q, %v", before, got, err)
		}
	}
}
