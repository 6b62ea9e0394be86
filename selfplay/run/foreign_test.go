package run

import (
	"errors"
	"os"
	osexec "os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// foreignFile makes a file one that may be read only, in a folder that may be
// written, as a run of another user in a shared folder is. Permissions do not bind
// root, a mount does.
func foreignFile(t *testing.T, path string) {
	t.Helper()
	if os.Geteuid() == 0 {
		mount(t, path, "--bind", path)
		if out, err := osexec.Command("mount", "-o", "remount,ro,bind", path).CombinedOutput(); err != nil {
			t.Skipf("remount: %v: %s", err, out)
		}
	} else {
		must(t, os.Chmod(path, 0o444))
	}
	if probe, err := os.OpenFile(path, os.O_RDWR, 0); err == nil {
		probe.Close()
		t.Skip("the file can still be written")
	}
}

// Whoever reads the run of another user leaves nothing beside it: the owner could
// not write to that.
func TestForeignRun(t *testing.T) {
	f := newRun(t)
	must(t, f.AddShard(testShard(1, 0)))
	must(t, f.AddShard(testShard(1, 1)))
	files := map[string][]byte{}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		content, err := os.ReadFile(f.path + suffix)
		must(t, err)
		files[suffix] = content
	}
	whole, err := os.ReadFile(closed(t, f))
	must(t, err)
	for _, test := range []struct {
		name string
		file []byte
		log  []string
		err  string // "" where two shards are read
	}{
		{"closed", whole, nil, ""},
		{"killed", files[""], []string{"-wal", "-shm"}, ""},
		{"killed, without the index", files[""], []string{"-wal"}, "part of the run is still in "},
	} {
		t.Run(test.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "a.run")
			must(t, os.WriteFile(path, test.file, 0o644))
			for _, suffix := range test.log {
				must(t, os.WriteFile(path+suffix, files[suffix], 0o644))
			}
			foreignFile(t, path)
			r, err := OpenReadOnly(path)
			if test.err != "" {
				if !errors.Is(err, ErrCannotOpen) || !strings.Contains(err.Error(), test.err) {
					t.Errorf("error %v, want one with %q", err, test.err)
				}
			} else {
				must(t, err)
				consistent(t, r)
				if units, err := r.Units(1); err != nil || len(units) != 2 {
					t.Errorf("units %v, %v", units, err)
				}
				must(t, r.Close())
			}
			beside, err := filepath.Glob(path + "-*")
			must(t, err)
			if len(beside) != len(test.log) {
				t.Errorf("beside the run: %v", beside)
			}
		})
	}
}
