package match

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"apprentice/cmd/apprentice/internal/clitest"
)

// sharedMatch is a match of six games that was played to its end, with a state
// and a PGN file.
type sharedMatch struct {
	args       []string
	state, pgn string
	lines      [][]byte // of the state
	games      [][]byte // of the PGN file
}

func playShared(t *testing.T, pgn, state string) sharedMatch {
	t.Helper()
	m := sharedMatch{state: state, pgn: pgn}
	m.args = []string{"--game", "tictactoe", "--a", "random", "--b", "material:1", "--games", "6", "--concurrency", "1", "--pgn", pgn, "--state", state}
	if _, err := runMatch(t, m.args...); err != nil {
		t.Fatal(err)
	}
	lines, err := os.ReadFile(state)
	if err != nil {
		t.Fatal(err)
	}
	m.lines = bytes.SplitAfter(lines, []byte("\n"))
	text, err := os.ReadFile(pgn)
	if err != nil {
		t.Fatal(err)
	}
	for _, game := range bytes.Split(text, []byte("[Event "))[1:] {
		m.games = append(m.games, append([]byte("[Event "), game...))
	}
	if len(m.games) != 6 {
		t.Fatalf("%d games in the PGN file", len(m.games))
	}
	return m
}

// resume puts n games into the state and a text into the PGN file, lets the
// match go on, and returns the PGN file.
func (m sharedMatch) resume(t *testing.T, n int, text []byte) string {
	t.Helper()
	for path, data := range map[string][]byte{m.state: bytes.Join(m.lines[:1+n], nil), m.pgn: text} {
		if err := os.WriteFile(path, data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := runMatch(t, m.args...); err != nil {
		t.Fatal(err)
	}
	got, err := os.ReadFile(m.pgn)
	if err != nil {
		t.Fatal(err)
	}
	return string(got)
}

// count returns how often each of the six games is in a text with its end.
func (m sharedMatch) count(text string) (counts [6]int) {
	id, _, _ := strings.Cut(string(m.lines[0]), `","begun"`)
	id = id[strings.LastIndex(id, `"`)+1:]
	for i := range counts {
		for at := range strings.SplitSeq(text, fmt.Sprintf("[GameId %q]\n", fmt.Sprintf("%s-%d", id, i+1))) {
			if at == text { // not there at all
				break
			}
			counts[i]++
		}
		counts[i] = max(counts[i]-1, 0)
	}
	return counts
}

// A match goes on although others, another sitting of the very same match among
// them, have appended to its PGN file: each of its games is there once, and what
// others wrote is as it was.
func TestMatchPGNShared(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	other := playShared(t, at("other.pgn"), at("other"))
	m := playShared(t, at("a.pgn"), at("state"))
	foreign := bytes.Join(other.games, nil)
	once := [6]int{1, 1, 1, 1, 1, 1}
	for _, n := range []int{0, 1, 3, 6} { // games in the state
		for kept := range n + 1 { // games in the PGN file
			ours := bytes.Join(m.games[:kept], nil)
			for name, text := range map[string][]byte{
				"behind":           append(bytes.Clone(ours), foreign...),
				"before":           append(bytes.Clone(foreign), ours...),
				"without a break":  append(bytes.Clone(ours), bytes.TrimSpace(foreign)...),
				"and nobody":       ours,
				"and lost by them": nil,
			} {
				got := m.resume(t, n, text)
				if counts := m.count(got); counts != once {
					t.Errorf("%s, %d games in the state and %d in the file: found %v times", name, n, kept, counts)
				}
				if !strings.HasPrefix(got, string(text)) {
					t.Errorf("%s: what was there has changed", name)
				}
				want := 6
				if bytes.Contains(text, []byte(other.games[0][:60])) && bytes.Contains(text, bytes.TrimSpace(other.games[5])) {
					want = 12
				}
				if events := strings.Count(got, "[Event "); events != want {
					t.Errorf("%s, %d and %d: %d games; want %d", name, n, kept, events, want)
				}
			}
		}
	}
}

// A game that was cut off in the file is completed at the end of the file, and
// written again where others have gone on behind it. A game that somebody has
// changed is left to them.
func TestMatchPGNPieces(t *testing.T) {
	folder := t.TempDir()
	m := playShared(t, filepath.Join(folder, "a.pgn"), filepath.Join(folder, "state"))
	whole := string(bytes.Join(m.games, nil))
	foreign := "[Event \"another\"]\n\n*\n\n"
	before := string(bytes.Join(m.games[:2], nil))
	for cut := 0; cut < len(m.games[2]); cut += 3 {
		piece := before + string(m.games[2][:cut])
		if got := m.resume(t, 3, []byte(piece)); timelessText(got) != timelessText(whole) || !strings.HasPrefix(got, piece) {
			t.Fatalf("cut at byte %d of the third game:\n%s", cut, got)
		}
		if cut%10 != 2 {
			continue
		}
		got := m.resume(t, 3, []byte(piece+foreign))
		if !strings.HasPrefix(got, piece+foreign) || !strings.Contains(got[len(piece+foreign):], string(m.games[2])) {
			t.Fatalf("cut at byte %d of the third game, others behind it:\n%s", cut, got)
		}
		got = m.resume(t, 3, []byte(piece+"\x00\x00\x00"))
		if !strings.Contains(got[len(piece):], string(m.games[2])) {
			t.Fatalf("zeros from byte %d of the third game on:\n%q", cut, got)
		}
	}
	for from, to := range map[string]string{"1. ": "1. {good} ", `[Round "3"]`: `[Round "99"]`, `[Site "?"]`: `[Site ""]`, "[Result ": "[Annotator \"me\"]\n[Result "} {
		edited := before + strings.Replace(string(m.games[2]), from, to, 1)
		if got := m.resume(t, 3, []byte(edited)); !strings.HasPrefix(got, edited) || strings.Count(got, "[Event ") != 6 {
			t.Errorf("with %q in the third game:\n%s", to, got)
		}
	}
}

// timelessText returns PGN without the times of its moves.
func timelessText(text string) string { return clitest.MoveTime.ReplaceAllString(text, "0s") }

// Another PGN file, or none for a while, is no other match: all its games are
// there in the end.
func TestMatchPGNChanges(t *testing.T) {
	folder := t.TempDir()
	m := playShared(t, filepath.Join(folder, "a.pgn"), filepath.Join(folder, "state"))
	if err := os.WriteFile(m.state, bytes.Join(m.lines[:4], nil), 0o644); err != nil {
		t.Fatal(err)
	}
	second := filepath.Join(folder, "b.pgn")
	for _, more := range [][]string{{"--pgn", ""}, {"--pgn", second}, {"--pgn", second}} {
		if _, err := runMatch(t, append(m.args, more...)...); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(second)
	if err != nil || m.count(string(got)) != [6]int{1, 1, 1, 1, 1, 1} {
		t.Errorf("%v\n%s", err, got)
	}
}
