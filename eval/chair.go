package eval

import (
	"context"
	"fmt"
)

// Chair is where an entrant sits to play, one game or position after another.
// It makes the player when it is needed, keeps it from game to game, and makes
// another one after it failed. It is not safe for concurrent use.
type Chair struct {
	Entrant
	Player Player // nil before Sit and after Leave
}

// Sit makes sure that there is a player, ready for a game with that seed.
func (c *Chair) Sit(ctx context.Context, seed uint64) error {
	if c.Player == nil {
		player, err := c.New(ctx)
		if err != nil {
			return fmt.Errorf("player %s: %w", c.Name, err)
		}
		c.Player = player
	}
	if err := c.Player.NewGame(ctx, seed); err != nil {
		return fmt.Errorf("player %s: new game: %w", c.Name, err)
	}
	return nil
}

// Leave closes the player, if there is one.
func (c *Chair) Leave() {
	if c.Player != nil {
		_ = c.Player.Close() // it has played its games, or failed already
		c.Player = nil
	}
}
