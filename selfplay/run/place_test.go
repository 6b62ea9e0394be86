package run

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// unitsOf fails unless the run at path is sound and holds that many units of
// generation 1; it returns its events.
func unitsOf(t *testing.T, path string, want int) []Event {
	t.Helper()
	f, err := OpenReadOnly(path)
	must(t, err)
	defer f.Close()
	consistent(t, f)
	if units, err := f.Units(1); err != nil || len(units) != want {
		t.Errorf("%s holds units %v, %v; want %d of them", path, units, err, want)
	}
	events, err := f.Events()
	must(t, err)
	return events
}

// The owner deletes, moves or replaces the file of a run that is being written:
// the next write says so, and everything, that write included, is in a copy
// beside the old name.
func TestMovedAway(t *testing.T) {
	for _, test := range []struct {
		name string
		do   func(t *testing.T, path, elsewhere string)
		why  string
	}{
		{"deleted", func(t *testing.T, path, _ string) { must(t, os.Remove(path)) }, "deleted or moved"},
		{"all deleted", func(t *testing.T, path, _ string) {
			for _, suffix := range []string{"", "-wal", "-shm"} {
				must(t, os.Remove(path+suffix))
			}
		}, "deleted or moved"},
		{"moved", func(t *testing.T, path, elsewhere string) { must(t, os.Rename(path, elsewhere)) }, "deleted or moved"},
		{"replaced", func(t *testing.T, path, elsewhere string) {
			other := newRun(t)
			must(t, other.AddShard(testShard(1, 50)))
			must(t, os.Rename(path, elsewhere))
			must(t, os.Rename(closed(t, other), path))
		}, "another file took its place"},
	} {
		t.Run(test.name, func(t *testing.T) {
			f := newRun(t)
			must(t, f.AddShard(testShard(1, 0)))
			elsewhere := filepath.Join(filepath.Dir(f.path), "elsewhere.run")
			test.do(t, f.path, elsewhere)
			err := f.AddShard(testShard(1, 1))
			wantError(t, "AddShard", err, ErrMoved)
			rescued := f.path + ".rescued"
			if moved := new(MovedError); !errors.As(err, &moved) || moved.Rescued != rescued {
				t.Errorf("the error names %q, want %q", moved.Rescued, rescued)
			}
			for _, words := range []string{f.path, test.why, "nothing is lost", "the moved file is whole", rescued} {
				if !strings.Contains(fmt.Sprint(err), words) {
					t.Errorf("%q does not say %q", err, words)
				}
			}
			wantError(t, "AddShard again", f.AddShard(testShard(1, 2)), ErrMoved)
			must(t, f.Close())

			events := unitsOf(t, rescued, 2)
			if len(events) != 1 || events[0].Data.Kind() != "rescued" || !strings.Contains(events[0].Data.String(), test.why) {
				t.Errorf("events of the copy: %+v", events)
			}
			again, err := Open(rescued)
			must(t, err)
			must(t, again.AddShard(testShard(1, 2)))
			must(t, again.Close())
			if _, err := os.Stat(elsewhere); err == nil {
				unitsOf(t, elsewhere, 2)
			}
			if test.name == "replaced" {
				unitsOf(t, f.path, 1)
			}
			if more, _ := filepath.Glob(f.path + "*rescued-*"); len(more) > 0 {
				t.Errorf("rescued twice: %v", more)
			}
		})
	}
}

// A second rescue does not overwrite the first.
func TestRescueKeepsOlder(t *testing.T) {
	f := newRun(t)
	must(t, os.WriteFile(f.path+".rescued", []byte("older"), 0o644))
	must(t, os.Remove(f.path))
	wantError(t, "AddShard", f.AddShard(testShard(1, 0)), ErrMoved)
	unitsOf(t, f.path+".rescued-2", 1)
	if got, _ := os.ReadFile(f.path + ".rescued"); string(got) != "older" {
		t.Errorf("the older file holds %q", got)
	}
}

func TestHardLink(t *testing.T) {
	f := newRun(t)
	must(t, f.AddShard(testShard(1, 0)))
	second := f.path + ".second"
	if err := os.Link(f.path, second); err != nil {
		t.Skip(err)
	}
	err := f.AddShard(testShard(1, 1))
	wantError(t, "AddShard", err, ErrMoved)
	if moved := new(MovedError); !errors.As(err, &moved) || moved.Lost || !strings.Contains(fmt.Sprint(err), "nothing is lost; remove the other name") {
		t.Errorf("error %v", err)
	}
	path := closed(t, f)
	for _, name := range []string{path, second} {
		_, err := Open(name)
		wantError(t, "Open of "+name, err, ErrMoved)
		if !strings.Contains(fmt.Sprint(err), "hard link") {
			t.Errorf("%q names no hard link", err)
		}
	}
	must(t, os.Remove(second))
	unitsOf(t, path, 2)
	if copies, _ := filepath.Glob(path + ".rescued*"); len(copies) > 0 {
		t.Errorf("copies %v of a file that is where it was", copies)
	}
}

