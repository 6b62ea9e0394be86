package chronicle

import (
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/eval/curve"
)

// FigureOf draws the given topics of runs over x, those of several runs in the
// same charts.
func FigureOf(runs []*History, of []Topic, x Abscissa, logX bool) (curve.Figure, error) {
	nameRuns(runs)
	f := curve.Figure{Title: figureTitle(runs), Subtitle: runs[0].subtitle()}
	if len(runs) > 1 { // what they have in common is in the title
		var parts []string
		for _, h := range runs {
			played, _ := experience(h.Done())
			parts = append(parts, fmt.Sprintf("%s: %s, %s games", h.name, console.Plural(len(h.Done()), "generation"), console.Thousands(played)))
		}
		f.Subtitle = strings.Join(parts, "; ")
	}
	for _, t := range of {
		t = t.suited(runs)
		c := t.chart
		if t.name == CalibrationTopic {
			if err := addCalibrations(&c, runs); err != nil {
				return f, err
			}
			f.Charts = append(f.Charts, c)
			continue
		}
		t.draw(&c, runs, x, logX)
		if len(c.Series) > 0 {
			f.Charts = append(f.Charts, c)
		}
	}
	if len(f.Charts) == 0 {
		return f, fmt.Errorf(of[0].missing, console.ProgramName(), console.ShellWord(runs[0].path))
	}
	if err := f.Check(); err != nil {
		return f, fmt.Errorf("the counts of its generations contradict each other; %s games check says where: %w", console.ProgramName(), err)
	}
	return f, nil
}

// draw adds the measures of the topic over x to a chart, a series for each run.
func (t Topic) draw(c *curve.Chart, runs []*History, x Abscissa, logX bool) {
	c.XLabel, c.LogX = x.Label, logX
	if t.measures == nil && runs[0].countsNothing() {
		c.Subtitle = "W/(W+D+L), 95 % interval; " + blindOpponent
	}
	measures, names := t.series(runs)
	for i, m := range measures {
		for r, h := range runs {
			name := names[i]
			switch {
			case len(runs) > 1 && len(t.measures) == 1: // that the title names
				name = h.name
			case len(runs) > 1:
				name = h.name + ": " + name
			}
			s := curve.Collect(h.Rows, m, name, x.Of)
			if len(runs) > 1 {
				s.Hue, s.Dash = r+1, i
			}
			if len(s.Points) > 0 {
				c.Series = append(c.Series, s)
			}
		}
	}
}

// figureTitle says what runs are of.
func figureTitle(runs []*History) string {
	var of []string
	for _, h := range runs {
		if !slices.Contains(of, h.config.Game) {
			of = append(of, h.config.Game)
		}
	}
	return console.JoinAnd(of) + ": what the apprentice learnt by itself"
}

// addCalibrations adds the reliability curve of the last calibration of each
// run, or of all calibrations of a single one, and the line where it should be.
func addCalibrations(c *curve.Chart, runs []*History) error {
	for _, h := range runs {
		list := h.calibrated
		if len(runs) > 1 && len(list) > 1 {
			list = list[len(list)-1:]
		}
		for _, k := range list {
			var report CalibrationReport
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
		return fmt.Errorf("nothing has been calibrated yet; %s eval calibration --run %s does it", console.ProgramName(), console.ShellWord(runs[0].path))
	}
	nan := math.NaN()
	c.Series = append(c.Series, curve.Series{Name: "as predicted", Reference: true, Points: []curve.Point{{X: 0, Y: 0, Low: nan, High: nan}, {X: 1, Y: 1, Low: nan, High: nan}}})
	return nil
}

// subtitle says what the curves of a run are of.
func (h *History) subtitle() string {
	done := h.Done()
	played, positions := experience(done)
	s := fmt.Sprintf("%s, %s games, %s positions, from random weights, seed %d",
		console.Plural(len(done), "generation"), console.Thousands(played), console.Thousands(positions), h.config.Seed)
	if games, nodes := h.conditions(); games > 0 && len(h.Strengths) > 0 {
		s += fmt.Sprintf("; each measured by some %d games at %d nodes a move", games, nodes)
		if stale := h.StaleWords(); stale != "" {
			s += "; " + stale
		}
	} else if games > 0 {
		s += fmt.Sprintf("; matches of %d games at %d nodes a move", games, nodes)
	}
	return s
}

// blindOpponent says what material:2 is in a game in which pieces do not count.
const blindOpponent = "material:2 sees two plies and has nothing to count"

// countsNothing reports whether pieces of the run's game do not count.
func (h *History) countsNothing() bool {
	g, err := catalog.Lookup(h.config.Game)
	return err == nil && !catalog.CountsMaterial(g)
}

// RowsOf returns the rows of the given topics in the order of generations.
func (h *History) RowsOf(of []Topic) []curve.Row {
	var wanted []string
	for _, t := range of {
		measures, _ := t.suited([]*History{h}).series([]*History{h})
		wanted = append(wanted, measures...)
	}
	var rows []curve.Row
	for _, r := range h.Rows {
		if slices.Contains(wanted, r.Measure) {
			rows = append(rows, r)
		}
	}
	return rows
}
