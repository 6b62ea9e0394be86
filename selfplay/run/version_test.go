package run

import (
	"fmt"
	"testing"
)

// Up to 3.51.2 a commit beside a checkpoint of another process could be lost.
func TestSQLiteVersion(t *testing.T) {
	f := newRun(t)
	var version string
	must(t, f.r.QueryRow(`SELECT sqlite_version()`).Scan(&version))
	var major, minor int
	if _, err := fmt.Sscanf(version, "%d.%d.", &major, &minor); err != nil || major != 3 || minor < 52 {
		t.Errorf("SQLite %s, want 3.52 or later", version)
	}
}
