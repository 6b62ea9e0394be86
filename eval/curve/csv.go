package curve

import (
	"encoding/csv"
	"io"
	"math"
	"strconv"
)

// Row is one measure of one generation.
type Row struct {
	Generation int
	Seconds    float64 // of the run until the generation was measured
	Games      int64   // of self-play until then
	Positions  int64   // experienced until then
	Measure    string  // what Value is: "win rate vs random", "elo", "held-out loss"
	Value      float64
	Low, High  float64 // 95 % interval; NaN without one
	N          int     // games or samples that the value is based on; 0 if that has no meaning
	Cores      float64 // seconds that all workers together have played until then
}

// header names the columns of WriteCSV.
//
//	generation   0 is the untrained network
//	seconds      wall clock of the run when the generation was complete
//	games        games of self-play up to then
//	positions    positions of those games that were searched
//	measure      what the value is
//	value        the measured value
//	low, high    95 % confidence interval; empty without one
//	n            games or samples that the value is based on; empty if that has no meaning
//	core_seconds time that all workers together have played games of self-play up to then
var header = []string{"generation", "seconds", "games", "positions", "measure", "value", "low", "high", "n", "core_seconds"}

// WriteCSV writes a header and one line per row, in the order given. Numbers read
// back exactly; NaN becomes an empty field.
func WriteCSV(w io.Writer, rows []Row) error {
	out := csv.NewWriter(w)
	if err := out.Write(header); err != nil {
		return err
	}
	for _, r := range rows {
		n := ""
		if r.N != 0 {
			n = strconv.Itoa(r.N)
		}
		err := out.Write([]string{
			strconv.Itoa(r.Generation), number(r.Seconds),
			strconv.FormatInt(r.Games, 10), strconv.FormatInt(r.Positions, 10),
			r.Measure, number(r.Value), number(r.Low), number(r.High), n, number(r.Cores),
		})
		if err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// number writes x with the fewest digits that read back exactly.
func number(x float64) string {
	if math.IsNaN(x) {
		return ""
	}
	return strconv.FormatFloat(x, 'g', -1, 64)
}

// Collect returns the rows of a measure as a series called name, with x
// choosing the abscissa.
func Collect(rows []Row, measure, name string, x func(Row) float64) Series {
	s := Series{Name: name}
	for _, r := range rows {
		if r.Measure == measure {
			s.Points = append(s.Points, Point{x(r), r.Value, r.Low, r.High})
		}
	}
	return s
}
