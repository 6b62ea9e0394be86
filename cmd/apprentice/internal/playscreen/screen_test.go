package playscreen

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/games"
)

// opening are the first moves of a person in the games whose screens are kept.
var opening = map[string][]string{
	"chess":       {"e4", "d4", "Nf3"},
	"xiangqi":     {"C2=5", "H2+3"},
	"connectfour": {"d", "d"},
	"tictactoe":   {"b2"},
}

func TestScreensLookAsTheyDid(t *testing.T) {
	kept := slices.Sorted(maps.Keys(opening))
	for _, size := range [][2]int{{80, 24}, {100, 30}, {120, 40}, {200, 60}, {44, 32}, {20, 10}, {1, 1}} {
		for _, mode := range []struct {
			name  string
			set   func(*Options)
			games []string
		}{
			{"dark", func(*Options) {}, kept},
			{"nocolor", func(o *Options) { o.Colors = boardview.Mono }, kept},
			{"ascii", func(o *Options) { o.Colors, o.ASCII = boardview.Mono, true }, []string{"chess", "xiangqi"}},
		} {
			for _, game := range mode.games {
				name := fmt.Sprintf("%s-%dx%d-%s", game, size[0], size[1], mode.name)
				t.Run(name, func(t *testing.T) {
					o := testOptions(t, game)
					o.Greeting = "Too strong? F6 lets a younger one play."
					mode.set(&o)
					p := show(t, o, size[0], size[1])
					for _, move := range opening[game] {
						p.press(move + "[enter]")
					}
					p.press("[f2]")
					golden(t, name, p.screen())
				})
			}
		}
	}
}

func TestThemesDiffer(t *testing.T) {
	texts := map[string]string{}
	for name, set := range map[string]func(*Options){
		"dark":  func(o *Options) { o.Dark = true },
		"light": func(o *Options) { o.Dark = false },
		"16":    func(o *Options) { o.Colors = boardview.Basic },
		"none":  func(o *Options) { o.Colors = boardview.Mono },
	} {
		o := testOptions(t, "chess")
		set(&o)
		p := show(t, o, 80, 24)
		p.press("e4[enter]")
		text := p.View().Content
		for other, seen := range texts {
			if seen == text {
				t.Errorf("%s and %s look the same", name, other)
			}
		}
		texts[name] = text
	}
	for _, code := range []string{"38;2", "48;2", "38;5", "48;5"} {
		if strings.Contains(texts["none"], code) {
			t.Errorf("without colours there is %q", code)
		}
	}
	o := testOptions(t, "chess")
	if err := o.Settings.Set("theme", "light"); err != nil {
		t.Fatal(err)
	}
	p := show(t, o, 80, 24)
	p.send(tea.BackgroundColorMsg{})
	p.press("e4[enter]")
	if p.View().Content != texts["light"] {
		t.Error("the setting light does not look light")
	}
}

// Whatever the window does, the screen that follows is that of a new window of
// the same size.
func TestResizeStormLeavesNothing(t *testing.T) {
	for _, game := range catalog.Names() {
		o := testOptions(t, game)
		p := show(t, o, 80, 24)
		start := o.Game.Start()
		p.press(o.Typed.Describe(start, start.Moves(nil, games.AllMoves)[0]) + "[enter][f2]")
		want := p.screen()
		for _, size := range [][2]int{{1, 1}, {200, 60}, {0, 0}, {3, 50}, {200, 2}, {46, 12}, {45, 3}, {120, 40}, {2, 2}, {37, 22}} {
			p.send(tea.WindowSizeMsg{Width: size[0], Height: size[1]})
			p.terminal()
		}
		for width := 1; width <= 130; width += 9 {
			for height := 1; height <= 45; height += 4 {
				p.send(tea.WindowSizeMsg{Width: width, Height: height})
				p.terminal()
			}
		}
		p.press("[f1]")
		p.send(tea.WindowSizeMsg{Width: 5, Height: 3})
		p.terminal()
		p.press("[esc]/")
		p.terminal()
		p.press("[esc]")
		p.send(tea.WindowSizeMsg{Width: 80, Height: 24})
		if got := p.screen(); got != want {
			t.Errorf("%s: after the storm\n%s\nwant\n%s", game, got, want)
		}
	}
}

// Chinese pieces take two cells each; what stands right of them stays where it
// is.
func TestWideCharactersKeepTheColumns(t *testing.T) {
	o := testOptions(t, "xiangqi")
	o.Colors = boardview.Mono
	p := show(t, o, 100, 30)
	p.press("C2=5[enter]")
	e := p.terminal()
	l := p.layout()
	for row, line := range p.game.Position().Board() {
		for column, letter := range []rune(line) {
			if letter == '.' {
				continue
			}
			x, y := l.board.Middle(boardview.Square{Row: row, Column: column})
			cell := e.CellAt(l.boardX+x, l.boardY+y)
			want := string(o.Look.Glyphs[letter])
			if cell == nil || cell.Content != want || cell.Width != 2 {
				t.Fatalf("at %d, %d stands %+v, want %s two cells wide", x, y, cell, want)
			}
		}
	}
}

func TestNamesOfOthersCannotTouchTheTerminal(t *testing.T) {
	o := testOptions(t, "chess")
	evil := "\x1b]0;owned\x07\x1b[2J\u202e\r\nboo"
	bad := opponent(evil, &parrot{fails: fmt.Errorf("%s", evil)})
	bad.Note = evil
	o.Opponents = append(o.Opponents, bad)
	o.Seats[1] = &bad
	o.Greeting = evil
	p := show(t, o, 100, 30)
	p.press("e4[enter][f6]")
	for _, text := range []string{p.View().Content, p.View().WindowTitle} {
		for _, code := range []string{"\x1b]", "\x1b[2J", "\a", "\r", "\u202e"} {
			if strings.Contains(text, code) {
				t.Errorf("%q reaches the terminal", code)
			}
		}
	}
}
