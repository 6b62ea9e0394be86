package player

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/catalog"
)

// An opening that ends the game names the flag that shortens it, unless the
// command has no such flag.
func TestReadOpeningsRefuses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "mated.pgn")
	if err := os.WriteFile(path, []byte("[Event \"a\"]\n\n1. f3 e5 2. g4 Qh4# 0-1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const flag = "; --opening-plies 3 stops before it"
	for plies, want := range map[int]string{0: flag, 4: flag, AllPlies: ""} {
		list, err := ReadOpenings(t.Context(), catalog.Default(), path, plies)
		if err == nil || !strings.HasSuffix(err.Error(), "the game is over after ply 4, by checkmate"+want) {
			t.Errorf("%d plies: %d openings, %v", plies, len(list), err)
		}
	}
	if list, err := ReadOpenings(t.Context(), catalog.Default(), path, 3); err != nil || len(list) != 1 || len(list[0].Moves) != 3 {
		t.Errorf("3 plies: %v, %v", list, err)
	}
}
