package runscreen

import (
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"apprentice/cmd/apprentice/internal/board"
	"apprentice/cmd/apprentice/internal/chronicle"
	"apprentice/games"
	"apprentice/selfplay/run"
)

// Options say what a screen is of and what it may do.
type Options struct {
	Path        string // of the run, as the person wrote it
	Feed        *Feed
	Game        games.Game
	Look        board.Look
	Trainer     Trainer // nil where another process trains
	Workers     int     // 0: not known
	Generations int     // to stop after; 0 for no bound
	ASCII       bool
	Mono        bool // until the terminal says what colours it has

	Order     func(run.OrderKind) error // gives an order; nil: none can be given
	Interrupt func()                    // what Ctrl-C does; nil: it leaves the screen
	Suspend   func()                    // what Ctrl-Z does; nil: it stops the process
	Now       func() time.Time          // nil: the clock of the system
}

// tab is what the screen shows below its head.
type tab int

const (
	overview tab = iota
	boardTab
	curveTab
	tableTab
	eventsTab
	compareTab
	workersTab
	tabs
)

var tabNames = [tabs]string{"overview", "board", "curve", "table", "events", "compare", "workers"}

// Model is the screen as a Bubble Tea program.
type Model struct {
	o             Options
	width, height int
	state         *State
	err           error
	tab           tab
	help          bool
	sure          bool // s was pressed once
	said          string
	saidAt        time.Time
	replay        replay
	both          comparison
	wanted        *wanted // game to be looked at; nil: the newest
	turn          int     // which of the newest games is next
	loading       bool
	readAt        time.Time // when the state was read last
	reading       bool
	mono          bool
	basic         bool
	drawn         map[drawnChart]string // of the state
}

// drawnChart is a chart of a certain size.
type drawnChart struct {
	what          string
	width, height int
	mono          bool
}

// wanted is a game that a person looks for.
type wanted struct {
	generation int
	index      int64
}

// New returns a screen of the given size.
func New(o Options, width, height int) *Model {
	if o.Now == nil {
		o.Now = time.Now
	}
	return &Model{o: o, width: width, height: height, mono: o.Mono}
}

// Messages of the screen to itself.
type (
	frameMsg struct{}
	stateMsg struct {
		state *State
		err   error
	}
	gameMsg struct {
		game *Game
		err  error
	}
	orderedMsg struct {
		kind run.OrderKind
		err  error
	}
	endMsg struct{}
)

// End returns the message that ends the screen.
func End() tea.Msg { return endMsg{} }

// How often the screen is drawn, and reads the run.
const (
	frameTime = 200 * time.Millisecond
	readTime  = time.Second
)

// Init asks for the first frame and the first state.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(m.read, nextFrame())
}

func nextFrame() tea.Cmd {
	return tea.Tick(frameTime, func(time.Time) tea.Msg { return frameMsg{} })
}

// readAgain reads the run file where it is time to.
func (m *Model) readAgain() tea.Cmd {
	if m.reading || m.readAt.IsZero() || m.o.Now().Sub(m.readAt) < readTime {
		return nil
	}
	m.reading = true
	return m.read
}

// read reads the run file. It runs beside the drawing.
func (m *Model) read() tea.Msg {
	state, err := m.o.Feed.Read()
	return stateMsg{state, err}
}

// Update follows time, the run, the window and the keys.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case frameMsg:
		return m, tea.Batch(nextFrame(), m.playAny(), m.readAgain())
	case stateMsg:
		m.take(msg)
	case gameMsg:
		m.loaded(msg)
	case comparedMsg:
		return m, m.fetched(msg)
	case orderedMsg:
		if msg.err != nil {
			m.say(msg.err.Error())
		} else {
			m.say(orderGiven[msg.kind])
		}
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.ColorProfileMsg:
		m.mono, m.basic = msg.Profile < colorprofile.ANSI, msg.Profile == colorprofile.ANSI
	case tea.KeyPressMsg:
		return m, m.key(msg.String())
	case endMsg:
		return m, tea.Quit
	}
	return m, nil
}

// take takes what was read of the run. Charts are drawn anew where it has changed.
func (m *Model) take(msg stateMsg) {
	m.readAt, m.reading = m.o.Now(), false
	if m.err = msg.err; msg.err != nil {
		return
	}
	if m.state == nil || m.state.Account != msg.state.Account {
		m.drawn = map[drawnChart]string{}
	}
	m.state = msg.state
}

// loaded shows a game that was fetched. That there is none is of interest to a
// person who asked for it.
func (m *Model) loaded(msg gameMsg) {
	m.loading = false
	if msg.err == nil {
		m.replay.show(msg.game, m.o.Now())
	} else if m.wanted != nil {
		m.say(msg.err.Error())
	}
}

// sayTime is how long a remark stays.
const sayTime = 6 * time.Second

func (m *Model) say(text string) { m.said, m.saidAt = text, m.o.Now() }

// playAny goes on with what plays on the tab.
func (m *Model) playAny() tea.Cmd {
	if m.tab == compareTab {
		return m.compare()
	}
	return m.play()
}

// play goes on with the game, or fetches another one.
func (m *Model) play() tea.Cmd {
	if !m.replay.advance(m.o.Now()) || m.loading || m.state == nil || m.o.Game == nil {
		return nil
	}
	m.turn++
	return m.load(m.wanted, -1-int64(m.turn*37%64))
}

// load fetches a game: the one that is wanted, or the one so far from the newest.
func (m *Model) load(w *wanted, back int64) tea.Cmd {
	generations := m.state.Account.Generations
	if len(generations) == 0 {
		return nil
	}
	newest := generations[len(generations)-1].Number
	if m.state.Now.Number == newest && m.state.Units == 0 && newest > 1 {
		newest--
	}
	generation, index := newest, back
	if w != nil {
		generation, index = w.generation, w.index
	}
	m.loading = true
	return func() tea.Msg {
		g, err := LoadGame(m.o.Game, m.o.Feed.File, generation, index)
		return gameMsg{g, err}
	}
}

// now returns the progress; zero where another process trains.
func (m *Model) progress() Progress {
	if m.o.Trainer == nil {
		return m.outside()
	}
	return m.o.Trainer.Progress()
}

// outside makes the best of what the run file says of the progress.
func (m *Model) outside() Progress {
	var p Progress
	if m.state == nil {
		return p
	}
	a := m.state.Account
	p.Status.Generation, p.Status.Phase = m.state.Now.Number, m.state.Now.State
	p.Status.Units, p.Status.UnitsDone = m.state.Now.Units, m.state.Units
	s, ok := a.LastSitting()
	if !ok || !a.Working() {
		return p
	}
	p.Elapsed = time.Duration(s.Awake * float64(time.Second))
	if a.Condition == chronicle.Training {
		p.Elapsed += min(max(m.o.Now().Sub(s.Beat), 0), 2*chronicle.BeatInterval)
	}
	p.Limit = chronicle.Asked(s)
	return p
}
