package train

import (
	"context"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"

	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// live is a reporter that redraws a part of the screen. It takes no input, so
// that an interrupt from the keyboard reaches the program as everywhere else.
type live struct {
	screen screen // constant parts

	mu      sync.Mutex
	state   screenState
	program *tea.Program // nil while there is no picture
}

// screenState is what the screen shows. History is replaced, never changed.
type screenState struct {
	history *chronicle.History
	status  selfplay.Status
	begun   time.Duration // when the phase began, on the clock of the sitting
	before  float64       // share of the phase that was done by then
	notice  string        // the last thing that happened besides

	measured, toMeasure int // games
	err                 error
}

// newLive returns a reporter about a run.
func newLive(screen screen, h *chronicle.History) *live {
	return &live{screen: screen, state: screenState{history: h}}
}

func (l *live) status(s selfplay.Status) {
	var h *chronicle.History
	var err error
	if s.Phase == run.Done {
		h, err = chronicle.ReadHistory(l.screen.file)
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if s.Phase != l.state.status.Phase || s.Generation != l.state.status.Generation {
		l.state.begun = l.screen.clock.Elapsed()
		l.state.before = s.Share()
		l.state.measured, l.state.toMeasure = 0, 0
	}
	l.state.status = s
	if h != nil {
		l.state.history = h
	}
	l.state.err = err
}

func (l *live) measuring(generation, done, total int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if generation != l.state.status.Generation {
		return
	}
	l.state.measured, l.state.toMeasure = done, total
}

func (l *live) notice(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.state.notice = text
}

// snapshot returns the state as it is.
func (l *live) snapshot() screenState {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.state
}

// show draws the screen until end is called or ctx is done. ended, which may
// be nil, is called when the picture is gone, for whatever reason; the work
// that it shows has nothing to do with it.
func (l *live) show(ctx context.Context, t *console.Terminal, ended func()) (end func()) {
	program := tea.NewProgram(&liveModel{live: l, width: t.Width, height: t.Height},
		tea.WithInput(nil), tea.WithOutput(t.Screen), tea.WithoutSignalHandler(),
		tea.WithWindowSize(t.Width, t.Height))
	l.set(program)
	gone := make(chan struct{})
	go func() {
		defer close(gone)
		// A picture that fails, or panics, is no reason to end a run.
		_ = selfplay.Guard("the screen", func() error {
			_, err := program.Run()
			return err
		})
		l.set(nil)
		if ended != nil {
			ended()
		}
	}()
	leave := func() { program.Send(endMsg{}) }
	stop := context.AfterFunc(ctx, leave)
	return func() {
		stop()
		go leave()
		select {
		case <-gone:
		case <-time.After(screenPatience):
		}
	}
}

// screenPatience bounds the time to give the screen back.
const screenPatience = time.Second

// set keeps the program that draws.
func (l *live) set(program *tea.Program) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.program = program
}

// shown reports whether there is a picture.
func (l *live) shown() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.program != nil
}

// redraw draws the whole picture anew, soon.
func (l *live) redraw() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if program := l.program; program != nil {
		go program.Send(tea.ClearScreen())
	}
}

// liveModel is the screen as a Bubble Tea program.
type liveModel struct {
	live          *live
	width, height int
	over          bool
}

// frameMsg says that it is time to redraw, endMsg that there is no more to see.
type (
	frameMsg struct{}
	endMsg   struct{}
)

func nextFrame() tea.Cmd {
	return tea.Tick(console.RedrawInterval, func(time.Time) tea.Msg { return frameMsg{} })
}

// Init asks for the first frame.
func (m *liveModel) Init() tea.Cmd { return nextFrame() }

// Update follows time and the size of the window.
func (m *liveModel) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case frameMsg:
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
	return tea.NewView(m.live.screen.draw(&state, m.width, m.height))
}
