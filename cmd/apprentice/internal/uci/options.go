package uci

import (
	"fmt"
	"time"

	"apprentice/agent/search"
	"apprentice/agent/value"
	"apprentice/cmd/apprentice/internal/console"
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
		spin("Hash", defaults.Hash, 1, maxHash, e.setHash).in("hashsize"),
		spin("Threads", defaults.Threads, 1, maxThreads, func(n int) error { return e.resize(&e.opts.Threads, n) }).in("threads"),
		button("Clear Hash", e.forget).in("clearhash"),
		check("Ponder", false, ignore[bool]).in("ponder"),
		spin("MultiPV", defaults.MultiPV, 1, maxMultiPV, func(n int) error { return e.resize(&e.opts.MultiPV, n) }),
		spin("Move Overhead", int(defaultOverhead.Milliseconds()), 0, maxOverhead, func(n int) error {
			e.overhead = time.Duration(n) * time.Millisecond
			return nil
		}),
		combo("UCI_Variant", e.config.Game.Name(), []string{e.config.Game.Name()}, ignore[int]),
		check("UCI_AnalyseMode", false, ignore[bool]),
		text("UCI_Opponent", "", ignore[string]),
		check("UCI_ShowWDL", false, e.showWDL),
	}
	if e.config.About != "" {
		list = append(list, text("UCI_EngineAbout", e.config.About, ignore[string]))
	}
	if e.config.Shuffled != nil {
		list = append(list, check("UCI_Chess960", false, e.shuffle))
	}
	if len(e.config.Stages) > 0 {
		list = append(list, e.strengthOptions()...)
	}
	if e.style.protocol == protocolUCCI {
		list = append(list,
			check("usemillisec", true, func(on bool) error { e.seconds = !on; return nil }),
			button("newgame", e.forget))
	} else if len(e.ranks) > 0 {
		list = append(list, e.ranksOption())
	}
	return append(list,
		text("Run", "", func(s string) error { return e.source(&e.run, s) }),
		text("Generation", "last", func(s string) error { return e.source(&e.generation, s) }),
		text("Network", "", func(s string) error { return e.source(&e.file, s) }))
}

// ignore takes an option that tells the engine what makes no difference to it.
func ignore[T any](T) error { return nil }

// setHash changes the size of the table where there is memory for it.
func (e *Engine) setHash(n int) error {
	if e.config.Memory != nil {
		free, ok := e.config.Memory()
		if e.agent != nil {
			free += int64(e.opts.Hash) << 20
		}
		if ok && int64(n)<<20 > free {
			return fmt.Errorf("not enough memory for %d MB (%d MB free); keeping %d MB", n, max(free, 0)>>20, e.opts.Hash)
		}
	}
	return e.resize(&e.opts.Hash, n)
}

// resize changes a number that an agent is made with.
func (e *Engine) resize(field *int, n int) error {
	if *field != n {
		*field, e.agent = n, nil
	}
	return nil
}

// forget clears all that was learnt from earlier searches.
func (e *Engine) forget() {
	if e.agent != nil {
		e.agent.NewGame()
	}
}

// showWDL switches win/draw/loss output, which a network without a calibration
// does not have.
func (e *Engine) showWDL(on bool) error {
	e.chances = on
	if on && e.network.Calibration == (value.Calibration{}) {
		e.out.printf("info string the values of this network are not calibrated; %s eval calibration does that", console.ProgramName())
	}
	return nil
}

// shuffle chooses the variant of UCI_Chess960 or the game itself.
func (e *Engine) shuffle(on bool) error {
	rules := e.config.Game
	if on {
		rules = e.config.Shuffled
	}
	if rules == e.rules {
		return nil
	}
	return e.playBy(rules)
}

// ranksOption chooses between the ways to number ranks.
func (e *Engine) ranksOption() option {
	names := make([]string, len(e.ranks))
	for i, r := range e.ranks {
		names[i] = r.Ranks
	}
	initial := names[0]
	if e.style.protocol == protocolCyclone {
		initial = names[len(names)-1]
	}
	return combo("Ranks", initial, names, func(i int) error { e.style.ranks = &e.ranks[i]; return nil })
}
