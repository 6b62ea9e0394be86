package eval

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// ErrUnknownPlayer is returned by Builtin for a spec that names no built-in
// opponent.
var ErrUnknownPlayer = errors.New("no such built-in player")

// Builtin returns the opponent that a spec names: "random", or "material:N"
// for N plies of search on counted material. For any other spec the error
// wraps ErrUnknownPlayer, so that a caller can try files and engines next.
func Builtin(spec string) (Entrant, error) {
	kind, arg, hasArg := strings.Cut(spec, ":")
	switch kind {
	case "random":
		if hasArg {
			return Entrant{}, fmt.Errorf("player %q: random takes no argument", spec)
		}
		return Entrant{Name: spec, New: func(context.Context) (Player, error) { return NewRandom(), nil }}, nil
	case "material":
		depth, err := strconv.Atoi(arg)
		if err != nil || depth < 1 || depth > MaxMaterialDepth {
			return Entrant{}, fmt.Errorf("player %q: want material:DEPTH with a depth of 1 to %d", spec, MaxMaterialDepth)
		}
		return Entrant{
			Name: fmt.Sprintf("material:%d", depth),
			New:  func(context.Context) (Player, error) { return NewMaterial(depth), nil },
		}, nil
	}
	return Entrant{}, fmt.Errorf("player %q: %w", spec, ErrUnknownPlayer)
}
