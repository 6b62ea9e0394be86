package main

import (
	"context"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// live is a reporter that redraws a part of the screen. It takes no input, so
// that an interrupt from the keyboard reaches the program as everywhere else.
type live struct {
	screen trainScreen // constant parts

	mu    sync.Mutex
	state trainState
}

// trainState is what the screen shows. History is replaced, never changed.
type trainState struct {
	history *history
	status  selfplay.Status
	begun   time.Time // when the phase began in this sitting
	before  float64   // share of the phase that was done by then

	measured, toMeasure int // games
	err                 error
}

// redrawInterval is the time between two frames.
const redrawInterval = 200 * time.Millisecond

// newLive returns a reporter about a run.
func newLive(screen trainScreen, h *history) *live {
	return &live{screen: screen, state: trainState{history: h, begun: time.Now()}}
}

func (l *live) status(s selfplay.Status) {
	var h *history
	var err error
	if s.Phase == run.Done {
		h, err = readHistory(l.screen.file)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if s.Phase != l.state.status.Phase || s.Generation != l.state.status.Generation {
		l.state.begun = time.Now()
		l.state.before = s.Share()
		l.state.measured, l.state.toMeasure = 0, 0
	}
	l.state.status = s
	if h != nil {
		l.state.history = h
	}
	l.state.err = err
}

func (l *live) measuring(done, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state.measured, l.state.toMeasure = done, total
}

// snapshot returns the state as it is.
func (l *live) snapshot() trainState {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state
}

// run shows the screen on t while work runs, and returns work's error. When
// ctx is done the screen is given back at once, also before work ends.
func (l *live) run(ctx context.Context, t *terminal, work func() error) error {
	program := tea.NewProgram(&liveModel{live: l, width: t.width, height: t.height, now: time.Now()},
		tea.WithInput(nil), tea.WithOutput(t.screen), tea.WithoutSignalHandler(),
		tea.WithWindowSize(t.width, t.height))
	failed := make(chan error, 1)
	end := func() { program.Send(endMsg{}) }
	go func() {
		failed <- work()
		end()
	}()
	stop := context.AfterFunc(ctx, end)
	defer stop()
	_, err := program.Run()
	if workErr := <-failed; workErr != nil {
		return workErr
	}
	return err
}

// liveModel is the screen as a Bubble Tea program.
type liveModel struct {
	live          *live
	width, height int
	now           time.Time
	over          bool
}

// frameMsg says that it is time to redraw, endMsg that there is no more to see.
type (
	frameMsg time.Time
	endMsg   struct{}
)

func nextFrame() tea.Cmd {
	return tea.Tick(redrawInterval, func(t time.Time) tea.Msg { return frameMsg(t) })
}

// Init asks for the first frame.
func (m *liveModel) Init() tea.Cmd { return nextFrame() }

// Update follows time and the size of the window.
func (m *liveModel) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case frameMsg:
		m.now = time.Time(msg)
		return m, nextFrame()
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case endMsg:
		m.over = true
		return m, tea.Quit
	}
	return m, nil
}

// View draws the frame; what is left on the screen at the end is the table of
// generations.
func (m *liveModel) View() tea.View {
	state := m.live.snapshot()
	if m.over {
		return tea.NewView(m.live.screen.end(&state, m.width))
	}
	return tea.NewView(m.live.screen.draw(&state, m.now, m.width, m.height))
}
