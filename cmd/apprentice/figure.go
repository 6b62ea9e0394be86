package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"

	"apprentice/eval/curve"
)

// topic is something about a run that can be drawn.
type topic struct {
	name     string // of the flag
	measures []string
	extra    bool        // left out of a figure of everything
	chart    curve.Chart // less its series
	missing  string      // what to do where nothing of it is in a run
}

// What is said where there is nothing to draw.
const (
	measureHint = "no generation has been measured yet; apprentice train --run FILE measures each that it finishes"
	gamesHint   = "no games have been played yet; apprentice train --run FILE goes on"
)

// topics are the values of --what. A figure of everything has those that are
// not extra, and the external Elo where there is one.
var topics = []topic{
	{"winrate", nil, false, curve.Chart{ // measures: one for each fixed opponent
		Title: "Win rate", Subtitle: "W/(W+D+L) against players that do not change, 95 % interval", Percent: true,
	}, measureHint},
	{"elo", []string{measureElo}, false, curve.Chart{
		Title: "Elo", Subtitle: "over generation 0, from all matches of the run together, 95 % interval",
	}, measureHint},
	{"external", []string{measureOutside}, true, curve.Chart{
		Title: "External Elo", Subtitle: "on the scale of engines of known strength, 95 % interval",
	}, "no player outside of the run has been met yet; apprentice eval --run FILE --ladder GAME measures against engines"},
	{"loss", []string{measureLoss, measureHeldOut}, false, curve.Chart{
		Title: "Loss", Subtitle: "squared error of the expected result, at the end of learning",
	}, "no generation has learnt anything yet; apprentice train --run FILE goes on"},
	{"games", []string{measureFirst, measureDraws, measureSecond, measureCapped}, false, curve.Chart{
		Title: "Games against itself", Subtitle: "how they ended; games at the ply cap are among the draws", Percent: true,
	}, gamesHint},
	{"draws", []string{measureDraws, measureCapped}, true, curve.Chart{
		Title: "Draws", Subtitle: "share of the games against itself; those at the ply cap are among them", Percent: true,
	}, gamesHint},
	{"decided", []string{measureDecided}, true, curve.Chart{
		Title: "Decided games", Subtitle: "share of the games against itself that one side won", Percent: true,
	}, gamesHint},
	{"length", []string{measureLength}, true, curve.Chart{
		Title: "Length of games", Subtitle: "plies of a game against itself on average, its opening included",
	}, gamesHint},
	{calibrationTopic, nil, true, curve.Chart{
		Title:    "Calibration",
		Subtitle: "results by what values predict, on games not fitted to, 95 % interval", Percent: true,
		XLabel: "predicted expectation",
	}, ""},
}

// everything is the value of --what for all topics that are not extra.
const everything = "all"

// calibrationTopic is drawn from calibrations and not over an abscissa.
const calibrationTopic = "calibration"

// topicsOf returns the topics of a name.
func topicsOf(name string) ([]topic, error) {
	if name == everything {
		return slices.DeleteFunc(slices.Clone(topics), func(t topic) bool { return t.extra && t.name != "external" }), nil
	}
	i := slices.IndexFunc(topics, func(t topic) bool { return t.name == name })
	if i < 0 {
		names := []string{everything}
		for _, t := range topics {
			names = append(names, t.name)
		}
		return nil, fmt.Errorf("--what is %q; want %s", name, strings.Join(names, ", "))
	}
	return topics[i : i+1], nil
}

// series returns the measures of a topic and what they are called in a chart.
func (t topic) series() (measures, names []string) {
	if t.name == calibrationTopic {
		return nil, nil
	}
	if t.measures != nil {
		for _, m := range t.measures {
			name := strings.TrimPrefix(m, "games ")
			if m == measureElo {
				name = "Elo"
			}
			names = append(names, name)
		}
		return t.measures, names
	}
	for _, opponent := range fixedOpponents {
		measures = append(measures, winRate(opponent))
		names = append(names, opponentName(opponent))
	}
	return measures, names
}

