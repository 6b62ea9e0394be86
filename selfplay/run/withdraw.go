package run

import (
	"database/sql"
	"fmt"

	"apprentice/selfplay/run/internal/database"
)

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
			return rows.Scan(&s.Unit, &s.Games, &s.Plies, &s.Positions, &s.Nodes, &s.FirstWins, &s.Draws, &s.SecondWins, &s.Capped, &s.Seconds)
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
