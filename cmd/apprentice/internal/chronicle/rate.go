package chronicle

import (
	"fmt"
	"slices"

	"apprentice/eval/rating"
	"apprentice/selfplay/run"
	"apprentice/selfplay/run/event"
)

// Rate fits the ratings of all players to all matches of the run. A player that
// has none keeps the one it had, if any, and the log book says why.
func Rate(file *run.File) error {
	matches, err := file.Matches()
	if err != nil {
		return err
	}
	earlier, err := file.Ratings()
	if err != nil {
		return err
	}
	scale := rating.Rate(Encounters(OwnScale(matches)), map[string]float64{GenerationName(0): 0}, rating.DefaultPrior)
	rows := make([]run.Rating, 0, len(scale.Ratings))
	for _, r := range scale.Ratings {
		if r.Reason != rating.Rated {
			if err := unrated(file, fmt.Sprintf("%s has no rating: %v", r.Name, r.Reason)); err != nil {
				return err
			}
			if i := slices.IndexFunc(earlier, func(old run.Rating) bool { return old.Player == r.Name }); i >= 0 {
				rows = append(rows, earlier[i])
			}
			continue
		}
		row := run.Rating{
			Player: r.Name, Generation: run.NoGeneration,
			Elo: r.Elo.Value, Low: r.Elo.Low, High: r.Elo.High, Games: r.WDL.Games(),
		}
		fmt.Sscanf(r.Name, "gen:%d", &row.Generation) // stays NoGeneration for the anchors
		rows = append(rows, row)
	}
	return file.PutRatings(rows)
}

// unrated writes that a rating could not be made into the log book of the run,
// once.
func unrated(file *run.File, reason string) error {
	events, err := file.Events()
	if err != nil {
		return err
	}
	data := event.RatingFailed{Reason: reason}
	if slices.ContainsFunc(events, func(e run.Event) bool { return e.Data == event.Data(data) }) {
		return nil
	}
	return file.AddEvent(0, data)
}
