package run

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestIsDatabase(t *testing.T) {
	f := newRun(t)
	must(t, f.AddShard(testShard(1, 0)))
	if !IsDatabase(f.path) {
		t.Error("an open run is no database")
	}
	must(t, f.Close())
	content, err := os.ReadFile(f.path)
	must(t, err)
	folder := t.TempDir()
	for name, test := range map[string]struct {
		content string
		want    bool
	}{
		"run":             {string(content), true},
		"cut off":         {string(content[:len(content)/2]), true},
		"one page":        {string(content[:8192]), true},
		"spoiled":         {string(content[:100]) + strings.Repeat("x", len(content)-100), true},
		"empty":           {"", false},
		"short":           {"x", false},
		"PGN":             {strings.Repeat("[Event \"?\"]\n", 1000), false},
		"network":         {"\x02\x00\x00\x00\x00\x00\x00\x00{}" + strings.Repeat("\x00", 5000), false},
		"nearly":          {"SQLite format 2\x00" + string(content[16:]), false},
		"a ?name%41#.run": {string(content), true},
	} {
		path := filepath.Join(folder, name)
		must(t, os.WriteFile(path, []byte(test.content), 0o644))
		if got := IsDatabase(path); got != test.want {
			t.Errorf("%s: %v; want %v", name, got, test.want)
		}
		must(t, os.Remove(path))
	}
	for _, path := range []string{folder, filepath.Join(folder, "missing"), os.DevNull} {
		if IsDatabase(path) {
			t.Errorf("%s is a database", path)
		}
	}
	left, err := os.ReadDir(folder)
	must(t, err)
	if len(left) > 0 {
		t.Errorf("files left: %v", left)
	}
}

// To look at a run keeps the locks that this process holds on it; to open and
// close the file would not.
func TestIsDatabaseKeepsLocks(t *testing.T) {
	f := newRun(t)
	must(t, f.AddShard(testShard(1, 0)))
	before := fileLocks(t, f.path)
	if before == 0 {
		t.Skip("nothing in /proc/locks")
	}
	link := filepath.Join(t.TempDir(), "picture.png")
	must(t, os.Link(f.path, link))
	if !IsDatabase(link) {
		t.Error("a second name of an open run is no database")
	}
	if after := fileLocks(t, f.path); after != before {
		t.Errorf("%d locks on the run, %d after it was looked at", before, after)
	}
	file, err := os.Open(link)
	must(t, err)
	must(t, file.Close())
	if after := fileLocks(t, f.path); after == before {
		t.Error("to open and close the file keeps the locks: this test shows nothing")
	}
}

// fileLocks returns how many locks this process has on a file, as Linux lists
// them; 0 elsewhere.
func fileLocks(t *testing.T, path string) (n int) {
	t.Helper()
	list, err := os.ReadFile("/proc/locks")
	if err != nil {
		return 0
	}
	inode := inodeOf(t, path)
	for line := range strings.Lines(string(list)) {
		fields := strings.Fields(line)
		if len(fields) > 5 && fields[1] == "POSIX" && fields[4] == fmt.Sprint(os.Getpid()) && strings.HasSuffix(fields[5], ":"+inode) {
			n++
		}
	}
	return n
}

// inodeOf returns the number of a file in its file system; "" where files have
// none.
func inodeOf(t *testing.T, path string) string {
	t.Helper()
	info, err := os.Stat(path)
	must(t, err)
	sys := fmt.Sprintf("%+v", info.Sys())
	_, rest, ok := strings.Cut(sys, " Ino:")
	if !ok {
		return ""
	}
	number, _, _ := strings.Cut(rest, " ")
	return number
}
