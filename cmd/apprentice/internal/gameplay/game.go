// Package gameplay is a game that people and programs play, without a screen:
// what was moved, taken back and played again, the clocks, how it ended and why.
// Every change goes into a journal as it happens, so that a game outlives the
// program that it is played in.
//
// It knows neither terminals nor networks, and does not think.
package gameplay

import (
	"crypto/rand"
	"errors"
	"fmt"
	"slices"
	"time"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/record"
)

// Ply is a move of a game and what is known of it.
type Ply struct {
	record.Ply
	record.Note
	Left [2]time.Duration // clocks of both sides after the move; zero in games without clocks
}

// Game is a game in progress. It is not safe for concurrent use.
type Game struct {
	rules   games.Game
	id      string // that no other game has
	start   string // FEN; "" for the start position
	names   [2]string
	begun   time.Time
	control Control

	pos     games.Position
	boards  []games.Board // before the first move and after every one
	plies   []Ply
	undone  []Ply         // taken back, the next one last
	outcome games.Outcome // for First

	left  [2]time.Duration // as the running move began
	since time.Time        // when it did; zero while the clock stands
	keep  func(Event)      // the journal; nil: none
}

// New begins a game from a FEN, or from the start position where it is "". The
// names are those of the players.
func New(rules games.Game, start string, names [2]string, control Control, now time.Time) (*Game, error) {
	g := &Game{rules: rules, id: rand.Text(), start: start, names: names, begun: now, control: control, pos: rules.Start()}
	if start != "" {
		pos, err := games.ReadFEN(rules, start)
		if err != nil {
			return nil, err
		}
		g.start, g.pos = pos.FEN(), pos // without what cannot be
	}
	g.boards = []games.Board{g.pos.Board()}
	g.left = [2]time.Duration{control.Base, control.Base}
	g.outcome = record.ForFirst(g.pos.Outcome(), g.pos.Side())
	return g, nil
}

// Continue begins a game that goes on from a position of an earlier one: after
// its first plies moves, all of them where it has fewer or plies is negative. It
// may be taken back beyond that position.
func Continue(rules games.Game, earlier *record.Game, plies int, names [2]string, control Control, now time.Time) (*Game, error) {
	g, err := New(rules, earlier.Start, names, control, now)
	if err != nil {
		return nil, err
	}
	for i, p := range earlier.Plies {
		if i == plies {
			break
		}
		if !g.pos.Legal(p.Move) {
			return nil, fmt.Errorf("move %d of the game is not legal: %w", i/2+1, record.ErrIllegalMove)
		}
		g.push(Ply{Ply: record.Ply{Move: p.Move, Value: p.Value, Flags: p.Flags & record.HasValue}, Left: g.left})
	}
	g.outcome = record.ForFirst(g.pos.Outcome(), g.pos.Side())
	return g, nil
}

// Rules returns the game that is played.
func (g *Game) Rules() games.Game { return g.rules }

// Start returns the FEN of the first position; "" for the start position.
func (g *Game) Start() string { return g.start }

// Names returns what the players are called.
func (g *Game) Names() [2]string { return g.names }

// Position returns the position. It is not to be changed.
func (g *Game) Position() games.Position { return g.pos }

// Side returns the side to move.
func (g *Game) Side() games.Side { return g.pos.Side() }

// Plies returns the moves so far. The slice is not to be changed.
func (g *Game) Plies() []Ply { return g.plies }

// Moves returns the moves so far in a new slice.
func (g *Game) Moves() []games.Move {
	moves := make([]games.Move, len(g.plies))
	for i, p := range g.plies {
		moves[i] = p.Move
	}
	return moves
}

// Board returns the pieces after a number of plies.
func (g *Game) Board(plies int) games.Board { return g.boards[plies] }

// At returns a new position: that after a number of plies.
func (g *Game) At(plies int) games.Position {
	pos := g.first()
	for _, p := range g.plies[:plies] {
		pos.Make(p.Move, nil)
	}
	return pos
}

// first returns a new first position.
func (g *Game) first() games.Position {
	if g.start == "" {
		return g.rules.Start()
	}
	pos, err := g.rules.ParseFEN(g.start)
	if err != nil { // it was read before
		return g.rules.Start()
	}
	return pos
}

// Outcome returns how the game stands for First.
func (g *Game) Outcome() games.Outcome { return g.outcome }

// Over reports whether the game has ended.
func (g *Game) Over() bool { return g.outcome.Over() }

// Errors of moves that cannot be made.
var (
	ErrOver    = errors.New("the game is over")
	ErrIllegal = errors.New("the move is not legal")
	ErrNothing = errors.New("there is no such move")
)

