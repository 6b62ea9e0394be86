//go:build unix

package atomicfile

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"golang.org/x/sys/unix"
)

// A file keeps its permissions, and a new one has those of the umask, already
// while it is written.
func TestMode(t *testing.T) {
	old := unix.Umask(0o077)
	defer unix.Umask(old)
	path := filepath.Join(t.TempDir(), "a")
	for _, test := range []struct{ set, want os.FileMode }{{0, 0o600}, {0o640, 0o640}, {0o604, 0o604}, {0o600, 0o600}, {0o755, 0o755}} {
		if test.set != 0 {
			if err := os.Chmod(path, test.set); err != nil {
				t.Fatal(err)
			}
		}
		err := Write(path, func(w io.Writer) error {
			if info, err := w.(*os.File).Stat(); err != nil || info.Mode() != test.want {
				t.Errorf("while it is written: %v, %v; want %v", info.Mode(), err, test.want)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(path); err != nil || info.Mode() != test.want {
			t.Errorf("%v, %v; want %v", info.Mode(), err, test.want)
		}
	}
}

// A link stays a link, wherever it leads, and what it leads to is written.
func TestLink(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	for _, dir := range []string{"one", "two"} {
		if err := os.Mkdir(at(dir), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	put(t, at("two/old"), "old", 0o640)
	for name, to := range map[string]string{"one/a": "../two/old", "one/b": "c", "one/c": at("two/new"), "three": "one"} {
		if err := os.Symlink(to, at(name)); err != nil {
			t.Fatal(err)
		}
	}
	for link, target := range map[string]string{"one/a": "two/old", "three/b": "two/new"} {
		if got, err := Target(at(link)); err != nil || got != resolved(t, at("two"), filepath.Base(target)) {
			t.Errorf("%s leads to %s, %v", link, got, err)
		}
		if err := WriteBytes(at(link), []byte(link)); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Lstat(at(link)); err != nil || info.Mode()&os.ModeSymlink == 0 {
			t.Errorf("%s is not a link any more: %v", link, err)
		}
		if info, err := os.Lstat(at(target)); err != nil || !info.Mode().IsRegular() {
			t.Errorf("%s is not a file: %v", target, err)
		}
		holds(t, at(target), link)
	}
	if info, err := os.Stat(at("two/old")); err != nil || info.Mode() != 0o640 {
		t.Errorf("mode %v, %v", info.Mode(), err)
	}
}

// resolved returns the name of a file in a folder whose links are resolved.
func resolved(t *testing.T, folder, name string) string {
	t.Helper()
	folder, err := filepath.EvalSymlinks(folder)
	if err != nil {
		t.Fatal(err)
	}
	return filepath.Join(folder, name)
}

// A pipe is written to, and a device says what is wrong with it.
func TestNoRegularFile(t *testing.T) {
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := unix.Mkfifo(pipe, 0o600); err != nil {
		t.Skip("no pipes: ", err)
	}
	if err := Check(pipe); err != nil {
		t.Error(err)
	}
	read := make(chan string)
	go func() {
		text, _ := os.ReadFile(pipe)
		read <- string(text)
	}()
	if err := WriteBytes(pipe, []byte("through")); err != nil {
		t.Fatal(err)
	}
	if got := <-read; got != "through" {
		t.Errorf("%q read", got)
	}
	if _, err := os.Stat("/dev/full"); err == nil {
		if err := WriteBytes("/dev/full", []byte("x")); err == nil || err.Error() != "cannot write /dev/full: no space left on device" {
			t.Errorf("error %v", err)
		}
	}
}
