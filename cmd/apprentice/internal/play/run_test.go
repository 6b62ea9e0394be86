package play

import (
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/player"
	"apprentice/cmd/apprentice/internal/playscreen"
	"apprentice/games/tictactoe"
	"apprentice/games/xiangqi"
)

// The run in the folder plays where it has grown past the first level, and nobody
// else was chosen. Otherwise it is offered.
func TestRunInFolder(t *testing.T) {
	for _, test := range []struct {
		name     string
		complete int // generation n wins 20n of 60 games with random moves
		args     string
		takes    bool
		greeting string
	}{
		{"none", -1, "", false, "Type a move"},
		{"not measured", 0, "", false, "chess.run lies in this folder: F6 lets it play"},
		{"no better than random moves", 1, "", false, "chess.run lies in this folder: F6 lets it play"},
		{"grown", 3, "", true, "its last generation plays"},
		{"another was chosen", 3, "--level 1", false, "chess.run lies in this folder: F6 lets it play"},
		{"of another game", 3, "--game xiangqi", false, "Type a move"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			if test.complete >= 0 {
				clitest.NewRunOf(t, catalog.Default(), "chess.run", test.complete)
			}
			cmd := New()
			if err := cmd.ParseFlags(strings.Fields(test.args)); err != nil {
				t.Fatal(err)
			}
			f := &flags{}
			f.opponent.Generation = "last"
			g := catalog.Default()
			if strings.Contains(test.args, "xiangqi") {
				g = xiangqi.Game{}
			}
			f.takeRun(g, cmd.Flags())
			if f.took != test.takes || (f.opponent.Run != "") != test.takes {
				t.Errorf("takes %v (%q), want %v", f.took, f.opponent.Run, test.takes)
			}
			if test.takes {
				found, err := (opponents{g}).chosen(f)
				if err != nil || found.Name != "generation 3 of chess.run" {
					t.Errorf("plays as %q, %v", found.Name, err)
				}
			}
			if text := f.greeting(opponents{g}); !strings.Contains(text, test.greeting) {
				t.Errorf("it says %q, want %q", text, test.greeting)
			}
		})
	}
}

// Line by line, the run in the folder is named too.
func TestRunInFolderLineByLine(t *testing.T) {
	for complete, want := range map[int]string{1: "chess.run lies in this folder; --run chess.run plays against it", 3: "against generation 3 of chess.run"} {
		t.Chdir(t.TempDir())
		clitest.NewRunOf(t, catalog.Default(), "chess.run", complete)
		out, err := clitest.Run(t.Context(), New(), "--nodes", "1")
		if err != nil || !strings.Contains(out, want) {
			t.Errorf("%d generations: %v, %q", complete, err, out)
		}
	}
}

// Where no networks of a game ship, the run in the folder plays, and it is not
// offered once more.
func TestRunOfGameWithoutNetworks(t *testing.T) {
	t.Chdir(t.TempDir())
	g := tictactoe.Game{}
	clitest.NewRunOf(t, g, "tictactoe.run", 1)
	f := &flags{side: "none", opponent: player.OpponentFlags{Stage: "last"}}
	o := playscreen.Options{Game: g}
	if err := f.seats(&o, opponents{g}); err != nil {
		t.Fatal(err)
	}
	if text := f.greeting(opponents{g}); !strings.Contains(text, "its last generation plays") {
		t.Errorf("%s plays, and it says %q", o.Seats[0].Name, text)
	}
}
