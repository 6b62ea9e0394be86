package welcome

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/vt"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/selfplay/run"
)

var update = flag.Bool("update", false, "write the golden screens anew")

var noon = time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)

// show returns a screen of a size in an empty folder.
func show(t *testing.T, width, height int) *model {
	t.Helper()
	t.Chdir(t.TempDir())
	m := newModel(options{program: "apprentice", games: catalog.Games(), state: t.TempDir(), profile: colorprofile.TrueColor, now: func() time.Time { return noon }})
	m.Update(tea.WindowSizeMsg{Width: width, Height: height})
	return m
}

// screen returns what a terminal shows.
func screen(t *testing.T, m *model) string {
	t.Helper()
	content := m.View().Content
	if w, h := lipgloss.Width(content), lipgloss.Height(content); w > max(m.width, 1) || h > max(m.height, 1) {
		t.Fatalf("%d columns and %d lines in a window of %dx%d", w, h, m.width, m.height)
	}
	e := vt.NewEmulator(max(m.width, 1), max(m.height, 1))
	_, _ = e.WriteString(strings.ReplaceAll(content, "\n", "\r\n")) // an emulator in memory
	var rows []string
	for line := range strings.SplitSeq(e.String(), "\n") {
		rows = append(rows, strings.TrimRight(line, " "))
	}
	return strings.TrimRight(strings.Join(rows, "\n"), "\n") + "\n"
}

// press presses a key and reports whether the screen ends.
func press(t *testing.T, m *model, name string) bool {
	t.Helper()
	codes := map[string]rune{"enter": tea.KeyEnter, "esc": tea.KeyEscape, "up": tea.KeyUp, "down": tea.KeyDown, "left": tea.KeyLeft, "right": tea.KeyRight}
	msg := tea.KeyPressMsg{Code: codes[name]}
	if msg.Code == 0 {
		msg = tea.KeyPressMsg{Code: rune(name[0]), Text: name}
	}
	_, cmd := m.Update(msg)
	if cmd == nil {
		return false
	}
	_, ends := cmd().(tea.QuitMsg)
	return ends
}

func TestScreensLookAsTheyDid(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {120, 40}, {200, 60}, {40, 12}, {20, 5}, {1, 1}} {
		for _, ascii := range []bool{false, true} {
			name := fmt.Sprintf("%dx%d", size[0], size[1])
			if ascii {
				name += "-ascii"
			}
			t.Run(name, func(t *testing.T) {
				path, err := filepath.Abs(filepath.Join("testdata", name+".txt"))
				if err != nil {
					t.Fatal(err)
				}
				m := show(t, size[0], size[1])
				if ascii {
					m.ascii, m.profile = true, colorprofile.ASCII
				}
				got := screen(t, m)
				if ascii && strings.ContainsFunc(got, func(r rune) bool { return r > 126 }) {
					t.Error("more than ASCII")
				}
				if *update {
					if err := os.WriteFile(path, []byte(got), 0o666); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil || got != string(want) {
					t.Errorf("%v; got\n%s\nwant\n%s", err, got, want)
				}
			})
		}
	}
}

// Whatever size the window had, afterwards the screen is that of a new one.
func TestResizeStormLeavesNothing(t *testing.T) {
	m := show(t, 100, 30)
	want := screen(t, m)
	for width := 0; width < 140; width += 7 {
		for height := 0; height < 50; height += 3 {
			m.Update(tea.WindowSizeMsg{Width: width, Height: height})
			screen(t, m)
		}
	}
	m.Update(tea.WindowSizeMsg{Width: 100, Height: 30})
	if got := screen(t, m); got != want {
		t.Errorf("after the storm\n%s\nwant\n%s", got, want)
	}
}

func TestChoices(t *testing.T) {
	for keys, want := range map[string]string{
		"p":                "play",
		"b":                "play --level 1",
		"t":                "train --for 5m",
		"down enter":       "play --level 1",
		"right p":          "play --game xiangqi",
		"right right b":    "play --game tictactoe --opponent random",
		"left left left t": "train --game xiangqi --for 5m",
		"h":                "--help",
		"q":                "",
		"esc":              "",
	} {
		m := show(t, 80, 24)
		ends := false
		for key := range strings.FieldsSeq(keys) {
			ends = press(t, m, key)
		}
		if got := strings.Join(m.chosen, " "); got != want || !ends {
			t.Errorf("%s: %q, ends %v; want %q", keys, got, ends, want)
		}
	}
}

// What cannot be done yet says why and does not leave.
func TestNothingToWatchYet(t *testing.T) {
	m := show(t, 80, 24)
	for _, key := range []string{"w", "s"} {
		if press(t, m, key) || m.chosen != nil {
			t.Errorf("%s leaves", key)
		}
		if text := screen(t, m); !strings.Contains(text[strings.LastIndex(strings.TrimSpace(text), "\n"):], "no chess.run yet") {
			t.Errorf("%s says nothing:\n%s", key, text)
		}
	}
}

// A run in the folder can be watched; one that learns already is not begun twice.
func TestRunInFolder(t *testing.T) {
	m := show(t, 100, 30)
	g := catalog.Default()
	file, err := run.Create(g.Name()+".run", run.Config{Game: g.Name(), InputSet: g.InputSet(), Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	m.turn(0)
	if !press(t, m, "w") || !slices.Equal(m.chosen, []string{"watch", "chess.run"}) {
		t.Errorf("watch is %q", m.chosen)
	}
	if _, err := file.BeginSitting(run.Sitting{Command: "apprentice train"}); err != nil {
		t.Fatal(err)
	}
	m.chosen = nil
	m.turn(0)
	if press(t, m, "t") || !strings.Contains(screen(t, m), "learns now") {
		t.Errorf("a run that learns is begun again: %q\n%s", m.chosen, screen(t, m))
	}
}

// A click takes the line that it hits.
func TestClicks(t *testing.T) {
	for _, size := range [][2]int{{80, 24}, {100, 30}, {40, 12}} {
		m := show(t, size[0], size[1])
		rows := strings.Split(screen(t, m), "\n")
		y := slices.IndexFunc(rows, func(row string) bool { return strings.Contains(row, "Play a beginner") })
		m.Update(tea.MouseClickMsg{X: 8, Y: y, Button: tea.MouseLeft})
		if got := strings.Join(m.chosen, " "); got != "play --level 1" {
			t.Errorf("%v: a click on line %d is %q", size, y, got)
		}
		m.chosen = nil
		m.Update(tea.MouseClickMsg{X: 8, Y: 0, Button: tea.MouseLeft})
		if m.chosen != nil {
			t.Errorf("%v: a click on the title is %q", size, m.chosen)
		}
	}
}
