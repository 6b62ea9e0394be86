package run

import (
	"database/sql"
	"errors"
	"fmt"
	"math"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"apprentice/games"
)

// Report is what Check found.
type Report struct {
	Generations, Shards, Networks, Matches int
	Games, Plies                           int64
	Problems                               []string // empty for a sound run; each names the place
}

// Check reads the whole run and verifies what can be verified: the pages of
// the database, the checksums of all games and networks, that the counters are
// the sums over the shards, that generations and units are numbered without
// gaps, that every game can be replayed by the rules of g and ended as
// recorded, that every network fits g. progress, which may be nil, is told the
// number of shards checked and their total. The error is for what kept Check
// from looking; what it saw is in the report.
func (f *File) Check(g games.Game, progress func(done, total int)) (Report, error) {
	c := checker{file: f, game: g, progress: progress}
	if f.config.Game != g.Name() {
		return c.report, fmt.Errorf("%s: the run is of %s, not of %s", f.path, f.config.Game, g.Name())
	}
	if f.config.InputSet != g.InputSet() {
		c.problem("the input set of the run is %q, that of this program %q: its networks do not fit", f.config.InputSet, g.InputSet())
	}
	for _, step := range []func() error{c.pages, c.networks, c.shards, c.generations, c.matches} {
		if err := step(); errors.Is(err, ErrDamaged) {
			c.problem("%v", err)
		} else if err != nil {
			return c.report, err
		}
	}
	return c.report, nil
}

// checker is the state of one Check.
type checker struct {
	file     *File
	game     games.Game
	progress func(done, total int)
	report   Report

	sums  map[int]counts // of the shards, by generation
	units map[int][]int  // in order, by generation
}

func (c *checker) problem(format string, args ...any) {
	c.report.Problems = append(c.report.Problems, fmt.Sprintf(format, args...))
}

// pages lets SQLite check its own structure.
func (c *checker) pages() error {
	found, err := list(c.file, "check pages", func(rows *sql.Rows, s *string) error {
		return rows.Scan(s)
	}, `PRAGMA integrity_check(20)`)
	if err != nil {
		return err
	}
	for _, s := range found {
		if s != "ok" {
			c.problem("database: %s", s)
		}
	}
	orphans, err := list(c.file, "check references", func(rows *sql.Rows, s *string) error {
		var row sql.NullInt64
		var table, parent string
		var id int
		err := rows.Scan(&table, &row, &parent, &id)
		*s = fmt.Sprintf("database: row %d of %s refers to a row that %s lacks", row.Int64, table, parent)
		return err
	}, `PRAGMA foreign_key_check`)
	c.report.Problems = append(c.report.Problems, orphans...)
	return err
}

// shards checks every shard on all cores and remembers their sums.
func (c *checker) shards() error {
	total := 0
	if err := c.file.r.QueryRow(`SELECT count(*) FROM shards`).Scan(&total); err != nil {
		return explain(c.file.path, "count shards", err)
	}
	c.sums, c.units = map[int]counts{}, map[int][]int{}

	var group errgroup.Group
	group.SetLimit(runtime.GOMAXPROCS(0))
	var mu sync.Mutex // guards found and done
	found := make(map[int]verdict)
	done := 0
	var readErr error
	for s, err := range c.file.rawShards(math.MinInt32, math.MaxInt32) {
		if err != nil {
			readErr = err
			break
		}
		sum := c.sums[s.Generation]
		sum.add(s.counts())
		c.sums[s.Generation] = sum
		c.units[s.Generation] = append(c.units[s.Generation], s.Unit)
		c.report.Shards++
		n := c.report.Shards
		group.Go(func() error {
			v := checkShard(c.game, &s)
			mu.Lock()
			defer mu.Unlock()
			found[n] = v
			done++
			if c.progress != nil {
				c.progress(done, total)
			}
			return nil
		})
	}
	group.Wait() // its functions return no error

	played := map[gameID]int{} // unit of each game
	for n := 1; n <= c.report.Shards; n++ {
		v := found[n]
		c.report.Games += int64(len(v.games))
		c.report.Plies += v.plies
		c.report.Problems = append(c.report.Problems, v.problems...)
		for _, id := range v.games {
			if unit, twice := played[id]; twice {
				c.problem("generation %d, unit %d: game %d is in unit %d too", id.generation, v.unit, id.index, unit)
			}
			played[id] = v.unit
		}
	}
	return readErr
}

