package outlet

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// noon is when everything in these tests happens.
func noon() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC) }

const stamp = "2026-03-01 12:00:00 "

// read returns the lines of a file without their time.
func read(t *testing.T, path string) []string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	for i, line := range lines {
		var ok bool
		if lines[i], ok = strings.CutPrefix(line, stamp); !ok {
			t.Errorf("no time in %q", line)
		}
	}
	return lines
}

func TestLog(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.log")
	opened := 0
	l := newLog(path, 1000, noon, func(*os.File) { opened++ })
	if _, err := os.Stat(path); err == nil {
		t.Error("a log without a line has a file")
	}
	for _, s := range []string{"a\nb\nb\n", "b\nb\nc", "d\ncd\n", "e\ne\n", "no end"} {
		io.WriteString(l, s)
	}
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	want := "a|b|(the line above came 3 more times)|cd|(the line above came once more)|e|(the line above came once more)|no end"
	if got := strings.Join(read(t, path), "|"); got != want || opened != 1 {
		t.Errorf("opened %d times:\n%s, want\n%s", opened, got, want)
	}

	// Another process goes on.
	l = newLog(path, 1000, noon, nil)
	io.WriteString(l, "no end\n")
	l.Close()
	if got := strings.Join(read(t, path), "|"); got != want+"|no end" {
		t.Error(got)
	}
}

// TestLogEmpty checks that a log that was opened for nothing leaves no file,
// and one with something in it stays.
func TestLogEmpty(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.log")
	for _, there := range []bool{false, true} {
		if there {
			os.WriteFile(path, []byte("x"), 0o644)
		}
		l := NewLog(path, nil)
		l.Open()
		if _, err := os.Stat(path); err != nil {
			t.Error(err)
		}
		if err := l.Close(); err != nil {
			t.Error(err)
		}
		if _, err := os.Stat(path); (err == nil) != there {
			t.Errorf("there before: %v, after: %v", there, err)
		}
	}
}

// TestLogSize checks that a log that is written to for long keeps its end, in
// two files of bounded size.
func TestLogSize(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.log")
	const limit = 500
	l := newLog(path, limit, noon, nil)
	for i := range 1000 {
		fmt.Fprintf(l, "line %d\n", i)
	}
	l.Close()
	var kept []string
	for _, name := range []string{path + ".1", path} {
		info, err := os.Stat(name)
		if err != nil || info.Size() > limit {
			t.Fatalf("%s: %v, %v", name, info, err)
		}
		kept = append(kept, read(t, name)...)
	}
	for i, line := range kept {
		if want := fmt.Sprintf("line %d", 1000-len(kept)+i); line != want {
			t.Fatalf("%q in place of %q", line, want)
		}
	}
	if len(kept) < 16 {
		t.Errorf("only %d lines kept", len(kept))
	}
}

// TestLogRepeats checks that an error that comes for hours takes two lines.
func TestLogRepeats(t *testing.T) {
	path := filepath.Join(t.TempDir(), "t.log")
	l := newLog(path, 1000, noon, nil)
	for range 100_000 {
		io.WriteString(l, "the same error\n")
	}
	l.Close()
	if got := read(t, path); len(got) != 2 || got[1] != "(the line above came 99999 more times)" {
		t.Errorf("%q", got)
	}
}

// TestLogFails checks that a log that cannot be written takes lines as ever.
func TestLogFails(t *testing.T) {
	l := NewLog(t.TempDir(), nil) // a folder
	if n, err := io.WriteString(l, "line\nand\n"); n != 9 || err != nil {
		t.Errorf("%d, %v", n, err)
	}
	if err := l.Close(); err != nil {
		t.Error(err)
	}
}
