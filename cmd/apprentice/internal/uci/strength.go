package uci

import (
	"fmt"

	"apprentice/agent/search"
)

// Stage is a strength of the agent that was measured: a state of it and the nodes
// that it looks at for a move.
type Stage struct {
	Name  string // as people are told of it
	Elo   int    // on the scale
	Scale string // whose Elo it is
	Nodes int64  // a move; 0: as the program that asks says
	Load  func() (Network, error)
}

// strengthOptions limit the strength. A weaker engine is not the strong one
// with blunders thrown in: it is the agent as it was when it had learnt less,
// and looks at fewer positions.
func (e *Engine) strengthOptions() []option {
	low, high := eloRange(e.config.Stages)
	return []option{
		check("UCI_LimitStrength", false, func(on bool) error {
			before := e.limited
			e.limited = on
			return e.reload(func() { e.limited = before })
		}),
		spin("UCI_Elo", high, low, high, func(n int) error {
			before := e.elo
			e.elo = n
			if !e.limited {
				return nil
			}
			return e.reload(func() { e.elo = before })
		}),
	}
}

// eloRange returns the least and the largest strength of stages, of which there
// is one at least.
func eloRange(stages []Stage) (low, high int) {
	low, high = stages[0].Elo, stages[0].Elo
	for _, s := range stages {
		low, high = min(low, s.Elo), max(high, s.Elo)
	}
	return low, high
}

// nearest returns the stage whose strength is nearest to elo, the earlier one
// of two that are equally near. Strength between stages was not measured, so it is
// not interpolated.
func nearest(stages []Stage, elo int) Stage {
	far := func(s Stage) int { return max(s.Elo-elo, elo-s.Elo) }
	best := stages[0]
	for _, s := range stages[1:] {
		if far(s) < far(best) {
			best = s
		}
	}
	return best
}

// source changes where the network comes from and loads it. A generation alone
// waits for its run.
func (e *Engine) source(field *string, text string) error {
	before := *field
	*field = text
	return e.reload(func() { *field = before })
}

// reload loads the network that the options name: a run or a file, else the
// stage of the strength that is wanted, else the one that the engine began
// with. On an error it calls undo, and the network stays as it was.
func (e *Engine) reload(undo func()) error {
	network, err := e.config.Network, error(nil)
	var told string
	var nodes int64
	switch {
	case e.run != "" || e.file != "":
		network, err = e.config.Load(e.run, e.generation, e.file)
	case e.limited:
		stage := nearest(e.config.Stages, e.elo)
		network, err = stage.Load()
		nodes = stage.Nodes
		told = fmt.Sprintf("plays as %s, which has %d Elo on the scale %q", stage.Name, stage.Elo, stage.Scale)
	}
	if err != nil {
		undo()
		return err
	}
	if network != e.network {
		e.network, e.agent = network, nil
	}
	e.mostNodes = nodes
	if told != "" {
		e.out.printf("info string %s", told)
	}
	return nil
}

// weaken adds the nodes of the strength that is wanted to the limits of a search.
func (e *Engine) weaken(lim *search.Limits) {
	if e.mostNodes > 0 && (lim.Nodes == 0 || lim.Nodes > e.mostNodes) {
		lim.Nodes = e.mostNodes
	}
}
