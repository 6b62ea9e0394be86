package run

import (
	"database/sql"
	"errors"
	"fmt"
	"time"

	"apprentice/selfplay/run/internal/database"
)

// State is the phase of a generation.
type State string

// The states of a generation, in order.
const (
	Playing   State = "playing"   // its games are being played
	Learning  State = "learning"  // its network is being learnt
	Measuring State = "measuring" // the network is in the file, its strength is being measured
	Done      State = "done"
)

// Generation is one turn of the loop: games by the last network, a network
// learnt from them, and what that took.
//
// UnitsPlayed to WorkerSeconds are the sums over its shards. AddShard alone changes
// them; every method that takes a Generation ignores them.
type Generation struct {
	Number  int // from 1, without gaps
	State   State
	Player  string // sha256 of the network that played the games
	Network string // sha256 of the network that plays after it; "" before Finish
	Verdict string // why what was learnt was refused, so that Network is Player: "diverged", "worse", "lost"; "" if it was accepted
	Suspect string // why not to trust the generation; "" if nothing is known against it
	Units   int    // planned shards

	UnitsPlayed                          int
	Games, Plies                         int64
	Positions                            int64 // plies that a search chose
	Nodes                                int64
	FirstWins, Draws, SecondWins, Capped int64
	WorkerSeconds                        float64 // of all workers together

	PlaySeconds, LearnSeconds, MeasureSeconds float64 // wall clock
	PlayCPU, LearnCPU, MeasureCPU             float64 // seconds of processor time of this process
	WallSeconds                               float64 // wall clock spent on the run up to the end of this generation
	Loss, HeldOut                             float64 // of the network, on its window and on games held out; NaN where unknown
	WindowFrom                                int     // first generation of the replay window
	Hidden                                    int     // width of the network
	Plan                                      string  // JSON of what was decided for it
	Started, Finished                         time.Time
}

// MaxUnits bounds the units of a generation, so that readers may reserve memory
// for them.
const MaxUnits = 1 << 20

// Begin adds generation g, which must be the one after the last; that one must
// have its network. A g.State of "" means Playing. g.Player must be in the run.
func (f *File) Begin(g Generation) error {
	if g.State == "" {
		g.State = Playing
	}
	what := fmt.Sprintf("begin generation %d", g.Number)
	return f.write(what, func(tx *sql.Tx) error {
		var last int
		var network sql.NullString
		err := tx.QueryRow(`SELECT number, network FROM generations ORDER BY number DESC LIMIT 1`).Scan(&last, &network)
		if err != nil && !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		switch {
		case g.Number >= 1 && g.Number <= last:
			return ErrDuplicate
		case g.Number != last+1:
			return fmt.Errorf("%w: the next one is %d", ErrUnknownGeneration, last+1)
		case last > 0 && !network.Valid:
			return fmt.Errorf("%w: generation %d has no network yet", ErrState, last)
		}
		if err := needNetwork(tx, g.Player); err != nil {
			return err
		}
		if _, err := tx.Exec(`INSERT INTO generations (number, state, units, window_from, hidden, plan) VALUES (?, ?, 0, 0, 0, '')`, g.Number, g.State); err != nil {
			return err
		}
		return update(tx, g)
	})
}

// SetState changes the state of a generation.
func (f *File) SetState(number int, s State) error {
	err := f.write(fmt.Sprintf("set the state of generation %d", number), func(tx *sql.Tx) error {
		return changed(tx.Exec(`UPDATE generations SET state = ? WHERE number = ?`, s, number))
	})
	return f.writtenBack(s, err)
}

// Update stores all fields of g except its network and the sums over its shards.
func (f *File) Update(g Generation) error {
	err := f.write(fmt.Sprintf("update generation %d", g.Number), func(tx *sql.Tx) error {
		if err := needNetwork(tx, g.Player); err != nil {
			return err
		}
		return update(tx, g)
	})
	return f.writtenBack(g.State, err)
}

// writtenBack writes back the log once a generation is done.
func (f *File) writtenBack(s State, err error) error {
	if err != nil || s != Done {
		return err
	}
	return f.WriteBack()
}

// Finish stores g together with its network and drops its checkpoint. If what was
// learnt was refused, g.Verdict says why, network is nil and g.Player stays in
// play. The state becomes Measuring if g says so, else Done.
func (f *File) Finish(g Generation, network []byte) error {
	if g.State != Measuring {
		g.State = Done
	}
	err := f.write(fmt.Sprintf("finish generation %d", g.Number), func(tx *sql.Tx) error {
		if (network == nil) != (g.Verdict != "") {
			return fmt.Errorf("verdict %q with a network of %d bytes: a network that is refused is not kept", g.Verdict, len(network))
		}
		sha := g.Player
		if network != nil {
			sha = Sum(network)
		}
		if g.Network != "" && g.Network != sha {
			return fmt.Errorf("%w: network is %.12s, not %.12s as said", ErrDamaged, sha, g.Network)
		}
		if err := update(tx, g); err != nil {
			return err
		}
		if network != nil {
			if err := addNetwork(tx, sha, g.Number, network); err != nil {
				return err
			}
		}
		if _, err := tx.Exec(`UPDATE generations SET network = ? WHERE number = ?`, sha, g.Number); err != nil {
			return err
		}
		_, err := tx.Exec(`DELETE FROM checkpoints WHERE generation = ?`, g.Number)
		return err
	})
	return f.writtenBack(g.State, err)
}

