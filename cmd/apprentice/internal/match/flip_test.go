package match

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"apprentice/internal/sealed"
)

// unsealedState returns a state as programs wrote it before lines had checksums.
func unsealedState(t *testing.T, lines [][]byte) []byte {
	t.Helper()
	var old []byte
	for _, line := range lines {
		old = append(old, unsealed(t, line)...)
	}
	return bytes.Replace(old, []byte(stateFormat), []byte(stateFormatUnsealed), 1)
}

// Whichever bit of a game is flipped, the line of the game is dropped and named,
// or says what it said.
func TestMatchStateFlippedBits(t *testing.T) {
	_, _, _, lines := stateOfSix(t)
	for bit := range 8 * (len(lines[1]) - 1) {
		line := bytes.Clone(lines[1])
		line[bit/8] ^= 1 << (bit % 8)
		if _, isSealed, err := parseSavedGame(line); err == nil && isSealed {
			t.Errorf("bit %d of byte %d: %s is read", bit%8, bit/8, line)
		}
	}
}

// A flipped bit in a file without checksums changes neither moves nor results
// unnoticed. The game is played again, and the PGN file has it once.
func TestMatchStateFlippedBitsUnsealed(t *testing.T) {
	folder := t.TempDir()
	state, pgn := filepath.Join(folder, "state"), filepath.Join(folder, "a.pgn")
	args := []string{"--game", "tictactoe", "--a", "material:2", "--b", "random", "--games", "6", "--concurrency", "1", "--state", state, "--pgn", pgn}
	want, err := runMatch(t, args...)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	old := unsealedState(t, lines[:7])
	game := bytes.Index(old, []byte(`"game":"AA`)) + len(`"game":"`)
	for _, at := range []int{-1, 22, 24, 32, 40, 44} {
		data := bytes.Clone(old)
		from := "6 games from"
		if at >= 0 {
			data[game+at] ^= 1
			from = "5 games from"
		}
		if err := os.WriteFile(state, data, 0o644); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			got, err := runMatch(t, args...)
			if err != nil {
				t.Fatalf("byte %d: %v", at, err)
			}
			if diff := cmp.Diff(timed.ReplaceAllString(want, ""), timed.ReplaceAllString(got, "")); diff != "" {
				t.Errorf("byte %d: %s", at, diff)
			}
			if !strings.Contains(got, from) || strings.Contains(got, "dropped line 2: ") != (at >= 0) {
				t.Errorf("byte %d: no %q in, or nothing of line 2:\n%s", at, from, got)
			}
			from = "6 games from"
		}
		text, err := os.ReadFile(pgn)
		if n := bytes.Count(text, []byte("[Event ")); err != nil || n != 6 {
			t.Errorf("byte %d: %d games in the PGN file, %v", at, n, err)
		}
	}
}

// A file without checksums is continued with them, and lines after the first of
// those need theirs.
func TestMatchStateUnsealedGrows(t *testing.T) {
	args, want, state, lines := stateOfSix(t)
	if err := os.WriteFile(state, unsealedState(t, lines[:4]), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := runMatch(t, args...); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	grown := bytes.SplitAfter(data, []byte("\n"))
	for i, line := range grown[:7] {
		if isSealed, err := sealed.Unmarshal(line, new(savedGame)); err != nil || isSealed != (i > 3) {
			t.Errorf("line %d has a checksum: %v, %v", i+1, isSealed, err)
		}
	}
	grown[6] = unsealed(t, grown[6])
	if err := os.WriteFile(state, bytes.Join(grown, nil), 0o644); err != nil {
		t.Fatal(err)
	}
	got, err := runMatch(t, args...)
	if note := fmt.Sprintf("%s: dropped line 7: it is damaged: it has no checksum", state); err != nil || !strings.Contains(got, note) {
		t.Errorf("no %q in, %v:\n%s", note, err, got)
	}
	if diff := cmp.Diff(timed.ReplaceAllString(want, ""), timed.ReplaceAllString(got, "")); diff != "" {
		t.Error(diff)
	}
}
