package curve

import (
	"encoding/csv"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// labels returns the labels of an axis that have text.
func labels(a axis, n int) []string {
	var all []string
	for _, t := range a.ticks(n) {
		if t.label != "" {
			all = append(all, t.label)
		}
	}
	return all
}

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		axis axis
		n    int
		want string
	}{
		{axis{min: 0, max: 10}, 5, "0 2 4 6 8 10"},
		{axis{min: -0.02, max: 0.11}, 6, "0 0.05 0.10"},
		{axis{min: -430, max: 1210}, 5, "0 500 1000"},
		{axis{min: 0, max: 40000}, 4, "0 10k 20k 30k 40k"},
		{axis{max: 1, percent: true}, 6, "0 % 20 % 40 % 60 % 80 % 100 %"},
		{axis{max: 1, percent: true}, 4, "0 % 25 % 50 % 75 % 100 %"},
		{axis{min: 8000, max: 4e6, log: true}, 4, "10k 100k 1M"},
		{axis{min: 80, max: 1.2e3, log: true}, 7, "100 200 500 1k"},
		{axis{min: 1e3, max: 1e12, log: true}, 4, "1k 1M 1G 1T"},
		{axis{min: 31e3, max: 37e3, log: true}, 4, "32k 34k 36k"},
	} {
		if joined := strings.Join(labels(c.axis, c.n), " "); joined != c.want {
			t.Errorf("%+v: marks %q, want %q", c.axis, joined, c.want)
		}
	}
}

// A chart over moves has a point for every half of one.
func TestMarksOfWholeThings(t *testing.T) {
	for points, want := range map[int]string{2: "0", 3: "0 1", 4: "0 1", 5: "0 1 2", 41: "0 5 10 15 20"} {
		c := Chart{WholeX: true, Series: []Series{{}}}
		for i := range points {
			c.Series[0].Points = append(c.Series[0].Points, Point{X: float64(i) / 2, Y: 0.5})
		}
		x, _ := c.axes()
		if joined := strings.Join(labels(x, 5), " "); joined != want {
			t.Errorf("%d points: marks %q, want %q", points, joined, want)
		}
	}
}

func TestTicksAreSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		log := rapid.Bool().Draw(t, "log")
		low := rapid.Float64Range(1e-6, 1e9).Draw(t, "low")
		a := axis{min: low, max: low * rapid.Float64Range(1.001, 1e6).Draw(t, "span"), log: log}
		n := rapid.IntRange(2, 12).Draw(t, "n")
		ticks := a.ticks(n)
		seen := map[string]bool{}
		for i, tk := range ticks {
			if i > 0 && tk.at <= ticks[i-1].at {
				t.Fatalf("%+v: marks out of order: %v", a, ticks)
			}
			if p := a.position(tk.at); p < -1e-6 || p > 1+1e-6 {
				t.Fatalf("%+v: mark %v lies at %g", a, tk, p)
			}
			if tk.label != "" && a.max/a.min > 1.1 && seen[tk.label] {
				t.Fatalf("%+v: %q twice in %v", a, tk.label, ticks)
			}
			seen[tk.label] = true
		}
		if len(labels(a, n)) > 3*n+2 {
			t.Fatalf("%+v: %d labels where about %d are wanted", a, len(labels(a, n)), n)
		}
	})
}

func TestShort(t *testing.T) {
	for v, want := range map[float64]string{
		0: "0", 5: "5", 999: "999", 1000: "1k", 1500: "1.5k", 10000: "10k", 100000: "100k", 1e6: "1M", 2.5e6: "2.5M", 3e9: "3G", -20000: "-20k",
	} {
		if got := short(v); got != want {
			t.Errorf("short(%g) = %q, want %q", v, got, want)
		}
	}
}

