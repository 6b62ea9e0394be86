package run

import (
	"database/sql"
	"fmt"

	"apprentice/internal/crc32c"
	"apprentice/selfplay/run/internal/database"
)

// ShardKind says where the games of a shard come from.
type ShardKind string

// The kinds of shards.
const (
	SelfPlay ShardKind = "self-play"
	Given    ShardKind = "given" // games from outside
)

// Shard is the games of one unit of work, where they come from and their
// counts.
type Shard struct {
	Generation, Unit int
	Kind             ShardKind // "" for AddShard means SelfPlay
	Player           string    // the machine that played; "" for this one
	Program          Program   // that played; AddShard fills in the File's own
	Network          string    // sha256 of the network that played; AddShard fills in the generation's player
	Rules            string    // JSON of the settings that the games depend on; "" if unknown
	Audited          bool      // it was played again and found the same
	Suspect          string    // why not to trust it; "" if nothing is known against it
	Pruned           bool      // the games were dropped; Blob is nil
	Size             int64     // bytes of Blob, also after pruning

	Games                                int
	Plies                                int64
	Positions                            int64 // plies that a search chose (record.HasValue)
	Nodes                                int64
	FirstWins, Draws, SecondWins, Capped int     // Capped games are among the draws
	Seconds                              float64 // one worker's time
	Blob                                 []byte  // record.EncodeShard
	CRC                                  uint32  // CRC-32C of Blob; AddShard computes it where it is 0
}

// AddShard adds a shard to a generation that is being played, and its counts
// to those of the generation, in one transaction. It returns ErrDuplicate for a
// unit that exists already, and changes nothing. It returns ErrState once the
// generation has stopped playing: its network was trained without these games.
func (f *File) AddShard(s Shard) error {
	what := fmt.Sprintf("add unit %d of generation %d", s.Unit, s.Generation)
	crc := crc32c.Sum(s.Blob)
	if s.CRC != 0 && s.CRC != crc {
		return fmt.Errorf("%s: %s: the shard was damaged on its way: checksum %08x, not %08x", f.path, what, crc, s.CRC)
	}
	if s.Blob == nil {
		s.Blob = []byte{}
	}
	if s.Kind == "" {
		s.Kind = SelfPlay
	}
	return f.write(what, func(tx *sql.Tx) error {
		var state State
		var player sql.NullString
		err := tx.QueryRow(`SELECT state, player FROM generations WHERE number = ?`, s.Generation).Scan(&state, &player)
		switch {
		case err == sql.ErrNoRows:
			return ErrUnknownGeneration
		case err != nil:
			return err
		}
		if s.Network == "" {
			s.Network = player.String
		} else if err := needNetwork(tx, s.Network); err != nil {
			return err
		}
		program, err := f.programID(tx, s.Program)
		if err != nil {
			return err
		}
		rules, err := rulesID(tx, s.Rules)
		if err != nil {
			return err
		}
		result, err := tx.Exec(`INSERT INTO shards (generation, unit, kind, player, program, network, rules,
			games, plies, positions, nodes, first_wins, draws, second_wins, capped, seconds, audited, suspect, size, crc32c, blob)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (generation, unit) DO NOTHING`,
			s.Generation, s.Unit, s.Kind, s.Player, program, database.Text(s.Network), rules,
			s.Games, s.Plies, s.Positions, s.Nodes, s.FirstWins, s.Draws, s.SecondWins, s.Capped, s.Seconds,
			s.Audited, database.Text(s.Suspect), len(s.Blob), crc, s.Blob)
		if err != nil {
			return err
		}
		if n, err := result.RowsAffected(); err != nil {
			return err
		} else if n == 0 {
			return ErrDuplicate
		}
		if state != Playing {
			return fmt.Errorf("%w: %s", ErrState, state)
		}
		return changed(tx.Exec(`UPDATE generations SET units_played = units_played + 1, games = games + ?, plies = plies + ?, positions = positions + ?,
			nodes = nodes + ?, first_wins = first_wins + ?, draws = draws + ?, second_wins = second_wins + ?,
			capped = capped + ?, worker_seconds = worker_seconds + ? WHERE number = ?`,
			s.Games, s.Plies, s.Positions, s.Nodes, s.FirstWins, s.Draws, s.SecondWins, s.Capped, s.Seconds, s.Generation))
	})
}

