package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"apprentice/agent/search"
	"apprentice/eval"
	"apprentice/eval/rating"
	"apprentice/eval/stat"
	"apprentice/games"
	"apprentice/selfplay"
	"apprentice/selfplay/run"
)

// Conditions of the matches that a run measures itself with. They are small:
// a curve has many points, and all matches together make the ratings.
const (
	measureNodes       = 400
	measureRandomPlies = 4
	measureHash        = 2 // MB
	measurePairs       = 30
)

// matchSettings is what the run file keeps of the conditions of a match.
type matchSettings struct {
	Nodes       int    `json:"nodes"`
	RandomPlies int    `json:"random_plies"`
	Ladder      string `json:"ladder,omitempty"`     // of a match with an external player: the ladder it stands on
	Conditions  string `json:"conditions,omitempty"` // of such a match, for people
	By          string `json:"by,omitempty"`         // who added the match; "" for the run itself
}

// byMatch marks the matches that the match command added to a run.
const byMatch = "match"

// settingsOf returns the conditions of a match of a run, as far as they can be
// read.
func settingsOf(m run.Match) matchSettings {
	var s matchSettings
	_ = json.Unmarshal([]byte(m.Settings), &s) // a run of another program may say what it likes
	return s
}

// internal returns the matches of the scale of a run: those of a ladder have
// one of their own.
func internal(matches []run.Match) []run.Match {
	return slices.DeleteFunc(slices.Clone(matches), func(m run.Match) bool { return settingsOf(m).Ladder != "" })
}

// measured returns the matches that a run measured itself with. Others, under
// whatever conditions, enter the ratings but not the curves.
func measured(matches []run.Match) []run.Match {
	return slices.DeleteFunc(internal(matches), func(m run.Match) bool { return settingsOf(m).By != "" })
}

// openingPlies returns how many random plies openings of a game have: as many
// as usual, or fewer in a game that is over after so many.
func openingPlies(g games.Game) int { return min(measureRandomPlies, g.MaxActive()/4) }

// genName is how matches and ratings of a run call a generation.
func genName(n int) string { return fmt.Sprintf("gen:%d", n) }

// measurer measures the generations of a run and writes what it finds into
// the run file.
type measurer struct {
	game     games.Game
	file     *run.File
	workers  int
	progress func(generation, done, total int) // games of the generation that is measured
}

// measure lets generation n meet its baseline and rates all players anew. The
// first one takes generation 0 along, where the curves begin.
func (m *measurer) measure(ctx context.Context, n int) (selfplay.Strength, error) {
	var matches []measurement
	generations := []int{n}
	if n == 1 {
		generations = []int{0, 1}
	}
	for _, g := range generations {
		more, err := m.missing(g)
		if err != nil {
			return selfplay.Strength{}, err
		}
		matches = append(matches, more...)
	}
	done, total := 0, 2*measurePairs*len(matches)
	for _, match := range matches {
		match.Report = func(eval.Finished, eval.Result) error {
			done++
			m.progress(n, done, total)
			return nil
		}
		if err := m.play(ctx, match); err != nil {
			return selfplay.Strength{}, err
		}
	}
	strength, err := m.strength(n)
	if err != nil {
		return strength, err
	}
	return strength, m.rate()
}

// Bounds of a lost match: a network that scores no more than this against its
// parent is not a matter of chance.
const (
	lostShare = 0.05
	lostGames = 40
)

// strength reports whether generation n lost nearly all games with the one
// before it.
func (m *measurer) strength(n int) (selfplay.Strength, error) {
	matches, err := m.file.Matches()
	for _, match := range measured(matches) {
		if match.A == genName(n) && match.B == genName(n-1) && match.Games >= lostGames {
			score := (float64(match.Wins) + float64(match.Draws)/2) / float64(match.Games)
			return selfplay.Strength{Lost: score <= lostShare}, err
		}
	}
	return selfplay.Strength{}, err
}

// measurement is a match of a generation.
type measurement struct {
	eval.Match
	generation int
}

// missing returns the matches of a generation that have not been played.
func (m *measurer) missing(n int) ([]measurement, error) {
	done, err := m.played(n)
	if err != nil {
		return nil, err
	}
	baseline := eval.Baseline{
		Generation: n,
		Entrant:    m.generation,
		Options: eval.Options{
			Pairs:       measurePairs,
			RandomPlies: openingPlies(m.game),
			Seed:        m.file.Config().Seed,
			Limits:      search.Limits{Nodes: measureNodes},
			Concurrency: m.workers,
		},
	}
	pairings, err := baseline.Pairings()
	if err != nil {
		return nil, err
	}
	var matches []measurement
	for _, p := range pairings {
		if done[p.B.Name] {
			continue // before the run was interrupted
		}
		match := eval.Match{Game: m.game, A: p.A, B: p.B, Options: baseline.Options}
		match.Seed = p.Seed
		matches = append(matches, measurement{match, n})
	}
	return matches, nil
}

