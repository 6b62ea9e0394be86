package train

import (
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/cli"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/games/tictactoe"
	"apprentice/selfplay"
)

func TestRoomToBegin(t *testing.T) {
	if err := roomToBegin("a.run", diskReserve); err != nil {
		t.Error(err)
	}
	err := roomToBegin("a.run", 20e6)
	if err == nil || !strings.Contains(err.Error(), "the disk has 20 MB left") || !strings.Contains(err.Error(), "another disk with --run") {
		t.Error(err)
	}
}

// TestDiskWords checks that a sitting by time says what it takes of the disk,
// and warns where that is more than there is.
func TestDiskWords(t *testing.T) {
	clitest.NotInShort(t)
	file := clitest.NewRun(t, 1)
	f := flags{run: file.Path(), duration: cli.Day}
	o := selfplay.Options{Game: tictactoe.Game{}, File: file, Workers: 1}
	if text, short := f.diskWords(o); text != "" || short != "" {
		t.Errorf("a run without a clock: %q, %q", text, short)
	}
	o.Left = func() float64 { return math.Inf(1) }
	if text, short := f.diskWords(o); !strings.Contains(text, " of disk, ") || !strings.HasSuffix(text, " free") || short != "" {
		t.Errorf("a day: %q, %q", text, short)
	}
	f.duration = 1
	if text, short := f.diskWords(o); text != "" || short != "" {
		t.Errorf("a nanosecond: %q, %q", text, short)
	}
	f.duration = 0
	if text, _ := f.diskWords(o); !strings.Contains(text, " of disk a day, ") {
		t.Errorf("a run without an end: %q", text)
	}
	o.Workers, f.duration = 1<<30, 30000*cli.Day
	if _, short := f.diskWords(o); !strings.Contains(short, "it will stop in good order before the disk is full") {
		t.Errorf("a century on a billion cores: %q", short)
	}
}

// TestTidy checks that the samples of a run are removed, and nothing else that
// lies in their folder.
func TestTidy(t *testing.T) {
	file := clitest.NewRun(t, 1)
	f := flags{run: file.Path(), workers: 1}
	folder := chronicle.SamplesOf(f.run)
	f.tidy(tictactoe.Game{})
	if _, err := os.Stat(folder); err == nil {
		t.Error("tidying made a folder")
	}
	samples, other := filepath.Join(folder, "generation-000001.samples"), filepath.Join(folder, "thesis.txt")
	for _, foreign := range []bool{true, false} {
		if err := os.MkdirAll(folder, 0o755); err != nil {
			t.Fatal(err)
		}
		for _, name := range []string{samples, other} {
			if err := os.WriteFile(name, []byte("x"), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		if !foreign {
			os.Remove(other)
		}
		f.tidy(tictactoe.Game{})
		if _, err := os.Stat(samples); err == nil {
			t.Error("samples are left")
		}
		if _, err := os.Stat(other); (err == nil) != foreign {
			t.Errorf("a file that is not of the store: %v", err)
		}
		if _, err := os.Stat(folder); (err == nil) != foreign {
			t.Errorf("the folder: %v", err)
		}
	}
}
