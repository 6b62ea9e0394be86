package run

import (
	"bytes"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"slices"

	"apprentice/agent/value"
	"apprentice/games"
)

// Report is what Check found.
type Report struct {
	Generations, Shards, Networks, Matches int
	Pruned                                 int // shards whose games were dropped
	Left                                   int // generations without games, as in a slim copy
	Games, Plies                           int64
	Repeated                               int64    // games with the same moves and outcome as another one of their generation
	Problems                               []string // empty for a sound run; each names the place
	Notes                                  []string // what a person should know that is not damage
}

// Check reads the whole run and verifies what can be verified: the pages of
// the database, the checksums of all games and networks, that the counters are
// the sums over the shards, that generations and units are numbered without
// gaps, that every game can be replayed by the rules of g and ended as
// recorded, that no shard exists twice, that every network fits g. Pruned games
// count by their row. progress, which may be nil, receives the number of shards
// checked and their total. The error is for what kept Check from looking; what it
// found is in the report.
//
// The run may be written to meanwhile: Check looks at one consistent state of
// it, and holds no transaction for longer than it takes to read some rows.
func (f *File) Check(g games.Game, progress func(done, total int)) (Report, error) {
	c := checker{file: f, game: g, progress: progress}
	if f.config.Game != g.Name() {
		return c.report, fmt.Errorf("%s: the run is of %s, not of %s", f.path, f.config.Game, g.Name())
	}
	if f.config.InputSet != g.InputSet() {
		c.problem("the input set of the run is %q, that of this program %q: its networks do not fit", f.config.InputSet, g.InputSet())
	}
	var err error
	if c.state, err = f.snapshot(); errors.Is(err, ErrDamaged) {
		c.problem("%v", err)
		return c.report, c.pages()
	} else if err != nil {
		return c.report, err
	}
	for _, step := range []func() error{c.pages, c.networks, c.shards, c.generations, c.matches, c.copied} {
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
	state    *snapshot
	report   Report

	sums     map[int]counts // of the shards, by generation
	units    map[int][]int  // in order, by generation
	programs map[Program]int
}

func (c *checker) problem(format string, args ...any) {
	c.report.Problems = append(c.report.Problems, fmt.Sprintf(format, args...))
}

func (c *checker) note(format string, args ...any) {
	c.report.Notes = append(c.report.Notes, fmt.Sprintf(format, args...))
}

// generations checks the rows of generations against the shards.
func (c *checker) generations() error {
	c.report.Generations = len(c.state.generations)
	for i, g := range c.state.generations {
		if g.Number != i+1 {
			c.problem("generation %d stands where %d should be", g.Number, i+1)
		}
		if want, there := c.sums[g.Number]; !there && c.file.config.Slim {
			c.report.Left++ // its counts are all that is left
		} else if got := g.counts(); got != want {
			c.problem("generation %d: its counters %+v are not the sums over its shards %+v", g.Number, got, want)
		}
		if g.Verdict != "" && g.Network != g.Player {
			c.problem("generation %d: its network was refused (%s), yet another than its player plays on", g.Number, g.Verdict)
		}
		if (g.State == Measuring || g.State == Done) != (g.Network != "") {
			c.problem("generation %d: %s with network %q", g.Number, g.State, g.Network)
		}
		if g.Suspect != "" {
			c.note("generation %d is suspect: %s", g.Number, g.Suspect)
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
	c.report.Matches = len(c.state.matches)
	for _, m := range c.state.matches {
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

// copied adds a note if the file looks like a plain copy of a run in training,
// made without its log.
func (c *checker) copied() error {
	if c.file.w != nil || c.file.hadLog || len(c.state.sittings) == 0 {
		return nil
	}
	last := c.state.sittings[len(c.state.sittings)-1]
	if !last.Ended.IsZero() {
		return nil
	}
	holds := "nothing but its beginning"
	if n := len(c.state.generations); n > 0 {
		g := c.state.generations[n-1]
		holds = fmt.Sprintf("%d generations, the last one %s with %d of %d units", n, g.State, g.UnitsPlayed, g.Units)
	}
	c.note("the sitting that began at %s has no end, and there is no log %s-wal: this is a copy of the file alone, or its process was killed. It holds %s; what the run did after that is not here. To copy a run that trains: games copy --run FILE --out COPY",
		last.Begun.Local().Format("2006-01-02 15:04:05"), c.file.path, holds)
	return nil
}

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

// longCheck is the size of a run file in bytes above which SQLite's check of all
// pages would hold a transaction for seconds, while the log of a writer grows.
const longCheck = 64 << 20

// pages lets SQLite check its own structure. In a large file that may be written
// to meanwhile, it leaves out the tables with the large blobs, whose checksums
// are checked in their turn.
func (c *checker) pages() error {
	checks := []string{`PRAGMA integrity_check(20)`}
	info, err := os.Stat(c.file.path)
	if live := c.file.w != nil || c.file.hadLog; live && err == nil && info.Size() > longCheck {
		checks = nil
		for _, table := range tables {
			if !slices.Contains([]string{"shards", "networks", "checkpoints"}, table) {
				checks = append(checks, fmt.Sprintf(`PRAGMA integrity_check('%s')`, table))
			}
		}
	}
	for _, check := range checks {
		found, err := list(c.file, "check pages", func(rows *sql.Rows, s *string) error {
			return rows.Scan(s)
		}, check)
		if err != nil {
			return err
		}
		for _, s := range found {
			if s != "ok" {
				c.problem("database: %s", s)
			}
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
