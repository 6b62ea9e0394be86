package playscreen

import (
	"context"
	"fmt"
	"slices"
	"time"

	"charm.land/bubbles/v2/textinput"
	"charm.land/bubbles/v2/viewport"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/gameplay"
	"apprentice/cmd/apprentice/internal/moveinput"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/cmd/apprentice/internal/thinker"
	"apprentice/games"
)

// seat is one side of the board.
type seat struct {
	opponent *Opponent      // nil: the person
	player   thinker.Player // nil until it is opened
}

// Model is the screen as a Bubble Tea program. Its fields belong to the
// goroutine of the program; what thinks runs elsewhere and sends messages.
type Model struct {
	opts Options
	ctx  context.Context // of everything that thinks
	send func(tea.Msg)   // from other goroutines; nil: nowhere
	tick tea.Cmd         // sends a tickMsg a little later

	game    *gameplay.Game
	journal *gameplay.Journal
	seats   [2]seat
	reader  *moveinput.Reader
	legal   *moveinput.Legal // of the game's position; nil: to be found
	over    bool             // the end of the game has been dealt with

	width, height int
	theme         theme
	flip          bool

	input   textinput.Model
	history history
	offered completion

	cursor   *boardview.Square
	chosen   *boardview.Square
	pressed  *boardview.Square // where a button of the mouse went down
	fresh    bool              // the press has chosen the piece
	viewing  int               // plies shown; -1: all
	moves    viewport.Model
	overlay  *overlay
	message  string
	alarming bool

	thinking  *thinking
	thoughts  int  // thinkings so far
	paused    bool // players wait until they are told to go on
	expected  expectation
	showLine  bool
	line      string // what a player expected last, in words
	advice    advice
	analyst   thinker.Analyst
	drawOffer bool // the opponent has offered a draw
	offeredAt int  // when it last did
	review    *review
	openings  openings
	ticking   bool
	leaving   bool
	refused   bool // what is typed was no move; the next character begins anew
}

// New returns the screen. Everything that it starts ends with ctx.
func New(ctx context.Context, o Options) (*Model, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.HintNodes == 0 {
		o.HintNodes = defaultHintNodes
	}
	m := &Model{opts: o, ctx: ctx, reader: moveinput.New(o.Game, o.Shown, o.Typed), flip: o.Flip,
		input: textinput.New(), moves: viewport.New(), viewing: -1, openings: openings{}, message: printable.Text(o.Greeting)}
	m.tick = tea.Tick(tickInterval, func(time.Time) tea.Msg { return tickMsg{} })
	m.theme = newTheme(o.Colors, o.Dark, o.ASCII)
	m.input.Prompt = ""
	m.input.CharLimit = 4096
	m.input.SetVirtualCursor(false)
	m.input.ShowSuggestions = true
	m.input.KeyMap.AcceptSuggestion.SetEnabled(false)
	m.input.KeyMap.NextSuggestion.SetEnabled(false)
	m.input.KeyMap.PrevSuggestion.SetEnabled(false)
	m.styleInput()
	_ = m.input.Focus() // its command makes the cursor blink, which the terminal does
	for side, opponent := range o.Seats {
		m.seats[side].opponent = opponent
	}
	if err := m.begin(o.First); err != nil {
		return nil, err
	}
	m.opts.Unfinished = slices.DeleteFunc(slices.Clone(o.Unfinished), func(u gameplay.Unfinished) bool { return u.Game.Rules().Name() != o.Game.Name() })
	if len(m.opts.Unfinished) > 0 && o.First == nil {
		m.offerContinue()
	}
	return m, nil
}

// begin begins a game; nil for a new one.
func (m *Model) begin(g *gameplay.Game) error {
	if g == nil {
		var err error
		if g, err = gameplay.New(m.opts.Game, m.opts.Start, m.names(), m.opts.Control, m.opts.Now()); err != nil {
			return err
		}
	}
	m.closeJournal()
	m.game = g
	m.game.Rename(m.names())
	m.reset()
	m.over = false
	return nil
}

// reset forgets what belongs to a game or a position of it.
func (m *Model) reset() {
	m.stopThinking()
	m.legal, m.cursor, m.chosen, m.pressed, m.viewing = nil, nil, nil, nil, -1
	m.expected, m.line, m.review, m.drawOffer, m.offeredAt, m.over = expectation{}, "", nil, false, 0, false
	m.forgetAdvice()
}

// moved forgets what belongs to a position.
func (m *Model) moved() {
	m.legal, m.chosen, m.pressed, m.viewing = nil, nil, nil, -1
	m.forgetAdvice()
	m.suggest()
}

// names returns what the players are called.
func (m *Model) names() [2]string {
	var names [2]string
	for side, s := range m.seats {
		names[side] = "you"
		if s.opponent != nil {
			names[side] = printable.Text(s.opponent.Name)
		}
	}
	return names
}

