package runscreen

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/colorprofile"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"apprentice/agent/learn"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/eval/curve"
	"apprentice/games"
	"apprentice/games/tictactoe"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

var update = flag.Bool("update", false, "write the golden screens anew")

// sizes are those of the golden screens.
var sizes = [][2]int{{80, 24}, {100, 30}, {120, 40}, {200, 60}, {40, 12}, {20, 5}, {1, 1}}

// handTrainer is a trainer that says what a test lets it say.
type handTrainer Progress

func (p *handTrainer) Progress() Progress { return Progress(*p) }

// noon is when the tests happen.
var noon = time.Date(2026, 1, 2, 12, 0, 0, 0, time.UTC)

// testModel returns a screen of a run with some complete generations, and what
// its trainer says.
func testModel(t *testing.T, complete int) (*Model, *handTrainer) {
	t.Helper()
	file := clitest.NewRun(t, complete)
	if _, err := file.BeginSitting(run.Sitting{Command: "apprentice train --for 8h"}); err != nil {
		t.Fatal(err)
	}
	trainer := &handTrainer{
		Status:  selfplay.Status{Generation: complete + 1, Phase: run.Playing, Units: 41, UnitsDone: 10, Games: 1280, Positions: 20480},
		Elapsed: time.Hour, Limit: 8 * time.Hour, PhaseElapsed: 30 * time.Second,
	}
	g := tictactoe.Game{}
	m := New(Options{
		Path: "t.run", Feed: NewFeed(file), Game: g, Look: catalog.LookOf(g), Trainer: trainer, Workers: 2,
		Order: func(run.OrderKind) error { return nil }, Now: func() time.Time { return noon },
	}, 80, 24)
	m.o.Feed.now = m.o.Now
	m.Update(m.read())
	if m.state == nil {
		t.Fatal(m.err)
	}
	m.state.Account.Condition = "training"
	for i := range m.state.Account.Events { // which are of today
		m.state.Account.Events[i].At = noon
	}
	m.state.Rates = Rates{26.4, 2048, 1234567}
	m.Update(gameMsg{game: testGame(t, g), err: nil})
	return m, trainer
}

// testGame is a short game with values.
func testGame(t *testing.T, g games.Game) *Game {
	t.Helper()
	pos := g.Start()
	out := &Game{Generation: 3, Index: 1234, Boards: []games.Board{pos.Board()}, Result: "1-0"}
	for i := range 4 {
		move := pos.Moves(nil, games.AllMoves)[0]
		out.Moves, out.Expects = append(out.Moves, pos.FormatMove(move)), append(out.Expects, 0.5+0.1*float64(i))
		pos.Make(move, nil)
		out.Boards = append(out.Boards, pos.Board())
	}
	return out
}

// shown returns the lines of a terminal that the screen was drawn on.
func shown(t *testing.T, m *Model, width, height int) string {
	t.Helper()
	m.Update(tea.WindowSizeMsg{Width: width, Height: height})
	text := m.View().Content
	if w, h := lipgloss.Width(text), lipgloss.Height(text); w > width || h > height {
		t.Errorf("%dx%d: %d columns, %d lines:\n%s", width, height, w, h, text)
	}
	e := vt.NewEmulator(width, height)
	e.WriteString(strings.ReplaceAll(text, "\n", "\r\n"))
	var lines []string
	for _, line := range strings.Split(e.String(), "\n") {
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return strings.TrimRight(strings.Join(lines, "\n"), "\n") + "\n"
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s: got\n%s\nwant\n%s", path, got, want)
	}
}

func TestScreensLookAsTheyDid(t *testing.T) {
	for _, size := range sizes {
		for _, ascii := range []bool{false, true} {
			m, _ := testModel(t, 6)
			m.o.ASCII, m.mono = ascii, ascii
			m.replay.step(3)
			name := fmt.Sprintf("%dx%d", size[0], size[1])
			if ascii {
				name += "-ascii"
			}
			got := shown(t, m, size[0], size[1])
			golden(t, name, got)
			if ascii && strings.ContainsFunc(got, func(r rune) bool { return r > 126 }) {
				t.Errorf("%s: more than ASCII", name)
			}
		}
	}
}

