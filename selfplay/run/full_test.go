package run

import (
	"errors"
	"fmt"
	"os"
	osexec "os/exec"
	"path/filepath"
	"testing"
)

// fill adds shards until one fails, checks that the failure is a full disk
// and that the file is as it was before, and returns the unit that failed.
func fill(t *testing.T, f *File) (unit int) {
	t.Helper()
	for {
		err := f.AddShard(testShard(1, unit))
		if err != nil {
			wantError(t, fmt.Sprintf("unit %d", unit), err, ErrDiskFull)
			break
		}
		if unit++; unit > 10_000 {
			t.Fatal("the disk never fills")
		}
	}
	consistent(t, f)
	units, err := f.Units(1)
	must(t, err)
	if len(units) != unit {
		t.Errorf("%d units in the file, %d were committed", len(units), unit)
	}
	return unit
}

func TestFull(t *testing.T) {
	f := newRun(t)
	exec(t, f, "PRAGMA max_page_count = 50")
	unit := fill(t, f)
	exec(t, f, "PRAGMA max_page_count = 1000000")
	must(t, f.AddShard(testShard(1, unit)))
	consistent(t, f)
}

// mount mounts a file system on a folder for the time of the test, where that
// is allowed.
func mount(t *testing.T, folder string, args ...string) {
	t.Helper()
	if out, err := osexec.Command("mount", append(args, folder)...).CombinedOutput(); err != nil {
		t.Skipf("mount %v: %v: %s", args, err, out)
	}
	t.Cleanup(func() { osexec.Command("umount", folder).Run() })
}

func TestFullDisk(t *testing.T) {
	folder := t.TempDir()
	mount(t, folder, "-t", "tmpfs", "-o", "size=1m", "tmpfs")
	path := filepath.Join(folder, "full.run")
	f, err := Create(path, testConfig)
	must(t, err)
	must(t, f.Begin(Generation{Number: 1}))
	unit := fill(t, f)
	f.Close() // the log may not fit the file: no error that matters

	if out, err := osexec.Command("mount", "-o", "remount,size=8m", folder).CombinedOutput(); err != nil {
		t.Skipf("remount: %v: %s", err, out)
	}
	f, err = Open(path)
	must(t, err)
	consistent(t, f)
	must(t, f.AddShard(testShard(1, unit)))
	must(t, f.Close())

	must(t, os.WriteFile(filepath.Join(folder, "ballast"), make([]byte, 6<<20), 0o644))
	for i := 0; ; i++ {
		if f, err = Create(filepath.Join(folder, fmt.Sprintf("%d.run", i)), testConfig); err != nil {
			break
		}
		must(t, f.Close())
	}
	wantError(t, "Create on a full disk", err, ErrDiskFull)
	if leftovers, _ := filepath.Glob(filepath.Join(folder, "*.new*")); len(leftovers) > 0 {
		t.Errorf("a failed Create left %v", leftovers)
	}
}

// readOnly makes a folder read-only for the time of the test. Permissions do
// not bind root, a mount does.
func readOnly(t *testing.T, folder string) {
	t.Helper()
	if os.Geteuid() == 0 {
		mount(t, folder, "--bind", folder)
		if out, err := osexec.Command("mount", "-o", "remount,ro,bind", folder).CombinedOutput(); err != nil {
			t.Skipf("remount: %v: %s", err, out)
		}
	} else {
		must(t, os.Chmod(folder, 0o555))
		t.Cleanup(func() { os.Chmod(folder, 0o755) })
	}
	if f, err := os.Create(filepath.Join(folder, "probe")); err == nil {
		f.Close()
		t.Skip("the folder can still be written")
	}
}

func TestReadOnlyFolder(t *testing.T) {
	f := newRun(t)
	must(t, f.AddShard(testShard(1, 0)))
	must(t, f.Close())
	readOnly(t, filepath.Dir(f.path))

	r, err := OpenReadOnly(f.path)
	must(t, err)
	consistent(t, r)
	if units, err := r.Units(1); err != nil || len(units) != 1 {
		t.Errorf("Units = %v, %v", units, err)
	}
	must(t, r.Close())
	_, err = Open(f.path)
	wantError(t, "Open", err, ErrReadOnly)
	_, err = Create(filepath.Join(filepath.Dir(f.path), "new.run"), testConfig)
	wantError(t, "Create", err, ErrReadOnly)
}

// A file that may not be written is not opened for that, nor ordered about, and
// nothing is left beside it that its owner could not write to.
func TestReadOnlyFile(t *testing.T) {
	f := newRun(t)
	path := closed(t, f)
	must(t, os.Chmod(path, 0o444))
	if probe, err := os.OpenFile(path, os.O_RDWR, 0); err == nil {
		probe.Close()
		t.Skip("the file can still be written")
	}
	_, err := Open(path)
	wantError(t, "Open", err, ErrReadOnly)
	wantError(t, "AddOrder", AddOrder(path, OrderPause, "me"), ErrReadOnly)
	if entries, _ := filepath.Glob(path + "-*"); len(entries) > 0 {
		t.Errorf("left behind: %v", entries)
	}
}

// After a crash the last shards are in the log. A folder that cannot be
// written must not hide them: they are there, or an error says where they are.
func TestReadOnlyFolderAfterCrash(t *testing.T) {
	f := newRun(t)
	for unit := range 4 {
		must(t, f.AddShard(testShard(1, unit)))
	}
	for _, test := range []struct {
		name     string
		suffixes []string // of the files that the crash left
	}{
		{"with index", []string{"", "-wal", "-shm"}},
		{"without index", []string{"", "-wal"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			folder := t.TempDir()
			path := filepath.Join(folder, "crashed.run")
			for _, suffix := range test.suffixes {
				content, err := os.ReadFile(f.path + suffix)
				must(t, err)
				must(t, os.WriteFile(path+suffix, content, 0o644))
			}
			readOnly(t, folder)
			r, err := OpenReadOnly(path)
			if len(test.suffixes) == 2 {
				wantError(t, "OpenReadOnly", err, ErrCannotOpen)
				return
			}
			must(t, err)
			defer r.Close()
			if units, err := r.Units(1); err != nil || len(units) != 4 {
				t.Errorf("Units = %v, %v", units, err)
			}
		})
	}
}

// A file system that exists only where FUSE does; most machines skip this.
func TestFuse(t *testing.T) {
	folder := t.TempDir()
	mount(t, folder, "-t", "fuse.bindfs", t.TempDir())
	if _, err := Create(folder+"/a.run", testConfig); !errors.Is(err, ErrFileSystem) {
		t.Errorf("Create on FUSE: %v", err)
	}
}
