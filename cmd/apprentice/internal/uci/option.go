package uci

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"apprentice/agent"
)

// Bounds of the options.
const (
	maxHash     = 32768 // MB
	maxThreads  = 256
	maxOverhead = 5000 // ms
	maxMultiPV  = 256
)

// identify answers uci.
func (e *Engine) identify() {
	e.out.printf("id name %s\nid author %s\n", e.config.Name, e.config.Author)
	e.out.printf("option name Hash type spin default %d min 1 max %d", e.opts.Hash, maxHash)
	e.out.printf("option name Threads type spin default %d min 1 max %d", e.opts.Threads, maxThreads)
	e.out.printf("option name Clear Hash type button")
	e.out.printf("option name Ponder type check default false")
	e.out.printf("option name MultiPV type spin default 1 min 1 max %d", maxMultiPV)
	e.out.printf("option name Move Overhead type spin default %d min 0 max %d", defaultOverhead.Milliseconds(), maxOverhead)
	e.out.printf("option name Run type string default <empty>")
	e.out.printf("option name Generation type string default last")
	e.out.printf("option name Network type string default <empty>")
	if e.config.Warning != "" {
		e.out.printf("info string %s", e.config.Warning)
	}
	e.out.printf("uciok")
}

// setOption sets "name NAME [value VALUE]". Names are compared without case
// and may hold spaces.
func (e *Engine) setOption(args []string) error {
	name, text := optionWords(args)
	var err error
	switch strings.ToLower(name) {
	case "hash":
		err = spin(name, text, 1, maxHash, &e.opts.Hash)
	case "threads":
		err = spin(name, text, 1, maxThreads, &e.opts.Threads)
	case "multipv":
		err = spin(name, text, 1, maxMultiPV, &e.opts.MultiPV)
	case "move overhead":
		var ms int
		if err = spin(name, text, 0, maxOverhead, &ms); err == nil {
			e.overhead = time.Duration(ms) * time.Millisecond
		}
		return err
	case "clear hash":
		e.agent.NewGame()
		return nil
	case "ponder":
		return nil // pondering is the user's choice; nothing here depends on it
	case "run":
		return e.source(&e.run, text)
	case "generation":
		return e.source(&e.generation, text)
	case "network":
		return e.source(&e.file, text)
	default:
		return fmt.Errorf("no option %q", name)
	}
	if err == nil {
		e.agent = agent.New(e.config.Game, e.config.Network, e.opts)
	}
	return err
}

// source changes where the network comes from and loads it. A generation alone
// waits for its run. On an error the network and the option stay as they were.
func (e *Engine) source(field *string, text string) error {
	if text == "<empty>" {
		text = ""
	}
	before := *field
	*field = text
	if e.run == "" && e.file == "" {
		return nil
	}
	network, err := e.config.Load(e.run, e.generation, e.file)
	if err != nil {
		*field = before
		return err
	}
	e.config.Network = network
	e.agent = agent.New(e.config.Game, network, e.opts)
	return nil
}

// optionWords splits the words behind setoption.
func optionWords(args []string) (name, text string) {
	var names, texts []string
	into := &names
	for i, word := range args {
		switch {
		case i == 0 && word == "name":
		case into == &names && word == "value":
			into = &texts
		default:
			*into = append(*into, word)
		}
	}
	return strings.Join(names, " "), strings.Join(texts, " ")
}

// spin reads a number within bounds.
func spin(name, text string, low, high int, into *int) error {
	n, err := strconv.Atoi(text)
	if err != nil {
		return fmt.Errorf("option %s: %q is no number", name, text)
	}
	if n < low || n > high {
		return fmt.Errorf("option %s: %d is not in [%d, %d]", name, n, low, high)
	}
	*into = n
	return nil
}