// Every phase has its words, and progress has totals.
func TestPhases(t *testing.T) {
	m, trainer := testModel(t, 2)
	for _, tt := range []struct {
		set  func(p *handTrainer)
		want []string
	}{
		{func(*handTrainer) {}, []string{"generation 3 plays against itself", "24 %", "1,280 of 5,248 games", "26 games/s", "2,048 positions/s", "1,234,567 nodes/s", "1:00:00 of 8:00:00", "7:00:00 left", "1:33 until it has played"}},
		{func(p *handTrainer) { p.Status = selfplay.Status{Generation: 3, Phase: run.Learning} }, []string{"generation 3 learns from its games", "reads the games"}},
		{func(p *handTrainer) {
			p.Status.Progress = learn.Progress{Epoch: 2, Epochs: 8, Step: 75, Steps: 100, Loss: 0.0812, HeldOut: 0.0834, PositionsPerSecond: 1e6}
		}, []string{"75 %", "epoch 2 of 8", "loss 0.0812", "held out 0.0834", "1,000,000 positions/s", "0:10 until it has learnt"}},
		{func(p *handTrainer) { p.Status = selfplay.Status{Generation: 3, Phase: run.Measuring} }, []string{"is measured", "prepares its matches"}},
		{func(p *handTrainer) { p.Measured, p.ToMeasure = 30, 240 }, []string{"12 %", "30 of 240 games"}},
		{func(p *handTrainer) { p.Notice = "paused by somebody" }, []string{"paused by somebody"}},
		{func(p *handTrainer) { p.Notice = "\x1b[2J" }, []string{`\x1b[2J`}},
	} {
		tt.set(trainer)
		got := shown(t, m, 130, 40)
		for _, want := range append(tt.want, "E  3,000 games", "T  tictactoe", "P  generation 2 wins 67 % [54, 77]", "seed 5") {
			if !strings.Contains(got, want) {
				t.Errorf("%+v: no %q in\n%s", trainer, want, got)
			}
		}
	}
}

// Whatever the size, nothing is drawn beyond it, in any tab.
func TestFits(t *testing.T) {
	for _, complete := range []int{0, 1, 12} {
		m, trainer := testModel(t, complete)
		trainer.Notice = "a sentence about something that has happened, long enough to be broken"
		for tab := range tabs {
			for _, help := range []bool{false, true} {
				m.tab, m.help = tab, help
				for width := 1; width < 150; width += 13 {
					for height := 1; height < 50; height += 6 {
						m.Update(tea.WindowSizeMsg{Width: width, Height: height})
						text := m.View().Content
						if w, h := lipgloss.Width(text), lipgloss.Height(text); w > width || h > height {
							t.Fatalf("tab %d, help %v, %dx%d: %d columns, %d lines:\n%s", tab, help, width, height, w, h, text)
						}
					}
				}
			}
		}
	}
}

// A narrow screen leaves things out and cuts no number.
func TestNothingIsCut(t *testing.T) {
	m, _ := testModel(t, 6)
	whole := map[string]bool{}
	for _, word := range strings.FieldsFunc(shown(t, m, 220, 60), func(r rune) bool { return r == ' ' || r == '\n' }) {
		whole[strings.Trim(word, ",;")] = true
	}
	for width := 20; width < 220; width += 11 {
		for _, word := range strings.Fields(shown(t, m, width, 10)) {
			if strings.Contains(word, "…") {
				t.Errorf("%d columns: %q", width, word)
			}
			if w := strings.Trim(word, ",;"); strings.Contains(w, "3,") && !whole[w] {
				t.Errorf("%d columns: %q", width, word)
			}
		}
	}
}

// The narrower the window, the less it says of the performance, and Elo goes last.
func TestPerformance(t *testing.T) {
	m, _ := testModel(t, 2)
	for width, want := range map[int]string{
		80: "P  generation 2 wins 67 % [54, 77] of games with random moves; Elo +200 +- 30",
		66: "P  generation 2, win rates: 67 % random moves; Elo +200 +- 30",
		52: "P  win rates: 67 % random moves; Elo +200 +- 30",
		45: "P  Elo +200 +- 30; wins 67 % random moves",
		32: "P  Elo +200 +- 30",
		12: "P 67 %",
	} {
		if got := ansi.Strip(m.performance(width)); got != want {
			t.Errorf("in %d columns: %q, want %q", width, got, want)
		}
	}
}

