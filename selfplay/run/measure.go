package run

import (
	"database/sql"
	"fmt"
	"strconv"
	"time"
)

// Match is the result of a match between two players.
type Match struct {
	ID                  int64  // given by AddMatch
	A, B                string // players: "gen:3", "random", "material:2"
	Generation          int    // that the match measured
	Games               int
	Wins, Draws, Losses int    // of A
	Penta               [5]int // pairs of games with swapped sides in which A made 0, 1/2, 1, 3/2, 2 points
	Sided               bool   // whether the next line is known
	First               [3]int // wins, draws and losses of A in the games that it began
	Settings            string
	Seed                uint64
	Played              time.Time
	Seconds             float64
}

// AddMatch stores a match and returns its ID.
func (f *File) AddMatch(m Match) (id int64, err error) {
	what := fmt.Sprintf("add match %s against %s", m.A, m.B)
	if m.Wins+m.Draws+m.Losses != m.Games {
		return 0, fmt.Errorf("%s: %s: %d wins, %d draws and %d losses are not %d games", f.path, what, m.Wins, m.Draws, m.Losses, m.Games)
	}
	if m.Sided && !m.sidesFit() {
		return 0, fmt.Errorf("%s: %s: %v wins, draws and losses of games begun are more than %d, %d and %d of all games", f.path, what, m.First, m.Wins, m.Draws, m.Losses)
	}
	err = f.write(what, func(tx *sql.Tx) error {
		result, err := tx.Exec(`INSERT INTO matches (a, b, generation, games, wins, draws, losses,
			penta_0, penta_1, penta_2, penta_3, penta_4, settings, seed, played, seconds)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			m.A, m.B, m.Generation, m.Games, m.Wins, m.Draws, m.Losses,
			m.Penta[0], m.Penta[1], m.Penta[2], m.Penta[3], m.Penta[4],
			m.Settings, strconv.FormatUint(m.Seed, 10), formatTime(m.Played), m.Seconds)
		if err != nil {
			return err
		}
		if id, err = result.LastInsertId(); err != nil || !m.Sided {
			return err
		}
		_, err = tx.Exec(`INSERT INTO sides (match, wins, draws, losses) VALUES (?, ?, ?, ?)`, id, m.First[0], m.First[1], m.First[2])
		return err
	})
	return id, err
}

// sidesFit reports whether the results of the games that A began can be among
// those of all games.
func (m *Match) sidesFit() bool {
	for i, all := range []int{m.Wins, m.Draws, m.Losses} {
		if n := m.First[i]; n < 0 || n > all {
			return false
		}
	}
	return true
}

// Matches returns all matches in the order they were added.
func (f *File) Matches() ([]Match, error) {
	sides, err := f.readSides()
	if err != nil {
		return nil, err
	}
	return list(f, "read matches", func(rows *sql.Rows, m *Match) error {
		var seed string
		var played sql.NullString
		if err := rows.Scan(&m.ID, &m.A, &m.B, &m.Generation, &m.Games, &m.Wins, &m.Draws, &m.Losses,
			&m.Penta[0], &m.Penta[1], &m.Penta[2], &m.Penta[3], &m.Penta[4],
			&m.Settings, &seed, &played, &m.Seconds); err != nil {
			return err
		}
		m.Played = parseTime(played)
		if s, ok := sides[m.ID]; ok {
			m.Sided, m.First = true, [3]int{s.wins, s.draws, s.losses}
		}
		var err error
		if m.Seed, err = strconv.ParseUint(seed, 10, 64); err != nil {
			return fmt.Errorf("%w: seed %q of match %d is no number", ErrDamaged, seed, m.ID)
		}
		return nil
	}, `SELECT id, a, b, generation, games, wins, draws, losses,
		penta_0, penta_1, penta_2, penta_3, penta_4, settings, seed, played, seconds FROM matches ORDER BY id`)
}

// NoGeneration is the generation of a player that is not one of the run's.
const NoGeneration = -1

// Rating is the strength of a player on the run's own scale, as all its
// matches together give it.
type Rating struct {
	Player         string
	Generation     int     // NoGeneration for a player that is none
	Elo, Low, High float64 // with its 95 % interval; NaN where unknown
	Games          int
}

// PutRatings replaces all ratings.
func (f *File) PutRatings(ratings []Rating) error {
	return f.write("put ratings", func(tx *sql.Tx) error {
		if _, err := tx.Exec(`DELETE FROM ratings`); err != nil {
			return err
		}
		for _, r := range ratings {
			generation := sql.NullInt64{Int64: int64(r.Generation), Valid: r.Generation != NoGeneration}
			if _, err := tx.Exec(`INSERT INTO ratings (player, generation, elo, low, high, games) VALUES (?, ?, ?, ?, ?, ?)`,
				r.Player, generation, r.Elo, r.Low, r.High, r.Games); err != nil {
				return err
			}
		}
		return nil
	})
}

// Ratings returns the ratings by generation; players that are none come first.
func (f *File) Ratings() ([]Rating, error) {
	return list(f, "read ratings", func(rows *sql.Rows, r *Rating) error {
		return rows.Scan(&r.Player, &r.Generation, nullable{&r.Elo}, nullable{&r.Low}, nullable{&r.High}, &r.Games)
	}, fmt.Sprintf(`SELECT player, coalesce(generation, %d) AS g, elo, low, high, games FROM ratings ORDER BY g, player`, NoGeneration))
}

// Event is a line of the run's log book.
type Event struct {
	ID   int64
	At   time.Time
	Kind string // one word: "start", "stop", "warning"
	Text string
}

// AddEvent writes a line into the log book, with the time of day.
func (f *File) AddEvent(kind, text string) error {
	return f.write("add "+kind+" event", func(tx *sql.Tx) error {
		_, err := tx.Exec(`INSERT INTO events (at, kind, text) VALUES (?, ?, ?)`, formatTime(time.Now()), kind, text)
		return err
	})
}

// Events returns the log book in the order it was written.
func (f *File) Events() ([]Event, error) {
	return list(f, "read events", func(rows *sql.Rows, e *Event) error {
		var at sql.NullString
		err := rows.Scan(&e.ID, &at, &e.Kind, &e.Text)
		e.At = parseTime(at)
		return err
	}, `SELECT id, at, kind, text FROM events ORDER BY id`)
}
