package run

import (
	"fmt"

	"apprentice/games"
	"apprentice/games/record"
)

// maxProblems bounds the problems listed for one shard.
const maxProblems = 5

// gameID tells the games of a run apart.
type gameID struct {
	generation int
	index      uint64
}

// verdict is what checkShard found.
type verdict struct {
	unit     int
	games    []gameID
	plies    int64
	problems []string
}

// checkShard checks a shard by itself: its checksum, its counts and every
// game.
func checkShard(game games.Game, s *Shard) verdict {
	v := verdict{unit: s.Unit}
	hidden := 0
	problem := func(format string, args ...any) {
		if len(v.problems) == maxProblems {
			hidden++
			return
		}
		v.problems = append(v.problems, fmt.Sprintf("generation %d, unit %d: %s", s.Generation, s.Unit, fmt.Sprintf(format, args...)))
	}
	if s.Pruned {
		return v // its counts are all that is left
	}
	if checksum(s.Blob) != s.CRC {
		problem("checksum of the games is wrong")
	}
	played, err := record.DecodeShard(s.Blob)
	if err != nil {
		problem("%v", err)
		return v
	}
	sum := counts{units: 1, nodes: s.Nodes} // games do not tell their nodes
	for i := range played {
		g := &played[i]
		sum.addGame(g)
		v.games = append(v.games, gameID{s.Generation, g.Index})
		if g.Generation != s.Generation {
			problem("game %d is of generation %d", g.Index, g.Generation)
		}
		if _, err := record.Replay(game, g); err != nil {
			problem("game %d: %v", g.Index, err)
		}
	}
	v.plies = sum.plies
	if sum != s.counts() {
		problem("its counters %+v are not those of its games %+v", s.counts(), sum)
	}
	if hidden > 0 {
		v.problems = append(v.problems, fmt.Sprintf("generation %d, unit %d: and %d more", s.Generation, s.Unit, hidden))
	}
	return v
}

// addGame counts a game.
func (c *counts) addGame(g *record.Game) {
	c.games++
	c.plies += int64(len(g.Plies))
	c.positions += int64(g.Values())
	switch g.Outcome.Result {
	case games.Win:
		c.firstWins++
	case games.Draw:
		c.draws++
	case games.Loss:
		c.secondWins++
	}
	if g.Outcome.Reason == games.PlyCap {
		c.capped++
	}
}