// AuditShard records that a shard was played again. It was found the same if
// suspect is ""; otherwise suspect says why not to trust it.
func (f *File) AuditShard(generation, unit int, suspect string) error {
	return f.write(fmt.Sprintf("audit unit %d of generation %d", unit, generation), func(tx *sql.Tx) error {
		return changed(tx.Exec(`UPDATE shards SET audited = ?, suspect = ? WHERE generation = ? AND unit = ?`,
			suspect == "", database.Text(suspect), generation, unit))
	})
}

// Withdrawal is what Withdraw took out of a run.
type Withdrawal struct {
	Units            []int // sorted
	Games, Positions int64
}

// Withdraw takes the shards of a generation that a player has delivered out of
// the run, and their counts out of the generation, in one transaction: they are
// to be played again. Unlike AddShard, it may leave gaps between the units. It
// returns ErrState once the generation has stopped playing.
func (f *File) Withdraw(generation int, player string) (Withdrawal, error) {
	var w Withdrawal
	err := f.write(fmt.Sprintf("withdraw the games of %s from generation %d", player, generation), func(tx *sql.Tx) error {
		w = Withdrawal{}
		var state State
		if err := tx.QueryRow(`SELECT state FROM generations WHERE number = ?`, generation).Scan(&state); err == sql.ErrNoRows {
			return ErrUnknownGeneration
		} else if err != nil {
			return err
		}
		if state != Playing {
			return fmt.Errorf("%w: %s", ErrState, state)
		}
		shards, err := database.List(tx, func(rows *sql.Rows, s *Shard) error {
			return rows.Scan(&s.Unit, &s.Games, &s.Plies, &s.Positions, &s.Nodes, &s.FirstWins, &s.Draws, &s.SecondWins, &s.Capped, database.Number(&s.Seconds))
		}, `SELECT unit, games, plies, positions, nodes, first_wins, draws, second_wins, capped, seconds
			FROM shards WHERE generation = ? AND player = ? ORDER BY unit`, generation, player)
		if err != nil || len(shards) == 0 {
			return err
		}
		var sum counts
		seconds := 0.0
		for _, s := range shards {
			w.Units = append(w.Units, s.Unit)
			sum.add(s.counts())
			seconds += s.Seconds
		}
		w.Games, w.Positions = sum.games, sum.positions
		if _, err := tx.Exec(`DELETE FROM shards WHERE generation = ? AND player = ?`, generation, player); err != nil {
			return err
		}
		return changed(tx.Exec(`UPDATE generations SET units_played = units_played - ?, games = games - ?, plies = plies - ?, positions = positions - ?,
			nodes = nodes - ?, first_wins = first_wins - ?, draws = draws - ?, second_wins = second_wins - ?,
			capped = capped - ?, worker_seconds = max(worker_seconds - ?, 0) WHERE number = ?`,
			sum.units, sum.games, sum.plies, sum.positions, sum.nodes, sum.firstWins, sum.draws, sum.secondWins, sum.capped, seconds, generation))
	})
	return w, err
}

// Suspect marks the shards of a player in the generations before one as not to
// be trusted, and says why. It returns how many there are and in which
// generations. Those that were audited and found right stay as they are.
func (f *File) Suspect(player string, before int, why string) (shards int, generations []int, err error) {
	err = f.write("mark the games of "+player+" as suspect", func(tx *sql.Tx) error {
		var err error
		const which = ` WHERE player = ? AND generation < ? AND audited = 0`
		generations, err = database.List(tx, func(rows *sql.Rows, n *int) error { return rows.Scan(n) },
			`SELECT DISTINCT generation FROM shards`+which+` ORDER BY generation`, player, before)
		if err != nil {
			return err
		}
		result, err := tx.Exec(`UPDATE shards SET suspect = ?`+which, why, player, before)
		if err != nil {
			return err
		}
		n, err := result.RowsAffected()
		shards = int(n)
		return err
	})
	return shards, generations, err
}

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