func TestTruncatedUnderWriter(t *testing.T) {
	f := newRun(t)
	must(t, f.AddShard(testShard(1, 0)))
	must(t, f.WriteBack())
	must(t, os.Truncate(f.path, 0))
	err := f.AddShard(testShard(1, 1))
	wantError(t, "AddShard", err, ErrMoved)
	moved := new(MovedError)
	if !strings.Contains(fmt.Sprint(err), "truncated") || strings.Contains(fmt.Sprint(err), "nothing is lost") || strings.Contains(fmt.Sprint(err), "whole") || !errors.As(err, &moved) || !moved.Lost || moved.Rescued != "" {
		t.Errorf("error %v: %+v", err, moved)
	}
}

// Without its log and index a run would lose what is in them at the next crash.
func TestLogDeleted(t *testing.T) {
	for _, suffix := range []string{"-wal", "-shm"} {
		f := newRun(t)
		must(t, f.AddShard(testShard(1, 0)))
		must(t, os.Remove(f.path+suffix))
		err := f.AddShard(testShard(1, 1))
		wantError(t, "AddShard", err, ErrMoved)
		if !strings.Contains(fmt.Sprint(err), filepath.Base(f.path)+suffix) || !strings.Contains(fmt.Sprint(err), "nothing is lost") {
			t.Errorf("error %v", err)
		}
		path := closed(t, f)
		unitsOf(t, path, 2)
		f, err = Open(path)
		must(t, err)
		must(t, f.AddShard(testShard(1, 2)))
		must(t, f.Close())
	}
}

// A run that was moved while it is open is in use under its new name, too.
func TestOneWriterOfAFile(t *testing.T) {
	f := newRun(t)
	moved := f.path + ".moved"
	must(t, os.Rename(f.path, moved))
	_, err := Open(moved)
	wantError(t, "Open under another name", err, ErrInUse)
}

// A run that was moved away without its log, after a crash, leaves its last
// work in it. A new run of the old name must not wipe that out.
func TestCreateBesideForeignLog(t *testing.T) {
	old := newRun(t)
	must(t, old.AddShard(testShard(1, 0)))
	log, err := os.ReadFile(old.path + "-wal")
	must(t, err)
	path := filepath.Join(t.TempDir(), "new.run")
	must(t, os.WriteFile(path+"-wal", log, 0o644))
	_, err = Create(path, testConfig)
	wantError(t, "Create", err, ErrMoved)
	if after, _ := os.ReadFile(path + "-wal"); len(after) != len(log) {
		t.Errorf("the log has %d of %d bytes", len(after), len(log))
	}
}

// Create gives the same path as Open, links resolved.
func TestPathResolved(t *testing.T) {
	folder := t.TempDir()
	real := filepath.Join(folder, "real")
	must(t, os.Mkdir(real, 0o755))
	link := filepath.Join(folder, "link")
	if err := os.Symlink(real, link); err != nil {
		t.Skip(err)
	}
	f, err := Create(filepath.Join(link, "a.run"), testConfig)
	must(t, err)
	defer f.Close()
	resolved, err := filepath.EvalSymlinks(real)
	must(t, err)
	if want := filepath.Join(resolved, "a.run"); f.Path() != want {
		t.Errorf("Path = %s, want %s", f.Path(), want)
	}
}

// A link to a run that is not there yet is followed as one to a run that is: run
// and lock are where it leads, whichever name it is opened by.
func TestCreateThroughLink(t *testing.T) {
	t.Chdir(t.TempDir())
	must(t, os.Mkdir("big", 0o755))
	for link, to := range map[string]string{"a.run": "b.run", "b.run": filepath.Join("big", "new.run"), "lost.run": filepath.Join("none", "new.run"), "loop.run": "loop.run"} {
		if err := os.Symlink(to, link); err != nil {
			t.Skip(err)
		}
	}
	f, err := Create("a.run", testConfig)
	must(t, err)
	target := filepath.Join("big", "new.run")
	if f.Path() != target {
		t.Errorf("Path = %s, want %s", f.Path(), target)
	}
	for _, link := range []string{"a.run", "b.run"} {
		if _, err := os.Readlink(link); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(target + ".lock"); err != nil {
		t.Error(err)
	}
	_, err = Open(target)
	wantError(t, "Open of the target", err, ErrInUse)
	_, err = Create("b.run", testConfig)
	wantError(t, "Create while open", err, ErrInUse)
	must(t, f.Close())
	_, err = Create("a.run", testConfig)
	wantError(t, "Create again", err, fs.ErrExist)

	_, err = Create("lost.run", testConfig)
	if want := "lost.run: create run: it is a link to " + filepath.Join("none", "new.run") + ", whose folder does not exist"; err == nil || err.Error() != want {
		t.Errorf("%v; want %s", err, want)
	}
	for what, open := range map[string]func() error{
		"create": func() error { _, err := Create("loop.run", testConfig); return err },
		"open":   func() error { _, err := Open("loop.run"); return err },
	} {
		_, stat := os.Stat("loop.run")
		if want, err := errors.Unwrap(stat).Error(), open(); err == nil || err.Error() != "loop.run: "+what+" run: "+want {
			t.Errorf("%v; want %s", err, want)
		}
	}
}
