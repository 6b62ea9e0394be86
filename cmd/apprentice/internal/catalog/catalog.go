// Package catalog lists the games of the program and how people see them. It
// is the only place outside tests that names a concrete game: a new game is one
// entry here.
package catalog

import (
	"fmt"
	"slices"
	"strings"

	"apprentice/cmd/apprentice/internal/board"
	"apprentice/cmd/apprentice/internal/near"
	"apprentice/eval/engine"
	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/connectfour"
	"apprentice/games/tictactoe"
	"apprentice/games/xiangqi"
)

// entry is a game and its look.
type entry struct {
	games.Game
	look     board.Look
	dialects engine.Dialects // of external engines; nil: the game's own notation
}

// all holds every game, the default first.
var all = []entry{
	{Game: chess.Game{}, look: board.Look{
		Sides:     [2]string{"White", "Black"},
		Glyphs:    glyphs("KQRBNPkqrbnp", "♔♕♖♗♘♙♚♛♜♝♞♟"),
		Filled:    glyphs("KQRBNPkqrbnp", "♚♛♜♝♞♟♚♛♜♝♞♟"),
		Checkered: true,
	}},
	{Game: xiangqi.Game{}, look: board.Look{
		Sides:    [2]string{"Red", "Black"},
		Glyphs:   glyphs("KABNRCPkabnrcp", "帥仕相傌俥炮兵將士象馬車砲卒"),
		Filled:   glyphs("KABNRCPkabnrcp", "帥仕相傌俥炮兵將士象馬車砲卒"),
		Letters:  glyphs("NBnb", "HEhe"), // as in WXF notation
		FromZero: true,
		Points: &board.Points{
			River:   5,
			Banks:   [2]string{"楚  河", "漢  界"},
			Palaces: [][2]int{{1, 4}, {8, 4}},
			Counted: true,
		},
	}, dialects: xiangqiDialects},
	{Game: tictactoe.Game{}, look: board.Look{Sides: [2]string{"X", "O"}}},
	{Game: connectfour.Game{}, look: board.Look{
		Sides:   [2]string{"Red", "Yellow"},
		Glyphs:  glyphs("Ry", "●○"),
		Filled:  glyphs("Ry", "●●"),
		Columns: true,
	}},
}

// glyphs maps letters to the runes at the same places.
func glyphs(letters, runes string) map[rune]rune {
	to := []rune(runes)
	m := make(map[rune]rune, len(to))
	for i, l := range []rune(letters) {
		m[l] = to[i]
	}
	return m
}

// Default returns the game that commands use when none is named.
func Default() games.Game { return all[0].Game }

// Names returns the names of all games, the default first.
func Names() []string {
	names := make([]string, len(all))
	for i, g := range all {
		names[i] = g.Name()
	}
	return names
}

// find returns the entry of a game, whatever the case of its name, or nil.
func find(name string) *entry {
	i := slices.IndexFunc(all, func(e entry) bool { return strings.EqualFold(e.Name(), name) })
	if i < 0 {
		return nil
	}
	return &all[i]
}

// Lookup returns the game of the given name, whatever its case.
func Lookup(name string) (games.Game, error) {
	if e := find(name); e != nil {
		return e.Game, nil
	}
	if meant, ok := near.Word(name, Names()); ok {
		return nil, fmt.Errorf("unknown game %q; did you mean %s?", name, meant)
	}
	return nil, fmt.Errorf("unknown game %q: this program plays %s", name, strings.Join(Names(), ", "))
}

// LookOf returns how people see a game: letters and "First" and "Second" where
// nothing else is known.
func LookOf(g games.Game) board.Look {
	if e := find(g.Name()); e != nil {
		return e.look
	}
	return board.Look{Sides: [2]string{"First", "Second"}}
}
