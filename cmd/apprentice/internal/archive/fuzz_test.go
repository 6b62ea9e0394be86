package archive

import (
	"os"
	"path/filepath"
	"testing"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/files"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
)

// FuzzRunFile checks that any bytes are a run that can be read, or an error.
func FuzzRunFile(f *testing.F) {
	g := tictactoe.Game{}
	path := filepath.Join(f.TempDir(), "seed.run")
	file, err := run.Create(path, run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 5})
	if err != nil {
		f.Fatal(err)
	}
	if err := file.Close(); err != nil {
		f.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole, 0, []byte(nil))
	f.Add(whole[:len(whole)/2], 0, []byte(nil))
	f.Add(whole, 100, []byte{0xff, 0, 0xff})
	f.Add([]byte("SQLite format 3\x00"), 0, []byte(nil))
	f.Add([]byte(nil), 0, []byte(nil))
	f.Fuzz(func(t *testing.T, content []byte, at int, patch []byte) {
		content = append([]byte(nil), content...)
		if at >= 0 && at < len(content) {
			copy(content[at:], patch)
		}
		path := filepath.Join(t.TempDir(), "x.run")
		if err := os.WriteFile(path, content, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := files.OpenRun(path)
		if err != nil {
			return
		}
		defer file.Close()
		_, _ = chronicle.ReadHistory(file)
		_, _ = file.Check(g, nil)
		_, _, _ = player.GenerationBlob(path, "last")
	})
}