// Play makes a move for the side to move. What was taken back before is
// forgotten, unless it began with this move. The clock of the next side runs.
func (g *Game) Play(m games.Move, found *search.Result, now time.Time) error {
	switch {
	case g.Over():
		return ErrOver
	case !g.pos.Legal(m):
		return ErrIllegal
	}
	p := Ply{Ply: record.Ply{Move: m}}
	if found != nil {
		p.Value, p.Flags = int16(found.Value), record.HasValue
		p.Note = record.Note{Depth: found.Depth, Nodes: found.Nodes, Time: found.Time}
	}
	p.Left = g.stop(now)
	g.record(Event{Move: g.pos.FormatMove(m), Value: valueOf(p), Depth: p.Depth, Nodes: p.Nodes, Seconds: p.Time.Seconds(), Left: p.Left})
	if n := len(g.undone); n > 0 && g.undone[n-1].Move == m {
		g.undone = g.undone[:n-1]
	} else {
		g.undone = nil
	}
	g.push(p)
	g.outcome = record.ForFirst(g.pos.Outcome(), g.pos.Side())
	if !g.Over() {
		g.since = now
	}
	return nil
}

// valueOf returns the value of a ply; nil where it has none.
func valueOf(p Ply) *int {
	if p.Flags&record.HasValue == 0 {
		return nil
	}
	v := int(p.Value)
	return &v
}

// push makes a legal move.
func (g *Game) push(p Ply) {
	if g.pos.InCheck() {
		p.Flags |= record.Check
	}
	if g.pos.Gain(p.Move) != 0 {
		p.Flags |= record.Tactical
	}
	g.pos.Make(p.Move, nil)
	g.plies = append(g.plies, p)
	g.boards = append(g.boards, g.pos.Board())
	g.left = p.Left
}

// Undo takes back so many moves, and the end of the game with them. The clocks
// show what they showed before.
func (g *Game) Undo(n int, now time.Time) error {
	if n < 1 || n > len(g.plies) {
		return ErrNothing
	}
	g.record(Event{Back: n})
	for range n {
		last := len(g.plies) - 1
		g.undone = append(g.undone, g.plies[last])
		g.plies, g.boards = g.plies[:last], g.boards[:last+1]
		g.pos.Unmake()
	}
	g.left = [2]time.Duration{g.control.Base, g.control.Base}
	if len(g.plies) > 0 {
		g.left = g.plies[len(g.plies)-1].Left
	}
	g.outcome = record.ForFirst(g.pos.Outcome(), g.pos.Side())
	g.since = now
	return nil
}

// Undone returns how many moves were taken back and can be played again.
func (g *Game) Undone() int { return len(g.undone) }

// Redo plays moves that were taken back again.
func (g *Game) Redo(n int, now time.Time) error {
	if n < 1 || n > len(g.undone) {
		return ErrNothing
	}
	g.record(Event{Forward: n})
	for range n {
		last := len(g.undone) - 1
		p := g.undone[last]
		g.undone = g.undone[:last]
		g.push(p)
	}
	g.outcome = record.ForFirst(g.pos.Outcome(), g.pos.Side())
	g.since = time.Time{}
	if !g.Over() {
		g.since = now
	}
	return nil
}

// Resign ends the game: a side gives up.
func (g *Game) Resign(side games.Side, now time.Time) error {
	return g.end(record.ForFirst(games.Outcome{Result: games.Loss, Reason: games.Resigned}, side), now)
}

// Agree ends the game as a draw by agreement, which has no reason on record.
func (g *Game) Agree(now time.Time) error {
	return g.end(games.Outcome{Result: games.Draw}, now)
}

// Forfeit ends the game: the time of a side is over.
func (g *Game) Forfeit(side games.Side, now time.Time) error {
	return g.end(record.ForFirst(games.Outcome{Result: games.Loss, Reason: games.TimeForfeit}, side), now)
}

// end ends the game for a reason outside the rules.
func (g *Game) end(o games.Outcome, now time.Time) error {
	if g.Over() {
		return ErrOver
	}
	g.left = g.stop(now)
	g.outcome = o
	g.record(Event{Result: o.Result.String(), Reason: o.Reason.String()})
	return nil
}

// Rename says who plays from now on.
func (g *Game) Rename(names [2]string) {
	if names == g.names {
		return
	}
	g.names = names
	g.record(Event{Names: &names})
}

// Record returns the game as it is kept in files.
func (g *Game) Record() record.Game {
	r := record.Game{Start: g.start, Outcome: g.outcome, First: g.names[games.First], Second: g.names[games.Second]}
	for _, p := range g.plies {
		r.Plies = append(r.Plies, p.Ply)
	}
	return r
}

// Line returns the moves so far and those that were taken back after them, and
// how many moves there are so far.
func (g *Game) Line() (plies []Ply, at int) {
	plies = slices.Clone(g.plies)
	for _, p := range slices.Backward(g.undone) {
		plies = append(plies, p)
	}
	return plies, len(g.plies)
}
