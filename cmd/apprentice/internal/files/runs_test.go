package files

import (
	"os"
	"path/filepath"
	"testing"
)

// Where a run is missing, the error names some that are there, and counts the rest.
func TestOthers(t *testing.T) {
	folder := t.TempDir()
	for _, tt := range []struct{ add, want string }{
		{"notes.txt", ""},
		{"a.run", "; the folder has a.run"},
		{"b.run", "; the folder has a.run and b.run"},
		{"c.run", "; the folder has a.run, b.run and c.run"},
		{"d.run", "; the folder has a.run, b.run, c.run and 1 other"},
		{"e.run", "; the folder has a.run, b.run, c.run and 2 others"},
	} {
		if err := os.WriteFile(filepath.Join(folder, tt.add), nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if got := others(filepath.Join(folder, "none.run")); got != tt.want {
			t.Errorf("with %s: %q, want %q", tt.add, got, tt.want)
		}
	}
}
