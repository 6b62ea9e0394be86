package chronicle

import (
	"fmt"
	"slices"
	"strings"

	"apprentice/eval/curve"
)

// Topic is something about a run that can be drawn.
type Topic struct {
	name     string // of the flag
	measures []string
	extra    bool        // left out of a figure of everything
	chart    curve.Chart // less its series
	missing  string      // what to do where nothing of it is in a run: a format for the program and the run
}

// What is said where there is nothing to draw.
const (
	measureHint = "no generation has been measured yet; %s train --run %s measures each that it finishes"
	gamesHint   = "no games have been played yet; %s train --run %s continues"
)

// topics are the values of --what. A figure of everything has those that are
// not extra, and the external Elo where there is one.
var topics = []Topic{
	{"winrate", nil, false, curve.Chart{ // measures: one for each opponent that was met
		Title: "Win rate", Subtitle: "W/(W+D+L) against players that do not change, 95 % interval", Percent: true,
	}, measureHint},
	{eloTopic, []string{measureStrength}, false, curve.Chart{
		Title: "Elo", Subtitle: "by games with anchors that never change; random moves have 0, 95 % interval",
	}, measureHint},
	{"joint", []string{MeasureElo}, true, curve.Chart{
		Title: "Joint Elo", Subtitle: jointSubtitle,
	}, measureHint},
	{"external", []string{measureOutside}, true, curve.Chart{
		Title: "External Elo", Subtitle: "on the scale of engines of known strength, 95 % interval",
	}, "the run has met no external player yet; %s eval ladder --run %s plays engines"},
	{"loss", []string{measureLoss, measureHeldOut}, false, curve.Chart{
		Title: "Loss", Subtitle: "squared error of the expected result; each generation on its own games, which get harder",
	}, "no generation has learnt anything yet; %s train --run %s continues"},
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
	{CalibrationTopic, nil, true, curve.Chart{
		Title:    "Calibration",
		Subtitle: "results by what values predict, on games not fitted to, 95 % interval", Percent: true,
		XLabel: "predicted expectation",
	}, ""},
}

// eloTopic is drawn on the scale of anchors where runs have been measured on it.
const eloTopic = "elo"

const jointSubtitle = "over generation 0, from all matches of the run together, 95 % interval"

// suited returns the topic as it is drawn for the runs. A run from before there
// was a scale of anchors shows the Elo of its own scale.
func (t Topic) suited(runs []*History) Topic {
	placed := slices.ContainsFunc(runs, func(h *History) bool { return len(h.Strengths) > 0 })
	if t.name == eloTopic && !placed {
		t.measures, t.chart.Subtitle = []string{MeasureElo}, jointSubtitle
	}
	return t
}

// Everything is the value of --what for all topics that are not extra.
const Everything = "all"

// CalibrationTopic is drawn from calibrations and not over an abscissa.
const CalibrationTopic = "calibration"

// TopicsOf returns the topics of a name.
func TopicsOf(name string) ([]Topic, error) {
	if name == Everything {
		return slices.DeleteFunc(slices.Clone(topics), func(t Topic) bool { return t.extra && t.name != "external" }), nil
	}
	i := slices.IndexFunc(topics, func(t Topic) bool { return t.name == name })
	if i < 0 {
		names := []string{Everything}
		for _, t := range topics {
			names = append(names, t.name)
		}
		return nil, fmt.Errorf("--what is %q; want %s", name, strings.Join(names, ", "))
	}
	return topics[i : i+1], nil
}

// series returns the measures of a topic and what they are called in a chart. Of
// win rates a single run has all, but several those against their rivals: a
// line for each opponent and run is more than a chart has room for.
func (t Topic) series(runs []*History) (measures, names []string) {
	if t.name == CalibrationTopic {
		return nil, nil
	}
	if t.measures != nil {
		for _, m := range t.measures {
			name := strings.TrimPrefix(m, "games ")
			if m == MeasureElo {
				name = "Elo"
			}
			names = append(names, name)
		}
		return t.measures, names
	}
	var rivals []string
	for _, h := range runs {
		rivals = slices.Concat(rivals, h.Rivals(), h.asked)
	}
	for _, h := range runs {
		for _, opponent := range h.opponents {
			if m := winRate(opponent); !slices.Contains(measures, m) && (len(runs) == 1 || slices.Contains(rivals, opponent)) {
				measures, names = append(measures, m), append(names, chartName(opponent))
			}
		}
	}
	return measures, names
}
