package cli

import (
	"strings"

	"github.com/spf13/cobra"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/games"
)

// GameFlag is the --game flag of a command, a pflag.Value that takes the name of
// a game in any case.
type GameFlag struct{ Name string }

// String returns the name of the game as the game itself has it.
func (f *GameFlag) String() string { return f.Name }

// Type returns what help calls the value.
func (f *GameFlag) Type() string { return "string" }

// Set chooses a game.
func (f *GameFlag) Set(name string) error {
	g, err := catalog.Lookup(name)
	if err == nil {
		f.Name = g.Name()
	}
	return err
}

// Add adds the flag.
func (f *GameFlag) Add(cmd *cobra.Command) {
	f.Name = catalog.Default().Name()
	cmd.Flags().Var(f, "game", "the game: "+strings.Join(catalog.Names(), ", "))
}

// Game returns the game that was named.
func (f *GameFlag) Game() (games.Game, error) { return catalog.Lookup(f.Name) }
