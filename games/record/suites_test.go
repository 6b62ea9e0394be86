package record

import (
	"encoding/csv"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"apprentice/games/chess"
)

// suite returns the path of a file of the shared test suites, or skips the
// test where there are none.
func suite(t *testing.T, name string) string {
	t.Helper()
	path := filepath.Join("..", "..", "..", "shared", "suites", name)
	if _, err := os.Stat(path); err != nil {
		t.Skip("no suites: ", err)
	}
	return path
}

// readSuite returns the games of a file and the errors that came with them.
func readSuite(t *testing.T, path string) (played []PGNGame, failures []error) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	for g, err := range ReadPGN(file, chess.Game{}) {
		played = append(played, g)
		if err != nil {
			failures = append(failures, err)
		}
	}
	return played, failures
}

// failing are the files of the suites that hold something else than whole
// games of chess, and a part of the error that must say so.
var failing = map[string]string{
	"atomicPromotion":        `variant "Atomic"`,
	"atomicRegression":       `variant "Atomic"`,
	"chessComCrazyhouse":     `variant "Crazyhouse"`,
	"crazyhouse1":            `variant "Crazyhouse"`,
	"crazyhouse2":            `variant "Crazyhouse"`,
	"crazyhouseFromProd":     `variant "Crazyhouse"`,
	"crazyhouseNoVariantTag": `"N@e3"`,
	"disambiguated":          `"Be5"`, // begins in a position it does not give
	"festivalFigueira":       `"Re1"`, // illegal
	"invalidVariant":         `variant "starwars"`,
	"crafty06_01":            "line 29", // lines of a mail between games
	"crafty06_02":            "MIME-Version",
	"crafty06_03":            "MIME-Version",
	"twic9nn_error":          `"b1"`, // cut off
}

func TestReadPGNSuites(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join(suite(t, "pgn"), "*", "*.pgn"))
	if err != nil || len(paths) < 100 {
		t.Fatalf("%d files, %v", len(paths), err)
	}
	for _, path := range paths {
		name := strings.TrimSuffix(filepath.Base(path), ".pgn")
		played, failures := readSuite(t, path)
		if len(played) == 0 {
			t.Errorf("%s: no game", name)
		}
		want, fails := failing[name]
		if strings.HasPrefix(name, "Little_") {
			want, fails = `move "br"`, true // broken on purpose, with HTML in it
		}
		switch {
		case !fails && len(failures) > 0:
			t.Errorf("%s: %v", name, failures)
		case fails && len(failures) == 0:
			t.Errorf("%s: read without an error; want %q", name, want)
		case fails && !strings.Contains(failures[0].Error(), want):
			t.Errorf("%s: %v; want %q", name, failures[0], want)
		}
		for _, g := range played {
			if _, err := Replay(g.Rules, &g.Game); err != nil && !fails {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

func TestMainlinePlies(t *testing.T) {
	dir := suite(t, "pgn/scalachess")
	file, err := os.Open(filepath.Join(dir, "expected_mainline_plies.csv"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		path := filepath.Join(dir, row[0]+".pgn")
		if _, err := os.Stat(path); err != nil || failing[row[0]] != "" {
			continue // not a file of its own, or not from the start position of chess
		}
		played, failures := readSuite(t, path)
		if len(failures) > 0 || len(played) != 1 || strconv.Itoa(len(played[0].Plies)) != row[1] {
			t.Errorf("%s: %d games, %v; want one of %s plies", row[0], len(played), failures, row[1])
		}
	}
}

// The numbers of games are those of grep -c '^\[Round ', that of plies is in the
// names of the files and in the last move number.
func TestPGNCounts(t *testing.T) {
	for _, test := range []struct {
		file         string
		games, plies int // plies of each game; 0 where they differ
	}{
		{"openings-8moves.pgn", 1500, 16},
		{"pgn/pgn-read/FIDE_longest_possible_game.pgn", 1, 2 * 5895},
		{"pgn/scalachess/uzchesscup.pgn", 45, 0},
	} {
		played, failures := readSuite(t, suite(t, test.file))
		if len(played) != test.games || len(failures) > 0 {
			t.Errorf("%s: %d games, %v; want %d", test.file, len(played), failures, test.games)
		}
		for _, g := range played {
			if test.plies != 0 && len(g.Plies) != test.plies {
				t.Errorf("%s: game of line %d has %d plies; want %d", test.file, g.Line, len(g.Plies), test.plies)
			}
		}
	}
}

func TestEPDSuites(t *testing.T) {
	for _, test := range []struct {
		file  string
		op    string // that every line must have; "perft" for counts
		moves bool   // which are moves of the position
	}{
		{"chess-perft.epd", "perft", false},
		{"mate3.epd", "dm", false},
		{"mate3.epd", "bm", true},
		{"wac.epd", "id", false},
		{"sts1-5.epd", "bm", true},
		{"sts1-5.epd", "c9", false},
		{"openings-noob3.epd", "", false},
	} {
		file, err := os.Open(suite(t, test.file))
		if err != nil {
			t.Fatal(err)
		}
		lines := 0
		for e, err := range ReadEPD(file) {
			lines++
			if err != nil {
				t.Errorf("%s: %v", test.file, err)
				continue
			}
			pos, err := chess.Game{}.ParseFEN(e.FEN)
			if err != nil {
				t.Errorf("%s: %v", test.file, err)
				continue
			}
			if test.op == "perft" {
				if counts, err := e.Perft(); err != nil || len(counts) == 0 || len(counts) != len(e.Ops) {
					t.Errorf("%s: %s: counts %v", test.file, e.FEN, counts)
				}
			} else if test.op != "" && len(e.Ops[test.op]) == 0 {
				t.Errorf("%s: %s: no %s", test.file, e.FEN, test.op)
			}
			if !test.moves {
				continue
			}
			if moves, err := e.Moves(pos, test.op); err != nil || len(moves) == 0 {
				t.Errorf("%s: %s: %d moves, %v", test.file, e.FEN, len(moves), err)
			}
		}
		file.Close()
		if lines < 50 {
			t.Errorf("%s: %d lines", test.file, lines)
		}
	}
}
