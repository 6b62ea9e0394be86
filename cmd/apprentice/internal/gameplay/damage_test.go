package gameplay

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"apprentice/games"
	"apprentice/internal/sealed"
)

// Whichever bit of a journal is flipped, the game is that of the lines before it,
// and what was lost is named. It goes on from there, and a copy stays.
func TestJournalFlippedBits(t *testing.T) {
	folder := t.TempDir()
	journalled(t, folder, 1, "a1", "b1", "a2", "b2")
	path := journals(t, folder)[0]
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	lines := bytes.SplitAfter(whole, []byte("\n"))
	if len(lines) != 6 {
		t.Fatalf("%d lines; want a head and four moves", len(lines)-1)
	}
	for bit := range 8 * (len(lines[3]) - 1) {
		spoiled := bytes.Clone(whole)
		spoiled[len(lines[0])+len(lines[1])+len(lines[2])+bit/8] ^= 1 << (bit % 8)
		if err := os.WriteFile(path, spoiled, 0o600); err != nil {
			t.Fatal(err)
		}
		u, err := ReadJournal(path, ticLookup)
		if err != nil || len(u.Game.Plies()) != 2 || u.Damaged != 4 {
			t.Fatalf("bit %d of byte %d: %d plies, line %d is damaged, error %v; want 2 plies, line 4", bit%8, bit/8, len(u.Game.Plies()), u.Damaged, err)
		}
	}
	u := ListUnfinished(folder, ticLookup)[0]
	spoiled, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	j, err := u.Reopen()
	if err != nil || u.DamageError() == nil || !strings.Contains(u.DamageError().Error(), "line 4") {
		t.Fatalf("reopened: %v, %v", err, u.DamageError())
	}
	m := u.Game.Position().Moves(nil, games.AllMoves)[0]
	if err := u.Game.Play(m, nil, time.Unix(1, 0)); err != nil {
		t.Fatal(err)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	again, err := ReadJournal(path, ticLookup)
	if err != nil || len(again.Game.Plies()) != 3 || again.Damaged != 0 || again.DamageError() != nil {
		t.Errorf("after a move: %d plies, line %d is damaged, error %v", len(again.Game.Plies()), again.Damaged, err)
	}
	if kept, err := os.ReadFile(u.Copy()); err != nil || !bytes.Equal(kept, spoiled) {
		t.Errorf("the copy is %q, error %v", kept, err)
	}
}

// A journal that an earlier program wrote has no checksums. It is read, and goes
// on with them; an illegal move in it is named.
func TestJournalWithoutChecksums(t *testing.T) {
	folder := t.TempDir()
	journalled(t, folder, 1, "a1", "b1", "a2")
	path := journals(t, folder)[0]
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var old []byte
	for line := range bytes.Lines(whole) {
		old = append(append(old, line[:bytes.LastIndex(line, []byte(`,"crc32c":`))]...), "}\n"...)
	}
	for _, test := range []struct {
		data    []byte
		plies   int
		damaged int
	}{
		{old, 3, 0},
		{bytes.Replace(old, []byte(`"b1"`), []byte(`"a1"`), 1), 1, 3},
	} {
		if err := os.WriteFile(path, test.data, 0o600); err != nil {
			t.Fatal(err)
		}
		u, err := ReadJournal(path, ticLookup)
		if err != nil || len(u.Game.Plies()) != test.plies || u.Damaged != test.damaged {
			t.Fatalf("%d plies, line %d is damaged, error %v; want %d, %d", len(u.Game.Plies()), u.Damaged, err, test.plies, test.damaged)
		}
		j, err := u.Reopen()
		if err != nil {
			t.Fatal(err)
		}
		u.Game.Rename([2]string{"x", "y"})
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		blob, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := bytes.SplitAfter(blob, []byte("\n"))
		if isSealed, err := sealed.Unmarshal(lines[len(lines)-2], new(Event)); err != nil || !isSealed {
			t.Errorf("the last line is %s, error %v", lines[len(lines)-2], err)
		}
		if u, err := ReadJournal(path, ticLookup); err != nil || u.Damaged != 0 || len(u.Game.Plies()) != test.plies || u.Game.Names() != [2]string{"x", "y"} {
			t.Errorf("read again: %+v, error %v", u, err)
		}
	}
}

// A journal whose first move is damaged is not thrown away as one without moves.
func TestTidyKeepsDamage(t *testing.T) {
	folder := t.TempDir()
	journalled(t, folder, 1, "a1", "b1")
	path := journals(t, folder)[0]
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	spoiled := bytes.Replace(whole, []byte(`"a1"`), []byte(`"a3"`), 1)
	if err := os.WriteFile(path, spoiled, 0o600); err != nil {
		t.Fatal(err)
	}
	err = Tidy(folder, filepath.Join(folder, "games.pgn"), ticLookup, ticStyle)
	if err == nil || !strings.Contains(err.Error(), "line 2 of its journal is damaged") {
		t.Errorf("error %v", err)
	}
	if kept, err := os.ReadFile(path + ".damaged"); err != nil || !bytes.Equal(kept, spoiled) {
		t.Errorf("the copy is %q, error %v", kept, err)
	}
	if err := Tidy(folder, filepath.Join(folder, "games.pgn"), ticLookup, ticStyle); err != nil {
		t.Errorf("the second time: %v", err)
	}
}