func TestSpread(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		wants := rapid.SliceOfN(rapid.Float64Range(0, 100), 1, 9).Draw(t, "wants")
		names := make([]placed, len(wants))
		for i, w := range wants {
			names[i] = placed{series: i, want: w}
		}
		spread(names, 10, 0, 100)
		for i, n := range names {
			if n.at < -1e-9 || n.at > 100+1e-9 {
				t.Fatalf("%+v is out of bounds", n)
			}
			if i > 0 && names[i-1].at-n.at < 10-1e-9 {
				t.Fatalf("%+v and %+v are too near", names[i-1], n)
			}
			if i > 0 && names[i-1].want < n.want {
				t.Fatalf("%+v above %+v", names[i-1], n)
			}
		}
	})
	far := []placed{{want: 90}, {want: 10}}
	spread(far, 10, 0, 100)
	if far[0].at != 90 || far[1].at != 10 {
		t.Errorf("names with room were moved: %+v", far)
	}
}

func TestRuns(t *testing.T) {
	nan := math.NaN()
	s := Series{Points: []Point{{X: 0, Y: 1}, {X: 1, Y: 1}, {X: 2, Y: nan}, {X: 3, Y: 1}, {X: 4, Y: 1}}}
	var lengths []int
	for _, run := range (Chart{LogX: true}).runs(s) {
		lengths = append(lengths, len(run))
	}
	if !slices.Equal(lengths, []int{1, 2}) {
		t.Errorf("runs of %v points on a logarithmic axis, want 1 and 2", lengths)
	}
}

func TestCSV(t *testing.T) {
	rows := []Row{
		{0, 0, 0, 0, "elo", 0, math.NaN(), math.NaN(), 0, 0},
		{3, 61.25, 4000, 271828, "win rate vs material:2", 1.0 / 3, 0.25, 0.4, 200, 500},
		{3, 61.25, 4000, 271828, `odd, "measure"`, math.Inf(1), -1e-7, math.Inf(1), 1, 500},
	}
	var b strings.Builder
	if err := WriteCSV(&b, rows); err != nil {
		t.Fatal(err)
	}
	records, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(records[0], " "); got != "generation seconds games positions measure value low high n core_seconds" {
		t.Errorf("header is %q", got)
	}
	if got := strings.Join(records[1], "|"); got != "0|0|0|0|elo|0||||0" {
		t.Errorf("first row is %q", got)
	}
	if x, err := strconv.ParseFloat(records[2][5], 64); err != nil || x != 1.0/3 || records[2][8] != "200" || records[2][9] != "500" {
		t.Errorf("second row is %q", records[2])
	}
	if records[3][4] != `odd, "measure"` || records[3][5] != "+Inf" {
		t.Errorf("third row is %q", records[3])
	}

	s := Collect(rows, "elo", "Elo", func(r Row) float64 { return float64(r.Generation) })
	if s.Name != "Elo" || len(s.Points) != 1 || s.Points[0].X != 0 {
		t.Errorf("series is %+v", s)
	}
}

// The Y axis holds the intervals of points that are close together, so that the
// edges of the band show. One interval that is much wider than the others leaves
// the points a third of the height at least.
func TestAxisHoldsIntervals(t *testing.T) {
	near := []Point{{0, 519, 470, 575}, {3, 532, 480, 590}, {7, 539, 484, 595}, {12, 536, 482, 592}, {18, 539, 484, 595}}
	outlier := []Point{{0, 0, -4000, 4000}, {1, 300, 260, 340}, {2, 600, 560, 640}, {3, 700, 660, 740}}
	endless := []Point{{0, 500, math.Inf(-1), 600}, {1, 520, 470, 570}, {2, 530, 480, math.Inf(1)}}
	for name, test := range map[string]struct {
		points         []Point
		minLow, maxLow float64 // where the axis must begin
		minTop, maxTop float64 // and end
	}{
		"close together": {near, 450, 470, 595, 615},
		"an outlier":     {outlier, -790, -700, 1400, 1490},
		"endless":        {endless, 390, 470, 600, 640},
		"no intervals":   {[]Point{{0, 1, 1, 1}, {1, 2, 2, 2}}, 0.9, 1, 2, 2.1},
	} {
		_, y := Chart{Series: []Series{{Points: test.points}}}.axes()
		if y.min < test.minLow || y.min > test.maxLow || y.max < test.minTop || y.max > test.maxTop {
			t.Errorf("%s: the axis is %g to %g; want it to begin in [%g, %g] and to end in [%g, %g]",
				name, y.min, y.max, test.minLow, test.maxLow, test.minTop, test.maxTop)
		}
	}
}
