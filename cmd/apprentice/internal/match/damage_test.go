package match

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"apprentice/eval"
	"apprentice/games/tictactoe"
	"apprentice/internal/atomicfile"
	"apprentice/internal/sealed"
)

// stateOfSix plays a match of six games and returns its arguments, what it
// prints, the name of its state and the lines in there.
func stateOfSix(t *testing.T) (args []string, printed, state string, lines [][]byte) {
	t.Helper()
	state = filepath.Join(t.TempDir(), "state")
	args = []string{"--game", "tictactoe", "--a", "random", "--b", "material:1", "--games", "6", "--concurrency", "1", "--state", state}
	printed, err := runMatch(t, args...)
	if err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	lines = bytes.SplitAfter(whole, []byte("\n"))
	if len(lines) != 8 || len(lines[7]) != 0 {
		t.Fatalf("%d lines; want a head and six games", len(lines))
	}
	return args, printed, state, lines[:7]
}

// unsealed returns a line of a state as programs wrote it before lines had
// checksums.
func unsealed(t *testing.T, line []byte) []byte {
	t.Helper()
	at := bytes.LastIndex(line, []byte(`,"crc32c":`))
	if at < 0 {
		t.Fatalf("no checksum in %s", line)
	}
	return append(bytes.Clone(line[:at]), "}\n"...)
}

// changed returns a line of a state in which something was different when it
// was written.
func changed(t *testing.T, line []byte, from, to string) []byte {
	t.Helper()
	text := unsealed(t, line)
	if !bytes.Contains(text, []byte(from)) {
		t.Fatalf("no %s in %s", from, line)
	}
	text, err := sealed.Marshal(json.RawMessage(bytes.Replace(text, []byte(from), []byte(to), 1)))
	if err != nil {
		t.Fatal(err)
	}
	return append(text, '\n')
}

// A damaged line costs its own game, which is played again, and no other, and
// the match says which line it was.
func TestMatchStateDamage(t *testing.T) {
	args, want, state, lines := stateOfSix(t)
	join := func(parts ...[]byte) []byte { return bytes.Join(parts, nil) }
	cut := func(line []byte, n int) []byte { return line[:len(line)-n] }
	broken := changed(t, lines[2], `"game":"`, `"game":"!`)
	for name, test := range map[string]struct {
		data  []byte
		from  string // what the match goes on from
		notes []string
	}{
		"sound":               {join(lines...), "6 games from", nil},
		"no end of line":      {cut(join(lines...), 1), "6 games from", nil},
		"torn at the end":     {cut(join(lines...), 2), "5 games from", []string{"dropped line 7: unexpected end of JSON input"}},
		"little of it":        {join(lines[0], lines[1], []byte("{")), "1 game from", []string{"dropped line 3: unexpected end"}},
		"zeros at the end":    {join(lines[0], lines[1], make([]byte, 5000)), "1 game from", []string{`dropped line 3: invalid character '\x00'`}},
		"damaged at the end":  {join(lines[0], lines[1], broken), "1 game from", []string{"dropped line 3: illegal base64"}},
		"damaged before":      {join(lines[0], lines[1], broken, lines[3]), "2 games from", []string{"dropped line 3: illegal base64"}},
		"twice":               {join(lines[0], lines[1], lines[1], lines[2]), "2 games from", []string{"dropped line 3: game 1 is there twice"}},
		"two in one":          {join(lines[0], lines[1][:40], lines[2], lines[3]), "1 game from", []string{"dropped line 2: "}},
		"of different games":  {join(lines[0], changed(t, lines[1], `"index":0`, `"index":4`)), "", []string{"dropped line 2: its parts"}},
		"flipped":             {join(lines[0], bytes.Replace(lines[1], []byte(`"index":0`), []byte(`"index":4`), 1)), "", []string{"dropped line 2: it is damaged"}},
		"without checksum":    {join(lines[0], unsealed(t, lines[1]), lines[2]), "1 game from", []string{"dropped line 2: it is damaged: it has no checksum"}},
		"head only":           {lines[0], "", nil},
		"more than are named": {join(lines[0], []byte("\n\n\n\n\n"), lines[1]), "1 game from", []string{"dropped line 2:", "dropped line 3:", "dropped line 4:", "dropped 2 lines more"}},
	} {
		for range 2 { // the second time nothing is missing
			if err := os.WriteFile(state, test.data, 0o644); err != nil {
				t.Fatal(err)
			}
			got, err := runMatch(t, args...)
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if diff := cmp.Diff(timed.ReplaceAllString(want, ""), timed.ReplaceAllString(got, "")); diff != "" {
				t.Errorf("%s: %s", name, diff)
			}
			if strings.Contains(got, " from ") != (test.from != "") || !strings.Contains(got, test.from) {
				t.Errorf("%s: no %q in\n%s", name, test.from, got)
			}
			for _, note := range test.notes {
				if !strings.Contains(got, note) {
					t.Errorf("%s: no %q in\n%s", name, note, got)
				}
			}
			if n := strings.Count(got, "note: "); n > len(test.notes)+1 || n > 0 != (len(test.notes) > 0) {
				t.Errorf("%s: %d notes in\n%s", name, n, got)
			}
			if test.data, err = os.ReadFile(state); err != nil {
				t.Fatal(err)
			}
			test.from = "6 games from"
			test.notes = notesOfWhole(test.notes)
		}
	}
}

// notesOfWhole returns those notes that are of lines which stay in the file.
func notesOfWhole(notes []string) (stay []string) {
	for _, note := range notes {
		if !strings.Contains(note, "unexpected end of JSON") && !strings.Contains(note, "unexpected end") && !strings.Contains(note, `\x00`) {
			stay = append(stay, note)
		}
	}
	return stay
}

// newTournament returns a match of tictactoe between a and b.
func newTournament(pairs int) *eval.Tournament {
	return &eval.Tournament{
		Game: tictactoe.Game{}, Players: []eval.Entrant{{Name: "a"}, {Name: "b"}},
		Pairings: [][2]int{{0, 1}}, Options: eval.Options{Pairs: pairs},
	}
}

// A state that is no longer where the match put it is not written to: its games
// would be lost.
func TestMatchStateGone(t *testing.T) {
	for name, spoil := range map[string]func(path string) error{
		"removed":  os.Remove,
		"moved":    func(path string) error { return os.Rename(path, path+".old") },
		"replaced": func(path string) error { return atomicfile.WriteBytes(path, nil) },
	} {
		path := filepath.Join(t.TempDir(), "state")
		s, err := openState(path, head{}, newTournament(2))
		if err != nil {
			t.Fatal(err)
		}
		if err := spoil(path); err != nil {
			t.Fatal(err)
		}
		if err := s.save(eval.Finished{}); err == nil || !strings.Contains(err.Error(), "moved, removed or replaced") {
			t.Errorf("%s: error %v", name, err)
		}
		s.close()
	}
}
