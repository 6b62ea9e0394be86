package run

import (
	"database/sql"
	"fmt"
	"os"
	"time"

	"apprentice/selfplay/run/internal/database"
)

// Sitting is one process that trained, from beginning to end.
type Sitting struct {
	ID      int64
	Begun   time.Time
	Beat    time.Time // when it last reported to be alive
	Ended   time.Time // zero while it runs, and for ever if it was killed
	Why     string    // it ended
	PID     int
	Host    string
	Program string  // version
	Command string  // that continues the run
	Awake   float64 // seconds, without those the machine slept
	CPU     float64 // seconds of processor time
}

// BeginSitting records that this process begins to train and returns the
// sitting's ID. It takes Program and Command from s and fills in the rest. Orders
// given earlier, to another sitting, become void.
func (f *File) BeginSitting(s Sitting) (id int64, err error) {
	host, _ := os.Hostname() // "" if the machine has none
	err = f.write("begin a sitting", func(tx *sql.Tx) error {
		now := database.FormatTime(time.Now())
		if _, err := tx.Exec(`UPDATE orders SET taken = ? WHERE taken IS NULL`, now); err != nil {
			return err
		}
		result, err := tx.Exec(`INSERT INTO sittings (begun, beat, pid, host, program, command) VALUES (?, ?, ?, ?, ?, ?)`,
			now, now, os.Getpid(), host, s.Program, s.Command)
		if err != nil {
			return err
		}
		id, err = result.LastInsertId()
		return err
	})
	if err != nil {
		return 0, err
	}
	// In the file itself, so that a copy without the log shows that a process was
	// training.
	return id, f.WriteBack()
}

// Beat records that the sitting is alive, with its seconds awake and of processor
// time so far. It costs one page of the log.
func (f *File) Beat(id int64, awake, cpu float64) error {
	return f.write("write a heartbeat", func(tx *sql.Tx) error {
		return beat(tx, id, awake, cpu)
	})
}

func beat(tx *sql.Tx, id int64, awake, cpu float64) error {
	result, err := tx.Exec(`UPDATE sittings SET beat = ?, awake = ?, cpu = ? WHERE id = ?`, database.FormatTime(time.Now()), awake, cpu, id)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err == nil && n == 0 {
		return fmt.Errorf("there is no sitting %d", id)
	}
	return nil
}

// EndSitting records the end of the sitting and why, in a word or a sentence.
func (f *File) EndSitting(id int64, why string) error {
	return f.write("end a sitting", func(tx *sql.Tx) error {
		now := database.FormatTime(time.Now())
		_, err := tx.Exec(`UPDATE sittings SET beat = ?, ended = ?, why = ? WHERE id = ?`, now, now, why, id)
		return err
	})
}

// Sittings returns all sittings, oldest first.
func (f *File) Sittings() ([]Sitting, error) {
	return f.sittings(`ORDER BY id`)
}

// UncleanEnd returns the last sitting if it has no end. Either it still trains,
// which WriterOf reports, or it was killed soon after its last beat. Call it
// before BeginSitting.
func (f *File) UncleanEnd() (Sitting, bool, error) {
	all, err := f.sittings(`ORDER BY id DESC LIMIT 1`)
	if err != nil || len(all) == 0 || !all[0].Ended.IsZero() {
		return Sitting{}, false, err
	}
	return all[0], true, nil
}

func (f *File) sittings(which string) ([]Sitting, error) {
	return list(f, "read sittings", scanSitting, selectSittings+which)
}

const selectSittings = `SELECT id, begun, beat, ended, why, pid, host, program, command, awake, cpu FROM sittings `

func scanSitting(rows *sql.Rows, s *Sitting) error {
	var begun, beat, ended sql.NullString
	err := rows.Scan(&s.ID, &begun, &beat, &ended, &s.Why, &s.PID, &s.Host, &s.Program, &s.Command, database.Number(&s.Awake), database.Number(&s.CPU))
	s.Begun, s.Beat, s.Ended = database.ParseTime(begun), database.ParseTime(beat), database.ParseTime(ended)
	return err
}
