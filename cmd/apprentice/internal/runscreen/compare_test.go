package runscreen

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"charm.land/lipgloss/v2"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
)

// compareModel returns a screen that compares the first and the last of some
// generations.
func compareModel(t *testing.T, complete int) *Model {
	t.Helper()
	m, _ := testModel(t, complete)
	m.tab = compareTab
	m.compare()
	for i := range m.both.sides {
		m.bring(t, i)
	}
	return m
}

// bring brings the game that a side asks for.
func (m *Model) bring(t *testing.T, side int) {
	t.Helper()
	c := &m.both.sides[side]
	g := testGame(t, tictactoe.Game{})
	g.Generation, g.Index = c.generation, uint64(c.index)
	if cmd := m.fetched(comparedMsg{side, c.generation, c.index, g, nil}); cmd != nil {
		t.Fatal("another game is wanted")
	}
	c.replay.step(2 + side)
}

func TestComparisonsLookAsTheyDid(t *testing.T) {
	for _, size := range sizes {
		for _, ascii := range []bool{false, true} {
			m := compareModel(t, 6)
			m.o.ASCII, m.mono = ascii, ascii
			name := fmt.Sprintf("compare-%dx%d", size[0], size[1])
			if ascii {
				name += "-ascii"
			}
			golden(t, name, shown(t, m, size[0], size[1]))
		}
	}
}

// Every size shows both generations or none, and nothing beyond its edges.
func TestComparisonFits(t *testing.T) {
	m := compareModel(t, 12)
	for width := 1; width < 150; width += 13 {
		for height := 1; height < 50; height += 5 {
			m.Update(tea.WindowSizeMsg{Width: width, Height: height})
			text := m.View().Content
			if w, h := lipgloss.Width(text), lipgloss.Height(text); w > width || h > height {
				t.Fatalf("%dx%d: %d columns, %d lines:\n%s", width, height, w, h, text)
			}
			if width > 60 && strings.Contains(text, "game 0") != strings.Contains(text, "generation 1,") {
				t.Errorf("%dx%d: one of two:\n%s", width, height, text)
			}
		}
	}
}

func TestComparisonKeys(t *testing.T) {
	m := compareModel(t, 6)
	for _, step := range []struct {
		keys        string
		left, right int
		index       int64
	}{
		{"]", 2, 6, 0}, {"[ [ [", 1, 6, 0}, {"down", 1, 5, 0}, {"up up", 1, 6, 0}, {"n n", 1, 6, 2}, {"b", 1, 6, 1}, {"down", 1, 5, 0},
	} {
		for _, key := range strings.Fields(step.keys) {
			m.key(key)
			for i := range m.both.sides {
				m.bring(t, i)
			}
		}
		l, r := m.both.sides[0], m.both.sides[1]
		if l.generation != step.left || r.generation != step.right || r.index != step.index {
			t.Errorf("%s: generations %d and %d, game %d; want %d, %d and %d", step.keys, l.generation, r.generation, r.index, step.left, step.right, step.index)
		}
	}
	m.key("home")
	m.key("right")
	if l, r := m.both.sides[0].replay, m.both.sides[1].replay; l.at != 1 || r.at != 1 {
		t.Errorf("moves %d and %d", l.at, r.at)
	}
	m.key("space")
	if m.both.sides[0].replay.held || m.both.sides[1].replay.held {
		t.Error("they are held")
	}
}

// A game that comes after another one was asked for is not shown, and one that is
// gone is said to be.
func TestComparisonFetches(t *testing.T) {
	m := compareModel(t, 6)
	m.both.sides[1].loading = true
	m.key("down")
	late := testGame(t, tictactoe.Game{})
	if cmd := m.fetched(comparedMsg{1, 6, 0, late, nil}); cmd == nil || m.both.sides[1].replay.game == late {
		t.Error("the late game is shown")
	}
	if cmd := m.fetched(comparedMsg{1, 5, 0, nil, ErrNoGame}); cmd != nil || !strings.Contains(shown(t, m, 120, 40), "not in the run any more") {
		t.Errorf("a game that is gone:\n%s", shown(t, m, 120, 40))
	}
	if m.compare(); m.both.sides[1].loading {
		t.Error("a game that is gone is asked for again and again")
	}
}

// Moves are written as people of the game write them.
func TestMovesInNotation(t *testing.T) {
	g := chess.Game{}
	pos := g.Start()
	var played record.Game
	for _, text := range []string{"e4", "e5", "Nf3"} {
		m, err := pos.ParseMove(text)
		if err != nil {
			t.Fatal(err)
		}
		played.Plies = append(played.Plies, record.Ply{Move: m})
		pos.Make(m, nil)
	}
	played.Outcome = games.Outcome{Result: games.Draw}
	game, err := newGame(g, &played)
	if err != nil || fmt.Sprint(game.Moves) != "[e4 e5 Nf3]" {
		t.Errorf("%v, error %v", game, err)
	}
}
