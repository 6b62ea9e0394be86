package chronicle

import (
	"fmt"
	"strings"

	"apprentice/eval/curve"
)

// Abscissa is what a curve is drawn over.
type Abscissa struct {
	Name  string // of the flag
	Label string
	Of    func(curve.Row) float64
}

// Abscissas are the values of --x, the default first.
var Abscissas = []Abscissa{
	{"games", "games played against itself", func(r curve.Row) float64 { return float64(r.Games) }},
	{"positions", "positions of games played against itself", func(r curve.Row) float64 { return float64(r.Positions) }},
	{"time", "%s of the run", func(r curve.Row) float64 { return r.Seconds }},
	{"cores", "core %s of play against itself", func(r curve.Row) float64 { return r.Cores }},
	{"generation", "generation", func(r curve.Row) float64 { return float64(r.Generation) }},
}

// AbscissaOf returns the abscissa of a name that suits the rows: time is in the
// largest unit that has a few.
func AbscissaOf(name string, rows []curve.Row) (Abscissa, error) {
	var names []string
	for _, a := range Abscissas {
		names = append(names, a.Name)
		if a.Name != name {
			continue
		}
		if strings.Contains(a.Label, "%s") {
			a = a.inUnits(rows)
		}
		return a, nil
	}
	return Abscissa{}, fmt.Errorf("--x is %q; want %s", name, strings.Join(names, ", "))
}

// inUnits returns an abscissa of seconds in the unit that suits the rows.
func (a Abscissa) inUnits(rows []curve.Row) Abscissa {
	longest := 0.0
	for _, r := range rows {
		longest = max(longest, a.Of(r))
	}
	seconds := a.Of
	for _, unit := range []struct {
		name    string
		seconds float64
	}{{"hours", 3600}, {"minutes", 60}} {
		if longest >= 3*unit.seconds {
			return Abscissa{a.Name, fmt.Sprintf(a.Label, unit.name), func(r curve.Row) float64 { return seconds(r) / unit.seconds }}
		}
	}
	return Abscissa{a.Name, fmt.Sprintf(a.Label, "seconds"), seconds}
}