// generations checks the rows of generations against the shards.
func (c *checker) generations() error {
	all, err := c.file.Generations()
	if err != nil {
		return err
	}
	c.report.Generations = len(all)
	for i, g := range all {
		if g.Number != i+1 {
			c.problem("generation %d stands where %d should be", g.Number, i+1)
		}
		if got, want := g.counts(), c.sums[g.Number]; got != want {
			c.problem("generation %d: its counters %+v are not the sums over its shards %+v", g.Number, got, want)
		}
		if g.Verdict != "" && g.Network != g.Player {
			c.problem("generation %d: its network was refused (%s), yet another than its player plays on", g.Number, g.Verdict)
		}
		if (g.State == Measuring || g.State == Done) != (g.Network != "") {
			c.problem("generation %d: %s with network %q", g.Number, g.State, g.Network)
		}
		if g.State == Playing {
			continue // units finish in any order
		}
		for want, unit := range c.units[g.Number] {
			if unit != want {
				c.problem("generation %d: unit %d is missing", g.Number, want)
				break
			}
		}
	}
	return nil
}

// matches checks that the counts of a match agree with each other.
func (c *checker) matches() error {
	all, err := c.file.Matches()
	if err != nil {
		return err
	}
	c.report.Matches = len(all)
	for _, m := range all {
		if m.Wins+m.Draws+m.Losses != m.Games {
			c.problem("match %d: %d wins, %d draws and %d losses are not %d games", m.ID, m.Wins, m.Draws, m.Losses, m.Games)
		}
		if !m.firstFit() {
			c.problem("match %d: %v wins, draws and losses with the first move are more than %d, %d and %d of all games", m.ID, m.First, m.Wins, m.Draws, m.Losses)
		}
		pairs, halves := 0, 0
		for points, n := range m.Penta {
			pairs += n
			halves += points * n
		}
		if pairs > 0 && (2*pairs != m.Games || halves != 2*m.Wins+m.Draws) {
			c.problem("match %d: the pairs %v do not fit %d wins, %d draws and %d losses", m.ID, m.Penta, m.Wins, m.Draws, m.Losses)
		}
	}
	return nil
}

// networks checks that every network has its SHA-256, is one for the game and
// belongs to a generation.
func (c *checker) networks() error {
	type entry struct {
		generation int
		sha        string
		format     NetworkFormat
		named      string // by its generation
	}
	all, err := list(c.file, "read networks", func(rows *sql.Rows, e *entry) error {
		return rows.Scan(&e.generation, &e.sha, &e.format, &e.named)
	}, `SELECT n.generation, n.sha256, n.format, coalesce(g.network, '')
		FROM networks n LEFT JOIN generations g ON g.number = n.generation ORDER BY n.generation`)
	if err != nil {
		return err
	}
	c.report.Networks = len(all)
	if !slices.ContainsFunc(all, func(e entry) bool { return e.generation == 0 }) {
		c.problem("the network of generation 0, the start, is missing")
	}
	for _, e := range all {
		if e.generation > 0 && e.named != e.sha {
			c.problem("network of generation %d: its generation names %q, not %q", e.generation, e.named, e.sha)
		}
		if e.format == Dropped {
			continue
		}
		blob, err := c.file.Network(e.sha)
		if err == nil {
			err = checkNetwork(c.game, e.generation, blob)
		}
		if err != nil {
			c.problem("network of generation %d: %v", e.generation, err)
		}
	}
	return nil
}
