package stat

import (
	"fmt"

	"apprentice/games"
)

// WDL counts games by their result for one player.
type WDL struct {
	Wins, Draws, Losses int
}

// Games is the number of games.
func (w WDL) Games() int { return w.Wins + w.Draws + w.Losses }

// WinRate is W/(W+D+L), NaN without games.
func (w WDL) WinRate() float64 { return float64(w.Wins) / float64(w.Games()) }

// DrawRate is D/(W+D+L), NaN without games.
func (w WDL) DrawRate() float64 { return float64(w.Draws) / float64(w.Games()) }

// Expectation is (W+D/2)/(W+D+L), NaN without games.
func (w WDL) Expectation() float64 { return w.Score() / float64(w.Games()) }

// Score is the match points W+D/2.
func (w WDL) Score() float64 { return float64(w.Wins) + float64(w.Draws)/2 }

// Reverse returns the same games as the opponent sees them.
func (w WDL) Reverse() WDL { return WDL{w.Losses, w.Draws, w.Wins} }

// Plus returns the games of both.
func (w WDL) Plus(v WDL) WDL {
	return WDL{w.Wins + v.Wins, w.Draws + v.Draws, w.Losses + v.Losses}
}

// Count adds one game that ended with r for the player.
func (w *WDL) Count(r games.Result) {
	switch r {
	case games.Win:
		w.Wins++
	case games.Draw:
		w.Draws++
	case games.Loss:
		w.Losses++
	}
}

// String returns the counts in the form "+12 =3 -4".
func (w WDL) String() string { return fmt.Sprintf("+%d =%d -%d", w.Wins, w.Draws, w.Losses) }

// WinRateInterval returns the win rate W/(W+D+L) with its Wilson interval.
func (w WDL) WinRateInterval() Interval { return Wilson(float64(w.Wins), float64(w.Games())) }

// DrawRateInterval returns the draw rate D/(W+D+L) with its Wilson interval.
func (w WDL) DrawRateInterval() Interval { return Wilson(float64(w.Draws), float64(w.Games())) }
