package runscreen

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"apprentice/selfplay/run"
)

// testWorkers are machines of each kind.
func testWorkers() []run.Worker {
	return []run.Worker{
		{Name: "laptop-3", State: run.WorkerGone, Cores: 4, Version: "1.2", Platform: "darwin/arm64", Joined: noon, Seen: noon.Add(-64 * time.Minute),
			Units: 1234, Games: 157952, Positions: 12345678, Seconds: 98765, Faults: 2, Fault: "unit 17 of generation 2: its worker is gone"},
		{Name: "laptop-4", State: run.WorkerPlays, Cores: 8, Version: "1.2", Platform: "windows/amd64", Joined: noon, Seen: noon.Add(-2 * time.Second),
			Units: 7, Games: 896, Positions: 57344, Seconds: 32},
		{Name: "old", State: run.WorkerRefusedState, Cores: 2, Version: "1.1", Platform: "linux/amd64", Seen: noon.Add(-time.Minute),
			Fault: "this worker, 1.1, searches otherwise (bench 42) than the run, which is trained by 1.2 (bench 4711): install that version here"},
		{Name: "tower", State: run.WorkerPlays, Cores: 16, Version: "1.2", Platform: "linux/amd64", Joined: noon, Seen: noon, Units: 2345, Duplicates: 3,
			Games: 300160, Positions: 24012800, Seconds: 24012},
	}
}

// workersModel returns a screen of a run with other machines.
func workersModel(t *testing.T) *Model {
	t.Helper()
	m, _ := testModel(t, 6)
	if err := m.o.Feed.File.PutWorkers(testWorkers()); err != nil {
		t.Fatal(err)
	}
	m.o.Feed.now = time.Now // the sitting of the test began just now
	m.Update(m.read())
	for i := range m.state.Account.Events {
		m.state.Account.Events[i].At = noon
	}
	m.state.Account.Condition = "training"
	m.tab = workersTab
	return m
}

func TestWorkersLookAsTheyDid(t *testing.T) {
	for _, size := range sizes {
		for _, ascii := range []bool{false, true} {
			m := workersModel(t)
			m.o.ASCII, m.mono = ascii, ascii
			name := fmt.Sprintf("workers-%dx%d", size[0], size[1])
			if ascii {
				name += "-ascii"
			}
			golden(t, name, shown(t, m, size[0], size[1]))
		}
	}
}

// A worker that plays, one that is gone and one that was not let in are on the
// screen with what went wrong, and so is how to get a first one.
func TestWorkersTab(t *testing.T) {
	m, _ := testModel(t, 1)
	press(m, "7")
	if m.tab != workersTab || !strings.Contains(shown(t, m, 100, 30), "no other machine has played for this run; train --listen") {
		t.Errorf("without workers, tab %d:\n%s", m.tab, shown(t, m, 100, 30))
	}
	got := strings.Join(strings.Fields(shown(t, workersModel(t), 160, 40)), " ")
	for _, want := range []string{
		"2 other machines with 24 cores, 30,337 positions/s, 1 refused, 1 gone",
		"laptop-4 plays 8 14,336 0:02 7 896 1.2 windows/amd64",
		"old refused 2 1:00 0 0 1.1 linux/amd64",
		"laptop-3 gone 4 500 1:04:00 1,234 2 157,952 1.2 darwin/arm64",
		"old: this worker, 1.1, searches otherwise", "laptop-3: unit 17 of generation 2: its worker is gone",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}

// Whatever the size and however many there are, a number is whole or absent, and
// nothing is drawn beyond the window.
func TestWorkersAreNotCut(t *testing.T) {
	m := workersModel(t)
	all := testWorkers()
	for i := range 40 {
		all = append(all, run.Worker{Name: fmt.Sprintf("a-machine-with-a-long-name-%d.\x1b[2J", i), State: run.WorkerPlays, Cores: 4096, Units: 1 << 20, Seen: noon.Add(-time.Hour), Fault: strings.Repeat("fault ", 50)})
	}
	var whole []string
	for _, workers := range [][]run.Worker{all[:4], all} {
		m.state.Workers = workers
		for _, word := range strings.Fields(shown(t, m, 300, 200)) {
			whole = append(whole, strings.Trim(word, ",;:"))
		}
		for width := 1; width < 170; width += 13 {
			for height := 1; height < 50; height += 7 {
				m.Update(tea.WindowSizeMsg{Width: width, Height: height})
				body := m.workers(width, height)
				if w, h := lipgloss.Width(body), lipgloss.Height(body); w > width || h > height || strings.Contains(body, "\x1b[2J") {
					t.Fatalf("%dx%d: %d columns, %d lines:\n%s", width, height, w, h, body)
				}
				shown(t, m, width, height)
				head, _, _ := strings.Cut(body, "\n\n") // faults are broken into lines
				for _, word := range strings.Fields(head) {
					if word = strings.Trim(word, ",;:"); strings.Contains(word, ",") && !slices.Contains(whole, word) {
						t.Errorf("%dx%d: %q in\n%s", width, height, word, body)
					}
				}
			}
		}
	}
	m.state.Workers = all
	if got := shown(t, m, 100, 20); !strings.Contains(got, " more\n") {
		t.Errorf("nothing says that there are more:\n%s", got)
	}
}