// figureOf draws the given topics of runs over x, those of several runs in the
// same charts.
func figureOf(runs []*history, of []topic, x abscissa, logX bool) (curve.Figure, error) {
	f := curve.Figure{Title: figureTitle(runs), Subtitle: runs[0].subtitle()}
	if len(runs) > 1 { // what they have in common is in the title
		var parts []string
		for _, h := range runs {
			played, _ := experience(h.done())
			parts = append(parts, fmt.Sprintf("%s: %s, %s games", h.name, plural(len(h.done()), "generation"), thousands(played)))
		}
		f.Subtitle = strings.Join(parts, "; ")
	}
	for _, t := range of {
		c := t.chart
		if t.name == calibrationTopic {
			if err := addCalibrations(&c, runs); err != nil {
				return f, err
			}
			f.Charts = append(f.Charts, c)
			continue
		}
		c.XLabel, c.LogX = x.label, logX
		measures, names := t.series()
		for i, m := range measures {
			for r, h := range runs {
				name := names[i]
				switch {
				case len(runs) > 1 && len(measures) == 1:
					name = h.name
				case len(runs) > 1:
					name = h.name + ": " + name
				}
				s := curve.Collect(h.rows, m, name, x.of)
				if len(runs) > 1 {
					s.Hue, s.Dash = r+1, i
				}
				if len(s.Points) > 0 {
					c.Series = append(c.Series, s)
				}
			}
		}
		if len(c.Series) > 0 {
			f.Charts = append(f.Charts, c)
		}
	}
	if len(f.Charts) == 0 {
		return f, errors.New(of[0].missing)
	}
	return f, nil
}

// figureTitle says what runs are of.
func figureTitle(runs []*history) string {
	var of []string
	for _, h := range runs {
		if !slices.Contains(of, h.config.Game) {
			of = append(of, h.config.Game)
		}
	}
	return joinAnd(of) + ": what the apprentice learnt by itself"
}

// addCalibrations adds the reliability curve of the last calibration of each
// run, or of all calibrations of a single one, and the line where it should be.
func addCalibrations(c *curve.Chart, runs []*history) error {
	for _, h := range runs {
		list := h.calibrated
		if len(runs) > 1 && len(list) > 1 {
			list = list[len(list)-1:]
		}
		for _, k := range list {
			var report calibrationReport
			if err := json.Unmarshal([]byte(k.Report), &report); err != nil {
				return fmt.Errorf("%s: calibration of generation %d: %w", h.name, k.Generation, err)
			}
			s := curve.Series{Name: fmt.Sprintf("generation %d: gap %.3f", k.Generation, report.Gap)}
			if len(runs) > 1 {
				s.Name = h.name + ", " + s.Name
			}
			for _, b := range report.Bins {
				s.Points = append(s.Points, curve.Point{X: b.Predicted, Y: b.Observed, Low: b.Low, High: b.High})
			}
			c.Series = append(c.Series, s)
		}
	}
	if len(c.Series) == 0 {
		return errors.New("nothing has been calibrated yet; apprentice eval --run FILE --calibration does it")
	}
	nan := math.NaN()
	c.Series = append(c.Series, curve.Series{Name: "as predicted", Reference: true, Points: []curve.Point{{X: 0, Y: 0, Low: nan, High: nan}, {X: 1, Y: 1, Low: nan, High: nan}}})
	return nil
}

// subtitle says what the curves of a run are of.
func (h *history) subtitle() string {
	done := h.done()
	played, positions := experience(done)
	s := fmt.Sprintf("%s, %s games, %s positions, from random weights, seed %d",
		plural(len(done), "generation"), thousands(played), thousands(positions), h.config.Seed)
	if games, nodes := h.conditions(); games > 0 {
		s += fmt.Sprintf("; matches of %d games at %d nodes a move", games, nodes)
	}
	return s
}

// rowsOf returns the rows of the given topics in the order of generations.
func (h *history) rowsOf(of []topic) []curve.Row {
	var wanted []string
	for _, t := range of {
		measures, _ := t.series()
		wanted = append(wanted, measures...)
	}
	var rows []curve.Row
	for _, r := range h.rows {
		if slices.Contains(wanted, r.Measure) {
			rows = append(rows, r)
		}
	}
	return rows
}
