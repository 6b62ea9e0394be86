package record

import (
	"errors"
	"fmt"

	"apprentice/games"
)

// Errors that Replay wraps.
var (
	ErrIllegalMove = errors.New("illegal move")
	ErrOutcome     = errors.New("outcome does not follow from the moves")
)

// Replay plays g by the rules and returns the final position. It fails if
// the start position cannot be read, a move is not legal, or the outcome is
// said to follow from the rules (a Reason before games.RuleReasons) and does
// not. A game may continue after a draw that the rules offer, as people's games
// do.
func Replay(game games.Game, g *Game) (final games.Position, err error) {
	pos, err := start(game, g.Start)
	if err != nil {
		return nil, err
	}
	for i, p := range g.Plies {
		if !pos.Legal(p.Move) {
			return nil, fmt.Errorf("%w: ply %d, %#04x in %s", ErrIllegalMove, i, uint16(p.Move), pos.FEN())
		}
		pos.Make(p.Move, nil)
	}
	if r := g.Outcome.Reason; r != games.NoReason && r < games.RuleReasons {
		if got := ForFirst(pos.Outcome(), pos.Side()); got != g.Outcome {
			return nil, fmt.Errorf("%w: recorded %s by %s for first, found %s by %s in %s", ErrOutcome,
				g.Outcome.Result, g.Outcome.Reason, got.Result, got.Reason, pos.FEN())
		}
	}
	return pos, nil
}

// start returns the position that a game began with.
func start(game games.Game, fen string) (games.Position, error) {
	if fen == "" {
		return game.Start(), nil
	}
	pos, err := game.ParseFEN(fen)
	if err != nil {
		return nil, fmt.Errorf("start position: %w", err)
	}
	return pos, nil
}
