package files

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
)

// gameText is a game of a file that has a tag of its own.
func gameText(id, moves string) []byte {
	return fmt.Appendf(nil, "[Event \"?\"]\n[GameId \"%s\"]\n\n%s *\n\n", id, moves)
}

// put puts a game and returns what the file then has.
func put(t *testing.T, g *Game, text []byte) string {
	t.Helper()
	if err := g.Put(text); err != nil {
		t.Fatal(err)
	}
	return content(t, g.path)
}

func content(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A game takes its own place each time, whatever others do to the file.
func TestGamePut(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pgn")
	if err := os.WriteFile(path, []byte("[Event \"old\"]\n\n1. d4 *"), 0o600); err != nil {
		t.Fatal(err)
	}
	const old = "[Event \"old\"]\n\n1. d4 *\n\n"
	g, ok := NewGame(path, "a")
	if !ok {
		t.Fatal("no game can be put there")
	}
	one, two, three := string(gameText("a", "1. e4")), string(gameText("a", "1. e4 e5")), string(gameText("a", "1. e4 e5 2. Nf3"))
	steps := []struct {
		name  string
		other func(text string) string // what somebody else does before
		text  string
		want  string
	}{
		{"new", nil, one, old + one},
		{"the same", nil, one, old + one},
		{"a move more", nil, two, old + two},
		{"others have appended", func(s string) string { return s + "[Event \"b\"]\n\n*\n\n" }, three, old + three + "[Event \"b\"]\n\n*\n\n"},
		{"a move is taken back", nil, one, old + one + "[Event \"b\"]\n\n*\n\n"},
		{"others have put in something before it", func(s string) string { return "% note\n" + s }, two, "% note\n" + old + two + "[Event \"b\"]\n\n*\n\n"},
		{"all moves are taken back", nil, "", "% note\n" + old + "[Event \"b\"]\n\n*\n\n"},
		{"and it begins anew", nil, one, "% note\n" + old + "[Event \"b\"]\n\n*\n\n" + one},
		{"somebody has changed the game", func(s string) string { return strings.Replace(s, "1. e4 *", "1. e4 {good} *", 1) }, two,
			"% note\n" + old + "[Event \"b\"]\n\n*\n\n" + strings.Replace(one, "1. e4 *", "1. e4 {good} *", 1) + two},
		{"somebody has emptied the file", func(string) string { return "" }, three, three},
	}
	for _, step := range steps {
		if step.other != nil {
			if err := os.WriteFile(path, []byte(step.other(content(t, path))), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if got := put(t, g, []byte(step.text)); got != step.want {
			t.Errorf("%s: the file has\n%s\nwant\n%s", step.name, got, step.want)
		}
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if got := put(t, g, []byte(two)); got != two {
		t.Errorf("somebody has removed the file: it has\n%s", got)
	}
	left, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(left) != 1 {
		t.Errorf("files left: %v, %v", left, err)
	}
}

// A game that an earlier process has put into a file is replaced there.
func TestGameOfEarlierProcess(t *testing.T) {
	one, two := string(gameText("a", "1. e4")), string(gameText("a", "1. e4 e5"))
	const before, after = "[Event \"b\"]\n\n*\n\n", "[Event \"c\"]\n[GameId \"aa\"]\n\n*\n\n"
	for _, text := range []string{one, before + one, one + after, before + one + after, before + two + after, before + after, ""} {
		path := filepath.Join(t.TempDir(), "a.pgn")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		want := strings.Replace(text, one, two, 1)
		if !strings.Contains(want, two) {
			want += two
		}
		for range 2 {
			g, ok := NewGame(path, "a")
			if !ok {
				t.Fatal("no game can be put there")
			}
			if got := put(t, g, []byte(two)); got != want {
				t.Errorf("%q becomes\n%s\nwant\n%s", text, got, want)
			}
		}
	}
}

// Permissions and symbolic links stay, and what is no game is not damaged.
func TestGameFile(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	if err := os.WriteFile(at("a.pgn"), nil, 0o640); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink("a.pgn", at("link.pgn")); err != nil {
		t.Skip("no symbolic links: ", err)
	}
	g, ok := NewGame(at("link.pgn"), "a")
	if !ok {
		t.Fatal("no game can be put there")
	}
	if got := put(t, g, gameText("a", "1. e4")); got != string(gameText("a", "1. e4")) {
		t.Errorf("the file has %q", got)
	}
	if info, err := os.Lstat(at("link.pgn")); err != nil || info.Mode()&os.ModeSymlink == 0 {
		t.Errorf("the link is gone: %v, %v", info, err)
	}
	if info, err := os.Stat(at("a.pgn")); err != nil || info.Mode().Perm() != 0o640 {
		t.Errorf("the permissions are %v, %v", info, err)
	}
	if err := os.WriteFile(at("b"), []byte("\x00\x01binary"), 0o600); err != nil {
		t.Fatal(err)
	}
	g, _ = NewGame(at("b"), "a")
	if err := g.Put(gameText("a", "1. e4")); err == nil || !strings.Contains(err.Error(), "it is not a text file") || content(t, at("b")) != "\x00\x01binary" {
		t.Errorf("error %v; the file has %q", err, content(t, at("b")))
	}
	if _, ok := NewGame(os.DevNull, "a"); ok {
		t.Error("a game can be replaced in the null device")
	}
	if _, ok := NewGame(at("nofolder/x.pgn"), "a"); ok {
		t.Error("a game can be put into a folder that is not there")
	}
}

// Several games may grow in one file at a time, and others may be appended: each
// is there once, as it was put last.
func TestGamesTogether(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pgn")
	const games, moves = 4, 25
	var all sync.WaitGroup
	for i := range games {
		all.Go(func() {
			g, ok := NewGame(path, fmt.Sprint("grows", i))
			if !ok {
				t.Error("no game can be put there")
				return
			}
			for n := range moves {
				if err := g.Put(gameText(fmt.Sprint("grows", i), strings.Repeat("x ", n))); err != nil {
					t.Error(err)
				}
			}
		})
		all.Go(func() {
			for n := range moves {
				if err := AppendPGN(path, gameText(fmt.Sprintf("whole%d-%d", i, n), "y")); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
	text := content(t, path)
	for i := range games {
		if n := strings.Count(text, string(gameText(fmt.Sprint("grows", i), strings.Repeat("x ", moves-1)))); n != 1 {
			t.Errorf("game %d is there %d times", i, n)
		}
		for n := range moves {
			if n := strings.Count(text, string(gameText(fmt.Sprintf("whole%d-%d", i, n), "y"))); n != 1 {
				t.Errorf("an appended game is there %d times", n)
			}
		}
	}
	if n := strings.Count(text, "[Event "); n != games*(moves+1) {
		t.Errorf("%d games, want %d", n, games*(moves+1))
	}
}
