package runscreen

import (
	"errors"
	"fmt"
	"time"

	"apprentice/agent/value"
	"apprentice/games"
	"apprentice/games/record"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// Game is a game of a run that can be looked at, position by position.
type Game struct {
	Generation int
	Index      uint64
	Boards     []games.Board // one more than there are moves
	Moves      []string      // in the notation that people of the game read
	Expects    []float64     // of First before each move, in [0, 1]; below 0 for unknown
	Result     string
}

// ErrNoGame says that a run has no such game.
var ErrNoGame = errors.New("there is no such game")

// LoadGame reads a game of a generation. Below zero, the index is counted from
// the newest game back: -1 is the newest.
func LoadGame(g games.Game, file *run.File, generation int, index int64) (*Game, error) {
	units, err := file.Units(generation)
	if err != nil || len(units) == 0 {
		return nil, errors.Join(err, ErrNoGame)
	}
	if index < 0 {
		unit := units[len(units)-1]
		index = int64(unit+1)*selfplay.UnitGames + max(index, -selfplay.UnitGames)
	}
	shard, err := file.Unit(generation, int(index/selfplay.UnitGames))
	if err != nil {
		return nil, err
	}
	played, err := shard.Decode()
	if err != nil {
		return nil, err
	}
	for i := range played {
		if played[i].Index == uint64(index) {
			return newGame(g, &played[i])
		}
	}
	return nil, ErrNoGame
}

// newGame plays a game through.
func newGame(g games.Game, played *record.Game) (*Game, error) {
	pos := g.Start()
	if played.Start != "" {
		var err error
		if pos, err = g.ParseFEN(played.Start); err != nil {
			return nil, err
		}
	}
	out := &Game{Generation: played.Generation, Index: played.Index, Boards: []games.Board{pos.Board()}, Result: resultWords(played.Outcome)}
	for _, ply := range played.Plies {
		if !pos.Legal(ply.Move) {
			return nil, fmt.Errorf("game %d of generation %d has a move that is not legal", played.Index, played.Generation)
		}
		expects := -1.0
		if ply.Flags&record.HasValue != 0 {
			if expects = value.Expectation(int(ply.Value)); pos.Side() != games.First {
				expects = 1 - expects
			}
		}
		out.Moves = append(out.Moves, pos.Describe(ply.Move))
		out.Expects = append(out.Expects, expects)
		pos.Make(ply.Move, nil)
		out.Boards = append(out.Boards, pos.Board())
	}
	return out, nil
}

// resultWords writes the end of a game.
func resultWords(o games.Outcome) string {
	text := map[games.Result]string{games.Win: "1-0", games.Draw: "1/2-1/2", games.Loss: "0-1"}[o.Result]
	if reason := fmt.Sprint(o.Reason); text != "" && reason != "" {
		text += ", " + reason
	}
	return text
}

// Speeds of a game that plays itself.
const (
	plyTime = 700 * time.Millisecond
	endTime = 4 * time.Second
)

// replay is a game that plays itself.
type replay struct {
	game  *Game
	at    int // moves that were made
	since time.Time
	held  bool // by the person
}

// show begins with a game.
func (r *replay) show(g *Game, now time.Time) { r.game, r.at, r.since = g, 0, now }

// advance plays on, and reports whether it is time for another game.
func (r *replay) advance(now time.Time) (next bool) {
	if r.game == nil {
		return true
	}
	if r.held {
		r.since = now
		return false
	}
	if r.at >= len(r.game.Moves) {
		return now.Sub(r.since) >= endTime
	}
	if now.Sub(r.since) >= plyTime {
		r.at++
		r.since = now
	}
	return false
}

// step goes some moves on or back, and stays there.
func (r *replay) step(n int) {
	if r.game != nil {
		r.held = true
		r.at = min(max(r.at+n, 0), len(r.game.Moves))
	}
}
