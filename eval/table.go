package eval

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"time"

	"apprentice/agent/search"
	"apprentice/games"
	"apprentice/games/record"
)

// table is where one worker plays its games: a chair for every entrant, which
// keeps its player from game to game.
type table struct {
	match  Tournament
	chairs []Chair // by entrant
}

func newTable(t Tournament) *table {
	chairs := make([]Chair, len(t.Players))
	for i, e := range t.Players {
		chairs[i].Entrant = e
	}
	return &table{t, chairs}
}

func (t *table) close() {
	for i := range t.chairs {
		t.chairs[i].Leave()
	}
}

// play plays the game of an index. It returns an error if a player cannot be
// made or the arbiter disagrees; the caller checks ctx itself.
func (t *table) play(ctx context.Context, index int, o Opening) (Finished, error) {
	aFirst := index%2 == 0
	pairing, _ := t.match.PairingOf(uint64(index))
	a, b := t.match.Pairings[pairing][0], t.match.Pairings[pairing][1]
	players := [2]*Chair{&t.chairs[a], &t.chairs[b]}
	g := &game{match: &t.match, start: o.Start, seats: players}
	if !aFirst {
		g.seats[games.First], g.seats[games.Second] = g.seats[games.Second], g.seats[games.First]
	}
	f := Finished{AFirst: aFirst, Game: record.Game{
		Start: o.Start, Index: uint64(index), Seed: t.match.Seed,
		First: g.seats[games.First].Name, Second: g.seats[games.Second].Name,
	}}

	rng := rand.New(rand.NewPCG(t.match.Seed, playerStream|uint64(index)))
	for _, c := range players {
		if err := c.Sit(ctx, rng.Uint64()); err != nil {
			return f, err
		}
	}
	if err := g.open(o); err != nil {
		return f, err
	}
	outcome := g.run(ctx)
	if ctx.Err() != nil {
		return f, ctx.Err()
	}
	if err := g.arbitrate(outcome); err != nil {
		return f, err
	}

	f.Game.Plies, f.Game.Outcome = g.plies, outcome
	f.Fault, f.Thoughts = g.fault, g.thoughts
	f.Result, f.Effort = outcome.Result, g.effort
	if !aFirst {
		f.Result = record.ForFirst(outcome, games.Second).Result
		f.Effort[0], f.Effort[1] = f.Effort[1], f.Effort[0]
	}
	return f, nil
}

// game is a game in progress.
type game struct {
	match    *Tournament
	seats    [2]*Chair // by side
	start    string
	pos      games.Position
	moves    []games.Move
	plies    []record.Ply
	thoughts []Thought       // of plies
	controls [2]*TimeControl // by side; nil without
	clocks   [2]search.Clock // by side
	effort   [2]Effort       // by side
	fault    string
}

// open plays the opening and starts the clocks.
func (g *game) open(o Opening) error {
	pos, err := o.position(g.match.Game)
	if err != nil {
		return err
	}
	g.pos = pos
	g.moves = append(g.moves, o.Moves...)
	for _, m := range o.Moves {
		g.plies = append(g.plies, record.Ply{Move: m})
	}
	g.thoughts = make([]Thought, len(o.Moves))
	for side, seat := range g.seats {
		if tc := seat.clock(g.match.Options); tc != nil {
			g.controls[side], g.clocks[side] = tc, tc.start()
		}
	}
	return nil
}

// clocksFor returns the clocks as a side sees them, nil if it has none. An
// opponent without a clock is shown with the time of the side itself.
func (g *game) clocksFor(side games.Side) *[2]search.Clock {
	if g.controls[side] == nil {
		return nil
	}
	clocks := g.clocks
	if other := side.Other(); g.controls[other] == nil {
		clocks[other] = clocks[side]
	}
	return &clocks
}

// run plays until the game is over and returns its outcome for First. When ctx
// is done it returns at once, with an outcome that means nothing.
func (g *game) run(ctx context.Context) games.Outcome {
	for {
		if o := g.outcome(); o.Over() {
			return o
		}
		side := g.pos.Side()
		if reason := g.ply(ctx, side); reason != games.NoReason {
			return record.ForFirst(games.Outcome{Result: games.Loss, Reason: reason}, side)
		}
		if ctx.Err() != nil {
			return games.Outcome{}
		}
	}
}