// played returns the opponents that generation n has met.
func (m *measurer) played(n int) (map[string]bool, error) {
	matches, err := m.file.Matches()
	done := make(map[string]bool)
	for _, match := range measured(matches) {
		if match.A == genName(n) {
			done[match.B] = true
		}
	}
	return done, err
}

// generation returns a generation of the run as a player.
func (m *measurer) generation(n int) (eval.Entrant, error) {
	opts := search.DefaultOptions()
	opts.Hash = measureHash
	return m.player(n, opts)
}

// player returns a generation of the run as a player with options of its own.
func (m *measurer) player(n int, opts search.Options) (eval.Entrant, error) {
	blob, _, err := m.file.NetworkOf(n)
	if err != nil {
		return eval.Entrant{}, err
	}
	network, err := decodeNetwork(m.game, genName(n), blob)
	if err != nil {
		return eval.Entrant{}, err
	}
	return networkEntrant(m.game, genName(n), network, opts), nil
}

// play plays a match and stores it.
func (m *measurer) play(ctx context.Context, match measurement) error {
	begun := time.Now()
	result, err := match.Play(ctx)
	if err != nil {
		return fmt.Errorf("measuring %s against %s: %w", match.A.Name, match.B.Name, err)
	}
	settings, err := json.Marshal(matchSettings{Nodes: measureNodes, RandomPlies: match.RandomPlies})
	if err != nil {
		return err
	}
	row := matchRow(result)
	row.Generation, row.Settings, row.Seed = match.generation, string(settings), match.Seed
	row.Played, row.Seconds = begun, time.Since(begun).Seconds()
	_, err = m.file.AddMatch(row)
	return err
}

// matchRow returns the counts of a result as a run file keeps them.
func matchRow(r eval.Result) run.Match {
	return run.Match{
		A: r.A, B: r.B,
		Games: r.Games(), Wins: r.WDL.Wins, Draws: r.WDL.Draws, Losses: r.WDL.Losses,
		Penta: r.Pairs,
		First: [3]int{r.AsFirst.Wins, r.AsFirst.Draws, r.AsFirst.Losses},
	}
}

// rate fits the ratings of all players to all matches of the run. A player that
// has none keeps the one it had, if any, and the log book says why.
func (m *measurer) rate() error {
	matches, err := m.file.Matches()
	if err != nil {
		return err
	}
	earlier, err := m.file.Ratings()
	if err != nil {
		return err
	}
	scale := rating.Rate(encounters(internal(matches)), map[string]float64{genName(0): 0}, rating.DefaultPrior)
	rows := make([]run.Rating, 0, len(scale.Ratings))
	for _, r := range scale.Ratings {
		if r.Reason != rating.Rated {
			if err := m.warn(fmt.Sprintf("%s has no rating: %v", r.Name, r.Reason)); err != nil {
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
	return m.file.PutRatings(rows)
}

// warn writes that a rating could not be made into the log book of the run,
// once.
func (m *measurer) warn(reason string) error {
	events, err := m.file.Events()
	if err != nil {
		return err
	}
	data := run.RatingFailed{Reason: reason}
	if slices.ContainsFunc(events, func(e run.Event) bool { return e.Data == run.EventData(data) }) {
		return nil
	}
	return m.file.AddEvent(0, data)
}

// encounters returns stored matches as the ratings take them.
func encounters(matches []run.Match) []rating.Encounter {
	all := make([]rating.Encounter, len(matches))
	for i, m := range matches {
		all[i] = rating.Encounter{
			A: m.A, B: m.B, Pairs: m.Penta,
			First:  stat.WDL{Wins: m.First[0], Draws: m.First[1], Losses: m.First[2]},
			Second: stat.WDL{Wins: m.Wins - m.First[0], Draws: m.Draws - m.First[1], Losses: m.Losses - m.First[2]},
		}
	}
	return all
}

// wdlOf returns the counts of a stored match.
func wdlOf(m run.Match) stat.WDL { return stat.WDL{Wins: m.Wins, Draws: m.Draws, Losses: m.Losses} }
