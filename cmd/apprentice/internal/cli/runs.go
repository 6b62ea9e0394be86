package cli

import (
	"apprentice/cmd/apprentice/internal/catalog"
)

// DefaultRun is the run file of commands that name none: the one that train writes
// for the default game.
func DefaultRun() string { return RunOf(catalog.Default().Name()) }

// RunOf is the run file that train writes for a game by default.
func RunOf(game string) string { return game + ".run" }