// Refuse takes the network that a generation learnt out of play; the one that
// played its games stays in play. The refused network is kept in the run.
func (f *File) Refuse(generation int, verdict string) error {
	return f.write(fmt.Sprintf("refuse the network of generation %d", generation), func(tx *sql.Tx) error {
		return changed(tx.Exec(`UPDATE generations SET network = player, verdict = ? WHERE number = ?`, verdict, generation))
	})
}

// update writes the fields that the loop decides.
func update(tx *sql.Tx, g Generation) error {
	return changed(tx.Exec(`UPDATE generations SET state = ?, player = ?, verdict = ?, suspect = ?, units = ?,
		play_seconds = ?, learn_seconds = ?, measure_seconds = ?, play_cpu = ?, learn_cpu = ?, measure_cpu = ?,
		wall_seconds = ?, loss = ?, held_out = ?, window_from = ?, hidden = ?, plan = ?, started = ?, finished = ?
		WHERE number = ?`,
		g.State, database.Text(g.Player), g.Verdict, database.Text(g.Suspect), g.Units,
		g.PlaySeconds, g.LearnSeconds, g.MeasureSeconds, g.PlayCPU, g.LearnCPU, g.MeasureCPU,
		g.WallSeconds, g.Loss, g.HeldOut, g.WindowFrom, g.Hidden, g.Plan, database.FormatTime(g.Started), database.FormatTime(g.Finished),
		g.Number))
}

// changed returns ErrUnknownGeneration if a statement about one generation has
// changed nothing.
func changed(result sql.Result, err error) error {
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil {
		return err
	} else if n == 0 {
		return ErrUnknownGeneration
	}
	return nil
}

const selectGenerations = `SELECT number, state, coalesce(player, ''), coalesce(network, ''), verdict, coalesce(suspect, ''), units, units_played,
	games, plies, positions, nodes, first_wins, draws, second_wins, capped, worker_seconds,
	play_seconds, learn_seconds, measure_seconds, play_cpu, learn_cpu, measure_cpu, wall_seconds, loss, held_out,
	window_from, hidden, plan, started, finished FROM generations `

// Generations returns all generations in order: generation n is at index n-1. A
// file in which one is missing is damaged.
func (f *File) Generations() ([]Generation, error) {
	all, err := f.generations(`ORDER BY number`)
	for i, g := range all {
		if g.Number != i+1 {
			return nil, fmt.Errorf("%s: %w: generation %d is missing", f.path, ErrDamaged, i+1)
		}
	}
	return all, err
}

// Generation returns one generation, or ErrUnknownGeneration.
func (f *File) Generation(number int) (Generation, error) {
	all, err := f.generations(`WHERE number = ?`, number)
	if err == nil && len(all) == 0 {
		err = fmt.Errorf("%s: generation %d: %w", f.path, number, ErrUnknownGeneration)
	}
	if err != nil {
		return Generation{}, err
	}
	return all[0], nil
}

// Last returns the last generation begun; false if there is none yet.
func (f *File) Last() (Generation, bool, error) {
	all, err := f.generations(`ORDER BY number DESC LIMIT 1`)
	if err != nil || len(all) == 0 {
		return Generation{}, false, err
	}
	return all[0], true, nil
}

func (f *File) generations(which string, args ...any) ([]Generation, error) {
	return list(f, "read generations", scanGeneration, selectGenerations+which, args...)
}

func scanGeneration(rows *sql.Rows, g *Generation) error {
	var started, finished sql.NullString
	err := rows.Scan(&g.Number, &g.State, &g.Player, &g.Network, &g.Verdict, &g.Suspect, &g.Units, &g.UnitsPlayed,
		&g.Games, &g.Plies, &g.Positions, &g.Nodes, &g.FirstWins, &g.Draws, &g.SecondWins, &g.Capped, database.Number(&g.WorkerSeconds),
		database.Finite(&g.PlaySeconds), database.Finite(&g.LearnSeconds), database.Finite(&g.MeasureSeconds),
		database.Finite(&g.PlayCPU), database.Finite(&g.LearnCPU), database.Finite(&g.MeasureCPU), database.Finite(&g.WallSeconds), database.Real(&g.Loss), database.Real(&g.HeldOut),
		&g.WindowFrom, &g.Hidden, &g.Plan, &started, &finished)
	if err == nil && (g.Units < 0 || g.Units > MaxUnits) {
		return fmt.Errorf("%w: generation %d plans %d units, more than %d", ErrDamaged, g.Number, g.Units, MaxUnits)
	}
	g.Started, g.Finished = database.ParseTime(started), database.ParseTime(finished)
	return err
}
