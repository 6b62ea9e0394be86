// Package catalog lists the games of the program, how people see them and what
// other programs make of them. It is the only place outside tests that names a
// game: a new one is an entry here.
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

// entry is a game and what is known about it besides its rules. All but the look
// is for games that other programs play.
type entry struct {
	games.Game
	look     board.Look
	dialects engine.Dialects // of external engines; nil: the game's own notation
	ladder   *Ladder         // engines to measure against; nil: none
	shuffled games.Game      // the variant of the protocol option UCI_Chess960; nil: none
}

// all holds every game, the default first.
var all = []entry{
	{Game: chess.Game{}, look: board.Look{
		Sides:     [2]string{"White", "Black"},
		Glyphs:    glyphs("KQRBNPkqrbnp", "♔♕♖♗♘♙♚♛♜♝♞♟"),
		Filled:    glyphs("KQRBNPkqrbnp", "♚♛♜♝♞♟♚♛♜♝♞♟"),
		Checkered: true,
		King:      'K',
		Pictures:  chessPictures,
	}, ladder: newLadder("UCI_Elo of Stockfish", "stockfish", "engine:gnuchess?args=--uci&OwnBook=false&depth=4"), shuffled: chess.Chess960{}},
	{Game: xiangqi.Game{}, look: board.Look{
		Sides:    [2]string{"Red", "Black"},
		Glyphs:   glyphs("KABNRCPkabnrcp", "帥仕相傌俥炮兵將士象馬車砲卒"),
		Filled:   glyphs("KABNRCPkabnrcp", "帥仕相傌俥炮兵將士象馬車砲卒"),
		Letters:  glyphs("NBnb", "HEhe"), // as in WXF notation
		FromZero: true,
		King:     'K',
		Points: &board.Points{
			River:   5,
			Banks:   [2]string{"楚  河", "漢  界"},
			Palaces: [][2]int{{1, 4}, {8, 4}},
			Counted: true,
		},
	}, dialects: xiangqiDialects, ladder: newLadder("UCI_Elo of Fairy-Stockfish, which was fitted to chess", "fairy-stockfish",
		"engine:hoixiangqi?protocol=xboard&depth=3", "engine:sjaakii?protocol=xboard&depth=3")},
	{Game: tictactoe.Game{}, look: board.Look{Sides: [2]string{"X", "O"}, Pictures: lettersOfLines}},
	{Game: connectfour.Game{}, look: board.Look{
		Sides:    [2]string{"Red", "Yellow"},
		Glyphs:   glyphs("Ry", "●○"),
		Filled:   glyphs("Ry", "●●"),
		Columns:  true,
		Paint:    &board.Paint{Square: "#1d3a8f", Marked: "#5f87d7", Hole: "#0a1128", Pieces: [2]string{"#ff5f5f", "#ffeb3b"}},
		Pictures: discs,
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

// Games returns all games, the default first.
func Games() []games.Game {
	list := make([]games.Game, len(all))
	for i, e := range all {
		list[i] = e.Game
	}
	return list
}

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

// ShuffledOf returns the variant of a game that the protocol option UCI_Chess960
// chooses, nil if it has none.
func ShuffledOf(g games.Game) games.Game {
	if e := find(g.Name()); e != nil {
		return e.shuffled
	}
	return nil
}

// LookOf returns how people see a game: letters and "First" and "Second" where
// nothing else is known.
func LookOf(g games.Game) board.Look {
	if e := find(g.Name()); e != nil {
		return e.look
	}
	return board.Look{Sides: [2]string{"First", "Second"}}
}
