package match

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/notnil/chess"
)

// The PGN file of a match is read by another program's reader, which finds the
// same games.
func TestMatchPGNReadElsewhere(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pgn")
	if _, err := runMatch(t, "--a", "material:1", "--b", "random?name=\"R\" \\ x", "--games", "4", "--pgn", path, "--max-plies", "80", "--tc", "40/60+1"); err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	scanner := chess.NewScanner(file)
	n := 0
	for scanner.Scan() {
		g := scanner.Next()
		if len(g.TagPairs()) == 0 && len(g.Moves()) == 0 {
			continue // it finds a game behind the last one
		}
		n++
		tag := func(name string) string {
			if p := g.GetTagPair(name); p != nil {
				return p.Value
			}
			return ""
		}
		if tag("White") == "" || tag("Black") == "" || tag("TimeControl") != "40/60+1" || tag("ECO") == "" || tag("Opening") == "" {
			t.Errorf("game %d: tags %v", n, g.TagPairs())
		}
		if got := tag("PlyCount"); got == "" || got == "0" || len(g.Moves()) == 0 {
			t.Errorf("game %d: %s plies, read %d", n, got, len(g.Moves()))
		}
		want := map[string]bool{"normal": true, "adjudication": true}
		if !want[tag("Termination")] || tag("Result") != string(g.Outcome()) {
			t.Errorf("game %d: %s by %q, read %s", n, tag("Result"), tag("Termination"), g.Outcome())
		}
		if g.Method() == chess.Checkmate && tag("Termination") != "normal" {
			t.Errorf("game %d: mate is %q", n, tag("Termination"))
		}
	}
	if err := scanner.Err(); n != 4 || err != nil && err.Error() != "EOF" {
		t.Errorf("%d games read, %v", n, err)
	}
}

// The comments have the form of other match runners, from the mover's view.
func TestMatchPGNComments(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pgn")
	if _, err := runMatch(t, "--game", "tictactoe", "--a", "material:2", "--b", "material:1", "--games", "2", "--pgn", path); err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	comments := regexp.MustCompile(`\{[^}]*\}`).FindAllString(string(text), -1)
	form := regexp.MustCompile(`^\{[+-](\d+\.\d\d|M\d+)/\d+\s\d+\.\d{3}s\s\d+n\}$`)
	n := 0
	for _, c := range comments {
		if form.MatchString(c) {
			n++
		} else if strings.ContainsAny(c, "0123456789") {
			t.Errorf("comment %s", c)
		}
	}
	searched := 0
	for _, count := range regexp.MustCompile(`PlyCount "(\d+)"`).FindAllStringSubmatch(string(text), -1) {
		plies, _ := strconv.Atoi(count[1])
		searched += plies - 2 // random ones
	}
	if n != searched || n == 0 {
		t.Errorf("%d comments for %d searched moves in\n%s", n, searched, text)
	}
}

// The termination of every reason that a match can have is one of the PGN
// standard.
func TestMatchPGNTerminations(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pgn")
	for _, test := range []struct {
		args       []string
		want, last string
	}{
		{[]string{"--max-plies", "3"}, `[Termination "adjudication"]`, "{ply cap}"},
		{[]string{"--draw-moves", "1", "--draw-value", "30000", "--draw-from", "2"}, `[Termination "adjudication"]`, "{adjudication}"},
		{nil, `[Termination "normal"]`, "{line}"},
	} {
		args := append([]string{"--game", "tictactoe", "--a", "material:2", "--b", "material:2", "--games", "20", "--pgn", path}, test.args...)
		if _, err := runMatch(t, args...); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		if s := string(text); !strings.Contains(s, test.want) || !strings.Contains(s, test.last) {
			t.Errorf("%v: no %s and %s in\n%s", test.args, test.want, test.last, s)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}

func TestTimeControlTag(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.pgn")
	for want, args := range map[string][]string{
		"[TimeControl \"-\"]":                                  nil,
		"[TimeControl \"1/0.05\"]":                             {"--movetime", "50ms"},
		"[TimeControl \"90+1\"]":                               {"--tc", "1:30+1"},
		"[WhiteTimeControl \"90\"]\n[BlackTimeControl \"60\"]": {"--b", "random?tc=60", "--tc", "90"},
	} {
		args = append([]string{"--game", "tictactoe", "--a", "random", "--b", "random", "--games", "1", "--pgn", path}, args...)
		if _, err := runMatch(t, args...); err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(text), want) {
			t.Errorf("%v: no %s in\n%s", args, want, text)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}
