package run

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"apprentice/selfplay/run/internal/database"
)

// Match is the result of a match between two players.
type Match struct {
	ID                  int64   // given by AddMatch
	A, B                string  // players: "gen:3", "random", "material:2"
	ASHA, BSHA          string  // sha256 of their networks; "" for a player without one. AddMatch fills in those of generations
	Program             Program // that ran the match; AddMatch fills in the File's own
	Scale               int     // version of the Elo scale of its anchors; 0: a match that is on no such scale
	Generation          int     // that the match measured
	Games               int
	Wins, Draws, Losses int    // of A
	First               [3]int // wins, draws and losses of A in the games in which it moved first
	Penta               [5]int // pairs of games with swapped sides in which A made 0, 1/2, 1, 3/2, 2 points
	Settings            string
	Seed                uint64
	Played              time.Time
	Seconds             float64
}

// AddMatch stores a match and returns its ID.
func (f *File) AddMatch(m Match) (id int64, err error) {
	what := fmt.Sprintf("add match %s against %s", m.A, m.B)
	if err := m.check(); err != nil {
		return 0, fmt.Errorf("%s: %s: %w", f.path, what, err)
	}
	err = f.write(what, func(tx *sql.Tx) error {
		id, err = f.insertMatch(tx, m)
		return err
	})
	return id, err
}

// check returns an error for counts that contradict each other.
func (m *Match) check() error {
	if m.Wins+m.Draws+m.Losses != m.Games {
		return fmt.Errorf("%d wins, %d draws and %d losses are not %d games", m.Wins, m.Draws, m.Losses, m.Games)
	}
	if !m.firstFit() {
		return fmt.Errorf("%v wins, draws and losses with the first move are more than %d, %d and %d of all games", m.First, m.Wins, m.Draws, m.Losses)
	}
	return nil
}

// insertMatch adds the row of a match.
func (f *File) insertMatch(tx *sql.Tx, m Match) (id int64, err error) {
	program, err := f.programID(tx, m.Program)
	if err != nil {
		return 0, err
	}
	if err := errors.Join(nameNetwork(tx, m.A, &m.ASHA), nameNetwork(tx, m.B, &m.BSHA)); err != nil {
		return 0, err
	}
	result, err := tx.Exec(`INSERT INTO matches (a, b, a_sha, b_sha, program, scale, generation, games, wins, draws, losses,
		first_wins, first_draws, first_losses, penta_0, penta_1, penta_2, penta_3, penta_4, settings, seed, played, seconds)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		m.A, m.B, database.Text(m.ASHA), database.Text(m.BSHA), program, m.Scale, m.Generation, m.Games, m.Wins, m.Draws, m.Losses,
		m.First[0], m.First[1], m.First[2],
		m.Penta[0], m.Penta[1], m.Penta[2], m.Penta[3], m.Penta[4],
		m.Settings, strconv.FormatUint(m.Seed, 10), database.FormatTime(m.Played), m.Seconds)
	if err != nil {
		return 0, err
	}
	return result.LastInsertId()
}

// generationPlayer is the name of a generation as a player of matches.
const generationPlayer = "gen:"

// nameNetwork sets the sha256 of a player that is a generation of the run, unless
// it is known already.
func nameNetwork(tx *sql.Tx, player string, sha *string) error {
	text, ok := strings.CutPrefix(player, generationPlayer)
	n, err := strconv.Atoi(text)
	if *sha != "" || !ok || err != nil {
		return nil
	}
	err = tx.QueryRow(`SELECT coalesce(network, '') FROM generations WHERE number = ?
		UNION ALL SELECT sha256 FROM networks WHERE ? = 0 AND generation = 0`, n, n).Scan(sha)
	if errors.Is(err, sql.ErrNoRows) {
		return nil // a generation of another run
	}
	return err
}

// firstFit reports whether the results of the games in which A moved first agree
// with those of all games.
func (m *Match) firstFit() bool {
	for i, all := range []int{m.Wins, m.Draws, m.Losses} {
		if n := m.First[i]; n < 0 || n > all {
			return false
		}
	}
	return true
}

// Matches returns all matches in the order they were added.
func (f *File) Matches() ([]Match, error) {
	return list(f, "read matches", scanMatch, selectMatches)
}

const selectMatches = `SELECT m.id, m.a, m.b, coalesce(m.a_sha, ''), coalesce(m.b_sha, ''), coalesce(p.version, ''), coalesce(p.signature, ''), m.scale,
		m.generation, m.games, m.wins, m.draws, m.losses, m.first_wins, m.first_draws, m.first_losses,
		m.penta_0, m.penta_1, m.penta_2, m.penta_3, m.penta_4, m.settings, m.seed, m.played, m.seconds
		FROM matches m LEFT JOIN programs p ON p.id = m.program ORDER BY m.id`

func scanMatch(rows *sql.Rows, m *Match) error {
	var seed string
	var played sql.NullString
	if err := rows.Scan(&m.ID, &m.A, &m.B, &m.ASHA, &m.BSHA, &m.Program.Version, &m.Program.Signature, &m.Scale,
		&m.Generation, &m.Games, &m.Wins, &m.Draws, &m.Losses,
		&m.First[0], &m.First[1], &m.First[2],
		&m.Penta[0], &m.Penta[1], &m.Penta[2], &m.Penta[3], &m.Penta[4],
		&m.Settings, &seed, &played, database.Number(&m.Seconds)); err != nil {
		return err
	}
	m.Played = database.ParseTime(played)
	var err error
	if m.Seed, err = strconv.ParseUint(seed, 10, 64); err != nil {
		return fmt.Errorf("%w: seed %q of match %d is not a number", ErrDamaged, seed, m.ID)
	}
	return nil
}