// After a storm of sizes the screen is that of a new window.
func TestResizeStormLeavesNothing(t *testing.T) {
	m, _ := testModel(t, 6)
	want := shown(t, m, 80, 24)
	for _, size := range [][2]int{{1, 1}, {200, 60}, {3, 50}, {200, 2}, {46, 12}, {120, 40}, {2, 2}} {
		shown(t, m, size[0], size[1])
	}
	if got := shown(t, m, 80, 24); got != want {
		t.Errorf("after the storm\n%s\nwant\n%s", got, want)
	}
}

func TestColors(t *testing.T) {
	m, _ := testModel(t, 3)
	m.Update(tea.ColorProfileMsg{Profile: colorprofile.ASCII})
	if text := m.View().Content; strings.Contains(text, "48;") {
		t.Error("a board with colours where there are none")
	}
	m.Update(tea.ColorProfileMsg{Profile: colorprofile.ANSI256})
	if m.mono || m.basic {
		t.Error("256 colours are few")
	}
	if v := m.View(); !v.AltScreen {
		t.Error("no screen of its own")
	}
}

// press presses keys and returns what was ordered.
func press(m *Model, names ...string) (ordered []run.OrderKind) {
	for _, name := range names {
		cmd := m.key(name)
		if cmd == nil {
			continue
		}
		if msg, ok := cmd().(orderedMsg); ok {
			ordered = append(ordered, msg.kind)
			m.Update(msg)
		}
	}
	return ordered
}

func TestKeys(t *testing.T) {
	m, _ := testModel(t, 2)
	for _, tt := range []struct{ keys, want string }{
		{"p", "[pause]"}, {"m", "[measure]"}, {"f", "[finish]"}, {"s", "[]"}, {"x s", "[]"}, {"x s s", "[stop]"}, {"x s p s", "[pause]"},
	} {
		if got := fmt.Sprint(press(m, strings.Fields(tt.keys)...)); got != tt.want {
			t.Errorf("%s: %s, want %s", tt.keys, got, tt.want)
		}
	}
	press(m, "tab", "tab")
	if m.tab != curveTab {
		t.Errorf("tab %d", m.tab)
	}
	press(m, "5", "shift+tab", "?")
	if m.tab != tableTab || !m.help {
		t.Errorf("tab %d, help %v", m.tab, m.help)
	}
	press(m, "esc", "space")
	if m.help || !m.replay.held {
		t.Error("not held")
	}
	press(m, "end", "left")
	if m.replay.at != 3 {
		t.Errorf("at move %d", m.replay.at)
	}
	interrupted, suspended := 0, 0
	m.o.Interrupt, m.o.Suspend = func() { interrupted++ }, func() { suspended++ }
	press(m, "ctrl+c", "ctrl+z", "q")
	if interrupted != 1 || suspended != 1 || !m.sure {
		t.Errorf("%d interrupts, %d suspensions", interrupted, suspended)
	}
	if !strings.Contains(m.keys(200), "pause") {
		t.Errorf("no order is offered: %s", m.keys(200))
	}
	m.o.Order = nil
	press(m, "x", "p")
	if m.said != nobody || strings.Contains(m.keys(200), "pause") {
		t.Errorf("%q, and offered is %s", m.said, m.keys(200))
	}
}

// A game plays at reading speed, waits at its end, and is followed by another.
func TestReplay(t *testing.T) {
	var r replay
	now := noon
	if !r.advance(now) {
		t.Error("no game is fetched")
	}
	r.show(testGame(t, tictactoe.Game{}), now)
	for i := range 4 {
		if r.advance(now) || r.at != i {
			t.Fatalf("at %d, want %d", r.at, i)
		}
		now = now.Add(plyTime)
		r.advance(now)
	}
	if r.advance(now.Add(endTime-1)) || !r.advance(now.Add(endTime)) {
		t.Error("the end")
	}
	r.held = true
	if r.advance(now.Add(time.Hour)) {
		t.Error("it plays on although it is held")
	}
}

// A chart of many opponents shows those that were met more than once.
func TestLines(t *testing.T) {
	dot := curve.Series{Points: make([]curve.Point, 1)}
	line := curve.Series{Points: make([]curve.Point, 2)}
	for _, test := range []struct {
		all  []curve.Series
		want int
	}{
		{[]curve.Series{dot, dot}, 2},
		{[]curve.Series{dot, line, line, line, line, line}, 6},
		{[]curve.Series{dot, line, line, line, line, line, line, dot}, 6},
	} {
		if got := lines(test.all); len(got) != test.want {
			t.Errorf("%d of %d series are shown, want %d", len(got), len(test.all), test.want)
		}
	}
}
