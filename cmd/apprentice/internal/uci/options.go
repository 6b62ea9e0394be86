package uci

import (
	"time"

	"apprentice/agent"
	"apprentice/agent/search"
)

// Bounds of the options.
const (
	maxHash     = 32768 // MB
	maxThreads  = 256
	maxOverhead = 5000 // ms
	maxMultiPV  = 256
)

// options are all that can be set, in the order in which they are told.
func (e *Engine) options() []option {
	defaults := search.DefaultOptions()
	list := []option{
		spin("Hash", defaults.Hash, 1, maxHash, func(n int) error { return e.resize(&e.opts.Hash, n) }).in("hashsize"),
		spin("Threads", defaults.Threads, 1, maxThreads, func(n int) error { return e.resize(&e.opts.Threads, n) }).in("threads"),
		button("Clear Hash", e.forget).in("clearhash"),
		check("Ponder", false, ignore[bool]).in("ponder"),
		spin("MultiPV", defaults.MultiPV, 1, maxMultiPV, func(n int) error { return e.resize(&e.opts.MultiPV, n) }),
		spin("Move Overhead", int(defaultOverhead.Milliseconds()), 0, maxOverhead, func(n int) error {
			e.overhead = time.Duration(n) * time.Millisecond
			return nil
		}),
		combo("UCI_Variant", e.config.Game.Name(), []string{e.config.Game.Name()}, ignore[int]),
	}
	if e.style.protocol == protocolUCCI {
		list = append(list,
			check("usemillisec", true, func(on bool) error { e.seconds = !on; return nil }),
			button("newgame", e.forget))
	} else if len(e.config.Ranks) > 0 {
		list = append(list, e.ranksOption())
	}
	return append(list,
		text("Run", "", func(s string) error { return e.source(&e.run, s) }),
		text("Generation", "last", func(s string) error { return e.source(&e.generation, s) }),
		text("Network", "", func(s string) error { return e.source(&e.file, s) }))
}

// ignore takes an option that tells the engine what makes no difference to it.
func ignore[T any](T) error { return nil }

// ranksOption chooses between the ways to number ranks.
func (e *Engine) ranksOption() option {
	names := make([]string, len(e.config.Ranks))
	for i, r := range e.config.Ranks {
		names[i] = r.Name
	}
	initial := names[0]
	if e.style.protocol == protocolCyclone {
		initial = names[len(names)-1]
	}
	return combo("Ranks", initial, names, func(i int) error { e.style.ranks = &e.config.Ranks[i]; return nil })
}

// resize changes a number that a searcher is made with.
func (e *Engine) resize(field *int, n int) error {
	*field = n
	e.agent = agent.New(e.config.Game, e.config.Network, e.opts)
	return nil
}

// forget clears all that was learnt from earlier searches.
func (e *Engine) forget() error {
	e.agent.NewGame()
	return nil
}

// source changes where the network comes from and loads it. A generation alone
// waits for its run. On an error the network and the option stay as they were.
func (e *Engine) source(field *string, text string) error {
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
