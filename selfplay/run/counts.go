package run

// counts are the counters that a generation keeps of its shards and a shard of
// its games.
type counts struct {
	units, games, plies, positions       int64
	nodes                                int64
	firstWins, draws, secondWins, capped int64
}

// counts returns the counters of the generation.
func (g *Generation) counts() counts {
	return counts{int64(g.UnitsPlayed), g.Games, g.Plies, g.Positions, g.Nodes, g.FirstWins, g.Draws, g.SecondWins, g.Capped}
}

// counts returns the counters of the shard.
func (s *Shard) counts() counts {
	return counts{1, int64(s.Games), s.Plies, s.Positions, s.Nodes,
		int64(s.FirstWins), int64(s.Draws), int64(s.SecondWins), int64(s.Capped)}
}

// add adds the counters of b to c.
func (c *counts) add(b counts) {
	c.units += b.units
	c.games += b.games
	c.plies += b.plies
	c.positions += b.positions
	c.nodes += b.nodes
	c.firstWins += b.firstWins
	c.draws += b.draws
	c.secondWins += b.secondWins
	c.capped += b.capped
}
