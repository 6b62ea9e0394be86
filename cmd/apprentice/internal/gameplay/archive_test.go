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

// A game that was put away unfinished and played on, since the program was killed
// before it could end the journal, takes the place of what was put away. What was
// read earlier does not take it back, and other games stay.
func TestArchivePlayedOn(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "games.pgn")
	style, _ := ticStyle(nil)
	var stages []*Game
	g := journalled(t, folder, 0, "a1", "b1")
	journal := journals(t, folder)[0]
	for _, more := range [][]string{{}, {"a2"}, {"b2", "a3"}} { // the last wins
		u := Unfinished{Path: journal, Game: g}
		j, err := u.Reopen()
		if err != nil {
			t.Fatal(err)
		}
		for _, text := range more {
			m, err := u.Game.Position().ParseMove(text)
			if err == nil {
				err = u.Game.Play(m, nil, time.Unix(1_000_001, 0))
			}
			if err != nil {
				t.Fatal(err)
			}
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		stages = append(stages, u.Game)
	}
	others := []*Game{journalled(t, folder, 1, "c1", "c2"), journalled(t, folder, 2, "c3")}
	for _, g := range []*Game{others[0], stages[0], others[1], stages[1], stages[2], stages[1], stages[0]} {
		if err := Archive(path, g, style); err != nil {
			t.Fatal(err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for i, moves := range []string{"\n1. c1 c2 *\n", "\n1. a1 b1 2. a2 b2 3. a3 {line} 1-0\n", "\n1. c3 *\n"} {
		if strings.Count(string(text), moves) != 1 {
			t.Errorf("game %d: not %q once in\n%s", i, moves, text)
		}
	}
	if n := strings.Count(string(text), "[Event "); n != 3 {
		t.Errorf("%d games in\n%s", n, text)
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
