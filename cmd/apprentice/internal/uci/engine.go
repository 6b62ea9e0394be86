// Package uci lets graphical user interfaces and match runners talk to the
// agent: the Universal Chess Interface by Meyer-Kahlen and Huber (2006), for
// any game of the catalog.
//
// Input is read all the time. A search runs on its own goroutine; isready is
// answered at once while it runs, and whatever would change it (position,
// setoption, another go) stops it first. Unknown words are skipped, as the
// protocol demands.
package uci

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"apprentice/agent"
	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/games"
)

// Config is what an engine is made of.
type Config struct {
	Name, Author string
	Game         games.Game
	Network      *value.Network
	Warning      string // about the network, told with uciok; "" for none

	// Load returns another network: a generation of a run ("" or a number, or
	// "last") or, with an empty run, a network file.
	Load func(run, generation, file string) (*value.Network, error)
}

// Engine is a conversation.
type Engine struct {
	config Config
	opts   search.Options
	agent  *agent.Agent
	pos    games.Position

	overhead              time.Duration
	run, generation, file string // sources of the network, as set by options

	out     *writer
	running *running // the search under way, nil if there is none
}

// defaultOverhead is lost between the search and the clock of the other side.
const defaultOverhead = 10 * time.Millisecond

// New returns an engine that writes to out.
func New(c Config, out io.Writer) *Engine {
	opts := search.DefaultOptions()
	return &Engine{
		config:   c,
		opts:     opts,
		agent:    agent.New(c.Game, c.Network, opts),
		pos:      c.Game.Start(),
		overhead: defaultOverhead,
		out:      &writer{w: out},
	}
}

// Run talks until quit, the end of the input, or until ctx is done. At the end
// of the input it lets a search with limits of its own finish, so that
// commands can be piped in.
func (e *Engine) Run(ctx context.Context, in io.Reader) error {
	lines := make(chan string)
	failed := make(chan error, 1)
	go func() {
		defer close(lines)
		r := bufio.NewReader(in)
		for {
			line, err := r.ReadString('\n')
			if line != "" {
				select {
				case lines <- line:
				case <-ctx.Done():
					return
				}
			}
			if err != nil {
				if err != io.EOF {
					failed <- err
				}
				return
			}
		}
	}()
	for {
		select {
		case <-ctx.Done():
			e.stop()
			return nil
		case line, ok := <-lines:
			if !ok {
				e.finish()
				select {
				case err := <-failed:
					return err
				default:
					return nil
				}
			}
			if quit := e.command(ctx, strings.Fields(line)); quit {
				e.stop()
				return nil
			}
		}
	}
}

// command carries out one line and reports whether it was quit. Words before
// the first known one are skipped.
func (e *Engine) command(ctx context.Context, words []string) (quit bool) {
	for i, word := range words {
		args := words[i+1:]
		switch word {
		case "uci":
			e.identify()
		case "isready":
			e.out.printf("readyok")
		case "ucinewgame":
			e.stop()
			e.agent.NewGame()
		case "setoption":
			e.stop()
			e.complain(e.setOption(args))
		case "position":
			e.stop()
			e.complain(e.position(args))
		case "go":
			e.stop()
			e.complain(e.goCommand(ctx, args))
		case "stop":
			e.stop()
		case "ponderhit":
			e.ponderHit()
		case "d":
			e.display()
		case "quit":
			return true
		default:
			continue
		}
		return false
	}
	return false
}

// complain tells the user of an error in the only way that the protocol has.
func (e *Engine) complain(err error) {
	if err != nil {
		e.out.printf("info string error: %v", strings.ReplaceAll(err.Error(), "\n", " "))
	}
}

// position sets up a position and plays the moves that led on from it. On an
// error the position stays as it was.
func (e *Engine) position(args []string) error {
	setup, moves := args, []string(nil)
	for i, word := range args {
		if word == "moves" {
			setup, moves = args[:i], args[i+1:]
			break
		}
	}
	var pos games.Position
	var err error
	switch {
	case len(setup) > 0 && setup[0] == "startpos":
		pos = e.config.Game.Start()
	case len(setup) > 1 && setup[0] == "fen":
		if pos, err = e.config.Game.ParseFEN(strings.Join(setup[1:], " ")); err != nil {
			return err
		}
	default:
		return fmt.Errorf("position: want startpos or fen")
	}
	for _, word := range moves {
		m, err := pos.ParseMove(word)
		if err != nil {
			return fmt.Errorf("position: %w", err)
		}
		pos.Make(m, nil)
	}
	e.pos = pos
	return nil
}

// display prints the position for a person.
func (e *Engine) display() {
	for _, row := range e.pos.Board() {
		e.out.printf("%s", row)
	}
	e.out.printf("Fen: %s\nKey: %016X", e.pos.FEN(), e.pos.Key())
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
