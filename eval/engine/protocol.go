package engine

import (
	"context"
	"errors"
	"fmt"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/games"
)

// Protocol is a language that engines speak.
type Protocol uint8

// The protocols.
const (
	UCI    Protocol = iota // of 2006
	UCCI                   // its sister, in version 3.0
	XBoard                 // CECP version 2, or what version 1 has of it
)

var protocols = map[Protocol]string{UCI: "uci", UCCI: "ucci", XBoard: "xboard"}

// String returns the name of the protocol in a spec: "uci", "ucci" or "xboard".
func (p Protocol) String() string {
	if s, ok := protocols[p]; ok {
		return s
	}
	return "unknown protocol"
}

// ParseProtocol returns the protocol that a spec names.
func ParseProtocol(s string) (Protocol, error) {
	for p, name := range protocols {
		if s == name {
			return p, nil
		}
	}
	return UCI, fmt.Errorf("unknown protocol %q; want uci, ucci or xboard", s)
}

// check returns an error for limits that the protocol cannot express.
func (p Protocol) check(lim search.Limits, clocked bool) error {
	timed := clocked || lim.Clock != nil || lim.MoveTime > 0
	nodes := lim.Nodes > 0 || lim.SoftNodes > 0
	switch {
	case p == XBoard && nodes:
		return errors.New("the xboard protocol cannot limit nodes; give the engine depth=N or movetime=T")
	case !timed && !nodes && lim.Depth == 0:
		return errors.New("an engine needs a limit of its moves: nodes, depth or time")
	}
	return nil
}

// conversation is the part of an engine that depends on its protocol. It deals in
// text: the Engine translates positions and moves.
// Its methods that wait return ErrDied, ErrSilent or the error of ctx.
type conversation interface {
	// introduce opens the conversation and reads what the engine declares.
	introduce(ctx context.Context) (Identity, settings, error)

	// setVariant tells the engine which game is played. A variant that the engine
	// does not declare is an error if required and is ignored otherwise, since an
	// engine of a single game has no choice to declare.
	setVariant(variant string, required bool) error

	// setOption sets an option whose value has been checked.
	setOption(o Option) error

	// sync waits until the engine has carried out all commands. Earlier output is
	// discarded.
	sync(ctx context.Context) error

	// newGame says that another game begins.
	newGame(ctx context.Context) error

	// ask gives the engine a position and lets it think.
	ask(ctx context.Context, q question) error

	// hear takes a line of a thinking engine and reports whether it is an answer.
	// Values, depths and nodes on the way go into c.
	hear(line string, c *eval.Choice) (answer, bool)

	// hurry is the command to move at once.
	hurry() string

	// reusable reports whether the process can play another game.
	reusable() bool

	// describes reports whether the engine wants moves as written by
	// Position.Describe.
	describes() bool
}

// newConversation returns a conversation with a process that has just started.
func newConversation(protocol Protocol, p *process, wait Patience) conversation {
	switch protocol {
	case UCCI:
		return &ucci{uci{p: p, wait: wait}}
	case XBoard:
		return newXBoard(p, wait)
	}
	return &uci{p: p, wait: wait}
}

// question is what an engine is asked: a position and the limits of the move.
type question struct {
	fen    string   // of the position that the game began from
	custom bool     // it is not the game's start position
	moves  []string // played since
	side   games.Side
	clocks *[2]search.Clock // by side; nil without clocks
	limits search.Limits    // its Clock has the moves to go
}

// answer is the final word of an engine on a question: a move, or why there is
// none.
type answer struct {
	move     string // as the engine writes it
	resigned bool   // it gives the game up
	claim    string // it claims that the game is over; a move may follow
	fault    error  // it refuses to continue
}
