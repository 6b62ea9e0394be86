package run

import (
	"fmt"
	"hash/maphash"
	"math"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"

	"apprentice/games"
	"apprentice/games/record"
	"apprentice/internal/crc32c"
	"apprentice/selfplay/run/event"
)

// maxProblems bounds the problems listed for one shard.
const maxProblems = 5

// verdict is what checkShard found.
type verdict struct {
	unit     int
	indices  []uint64 // of the games
	contents []uint64 // hashes of their moves and outcomes
	plies    int64
	problems []string
}

// checkedAtOnce is how many shards are checked before their verdicts are settled
// together; fewer at the end of a generation.
const checkedAtOnce = 256

// shards checks every shard on all cores and remembers their sums.
func (c *checker) shards() error {
	c.sums, c.units, c.programs = map[int]counts{}, map[int][]int{}, map[Program]int{}
	contents := maphash.MakeSeed()
	seen := newSeenGames(0)
	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	var mu sync.Mutex // guards done
	done := 0
	var verdicts []*verdict
	settle := func() {
		group.Wait() // its functions return no error
		for _, v := range verdicts {
			c.settle(&seen, v)
		}
		verdicts = verdicts[:0]
		group = errgroup.Group{}
		group.SetLimit(runtime.GOMAXPROCS(0))
	}
	for s, err := range c.file.rawShards(math.MinInt32, math.MaxInt32, c.state.lastShard) {
		if err != nil {
			settle()
			return err
		}
		if s.Generation != seen.generation || len(verdicts) == checkedAtOnce {
			settle()
		}
		if s.Generation != seen.generation {
			seen = newSeenGames(s.Generation)
		}
		c.count(&s)
		v := &verdict{unit: s.Unit}
		verdicts = append(verdicts, v)
		group.Go(func() error {
			checkShard(c.game, &s, contents, v)
			mu.Lock()
			defer mu.Unlock()
			done++
			if c.progress != nil {
				c.progress(done, max(c.state.shards, done))
			}
			return nil
		})
	}
	settle()
	c.foreign()
	return nil
}

// count takes a shard into the sums.
func (c *checker) count(s *Shard) {
	sum := c.sums[s.Generation]
	sum.add(s.counts())
	c.sums[s.Generation] = sum
	c.units[s.Generation] = append(c.units[s.Generation], s.Unit)
	c.report.Shards++
	if s.Program != (Program{}) {
		c.programs[s.Program]++
	}
	if s.Pruned {
		c.report.Pruned++
	}
	if s.Suspect != "" {
		c.note("generation %d, unit %d is suspect: %s", s.Generation, s.Unit, s.Suspect)
	}
}

// foreign adds a note for games that only another program can play again.
func (c *checker) foreign() {
	own := c.file.Program()
	if own.Signature == "" {
		return
	}
	for p, n := range c.programs {
		if p.Signature != own.Signature {
			c.note("%d shards were played by %s: their games follow the rules, but only that program plays them again; this is %s", n, event.Program(p).Words(), event.Program(own).Words())
		}
	}
}

// seenGames is what was seen of one generation.
type seenGames struct {
	generation int
	units      map[uint64]int    // by index of a game
	contents   map[uint64]bool   // games by their content
	shards     map[[2]uint64]int // units by the content of their games
}

func newSeenGames(generation int) seenGames {
	return seenGames{generation, map[uint64]int{}, map[uint64]bool{}, map[[2]uint64]int{}}
}

// wholeShard is the least number of games whose repetition, all of them and in
// order, cannot be chance.
const wholeShard = 8

// settle adds the verdict on one shard to the report and looks for games and
// shards that exist twice.
func (c *checker) settle(seen *seenGames, v *verdict) {
	c.report.Games += int64(len(v.indices))
	c.report.Plies += v.plies
	c.report.Problems = append(c.report.Problems, v.problems...)
	for _, index := range v.indices {
		if unit, twice := seen.units[index]; twice {
			c.problem("generation %d, unit %d: game %d is in unit %d too", seen.generation, v.unit, index, unit)
		}
		seen.units[index] = v.unit
	}
	var whole [2]uint64
	for _, h := range v.contents {
		if seen.contents[h] {
			c.report.Repeated++
		}
		seen.contents[h] = true
		whole[0] = whole[0]*0x9e3779b97f4a7c15 + h
		whole[1] = (whole[1] ^ h) * 0xff51afd7ed558ccd
	}
	if len(v.contents) < wholeShard {
		return
	}
	if unit, twice := seen.shards[whole]; twice {
		c.problem("generation %d, unit %d: all its games are those of unit %d", seen.generation, v.unit, unit)
	}
	seen.shards[whole] = v.unit
}

// checkShard checks a shard by itself: its checksum, its counts and every
// game.
func checkShard(game games.Game, s *Shard, seed maphash.Seed, v *verdict) {
	hidden := 0
	problem := func(format string, args ...any) {
		if len(v.problems) == maxProblems {
			hidden++
			return
		}
		v.problems = append(v.problems, fmt.Sprintf("generation %d, unit %d: %s", s.Generation, s.Unit, fmt.Sprintf(format, args...)))
	}
	if s.Pruned {
		return // its counts are all that is left
	}
	if crc32c.Sum(s.Blob) != s.CRC {
		problem("checksum of the games is wrong")
	}
	if int64(len(s.Blob)) != s.Size {
		problem("%d bytes, not %d", len(s.Blob), s.Size)
	}
	played, err := record.DecodeShardWithin(s.Blob, int64(s.Games), s.Plies)
	if err != nil {
		problem("%v", err)
		return
	}
	sum := counts{units: 1, nodes: s.Nodes} // games do not record their nodes
	for i := range played {
		g := &played[i]
		sum.addGame(g)
		v.indices = append(v.indices, g.Index)
		v.contents = append(v.contents, contentOf(seed, *g))
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
}

// contentOf returns a hash of what a game holds besides its number.
func contentOf(seed maphash.Seed, g record.Game) uint64 {
	g.Index = 0
	return maphash.Bytes(seed, record.AppendGame(nil, &g))
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
