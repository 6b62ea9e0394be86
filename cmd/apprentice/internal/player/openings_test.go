package player

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/selfplay/run"
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
		list, _, err := ReadOpenings(t.Context(), catalog.Default(), path, plies)
		if err == nil || !strings.HasSuffix(err.Error(), "the game is over after ply 4, by checkmate"+want) {
			t.Errorf("%d plies: %d openings, %v", plies, len(list), err)
		}
	}
	list, sum, err := ReadOpenings(t.Context(), catalog.Default(), path, 3)
	if err != nil || len(list) != 1 || len(list[0].Moves) != 3 {
		t.Errorf("3 plies: %v, %v", list, err)
	}
	if blob, err := os.ReadFile(path); err != nil || sum != run.Sum(blob) {
		t.Errorf("the sum of the openings is %s (%v)", sum, err)
	}
}

// Openings of a variant are refused in every form, by number and line: without
// castling they would be others.
func TestReadOpeningsOfVariant(t *testing.T) {
	const start = "4k3/p7/8/8/8/8/P7/1K5R w H -"
	for name, c := range map[string]struct{ text, want string }{
		"book.epd":     {"# a book\n8/8/8/8/8/k7/7p/K7 w - -\n" + start + "\n", "opening 2: line 3: fen "},
		"book.fen":     {start + " 2 9\n", "opening 1: line 1: fen "},
		"tagged.pgn":   {"[Variant \"Chess960\"]\n[FEN \"" + start + " 2 9\"]\n\n1. O-O *\n", "game 1 of line 1: it is a game of chess960, and the match is one of chess"},
		"untagged.pgn": {"[FEN \"" + start + " 2 9\"]\n\n1. a3 *\n", "game 1 of line 1: fen "},
		"castling.pgn": {"[FEN \"" + start + " 2 9\"]\n\n1. O-O *\n", "game 1 of line 1: it is a game of chess960"},
	} {
		path := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(path, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		list, _, err := ReadOpenings(t.Context(), catalog.Default(), path, AllPlies)
		if err == nil || !strings.HasPrefix(err.Error(), path+": "+c.want) || !strings.Contains(err.Error(), "chess960") {
			t.Errorf("%s: %d openings, error %v; want %q", name, len(list), err, c.want)
		}
	}
}
