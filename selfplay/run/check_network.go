package run

import (
	"bytes"
	"fmt"
	"slices"

	"apprentice/agent/value"
	"apprentice/games"
)

// networks checks that every network has its SHA-256, fits the game and belongs
// to a generation.
func (c *checker) networks() error {
	all := c.state.networks
	c.report.Networks = len(all)
	if !slices.ContainsFunc(all, func(n NetworkRow) bool { return n.Generation == 0 }) {
		c.problem("the network of generation 0, the start, is missing")
	}
	named := map[int]string{}
	refused := map[int]bool{} // after they were learnt: kept, but not played with
	for _, g := range c.state.generations {
		named[g.Number] = g.Network
		refused[g.Number] = g.Verdict != ""
	}
	for _, n := range all {
		if n.Generation > 0 && named[n.Generation] != n.SHA && !refused[n.Generation] {
			c.problem("network of generation %d: its generation names %q, not %q", n.Generation, named[n.Generation], n.SHA)
		}
		if n.Format == Dropped {
			continue
		}
		blob, err := c.file.Network(n.SHA)
		if err == nil {
			err = checkNetwork(c.game, n, blob)
		}
		if err != nil {
			c.problem("network of generation %d: %v", n.Generation, err)
		}
	}
	return nil
}

// checkNetwork reads a network file and checks that it fits the game and belongs
// to the generation.
func checkNetwork(game games.Game, row NetworkRow, blob []byte) error {
	_, meta, err := value.ReadNetwork(bytes.NewReader(blob))
	if err != nil {
		return err
	}
	if err := meta.Matches(game); err != nil {
		return err
	}
	// The network that a run starts from may come from another run.
	if meta.Generation != row.Generation && row.Generation > 0 {
		return fmt.Errorf("it says that it is of generation %d", meta.Generation)
	}
	return nil
}