// players says who plays on which side.
func (m *Model) players() string {
	var parts [2]string
	for side, name := range m.names() {
		verb := "plays"
		if m.human(games.Side(side)) {
			verb = "play"
		}
		parts[side] = name + " " + verb + " " + m.opts.Look.Sides[side]
	}
	return upper(parts[0]) + ", " + parts[1] + "."
}

// specs returns who plays, as journals have it.
func (m *Model) specs() [2]string {
	var specs [2]string
	for side, s := range m.seats {
		if s.opponent != nil {
			specs[side] = s.opponent.Spec
		}
	}
	return specs
}

// positions returns the legal moves of the game's position.
func (m *Model) positions() *moveinput.Legal {
	if m.legal == nil {
		m.legal = m.reader.Legal(m.game.Position())
	}
	return m.legal
}

// human reports whether a person plays a side.
func (m *Model) human(side games.Side) bool { return m.seats[side].opponent == nil }

// person returns the side that is at the bottom: the person's, First where both
// are or none is.
func (m *Model) person() games.Side {
	if m.human(games.Second) && !m.human(games.First) {
		return games.Second
	}
	return games.First
}

// shown returns how many plies are on the board.
func (m *Model) shown() int {
	if m.viewing < 0 {
		return len(m.game.Plies())
	}
	return min(m.viewing, len(m.game.Plies()))
}

// Init asks for the colours of the terminal.
func (m *Model) Init() tea.Cmd {
	return tea.Batch(tea.RequestBackgroundColor, m.openBook(), m.advance())
}

// Update takes a message. It never waits.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	cmd := m.take(msg)
	if m.leaving {
		m.leave()
		return m, tea.Quit
	}
	return m, tea.Batch(cmd, m.advance())
}

// take deals with a message.
func (m *Model) take(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.ColorProfileMsg:
		m.setColors(msg.Profile)
	case tea.BackgroundColorMsg:
		m.setTheme(m.theme.colors, msg.IsDark())
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.PasteMsg:
		return m.paste(msg.Content)
	case tea.MouseMsg:
		return m.mouse(msg)
	case tickMsg:
		m.ticking = false
	case openedMsg:
		m.opened(msg)
	case infoMsg:
		m.heard(msg)
	case thoughtMsg:
		return m.thought(msg)
	case adviceMsg:
		m.advised(msg)
	case analystMsg:
		return m.gotAnalyst(msg)
	case reviewMsg:
		return m.reviewed(msg)
	case openingMsg:
		m.openings[msg.moves] = msg.name
	}
	return nil
}

// setColors follows what the terminal can show.
func (m *Model) setColors(p colorprofile.Profile) {
	colors := boardview.Full
	switch {
	case p <= colorprofile.ASCII:
		colors = boardview.Mono
	case p == colorprofile.ANSI:
		colors = boardview.Basic
	}
	m.setTheme(colors, m.theme.dark)
}

// setTheme changes the colours of the text, unless a setting fixes them.
func (m *Model) setTheme(colors boardview.Colors, dark bool) {
	switch m.opts.Settings.Value("theme") {
	case "dark":
		dark = true
	case "light":
		dark = false
	}
	m.theme = newTheme(colors, dark, m.opts.ASCII)
	m.styleInput()
}

// say shows a sentence.
func (m *Model) say(format string, args ...any) {
	m.message, m.alarming = printable.Text(fmt.Sprintf(format, args...)), false
}

// warn shows what went wrong.
func (m *Model) warn(text string) { m.message, m.alarming = printable.Text(text), true }

// tickMsg says that time has passed.
type tickMsg struct{}

// tickInterval is how often clocks are drawn while one runs.
const tickInterval = 100 * time.Millisecond

// advance does what is next without anybody asking: it ends a game whose time is
// over, lets a player think, and has the clock drawn.
func (m *Model) advance() tea.Cmd {
	if m.waiting() {
		return nil
	}
	now := m.opts.Now()
	m.game.Run(now)
	if m.game.Flagged(now) {
		m.stopThinking()
		m.report(m.game.Forfeit(m.game.Side(), now))
	}
	cmds := []tea.Cmd{m.nameOpening()}
	if m.game.Over() {
		cmds = append(cmds, m.finish())
	} else if side := m.game.Side(); !m.human(side) && m.thinking == nil && !m.paused {
		cmds = append(cmds, m.think(side))
	}
	if !m.ticking && (m.thinking != nil || m.game.Timed() && !m.game.Over()) {
		m.ticking = true
		cmds = append(cmds, m.tick)
	}
	return tea.Batch(cmds...)
}

// waiting reports whether a question has to be answered before the game goes on.
func (m *Model) waiting() bool { return m.leaving || m.overlay != nil && m.overlay.holds }

// report shows an error; nothing for nil.
func (m *Model) report(err error) {
	if err != nil {
		m.warn(upper(err.Error()) + ".")
	}
}
