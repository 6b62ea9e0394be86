// Package playscreen is the full-screen game: a board that fills the window, the
// moves, clocks and thoughts beside it, and a line to type in, for every game of
// the catalog. A person plays with the mouse, the cursor keys or the keyboard,
// against any player, against another person, or watches two players.
//
// It draws and listens. The game itself is of package gameplay, thinking of
// package thinker, boards of package boardview; nothing here waits for any of
// them.
package playscreen

import (
	"context"
	"time"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/board"
	"apprentice/cmd/apprentice/internal/boardview"
	"apprentice/cmd/apprentice/internal/gameplay"
	"apprentice/cmd/apprentice/internal/settings"
	"apprentice/cmd/apprentice/internal/thinker"
	"apprentice/games"
	"apprentice/games/record"
)

// Opponent is somebody to play against.
type Opponent struct {
	Spec string // as flags, settings and journals name it
	Name string // as people call it
	Note string // what is known of it, in a few words; may be ""
	Key  string // that chooses it from a list; "" for none

	// Limits of its moves; nil for those of the game.
	Limits *search.Limits

	// Open makes the player. It is called from a goroutine.
	Open func(ctx context.Context) (thinker.Player, error)
}

// Options say what is played and how.
type Options struct {
	Game         games.Game
	Look         board.Look
	Shown, Typed games.Style // of moves on the screen, and of those that a person types

	First      *gameplay.Game                      // to begin with; nil: a new one from Start
	Start      string                              // FEN of new games; "" for the start position
	Seats      [2]*Opponent                        // who plays; nil: the person
	Limits     search.Limits                       // of a move
	Control    gameplay.Control                    // of new games
	Opponents  []Opponent                          // to choose from, the weakest first
	Find       func(spec string) (Opponent, error) // the opponent that a spec names
	Analyst    func() (thinker.Analyst, error)     // who gives hints; called from a goroutine, once
	HintNodes  int64                               // that a hint takes at most; 0: 200,000
	Unfinished []gameplay.Unfinished               // games to continue, the latest first

	Folder  string                                      // for journals and finished games; "" keeps none
	PGN     string                                      // every game goes here when it ends; "" for no file
	SavePGN func(path string, g *gameplay.Game) error   // appends a game to a file
	LoadPGN func(path string) ([]record.PGNGame, error) // reads the games of a file, or a position as a game

	Greeting string // shown at the beginning, one sentence or two
	Settings settings.Settings
	Keep     func(name, value string) error // writes a setting that was changed; nil: nowhere

	Flip   bool
	ASCII  bool
	Colors boardview.Colors // until the terminal says otherwise
	Dark   bool             // until the terminal says otherwise

	Now  func() time.Time // nil: time.Now
	Pace time.Duration    // that a move of two players takes at least, so that one can follow
}

// defaultHintNodes keeps a hint below a second or two.
const defaultHintNodes = 200_000

// mostHints is how many moves a hint shows.
const mostHints = 3
