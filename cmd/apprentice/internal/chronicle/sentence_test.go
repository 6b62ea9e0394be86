package chronicle

import (
	"testing"
	"time"

	"apprentice/eval/stat"
	"apprentice/selfplay/run"
)

func TestSentence(t *testing.T) {
	match := func(b string, wins, draws, losses int) run.Match {
		return run.Match{A: "gen:1", B: b, Wins: wins, Draws: draws, Losses: losses}
	}
	h := &History{
		config:      run.Config{Game: "chess"},
		Generations: []run.Generation{{Number: 1, State: run.Done, Games: 12288, WallSeconds: 301}, {Number: 2, State: run.Playing, Games: 7}},
		matches:     []run.Match{match("random", 60, 0, 0), match("material:2", 37, 2, 21), match("gen:0", 1, 1, 1)},
	}
	const want = "After 5 minutes and 12,288 games against itself it beats random moves always and a two-ply piece counter in 62 of 100 games."
	if got := h.Sentence(); got != want {
		t.Errorf("%s", got)
	}
	h.config.Game = "tictactoe"
	h.matches = h.matches[1:2]
	const blind = "After 5 minutes and 12,288 games against itself it beats a player that looks two plies ahead in 62 of 100 games."
	if got := h.Sentence(); got != blind {
		t.Errorf("%s", got)
	}
	h.matches = nil
	if got := h.Sentence(); got != "After 5 minutes and 12,288 games against itself it has not been measured yet." {
		t.Errorf("%s", got)
	}
	h.Generations = nil
	if got := h.Sentence(); got != "" {
		t.Errorf("%s", got)
	}
}

func TestHowOften(t *testing.T) {
	for want, w := range map[string]stat.WDL{
		"always":                            {Wins: 60},
		"never":                             {Losses: 60},
		"never (draws: 50 of 100)":          {Draws: 30, Losses: 30},
		"in 99 of 100 games":                {Wins: 999, Losses: 1},
		"in 1 of 100 games":                 {Wins: 1, Losses: 999},
		"in 40 of 100 games (and draws 55)": {Wins: 40, Draws: 55, Losses: 5},
	} {
		if got := howOften(w); got != want {
			t.Errorf("%v: %q, want %q", w, got, want)
		}
	}
}

func TestSpokenTime(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0:                                  "1 second",
		90 * time.Second:                   "90 seconds",
		301 * time.Second:                  "5 minutes",
		2 * time.Hour:                      "2 hours",
		8*time.Hour + 61*time.Second:       "8 hours 1 minute",
		7*24*time.Hour + 59*time.Minute:    "7 days 1 hour",
		3*24*time.Hour + 29*time.Minute:    "3 days",
		48*time.Hour - 10*time.Millisecond: "48 hours",
	} {
		if got := spokenTime(d); got != want {
			t.Errorf("%v: %q, want %q", d, got, want)
		}
	}
}
