package welcome

import (
	"time"

	"charm.land/bubbles/v2/list"
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"apprentice/games"
)

// options say what is offered and how it looks.
type options struct {
	games   []games.Game // the first one is shown first
	state   string       // folder of games that were not finished
	program string       // what people call it
	ascii   bool
	profile colorprofile.Profile
	now     func() time.Time
}

// model is the screen as a Bubble Tea program.
type model struct {
	options
	width, height int
	game          int // that is offered
	offers        list.Model
	remark        string
	chosen        []string // arguments of the program; nil: none
}

func newModel(o options) *model {
	m := &model{options: o}
	m.offers = list.New(nil, lines{m}, 1, 1)
	m.offers.SetShowTitle(false)
	m.offers.SetShowStatusBar(false)
	m.offers.SetShowHelp(false)
	m.offers.SetShowPagination(false)
	m.offers.SetFilteringEnabled(false)
	m.offers.DisableQuitKeybindings()
	m.turn(0)
	return m
}

// turn goes so many games on.
func (m *model) turn(by int) {
	m.game = (m.game + by + len(m.games)) % len(m.games)
	var items []list.Item
	for _, o := range offersOf(m.games[m.game], m.state, m.now()) {
		items = append(items, o)
	}
	_ = m.offers.SetItems(items) // its command would filter them
	m.remark = ""
}

// Init asks for nothing: the size of the window comes by itself.
func (m *model) Init() tea.Cmd { return nil }

// Update takes a key or a change of the window.
func (m *model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
	case tea.ColorProfileMsg:
		m.profile = msg.Profile
	case tea.MouseClickMsg:
		return m, m.click(msg.X, msg.Y)
	case tea.KeyPressMsg:
		return m, m.key(msg)
	}
	return m, nil
}

// key obeys a key.
func (m *model) key(msg tea.KeyPressMsg) tea.Cmd {
	switch name := msg.String(); name {
	case "ctrl+c", "esc":
		return tea.Quit
	case "ctrl+z":
		return tea.Suspend
	case "left", "shift+tab":
		m.turn(-1)
	case "right", "tab":
		m.turn(1)
	case "enter", "space":
		return m.take(m.offers.Index())
	default:
		for i, item := range m.offers.Items() {
			if o, ok := item.(offer); ok && o.key == name {
				m.offers.Select(i)
				return m.take(i)
			}
		}
		var cmd tea.Cmd
		m.offers, cmd = m.offers.Update(msg)
		return cmd
	}
	return nil
}

// take takes an offer. One that cannot be taken says why.
func (m *model) take(index int) tea.Cmd {
	o, ok := m.offers.Items()[index].(offer)
	switch {
	case !ok:
		return nil
	case o.key == "q":
		return tea.Quit
	case o.args == nil:
		m.remark = o.note
		return nil
	}
	m.chosen = o.args
	return tea.Quit
}

// click takes the offer at a place of the screen.
func (m *model) click(x, y int) tea.Cmd {
	l := m.layout()
	row := y - l.offersY
	if row < 0 || row >= l.offers || x < l.x || x >= l.x+l.width {
		return nil
	}
	first := m.offers.Index() - m.offers.Cursor()
	if i := first + row; i < len(m.offers.Items()) {
		m.offers.Select(i)
		return m.take(i)
	}
	return nil
}
