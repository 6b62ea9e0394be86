package gameplay

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"apprentice/games"
	"apprentice/games/tictactoe"
)

// ticStyle is how moves are written.
func ticStyle(games.Game) (games.Style, error) {
	return games.Style{Describe: games.Position.Describe, ParseMove: games.Position.ParseMove}, nil
}

func ticLookup(string) (games.Game, error) { return tictactoe.Game{}, nil }

// journalled plays moves into a journal and leaves it as a killed program does:
// without a word, and without its lock.
func journalled(t *testing.T, folder string, number int, moves ...string) *Game {
	t.Helper()
	now := time.Unix(1_000_000, int64(number))
	g, err := New(tictactoe.Game{}, "", [2]string{"you", "them"}, Control{}, now)
	if err != nil {
		t.Fatal(err)
	}
	j, err := CreateJournal(folder, "tictactoe", now)
	if err != nil {
		t.Fatal(err)
	}
	g.Keep([2]string{}, j.Append)
	for _, text := range moves {
		m, err := g.Position().ParseMove(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := g.Play(m, nil, now); err != nil {
			t.Fatal(err)
		}
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	return g
}

// A game is in the archive once, however often it is put there, and by however
// many programs at a time.
func TestArchiveOnce(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "games.pgn")
	style, _ := ticStyle(nil)
	var all sync.WaitGroup
	var ids []string
	for i := range 4 {
		g := journalled(t, folder, i, "a1", "b1")
		ids = append(ids, g.ID())
		again, err := ReadJournal(journals(t, folder)[i], ticLookup)
		if err != nil || again.Game.ID() != g.ID() {
			t.Fatalf("read back as %v, %v", again.Game, err)
		}
		all.Go(func() {
			if err := Archive(path, again.Game, style); err != nil {
				t.Error(err)
			}
		})
		all.Go(func() {
			if err := Archive(path, g, style); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	text, err := os.ReadFile(path)
	if err != nil || strings.Count(string(text), "[Event ") != 4 {
		t.Errorf("%v:\n%s", err, text)
	}
	for _, id := range ids {
		if n := strings.Count(string(text), fmt.Sprintf("[GameId %q]", id)); n != 1 {
			t.Errorf("%s is there %d times", id, n)
		}
	}
}

// journals returns the names of the journals in a folder, in order.
func journals(t *testing.T, folder string) []string {
	t.Helper()
	list, err := filepath.Glob(filepath.Join(folder, "*"+extension))
	if err != nil {
		t.Fatal(err)
	}
	return list
}

// What a killed program left is put in order: a game that had ended is kept, one
// that goes on is left, one without a move is forgotten, and one that is being
// played is nobody else's.
func TestTidy(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "games.pgn")
	ended := journalled(t, folder, 1, "a1", "b1", "a2", "b2", "a3")
	kept := journalled(t, folder, 2, "a1", "b1", "a2", "b2", "a3")
	journalled(t, folder, 3, "a1", "b1")
	journalled(t, folder, 4)
	played := journalled(t, folder, 5, "b2")
	busy, err := ReadJournal(journals(t, folder)[4], ticLookup)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := busy.Reopen()
	if err != nil {
		t.Fatal(err)
	}
	style, _ := ticStyle(nil)
	if err := Archive(path, kept, style); err != nil { // it was killed after this
		t.Fatal(err)
	}
	for range 2 {
		if err := Tidy(folder, path, ticLookup, ticStyle); err != nil {
			t.Fatal(err)
		}
	}
	if err := lock.Close(); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil || strings.Count(string(text), "[Event ") != 2 || strings.Count(string(text), ended.ID()) != 1 || strings.Count(string(text), kept.ID()) != 1 {
		t.Errorf("%v:\n%s", err, text)
	}
	list := ListUnfinished(folder, ticLookup)
	if len(list) != 2 || list[0].Game.ID() == list[1].Game.ID() || list[0].Game.ID() != played.ID() && list[1].Game.ID() != played.ID() {
		t.Errorf("%d games to go on with, want two", len(list))
	}
	if left := journals(t, folder); len(left) != 2 {
		t.Errorf("journals %v", left)
	}
}
