package cli

import (
	"apprentice/cmd/apprentice/internal/catalog"
)

// DefaultRun is the run file of commands that are told none: the one that train
// writes for the default game.
func DefaultRun() string { return RunOf(catalog.Default().Name()) }

// RunOf is the run file of a game that train writes where none is named.
func RunOf(game string) string { return game + ".run" }
