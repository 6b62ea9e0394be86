package engine

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"time"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games"
)

// Engine is an external engine as a player.
type Engine struct {
	spec    Spec
	wait    Patience
	p       *process
	talk    conversation
	dialect Dialect
	played  int // games that this process has begun
}

var _ eval.Player = (*Engine)(nil)

// Entrant returns the engine of spec as a player of a match.
func Entrant(spec Spec) eval.Entrant {
	return eval.Entrant{
		Name:   spec.String(),
		New:    func(ctx context.Context) (eval.Player, error) { return Start(ctx, spec) },
		Limits: spec.Limits,
		Margin: spec.Margin,
		Check:  spec.Protocol.check,
		Try:    func(ctx context.Context, lim search.Limits) error { return try(ctx, spec, lim) },
	}
}

// Start starts the engine and sets its options. The caller closes it. If ctx is
// done before the engine is ready, the engine is ended and the error is that of
// ctx; later, ctx does not matter.
func Start(ctx context.Context, spec Spec) (*Engine, error) {
	e := &Engine{spec: spec, wait: spec.Patience.withDefaults()}
	if err := e.boot(ctx); err != nil {
		return nil, fmt.Errorf("engine %v: %w", spec, err)
	}
	return e, nil
}

// try starts the engine, tells it the limits of its moves and returns an error if
// it refuses them. Only the depth of xboard is a command that engines refuse.
func try(ctx context.Context, spec Spec, lim search.Limits) error {
	if spec.Protocol != XBoard || lim.Depth == 0 {
		return nil
	}
	e, err := Start(ctx, spec)
	if err != nil {
		return err
	}
	defer e.Close()
	if err := e.NewGame(ctx, 0); err != nil {
		return fmt.Errorf("engine %v: %w", spec, err)
	}
	if err := e.talk.(*xboard).rehearse(ctx, lim.Depth); err != nil {
		return fmt.Errorf("engine %v cannot keep the limits of its moves: %w", spec, err)
	}
	return nil
}

// boot starts the process and makes it ready to play.
func (e *Engine) boot(ctx context.Context) error {
	p, err := start(e.spec.Path, e.spec.Args)
	if err != nil {
		return err
	}
	e.p, e.talk, e.played = p, newConversation(e.spec.Protocol, p, e.wait), 0
	if err := e.prepare(ctx); err != nil {
		p.close(e.wait.Quit)
		if errors.Is(err, ErrSilent) || errors.Is(err, ErrDied) {
			err = fmt.Errorf("%w%s", err, e.hint())
		}
		return err
	}
	return nil
}

// hint quotes what the engine answered instead, and says how to name its protocol.
func (e *Engine) hint() string {
	text := fmt.Sprintf("; does it speak %v?", e.spec.Protocol)
	if e.p.said != "" {
		text = fmt.Sprintf("; it said %q%s", clip(e.p.said), text)
	}
	others := map[Protocol][2]Protocol{UCI: {XBoard, UCCI}, UCCI: {UCI, XBoard}, XBoard: {UCI, UCCI}}[e.spec.Protocol]
	return text + fmt.Sprintf(" If not, name its protocol: %s?protocol=%v or %[1]s?protocol=%[3]v", filepath.Base(e.spec.Path), others[0], others[1])
}

// prepare reads what the engine declares and sets its options.
func (e *Engine) prepare(ctx context.Context) error {
	id, declared, err := e.talk.introduce(ctx)
	if err != nil {
		return err
	}
	choose := e.spec.Dialects
	if choose == nil {
		choose = Native("")
		if e.spec.Dialect != "" {
			return fmt.Errorf("there is no dialect %q", e.spec.Dialect)
		}
	}
	id.Dialect = e.spec.Dialect
	if e.dialect, err = choose(id); err != nil {
		return err
	}
	variant, required := e.dialect.Variant, false
	if e.spec.Variant != "" {
		variant, required = e.spec.Variant, true
	}
	if variant != "" {
		if err := e.talk.setVariant(variant, required); err != nil {
			return err
		}
	}
	for _, o := range e.spec.Options {
		if o, err = declared.check(o); err != nil {
			return err
		}
		if err := e.talk.setOption(o); err != nil {
			return err
		}
	}
	return e.talk.sync(ctx)
}

// Name returns the executable and its options.
func (e *Engine) Name() string { return e.spec.String() }

