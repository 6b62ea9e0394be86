package playscreen

import (
	"fmt"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"apprentice/cmd/apprentice/internal/settings"
	"apprentice/games/record"
)

// prefill puts a word into the line of input, for its argument to be typed.
func (m *Model) prefill(word string) tea.Cmd {
	m.input.SetValue(word + " ")
	m.input.CursorEnd()
	m.suggest()
	return nil
}

// save appends the game to a file.
func (m *Model) save(path string) tea.Cmd {
	switch {
	case m.opts.SavePGN == nil:
	case path == "":
		m.say("In which file? Type its name and press Enter.")
		return m.prefill("save")
	case len(m.game.Plies()) == 0:
		m.say("There is no move to save yet.")
	default:
		if err := m.opts.SavePGN(path, m.game); err != nil {
			m.report(err)
			return nil
		}
		m.say("Saved in %s.", path)
	}
	return nil
}

// mostLoaded is how many games of a file are offered.
const mostLoaded = 200

// load plays on from a game or a position in a file.
func (m *Model) load(arg string) tea.Cmd {
	if m.opts.LoadPGN == nil {
		return nil
	}
	if arg == "" {
		m.say("From which file? Type its name and press Enter.")
		return m.prefill("load")
	}
	path, plies := arg, -1
	if i := strings.LastIndexByte(arg, ' '); i > 0 {
		if n, err := strconv.Atoi(arg[i+1:]); err == nil && n >= 0 {
			path, plies = strings.TrimSpace(arg[:i]), n
		}
	}
	list, err := m.opts.LoadPGN(path)
	switch {
	case err != nil:
		m.report(err)
	case len(list) == 0:
		m.warn(fmt.Sprintf("There is no game in %s.", path))
	case len(list) == 1:
		return m.loaded(&list[0].Game, plies)
	default:
		var choices []choice
		for i := range list[:min(len(list), mostLoaded)] {
			g := &list[i]
			choices = append(choices, choice{
				title: fmt.Sprintf("%d. %s - %s", g.Number, g.First, g.Second),
				note:  strings.TrimSpace(g.Tag("Date") + "  " + moveCount(len(g.Plies))),
				do:    func() tea.Cmd { return m.loaded(&g.Game, plies) },
			})
		}
		m.choose("Which game?", false, choices...)
	}
	return nil
}

// fen shows the position that is on the board as a FEN, or begins from one.
func (m *Model) fen(text string) tea.Cmd {
	if text == "" {
		m.say("%s", m.game.At(m.shown()).FEN())
		return nil
	}
	return m.loaded(&record.Game{Start: text}, 0)
}

// listMoves lists the legal moves.
func (m *Model) listMoves(string) tea.Cmd {
	var names []string
	for _, v := range m.positions().All() {
		names = append(names, v.Name)
	}
	m.read(fmt.Sprintf("%d moves", len(names)), fold(strings.Join(names, " "), 60))
	return nil
}

// change changes a setting.
func (m *Model) change(arg string) tea.Cmd {
	name, value, _ := strings.Cut(arg, " ")
	if name == "" {
		var choices []choice
		for i, s := range settings.All {
			choices = append(choices, choice{key: fmt.Sprint(i + 1), title: s.Name + " = " + m.opts.Settings.Value(s.Name), note: s.Help,
				do: func() tea.Cmd { return m.changeOne(s) }})
		}
		m.choose("Settings", false, choices...)
		return nil
	}
	if err := m.opts.Settings.Set(name, strings.TrimSpace(value)); err != nil {
		m.report(err)
		return nil
	}
	m.setTheme(m.theme.colors, m.theme.dark)
	m.say("%s is %s now.", upper(name), m.opts.Settings.Value(name))
	if m.opts.Keep != nil {
		m.report(m.opts.Keep(name, strings.TrimSpace(value)))
	}
	return nil
}

// changeOne asks for the value of a setting.
func (m *Model) changeOne(s settings.Setting) tea.Cmd {
	if s.Choices == nil {
		m.say("%s.", upper(s.Help))
		return m.prefill("set " + s.Name)
	}
	var choices []choice
	for i, value := range s.Choices {
		choices = append(choices, choice{key: fmt.Sprint(i + 1), title: value, do: func() tea.Cmd { return m.change(s.Name + " " + value) }})
	}
	m.choose(upper(s.Name), false, choices...)
	return nil
}
