package suite

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games"
)

// Answer is what a player plays in a puzzle.
type Answer struct {
	Puzzle *Puzzle
	Choice eval.Choice
	Solved bool
	Points int
	Fault  string // why there is no move, if the player failed; otherwise ""
}

// Exam is a suite for a player to solve, one position at a time.
type Exam struct {
	Game        games.Game
	Player      eval.Entrant
	Suite       []Puzzle
	Limits      search.Limits // for each position; its Clock must be nil
	Concurrency int           // positions solved at a time; 0: 1

	// Report receives every answer in the order of the suite. It is never
	// called twice at once. nil: no reports.
	Report func(Answer)
}

// Sit asks the player in every position and returns the answers in the order
// of the suite. With limits in nodes or depth the answers do not depend on
// Concurrency. A player that fails in a position has not solved it; one that
// cannot be made is an error. All players are closed when Sit returns.
func (e Exam) Sit(ctx context.Context) ([]Answer, error) {
	limits := e.Limits
	if e.Player.Limits != nil {
		limits = *e.Player.Limits
	}
	if e.Player.Check != nil {
		if err := e.Player.Check(limits, false); err != nil {
			return nil, fmt.Errorf("player %s: %w", e.Player.Name, err)
		}
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make([]Answer, len(e.Suite))
	done := make([]chan struct{}, len(e.Suite))
	for i := range done {
		done[i] = make(chan struct{})
	}
	next := make(chan int)
	var workers sync.WaitGroup
	failed := make(chan error, max(e.Concurrency, 1))
	for range max(e.Concurrency, 1) {
		workers.Go(func() {
			seat := eval.Chair{Entrant: e.Player}
			defer seat.Leave()
			for i := range next {
				if err := e.ask(ctx, &seat, &answers[i], &e.Suite[i], limits); err != nil {
					failed <- err
					cancel()
					return
				}
				close(done[i])
			}
		})
	}
	go func() {
		defer close(next)
		for i := range e.Suite {
			select {
			case next <- i:
			case <-ctx.Done():
				return
			}
		}
	}()
	for i := range answers {
		select {
		case <-done[i]:
			if e.Report != nil {
				e.Report(answers[i])
			}
		case <-ctx.Done():
		}
	}
	workers.Wait()
	close(failed)
	if err := <-failed; err != nil && !errors.Is(err, context.Canceled) {
		return nil, err
	}
	return answers, ctx.Err()
}

// ask lets the player answer one puzzle.
func (e Exam) ask(ctx context.Context, seat *eval.Chair, a *Answer, p *Puzzle, limits search.Limits) error {
	if err := seat.Sit(ctx, uint64(p.Line)); err != nil {
		return err
	}
	pos, err := e.Game.ParseFEN(p.FEN)
	if err != nil {
		return err
	}
	a.Puzzle = p
	inner, stop := ctx, context.CancelFunc(func() {})
	if limits.MoveTime > 0 {
		inner, stop = context.WithTimeout(ctx, limits.MoveTime+time.Minute) // no time limit, only a bound on waiting
	}
	defer stop()
	a.Choice, err = seat.Player.Move(inner, eval.Situation{Start: p.FEN, Pos: pos}, limits)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		a.Fault = err.Error()
		seat.Leave()
	case !pos.Legal(a.Choice.Move):
		a.Fault = fmt.Sprintf("illegal move %#04x", uint16(a.Choice.Move))
	default:
		a.Solved, a.Points = p.Solved(a.Choice), p.Points(a.Choice)
	}
	return nil
}
