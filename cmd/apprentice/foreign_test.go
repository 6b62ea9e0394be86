package main

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"
	"unicode"

	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/games/tictactoe"
	"apprentice/selfplay/run"
)

// obeyed is a text that a terminal would obey: it clears the screen, names the
// window, colours what follows and turns the direction of writing.
const obeyed = "\x1b[2J\x1b]0;title\a\u009b31m\u202ename"

// TestForeignText runs commands on what others have written. Nothing that a
// terminal obeys may come out, and the harmless part must.
func TestForeignText(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
		return path
	}
	pgn := write("a.pgn", "[Event \""+obeyed+"\"]\n[Variant \"Atomic\x1b[31mname\"]\n\n1. e4 *\n\n"+
		"[Event \"b\"]\n[White \""+obeyed+"\"]\n\n1. e4 e5 *\n\n[Event \"c\"]\n\n1. e4 Kname"+obeyed+" *\n")
	const rook = "6k1/5ppp/8/8/8/8/5PPP/R5K1 w - - "
	epd := write("a.epd", rook+"bm h3; id \""+obeyed+".1\";\n"+rook+"bm h3; id \"other.1\";\n")
	badEPD := write("b.epd", rook+"bm Kname"+obeyed+";\n")
	positions := write("c.epd", "8/8"+obeyed+" w - - 0 1\n")
	hostile := networkNamed(t, dir, obeyed)
	matches := runWithPlayer(t, dir, obeyed)
	for _, test := range []struct {
		name string
		args []string
		code int
	}{
		{"tags of PGN", []string{"games", "show", pgn}, console.ExitProblem},
		{"id of EPD", []string{"eval", "suite", epd, "--spec", "material:1", "--depth", "1", "--verbose"}, console.ExitOK},
		{"moves of EPD", []string{"eval", "suite", badEPD, "--spec", "random"}, console.ExitError},
		{"openings", []string{"match", "--a", "random", "--b", "random", "--openings", positions}, console.ExitError},
		{"metadata of a network", []string{"match", "--a", "net:" + hostile, "--b", "random", "--games", "2"}, console.ExitError},
		{"player of a run", []string{"eval", "ratings", "--run", matches}, console.ExitOK},
		{"player of a match", []string{"match", "--game", "tictactoe", "--a", "random?name=" + obeyed, "--b", "random", "--games", "2"}, console.ExitOK},
		{"missing run", []string{"games", "list", "--run", filepath.Join(dir, obeyed)}, console.ExitError},
		{"missing file", []string{"games", "show", filepath.Join(dir, obeyed)}, console.ExitError},
		{"unknown game", []string{"play", "--game", obeyed}, console.ExitError},
		{"unknown command", []string{obeyed}, console.ExitError},
		{"position", []string{"play", "--fen", obeyed}, console.ExitError},
		{"move of a person", []string{"play", "--game", "tictactoe", "--net", networkNamed(t, dir, "tictactoe"), "--nodes", "1"}, console.ExitOK},
		{"engine", []string{"match", "--a", "engine:" + write("engine", "#!/bin/sh\nprintf '"+`\033[2J\033]0;name\007`+"' >&2\nexit 1\n"), "--b", "random", "--games", "2"}, console.ExitError},
	} {
		if test.name == "engine" && runtime.GOOS == "windows" {
			continue // there is no such shell
		}
		var out, complaints bytes.Buffer
		code := execute(test.args, strings.NewReader(obeyed+"\nquit\n"), &out, &complaints)
		said := out.String() + complaints.String()
		if code != test.code || !strings.Contains(said, "name") {
			t.Errorf("%s: code %d, want %d: %q", test.name, code, test.code, said)
		}
		bad := func(r rune) bool {
			return unicode.IsControl(r) && r != '\n' && r != '\t' || unicode.Is(unicode.Bidi_Control, r)
		}
		if i := strings.IndexFunc(said, bad); i >= 0 {
			t.Errorf("%s: %q", test.name, said[i:])
		}
	}
}

// networkNamed writes a network file of a game of that name and returns its
// path.
func networkNamed(t *testing.T, dir, game string) string {
	t.Helper()
	g := tictactoe.Game{}
	blob, _ := clitest.NetworkFile(t, g, 0)
	weights, meta, _, err := value.Read(bytes.NewReader(blob))
	if err != nil {
		t.Fatal(err)
	}
	meta.Game = game
	var b bytes.Buffer
	if _, err := value.Write(&b, weights, meta); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(dir, "name"+string(rune('0'+len(game)%10))+".net")
	if err := os.WriteFile(path, b.Bytes(), 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}

// runWithPlayer returns the path of a run with a match of a player of that name.
func runWithPlayer(t *testing.T, dir, player string) string {
	t.Helper()
	g := tictactoe.Game{}
	path := filepath.Join(dir, "p.run")
	file, err := run.Create(path, run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 5})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.AddMatch(run.Match{
		A: "gen:0", B: player, Games: 60, Wins: 20, Losses: 30, Draws: 10, Settings: `{"nodes":400}`, Played: time.Unix(1, 0),
	}); err != nil {
		t.Fatal(err)
	}
	return path
}
