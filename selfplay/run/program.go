package run

import (
	"database/sql"
	"errors"
)

// Program is a program that plays games or matches. Two programs with the same
// signature search alike, even if their versions differ.
type Program struct {
	Version   string `json:"version"`
	Signature string `json:"signature,omitempty"` // bench signature of the run's game; "" where unknown
}

// SetProgram says which program writes to the file from now on: shards and
// matches that do not name a program of their own are kept as its work.
func (f *File) SetProgram(version, signature string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.program = Program{version, signature}
}

// Program returns what SetProgram set last.
func (f *File) Program() Program {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.program
}

// Programs returns the programs that have written to the run, oldest first.
func (f *File) Programs() ([]Program, error) {
	return list(f, "read programs", func(rows *sql.Rows, p *Program) error {
		return rows.Scan(&p.Version, &p.Signature)
	}, `SELECT version, signature FROM programs ORDER BY id`)
}

// programID returns the row of p, or of the File's own program if p is empty;
// NULL if both are.
func (f *File) programID(tx *sql.Tx, p Program) (id sql.NullInt64, err error) {
	if p == (Program{}) {
		p = f.Program()
	}
	if p == (Program{}) {
		return id, nil
	}
	return rowOf(tx,
		statement{`SELECT id FROM programs WHERE version = ? AND signature = ?`, []any{p.Version, p.Signature}},
		statement{`INSERT INTO programs (version, signature) VALUES (?, ?)`, []any{p.Version, p.Signature}})
}

// rulesID returns the row of a text of rules; NULL for "".
func rulesID(tx *sql.Tx, json string) (id sql.NullInt64, err error) {
	if json == "" {
		return id, nil
	}
	return rowOf(tx,
		statement{`SELECT id FROM rules WHERE json = ?`, []any{json}},
		statement{`INSERT INTO rules (json) VALUES (?)`, []any{json}})
}

// statement is an SQL statement with its arguments.
type statement struct {
	text string
	args []any
}

// rowOf returns the id that find finds, or that of the row that insert adds.
func rowOf(tx *sql.Tx, find, insert statement) (id sql.NullInt64, err error) {
	err = tx.QueryRow(find.text, find.args...).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	result, err := tx.Exec(insert.text, insert.args...)
	if err != nil {
		return id, err
	}
	id.Valid = true
	id.Int64, err = result.LastInsertId()
	return id, err
}
