package match

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"apprentice/games"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
)

// FuzzMatchState checks that a line of the state of a match is a game or an
// error, and that a game which is written again is the same.
func FuzzMatchState(f *testing.F) {
	g := tictactoe.Game{}
	game := record.Game{First: "a", Second: "b", Outcome: games.Outcome{Result: games.Draw, Reason: games.PlyCap}}
	for pos := g.Start(); len(game.Plies) < 2; {
		m := pos.Moves(nil, games.AllMoves)[0]
		game.Plies = append(game.Plies, record.Ply{Move: m})
		pos.Make(m, nil)
	}
	line, err := json.Marshal(savedGame{Game: record.AppendGame(nil, &game), Thoughts: make([][3]int64, 2)})
	if err != nil {
		f.Fatal(err)
	}
	f.Add(line)
	f.Add([]byte(`{"index":18446744073709551615,"game":"AAAA","thoughts":[[1,2,3]],"effort":[[1,2,3,4],[5,6,7,-8]]}`))
	f.Add([]byte(`{"index":-1}`))
	f.Fuzz(func(t *testing.T, line []byte) {
		read, _, err := parseSavedGame(line)
		if err != nil {
			return
		}
		if len(read.Thoughts) != len(read.Game.Plies) || !read.Game.Outcome.Over() {
			t.Fatalf("%q is read as %+v", line, read)
		}
		path := filepath.Join(t.TempDir(), "state")
		s, err := openState(path, head{}, newTournament(1))
		if err != nil {
			t.Fatal(err)
		}
		if err := s.save(read); err != nil {
			t.Fatal(err)
		}
		s.close()
		written, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		lines := strings.SplitAfter(string(written), "\n")
		again, isSealed, err := parseSavedGame([]byte(lines[1]))
		if diff := cmp.Diff(read, again); diff != "" || err != nil || !isSealed {
			t.Fatalf("%q is not the same when it is written again: %v\n%s", line, err, diff)
		}
	})
}
