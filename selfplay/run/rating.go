package run

import (
	"database/sql"
	"fmt"

	"apprentice/selfplay/run/internal/database"
)

// NoGeneration is the generation of a player that is not one of the run's.
const NoGeneration = -1

// Rating is the strength of a player on the run's own scale, fitted to all
// matches of the run together.
type Rating struct {
	Player         string
	Generation     int     // NoGeneration for a player that is not one
	Elo, Low, High float64 // with its 95 % interval; NaN where unknown
	Games          int
	Reason         string // why there is no number; "" if there is one
}

// PutRatings replaces all ratings.
func (f *File) PutRatings(ratings []Rating) error {
	return f.write("put ratings", func(tx *sql.Tx) error {
		if _, err := tx.Exec(`DELETE FROM ratings`); err != nil {
			return err
		}
		for _, r := range ratings {
			generation := sql.NullInt64{Int64: int64(r.Generation), Valid: r.Generation != NoGeneration}
			if _, err := tx.Exec(`INSERT INTO ratings (player, generation, elo, low, high, games, reason) VALUES (?, ?, ?, ?, ?, ?, ?)`,
				r.Player, generation, r.Elo, r.Low, r.High, r.Games, r.Reason); err != nil {
				return err
			}
		}
		return nil
	})
}

// Ratings returns the ratings by generation; players that are not generations
// come first.
func (f *File) Ratings() ([]Rating, error) {
	return list(f, "read ratings", func(rows *sql.Rows, r *Rating) error {
		return rows.Scan(&r.Player, &r.Generation, database.Real(&r.Elo), database.Real(&r.Low), database.Real(&r.High), &r.Games, &r.Reason)
	}, fmt.Sprintf(`SELECT player, coalesce(generation, %d) AS g, elo, low, high, games, reason FROM ratings ORDER BY g, player`, NoGeneration))
}
