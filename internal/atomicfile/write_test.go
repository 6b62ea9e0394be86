package atomicfile

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
)

// blockFlag makes the test program a process that never ends to write a file.
const blockFlag = "ATOMICFILE_TEST_BLOCK"

func TestMain(m *testing.M) {
	if path := os.Getenv(blockFlag); path != "" {
		err := Write(path, func(w io.Writer) error {
			fmt.Fprintln(w, "half of it")
			fmt.Println("begun")
			select {}
		})
		fmt.Println(err)
		os.Exit(1)
	}
	os.Exit(m.Run())
}

// names returns the names of the files in a folder.
func names(t *testing.T, folder string) (all []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		all = append(all, entry.Name())
	}
	return all
}

// put writes a file without this package.
func put(t *testing.T, path, content string, mode fs.FileMode) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		t.Fatal(err)
	}
}

// holds checks the content of a file.
func holds(t *testing.T, path, want string) {
	t.Helper()
	if got, err := os.ReadFile(path); err != nil || string(got) != want {
		t.Errorf("%s holds %q, %v; want %q", path, got, err, want)
	}
}

func TestWrite(t *testing.T) {
	folder := t.TempDir()
	for _, name := range []string{"a", "name with spaces", "-", strings.Repeat("n", 255)} {
		path := filepath.Join(folder, name)
		for _, content := range []string{"first", "", "second"} {
			if err := WriteBytes(path, []byte(content)); err != nil {
				t.Fatal(err)
			}
			holds(t, path, content)
		}
		if got := names(t, folder); len(got) != 1 {
			t.Errorf("files %q", got)
		}
		os.Remove(path)
	}
}

// An error or a panic of the writer leaves the old content and no other file.
func TestWriteFails(t *testing.T) {
	folder := t.TempDir()
	path, broken := filepath.Join(folder, "a"), errors.New("broken")
	put(t, path, "old", 0o644)
	err := Write(path, func(w io.Writer) error {
		io.WriteString(w, "new")
		return broken
	})
	if err != broken {
		t.Errorf("error %v; want that of the writer", err)
	}
	func() {
		defer func() { recover() }()
		Write(path, func(io.Writer) error { panic("broken") })
	}()
	err = Write(path, func(w io.Writer) error {
		w.(*os.File).Close()
		_, err := io.WriteString(w, "new")
		return err
	})
	if want := "cannot write " + path + ": file already closed"; err == nil || err.Error() != want {
		t.Errorf("error %v; want %s", err, want)
	}
	holds(t, path, "old")
	if got := names(t, folder); len(got) != 1 {
		t.Errorf("files %q", got)
	}
}

// What cannot be written is found by Check as by Write, and left as it is.
func TestCheck(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	put(t, at("a"), "old", 0o644)
	put(t, at("protected"), "old", 0o444)
	if err := os.Symlink(at("loop"), at("loop")); err != nil {
		t.Skip("no symbolic links: ", err)
	}
	for path, want := range map[string]string{
		at("a"):               "",
		at("new"):             "",
		at("missing/a"):       "the folder " + at("missing") + " does not exist",
		at("a/b"):             "not a directory",
		folder:                "is a directory",
		at("new") + "/":       "is a directory",
		at("loop"):            "too many levels of symbolic links",
		at("protected"):       "permission denied",
		"":                    "",
		at("\x00"):            "invalid argument",
		at(longName(1 << 12)): "file name too long",
	} {
		switch {
		case path == "", runtime.GOOS == "windows" && want != "":
			continue
		case want == "permission denied" && os.Getuid() == 0:
			continue // root may
		}
		err := Check(path)
		if err == nil != (want == "") || err != nil && err.Error() != "cannot write "+path+": "+want {
			t.Errorf("%.80q: error %v; want %q", path, err, want)
		}
		if want == "" {
			continue
		}
		if e := WriteBytes(path, nil); e == nil || e.Error() != err.Error() {
			t.Errorf("%.80q: Write says %v, Check %v", path, e, err)
		}
	}
	if err := Check(""); err == nil {
		t.Error("no name is a file")
	}
	if got := names(t, folder); !slices.Equal(got, []string{"a", "loop", "protected"}) {
		t.Errorf("files %q", got)
	}
	holds(t, at("protected"), "old")
}

// longName is longer than any name of a file may be.
func longName(n int) string { return strings.Repeat("n", n) }

// Of many who write one file at once each writes all of it, and none takes the
// temporary file of another for a leftover.
func TestWriteTogether(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a")
	var writers sync.WaitGroup
	for i := range 8 {
		content := strings.Repeat(string(rune('a'+i)), 1000)
		writers.Go(func() {
			for range 25 {
				if err := WriteBytes(path, []byte(content)); err != nil {
					t.Error(err)
				}
				if got, err := os.ReadFile(path); err != nil || len(got) != 1000 || strings.Trim(string(got), string(got[:1])) != "" {
					t.Errorf("%d bytes read, %v", len(got), err)
				}
			}
		})
	}
	writers.Wait()
	if got := names(t, folder); len(got) != 1 {
		t.Errorf("files %q", got)
	}
}

// The temporary file of a process that was killed is removed by the next one
// who writes the same file, and that of a living process is not; nor is any
// file that is not such a file.
func TestLeftovers(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "a")
	for _, other := range []string{".a.tmp", ".a.0123456789abcde.tmp", ".a.0123456789abcdefg.tmp", ".b.0123456789abcdef.tmp", "a.0123456789abcdef.tmp"} {
		put(t, filepath.Join(folder, other), "", 0o644)
	}
	others := names(t, folder)
	blocked := exec.Command(os.Args[0])
	blocked.Env = append(os.Environ(), blockFlag+"="+path)
	out, err := blocked.StdoutPipe()
	if err == nil {
		err = blocked.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	defer blocked.Process.Kill()
	if _, err := io.ReadFull(out, make([]byte, len("begun"))); err != nil {
		t.Fatal(err)
	}
	if err := WriteBytes(path, nil); err != nil {
		t.Fatal(err)
	}
	if got := names(t, folder); len(got) != len(others)+2 {
		t.Errorf("beside a living writer: files %q", got)
	}
	blocked.Process.Kill()
	blocked.Wait()
	if err := Check(path); err != nil {
		t.Fatal(err)
	}
	got := slices.DeleteFunc(names(t, folder), func(name string) bool { return name == "a" })
	if !slices.Equal(got, others) {
		t.Errorf("after the writer was killed: files %q; want %q", got, others)
	}
	holds(t, path, "")
}
