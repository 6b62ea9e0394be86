package main

import (
	"fmt"
	"slices"
	"strings"

	"apprentice/eval/curve"
)

// abscissa is what a curve is drawn over.
type abscissa struct {
	name  string // of the flag
	label string
	of    func(curve.Row) float64
}

// abscissas are the values of --x, the default first.
var abscissas = []abscissa{
	{"games", "games played against itself", func(r curve.Row) float64 { return float64(r.Games) }},
	{"positions", "positions of games played against itself", func(r curve.Row) float64 { return float64(r.Positions) }},
	{"time", "", nil}, // the unit depends on the run
	{"generation", "generation", func(r curve.Row) float64 { return float64(r.Generation) }},
}

// abscissaOf returns the abscissa of a name that suits the rows.
func abscissaOf(name string, rows []curve.Row) (abscissa, error) {
	var names []string
	for _, a := range abscissas {
		names = append(names, a.name)
		if a.name != name {
			continue
		}
		if a.of == nil {
			a = timeAxis(rows)
		}
		return a, nil
	}
	return abscissa{}, fmt.Errorf("--x is %q; want %s", name, strings.Join(names, ", "))
}

// timeAxis returns wall-clock time in the largest unit of which there are
// several.
func timeAxis(rows []curve.Row) abscissa {
	longest := 0.0
	for _, r := range rows {
		longest = max(longest, r.Seconds)
	}
	for _, unit := range []struct {
		name    string
		seconds float64
	}{{"hours", 3600}, {"minutes", 60}} {
		if longest >= 3*unit.seconds {
			return abscissa{"time", unit.name, func(r curve.Row) float64 { return r.Seconds / unit.seconds }}
		}
	}
	return abscissa{"time", "seconds", func(r curve.Row) float64 { return r.Seconds }}
}

// topic is something about a run that can be drawn.
type topic struct {
	name     string // of the flag
	measures []string
	chart    curve.Chart // less its series
}

// topics are the values of --what; a figure of the run has all of them.
var topics = []topic{
	{"winrate", nil, curve.Chart{ // measures: one for each fixed opponent
		Title: "Win rate", Subtitle: "W/(W+D+L) against players that do not change, 95 % interval", Percent: true,
	}},
	{"elo", []string{measureElo}, curve.Chart{
		Title: "Elo", Subtitle: "over generation 0, from all matches of the run together, 95 % interval",
	}},
	{"external", []string{measureOutside}, curve.Chart{
		Title: "External Elo", Subtitle: "on the scale of engines of known strength, 95 % interval",
	}},
	{"loss", []string{measureLoss, measureHeldOut}, curve.Chart{
		Title: "Loss", Subtitle: "squared error of the expected result, at the end of learning",
	}},
	{"games", []string{measureFirst, measureDraws, measureSecond, measureCapped}, curve.Chart{
		Title: "Games against itself", Subtitle: "how they ended; games at the ply cap are among the draws", Percent: true,
	}},
}

// everything is the value of --what for all topics.
const everything = "all"

// topicsOf returns the topics of a name.
func topicsOf(name string) ([]topic, error) {
	if name == everything {
		return topics, nil
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

// figure draws the given topics over x.
func (h *history) figure(of []topic, x abscissa, logX bool) curve.Figure {
	f := curve.Figure{Title: h.config.Game + ": what the apprentice learnt by itself", Subtitle: h.subtitle()}
	for _, t := range of {
		c := t.chart
		c.XLabel, c.LogX = x.label, logX
		measures, names := t.series()
		for i, m := range measures {
			if s := curve.Collect(h.rows, m, names[i], x.of); len(s.Points) > 0 {
				c.Series = append(c.Series, s)
			}
		}
		if len(c.Series) > 0 || len(of) == 1 { // nobody has measured what is missing
			f.Charts = append(f.Charts, c)
		}
	}
	return f
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
