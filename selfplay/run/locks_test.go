package run

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/games/tictactoe"
)

// Whatever this process does with a run that it has open, it must not open and
// close one of its files by hand: that drops the locks of SQLite, and two
// programs then write at once.
func TestLocksAreKept(t *testing.T) {
	f := playedRun(t)
	locks := func() (n int) {
		for _, suffix := range []string{"", "-wal", "-shm"} {
			n += fileLocks(t, f.path+suffix)
		}
		return n
	}
	before := locks()
	if before == 0 {
		t.Skip("nothing in /proc/locks")
	}
	log, err := os.Stat(f.path + "-wal")
	must(t, err)
	for name, do := range map[string]func() error{
		"AddShard": func() error { grow(t, f); return nil },
		"Check":    func() error { _, err := f.Check(tictactoe.Game{}, nil); return err },
		"Copy":     func() error { return f.Copy(t.Context(), filepath.Join(t.TempDir(), "copy.run"), CopyOptions{}) },
		"slim": func() error {
			return f.Copy(t.Context(), filepath.Join(t.TempDir(), "slim.run"), CopyOptions{Slim: true})
		},
		"WriteBack": f.WriteBack,
		"Prune":     func() error { _, err := f.Prune(); return err },
		"AddOrder":  func() error { return AddOrder(f.path, OrderPause, "") },
		"WriterOf":  func() error { WriterOf(f.path); return nil },
		"OpenReadOnly": func() error {
			r, err := OpenReadOnly(f.path)
			if err != nil {
				return err
			}
			_, err = r.Check(tictactoe.Game{}, nil)
			r.Close()
			return err
		},
		"Open":      func() error { Open(f.path); return nil },
		"Create":    func() error { Create(f.path, testConfig); return nil },
		"BlockedBy": func() error { f.BlockedBy(); return nil },
	} {
		must(t, do())
		if after := locks(); after < before {
			t.Errorf("%s: %d locks on the run, %d before", name, after, before)
		}
		if now, err := os.Stat(f.path + "-wal"); err != nil || !os.SameFile(now, log) {
			t.Errorf("%s: the log is another file: %v", name, err)
		}
	}
}

// No file of this package, or of one that looks at the files of a run for it,
// opens files by hand, but for those of the system.
func TestNoFilesOpenedByHand(t *testing.T) {
	var sources []string
	for _, folder := range []string{".", "internal/database", "../../internal/filesystem"} {
		found, err := filepath.Glob(folder + "/*.go")
		must(t, err)
		if len(found) == 0 {
			t.Errorf("no sources in %s", folder)
		}
		sources = append(sources, found...)
	}
	for _, name := range sources {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		must(t, err)
		for line := range strings.Lines(string(text)) {
			for _, call := range []string{"os.Open", "os.ReadFile", "os.Create", "os.WriteFile", "os.Truncate", "os.Chmod"} {
				if strings.Contains(line, call) && !strings.Contains(line, `"/proc`) {
					t.Errorf("%s opens a file: %s", name, strings.TrimSpace(line))
				}
			}
		}
	}
}

func TestWriterOf(t *testing.T) {
	f := newRun(t)
	if h, busy := WriterOf(f.path); !busy || h.PID != os.Getpid() {
		t.Errorf("WriterOf an open run: %+v, %v", h, busy)
	}
	path := closed(t, f)
	if h, busy := WriterOf(path); busy {
		t.Errorf("WriterOf a closed run: %+v", h)
	}
	must(t, os.WriteFile(path+".lock", nil, 0o644)) // as a killed process leaves it
	if h, busy := WriterOf(path); busy {
		t.Errorf("WriterOf a run whose writer was killed: %+v", h)
	}
}
