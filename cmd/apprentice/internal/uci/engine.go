// Package uci lets graphical user interfaces and match runners talk to the
// agent: the Universal Chess Interface by Meyer-Kahlen and Huber (2006), for
// any game of the catalog, and its sisters UCCI and UCI-Cyclone for games that
// programs write in several ways.
//
// Input is read all the time. A search runs on its own goroutine; isready is
// answered at once while it runs, and whatever would change it (position,
// setoption, another go) stops it first. A count of moves lets everything but stop
// wait. Unknown words are skipped, as the protocol demands.
package uci

import (
	"context"
	"fmt"
	"io"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/printable"
	"apprentice/games"
)

// Config is what an engine is made of.
type Config struct {
	Name, Author string
	About        string // a sentence for people; "" for none
	Game         games.Game
	Shuffled     games.Game // the variant that the option UCI_Chess960 chooses; nil for none
	Network      Network
	Warning      string // about the network, told with uciok; "" for none

	// Load returns another network: a generation of a run ("" or a number, or
	// "last") or, with an empty run, a network file.
	Load func(run, generation, file string) (Network, error)

	// Stages are the strengths to play at when less is wanted. With none, strength
	// cannot be limited.
	Stages []Stage

	// Memory returns how many bytes may still be taken; ok is false where that
	// is not known. nil: it never is.
	Memory func() (free int64, ok bool)
}

// Network is a network to play with.
type Network struct {
	*value.Network
	Calibration value.Calibration // of its values; zero where nobody has fitted one
}

// Engine is a conversation.
type Engine struct {
	config Config
	ranks  []games.Style // ranksOf the game
	rules  games.Game    // the game, or the variant of it that an option chose
	opts   search.Options
	agent  *agent.Agent // nil: to be made of the network and opts
	pos    games.Position

	setup   []string     // the words that pos was set up by
	played  []games.Move // since then; NoMove is a pass
	refused error        // why there is no position; nil where there is one
	banned  []games.Move // not to be played in pos

	style    style
	seconds  bool // UCCI: times are in seconds
	overhead time.Duration

	network               Network // in use
	run, generation, file string  // where it comes from, as set by options
	limited               bool    // it is of the stage whose strength is nearest to elo
	elo                   int
	mostNodes             int64 // that the stage looks at for a move; 0: any number
	chances               bool  // are told where the network is calibrated

	out     *writer
	running *running // the search or count under way, nil if there is none
	waiting []string // lines that came while moves are counted
}

// defaultOverhead is lost between the search and the clock of the other side.
const defaultOverhead = 10 * time.Millisecond

// NewEngine returns an engine that writes to out.
func NewEngine(c Config, out io.Writer) *Engine {
	e := &Engine{
		config:   c,
		ranks:    ranksOf(c.Game),
		rules:    c.Game,
		opts:     search.DefaultOptions(),
		pos:      c.Game.Start(),
		setup:    []string{"startpos"},
		overhead: defaultOverhead,
		network:  c.Network,
		out:      &writer{w: out},
	}
	if len(c.Stages) > 0 {
		_, e.elo = eloRange(c.Stages)
	}
	e.speak(protocolUCI)
	return e
}

// player returns the agent. Options only say what it is to be made of; its
// memory is taken here, once the program has set all of them and wants to know
// whether the engine is ready.
func (e *Engine) player() *agent.Agent {
	if e.agent == nil {
		debug.FreeOSMemory() // the table of the agent before
		e.agent = agent.New(e.config.Game, e.network.Network, e.opts)
	}
	return e.agent
}

// command carries out one line and reports whether it was quit.
func (e *Engine) command(ctx context.Context, words []string) (quit bool) {
	words = e.fromCommand(words)
	if len(words) == 0 {
		return false
	}
	switch word, args := words[0], words[1:]; word {
	case "uci", "ucci", "ucicyclone":
		e.introduce(word)
	case "isready":
		e.player()
		e.out.printf("readyok")
	case "startpos", "fen":
		e.bare()
		e.complain(e.position(words))
	case "ponderhit":
		e.ponderHit()
	case "d":
		e.display()
	case "quit":
		return true
	default:
		e.stop()
		e.complain(e.stopped(ctx, word, args))
	}
	return false
}

// fromCommand returns the words of a line from the first one that is a command
// here; those before it are skipped.
func (e *Engine) fromCommand(words []string) []string {
	for i, word := range words {
		switch word {
		case "uci", "isready", "ponderhit", "d", "quit", "ucinewgame", "setoption", "position", "banmoves", "go", "stop", "eval":
			return words[i:]
		case "ucci", "ucicyclone", "startpos", "fen":
			if len(e.ranks) > 0 { // other protocols, which have no name for the game, mean another one
				return words[i:]
			}
		}
	}
	return nil
}

// stopped carries out a command before which a search ends.
func (e *Engine) stopped(ctx context.Context, word string, args []string) error {
	switch word {
	case "ucinewgame":
		e.forget()
	case "setoption":
		return e.setOption(args)
	case "position":
		return e.position(args)
	case "banmoves":
		return e.ban(args)
	case "go":
		return e.goCommand(ctx, args)
	case "eval":
		e.eval()
	}
	return nil
}

// complain reports an error in the only way that the protocol has.
func (e *Engine) complain(err error) {
	if err != nil {
		e.out.printf("info string error: %s", inOneLine(err))
	}
}

// inOneLine returns the words of an error, which may have what a program sent.
func inOneLine(err error) string {
	return printable.Text(printable.Short(strings.ReplaceAll(err.Error(), "\n", " ")))
}

// writer writes whole lines from several goroutines.
type writer struct {
	mu sync.Mutex
	w  io.Writer
}

func (w *writer) printf(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	fmt.Fprintf(w.w, format+"\n", args...)
}