// NewGame tells the engine that another game begins. seed has no effect on it. An
// engine that does not respond or plays only one game is restarted.
func (e *Engine) NewGame(ctx context.Context, _ uint64) error {
	if e.p.alive() && (e.played == 0 || e.talk.reusable()) {
		err := e.talk.newGame(ctx)
		if err == nil || ctx.Err() != nil {
			e.played++
			return err
		}
	}
	e.p.close(e.wait.Quit)
	if err := e.boot(ctx); err != nil {
		return err
	}
	e.played++
	return e.talk.newGame(ctx)
}

// claimGrace is how long an engine that claims a result has to move after all. It
// does so only if it made the claim before a move that ends the game.
const claimGrace = time.Second

// Move asks for a move. If the limits bound its time, the engine is told to move
// at once when that time is over, and fails a little later. The error wraps an
// eval.Fault unless the engine died or ctx is done.
func (e *Engine) Move(ctx context.Context, s eval.Situation, lim search.Limits) (eval.Choice, error) {
	if err := e.spec.Protocol.check(lim, false); err != nil {
		return eval.Choice{}, err
	}
	begun := time.Now()
	if err := e.talk.ask(ctx, e.question(s, lim)); err != nil {
		return eval.Choice{}, faultOf(err)
	}
	var choice eval.Choice
	a, err := e.listen(ctx, &choice, begun, lim)
	if err != nil {
		return eval.Choice{}, faultOf(err)
	}
	choice.Time = time.Since(begun)
	switch {
	case a.fault != nil:
		return eval.Choice{}, a.fault
	case a.resigned:
		return eval.Choice{}, &eval.Fault{Reason: games.Resigned, Err: errors.New("it resigns")}
	case a.claim != "":
		err := fmt.Errorf("it claims %q and does not move", clip(a.claim))
		return eval.Choice{}, &eval.Fault{Reason: games.IllegalMove, Err: err}
	}
	if choice.Move, err = e.parse(s, a.move); err != nil {
		return eval.Choice{}, &eval.Fault{Reason: games.IllegalMove, Err: err}
	}
	return choice, nil
}

// listen waits for the answer of the engine.
func (e *Engine) listen(ctx context.Context, choice *eval.Choice, begun time.Time, lim search.Limits) (answer, error) {
	var a answer
	hear := func(line string) (ok bool) {
		a, ok = e.talk.hear(line, choice)
		return ok
	}
	allowed, timed := timeFor(lim)
	if !timed {
		allowed = e.wait.Move
	}
	err := e.p.until(ctx, time.Until(begun.Add(allowed)), hear)
	if timed && errors.Is(err, ErrSilent) {
		if err = e.p.send("%s", e.talk.hurry()); err == nil {
			err = e.p.until(ctx, e.wait.Grace, hear)
		}
	}
	if err == nil && a.claim != "" && !a.resigned {
		claim := a.claim
		if e.p.until(ctx, claimGrace, hear) != nil {
			return answer{claim: claim}, ctx.Err()
		}
	}
	return a, err
}

// timeFor returns how long a move may take at most; timed is false if no limit
// bounds it.
func timeFor(lim search.Limits) (allowed time.Duration, timed bool) {
	allowed = lim.MoveTime
	if c := lim.Clock; c != nil && (allowed == 0 || c.Time < allowed) {
		return max(c.Time, 0), true
	}
	return allowed, allowed > 0
}

// faultOf turns silence into a loss on time.
func faultOf(err error) error {
	if errors.Is(err, ErrSilent) {
		return &eval.Fault{Reason: games.TimeForfeit, Err: err}
	}
	return err
}

// parse returns the move that an engine's text stands for.
func (e *Engine) parse(s eval.Situation, text string) (games.Move, error) {
	m, err := e.dialect.parseMove(s.Pos, text)
	if err != nil || !s.Pos.Legal(m) {
		return games.NoMove, fmt.Errorf("it plays %q, which is illegal in %s", clip(text), s.Pos.FEN())
	}
	return m, nil
}

// question writes a situation in the notation of the engine.
func (e *Engine) question(s eval.Situation, lim search.Limits) question {
	q := question{
		custom: s.Start != "", side: s.Pos.Side(), clocks: s.Clocks, limits: lim,
		moves: make([]string, len(s.Moves)),
	}
	pos := s.Pos.Clone()
	for i, m := range slices.Backward(s.Moves) {
		pos.Unmake()
		q.moves[i] = e.dialect.formatMove(pos, m, e.talk.describes())
	}
	q.fen = e.dialect.fen(pos)
	if c := lim.Clock; c != nil && q.clocks == nil {
		q.clocks = &[2]search.Clock{*c, *c} // the other one is unknown
	}
	return q
}

// Close ends the engine and all of its processes.
func (e *Engine) Close() error {
	e.p.close(e.wait.Quit)
	return nil
}