// outcome returns the outcome for First, as far as the rules and the conditions
// of the match decide it.
func (g *game) outcome() games.Outcome {
	side := g.pos.Side()
	if o := record.ForFirst(g.pos.Outcome(), side); o.Over() {
		return o
	}
	if o := record.ForFirst(g.match.verdict(g.plies), side); o.Over() {
		return o
	}
	if len(g.plies) >= g.match.MaxPlies {
		return games.Outcome{Result: games.Draw, Reason: games.PlyCap}
	}
	return games.Outcome{}
}

// ply lets one side move. It returns the reason for which that side loses at
// once, or games.NoReason.
func (g *game) ply(ctx context.Context, side games.Side) games.Reason {
	seat := g.seats[side]
	lim, allowed := g.limits(side)
	patience := allowed + cmp.Or(seat.Margin, g.match.Margin)
	situation := Situation{Start: g.start, Moves: g.moves, Pos: g.pos, Clocks: g.clocksFor(side)}
	inner, cancel := ctx, context.CancelFunc(func() {})
	if allowed > 0 {
		inner, cancel = context.WithTimeout(ctx, patience)
	}
	begun := time.Now()
	choice, err := seat.Player.Move(inner, situation, lim)
	elapsed := time.Since(begun)
	late := allowed > 0 && (elapsed > patience || inner.Err() != nil)
	cancel()

	switch {
	case ctx.Err() != nil:
		return games.NoReason
	case late:
		if err != nil {
			seat.Leave()
		}
		g.fault = fmt.Sprintf("%s took %v where %v were left", seat.Name, elapsed.Round(time.Millisecond), allowed)
		return games.TimeForfeit
	case err != nil:
		seat.Leave()
		reason := reasonOf(err)
		if reason != games.Resigned {
			g.fault = fmt.Sprintf("%s: %v", seat.Name, err)
		}
		return reason
	case !g.pos.Legal(choice.Move):
		g.fault = fmt.Sprintf("%s: illegal move %#04x in %s", seat.Name, uint16(choice.Move), g.pos.FEN())
		return games.IllegalMove
	}
	if tc := g.controls[side]; tc != nil {
		tc.press(&g.clocks[side], elapsed)
	}
	g.effort[side].add(choice, elapsed)
	g.thoughts = append(g.thoughts, Thought{choice.Depth, choice.Nodes, elapsed})
	g.plies = append(g.plies, g.record(choice))
	g.moves = append(g.moves, choice.Move)
	g.pos.Make(choice.Move, nil)
	return games.NoReason
}

// limits returns the limits of the next move of a side and the time that it
// may take, 0 if time does not count.
func (g *game) limits(side games.Side) (lim search.Limits, allowed time.Duration) {
	lim = g.match.Limits
	if own := g.seats[side].Limits; own != nil {
		lim = *own
	}
	allowed = lim.MoveTime
	if g.controls[side] != nil {
		clock := g.clocks[side]
		lim.Clock = &clock
		if allowed == 0 || clock.Time < allowed {
			allowed = clock.Time
		}
	}
	return lim, allowed
}

// record returns the choice as a ply of the position it was made in.
func (g *game) record(c Choice) record.Ply {
	ply := record.Ply{Move: c.Move}
	if c.HasValue {
		ply.Value = int16(min(max(c.Value, math.MinInt16), math.MaxInt16))
		ply.Flags |= record.HasValue
	}
	if g.pos.InCheck() {
		ply.Flags |= record.Check
	}
	if g.pos.Gain(c.Move) != 0 {
		ply.Flags |= record.Tactical
	}
	return ply
}

// arbitrate compares the outcome, for First, with the arbiter's.
func (g *game) arbitrate(outcome games.Outcome) error {
	if g.match.Arbiter == nil {
		return nil
	}
	verdict, err := g.match.Arbiter(g.start, g.moves)
	if err != nil {
		return errors.Join(ErrArbiter, err)
	}
	verdict = record.ForFirst(verdict, g.pos.Side())
	if outcome.Reason > games.RuleReasons { // the rules must not have ended the game
		outcome = games.Outcome{}
	}
	if verdict.Result != outcome.Result {
		return fmt.Errorf("%w: after %d plies, in %s, the match has %v by %v and the arbiter %v by %v (both for first)",
			ErrArbiter, len(g.moves), g.pos.FEN(), outcome.Result, outcome.Reason, verdict.Result, verdict.Reason)
	}
	return nil
}
