// Package player finds out who plays: the players that a SPEC names, the
// networks of runs, files and stages that ship, their openings and their
// clocks.
package player

import (
	"fmt"
	"strings"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/eval"
	"apprentice/games"
)

// DefaultNodes is the limit of a move in a match that names none.
const DefaultNodes = 1000

// SpecHelp describes the players that commands accept.
const SpecHelp = `Players are named by a SPEC:

    random              a random legal move, all equally likely
    material:DEPTH      a search of fixed depth that only counts material
    gen:N@FILE          generation N of the run in FILE; "last" for the last one
    career:N            generation N of the run whose networks ship with the program;
                        "last" for the strongest
    net:FILE            a network file
    engine:PATH?KEY=VALUE&...
                        an external engine; keys are its options, protocol
                        (uci, ucci or xboard), args for its arguments, and
                        nodes, depth, movetime, patience for its own limits

Each may have keys behind a question mark, as in gen:5@chess.run?nodes=400&name=x:
name is what results call it and tc its own clock; nodes, depth and movetime are
limits of its own. Networks have threads and hash (MB), and softnodes: the nodes
that it plans for a move, of which it takes fewer where the best move is settled
and more where it is not.`

// New returns the player that a spec names.
func New(g games.Game, spec string, opts search.Options) (eval.Entrant, error) {
	who, keys, err := cutKeys(spec)
	if err != nil {
		return eval.Entrant{}, fmt.Errorf("player %q: %w", spec, err)
	}
	entrant, err := keys.entrant(g, who, opts)
	if err != nil {
		return entrant, err
	}
	entrant.Clock = keys.clock
	if keys.name != "" {
		entrant.Name = keys.name
	} else if len(keys.shown) > 0 {
		mark := "?"
		if strings.Contains(entrant.Name, mark) {
			mark = "&"
		}
		entrant.Name += mark + strings.Join(keys.shown, "&")
	}
	entrant.Name = printable.Text(entrant.Name) // it goes into tables and files
	return entrant, nil
}
