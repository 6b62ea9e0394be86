package playscreen

import (
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// action is something that a person can do beside moving.
type action struct {
	key   string   // that does it; "" for none
	menu  string   // its key in the menu; "" where it is not there
	words []string // that can be typed; the first one is shown
	args  string
	help  string
	do    func(m *Model, arg string) tea.Cmd
}

// actions returns all actions in the order of the help.
func actions() []action {
	return []action{
		{"f2", "h", []string{"hint"}, "", "show the best three moves on the board", (*Model).hint},
		{"f3", "u", []string{"undo", "back", "takeback"}, "", "take back your last move", (*Model).undo},
		{"f4", "r", []string{"redo", "forward"}, "", "play it again", (*Model).redo},
		{"f5", "f", []string{"flip", "turn"}, "", "turn the board", (*Model).turnBoard},
		{"f6", "o", []string{"opponent", "against"}, "[SPEC]", "choose who plays against you", (*Model).chooseOpponent},
		{"f7", "l", []string{"line"}, "", "show what your opponent expects, or hide it", (*Model).toggleLine},
		{"f8", "w", []string{"opinion", "why"}, "", "ask what it thinks of your last move", (*Model).opinion},
		{"space", "m", []string{"now", "go"}, "", "make your opponent move at once", (*Model).hurry},
		{"", "d", []string{"draw"}, "", "offer a draw, or accept one", (*Model).draw},
		{"", "x", []string{"resign"}, "", "give the game up", (*Model).resign},
		{"ctrl+n", "n", []string{"new"}, "[SIDE]", "begin another game", (*Model).newGame},
		{"", "b", []string{"sides", "players"}, "", "choose who plays on which side", (*Model).chooseSides},
		{"", "c", []string{"from-here"}, "", "play on from the position that you look at", (*Model).fromHere},
		{"ctrl+s", "s", []string{"save", "pgn"}, "FILE", "append the game to a PGN file", (*Model).save},
		{"ctrl+o", "p", []string{"load", "open"}, "FILE [PLY]", "play on from a game or a position in a file", (*Model).load},
		{"", "", []string{"fen", "setup"}, "[FEN]", "show the position, or begin from one", (*Model).fen},
		{"", "", []string{"moves"}, "", "list the legal moves", (*Model).listMoves},
		{"", "t", []string{"set", "settings"}, "[NAME VALUE]", "change how it looks", (*Model).change},
		{"f1", "?", []string{"help"}, "", "explain the keys", (*Model).help},
		{"ctrl+c", "q", []string{"quit", "exit", "leave", "q"}, "", "leave; the game is saved", (*Model).quit},
	}
}

// command carries out what was typed if it is an action, and reports whether it
// was.
func (m *Model) command(line string) (tea.Cmd, bool) {
	word, arg, _ := strings.Cut(line, " ")
	for _, a := range actions() {
		if slices.Contains(a.words, strings.ToLower(word)) {
			return a.do(m, strings.TrimSpace(arg)), true
		}
	}
	return nil, false
}

// menu opens the menu of actions.
func (m *Model) menu() {
	var choices []choice
	for _, a := range actions() {
		if a.menu == "" {
			continue
		}
		c := choice{key: a.menu, title: upper(a.help), do: func() tea.Cmd { return a.do(m, "") }}
		if a.key != "" {
			c.note = keyName(a.key)
		}
		choices = append(choices, c)
	}
	m.choose("Menu", false, choices...)
}

// keyName is how a key is called on keyboards.
func keyName(key string) string {
	if rest, ok := strings.CutPrefix(key, "ctrl+"); ok {
		return "Ctrl-" + strings.ToUpper(rest)
	}
	return upper(key)
}

// help explains the screen.
func (m *Model) help(string) tea.Cmd {
	var b strings.Builder
	b.WriteString("Type a move " + m.ways() + " and press Enter.\n")
	b.WriteString("Tab completes it. Or click a piece and its target, drag it, or use\n")
	b.WriteString("the arrow keys and Enter. Tab jumps to the next piece that can move.\n\n")
	for _, a := range actions() {
		key := ""
		if a.key != "" {
			key = keyName(a.key)
		}
		typed := a.words[0]
		if a.args != "" {
			typed += " " + a.args
		}
		fmt.Fprintf(&b, "%-7s %-18s %s\n", key, typed, a.help)
	}
	for _, line := range [][2]string{
		{"/", "the menu, where single letters do all this"},
		{"PgUp PgDn Home End", "look at earlier positions; after a game the arrow keys do, too"},
		{"Up Down Ctrl-P", "what you typed before"},
		{"Esc", "take back a choice, a text, a look at an earlier position"},
		{"Ctrl-L Ctrl-Z", "draw the screen anew; stop the program until fg"},
	} {
		fmt.Fprintf(&b, "%-26s %s\n", line[0], line[1])
	}
	b.WriteString("\nWords are typed like moves. Games are kept in " + m.keptIn() + ".")
	m.read("How to play", b.String())
	return nil
}

// keptIn says where games are kept.
func (m *Model) keptIn() string {
	if m.opts.Folder == "" {
		return "no file"
	}
	return ansi.Strip(m.opts.Folder)
}

// ways gives examples of how moves are typed.
func (m *Model) ways() string {
	moves := m.positions().All()
	if len(moves) == 0 {
		return "in the usual notation"
	}
	pos, move := m.game.Position(), moves[len(moves)/2]
	examples := []string{move.Name}
	if c := pos.FormatMove(move.Move); c != move.Name {
		examples = append(examples, c)
	}
	return "(" + strings.Join(examples, " or ") + ")"
}
