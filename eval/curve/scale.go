package curve

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// axis maps data to [0, 1] and knows where its marks go.
type axis struct {
	min, max float64
	log      bool
	percent  bool
	whole    bool // marks stand at whole numbers only
}

// tick is a mark on an axis; a mark without a label is a minor one.
type tick struct {
	at    float64
	label string
}

// axes returns the axes that hold all visible points of c, and their intervals.
// An interval much wider than most, such as that of a first generation, runs out of
// the Y axis rather than leave the points less than a third of it.
func (c Chart) axes() (x, y axis) {
	x = axis{min: math.Inf(1), max: math.Inf(-1), log: c.LogX, whole: true}
	y = axis{min: math.Inf(1), max: math.Inf(-1), percent: c.Percent}
	low, high := math.Inf(1), math.Inf(-1)
	var widths []float64 // of half an interval
	for _, s := range c.Series {
		for _, p := range s.Points {
			if !c.visible(p) {
				continue
			}
			x.include(p.X)
			x.whole = x.whole && p.X == math.Trunc(p.X)
			y.include(p.Y)
			if p.banded() {
				if finite(p.Low) {
					low = min(low, p.Low)
				}
				if finite(p.High) {
					high = max(high, p.High)
				}
				if finite(p.High - p.Low) {
					widths = append(widths, (p.High-p.Low)/2)
				}
			}
		}
	}
	if x.min > x.max {
		x.min, x.max, y.min, y.max = 1, 10, 0, 1
	}
	span := y.max - y.min
	if span == 0 {
		span = max(math.Abs(y.max)/2, 1e-9)
	}
	if slices.Sort(widths); len(widths) > 0 {
		span = max(span, 2*widths[len(widths)/2])
	}
	y.min = max(min(y.min, low), y.min-span)
	y.max = min(max(y.max, high), y.max+span)
	switch {
	case c.LogX:
	case x.min == x.max: // one point stands in the middle of an axis from 0
		x.min, x.max = min(0, 2*x.max), max(1, 2*x.max)
	case x.min > 0 && x.min < x.max/4:
		x.min = 0
	}
	x.whole = x.whole || c.WholeX
	x.widen(0.02)
	if c.Percent {
		y.min, y.max = 0, 1
	} else {
		y.widen(0.04)
	}
	return x, y
}

func (a *axis) include(v float64) { a.min, a.max = min(a.min, v), max(a.max, v) }

// widen adds a share of the span on both sides, and more to an empty span.
func (a *axis) widen(share float64) {
	if a.log {
		low, high := math.Log(a.min), math.Log(a.max)
		pad := max((high-low)*share, 0.05)
		a.min, a.max = math.Exp(low-pad), math.Exp(high+pad)
		return
	}
	pad := (a.max - a.min) * share
	if pad == 0 {
		pad = max(math.Abs(a.max)*0.1, 1e-6)
	}
	a.min, a.max = a.min-pad, a.max+pad
}

// Normalize returns where v lies between low and high, 0 to 1, on a linear or
// logarithmic axis. It makes axis a plot.Normalizer.
func (a axis) Normalize(low, high, v float64) float64 {
	if a.log {
		return math.Log(v/low) / math.Log(high/low)
	}
	return (v - low) / (high - low)
}

// position returns where v lies between the ends of the axis: 0 to 1.
func (a axis) position(v float64) float64 { return a.Normalize(a.min, a.max, v) }

// ticks returns about n marks in ascending order.
func (a axis) ticks(n int) []tick {
	if a.log {
		return a.logTicks(n)
	}
	step := niceStep((a.max - a.min) / float64(max(n, 1)))
	if a.percent { // 20 % or 25 % steps rather than half the axis
		step = min(step, 0.25)
		if n >= 5 {
			step = 0.2
		}
	}
	if a.whole {
		step = max(step, 1)
	}
	for {
		ticks := a.every(step)
		smaller := niceStep(step * 0.3)
		if len(ticks) >= 2 || a.whole && smaller < 1 || !(smaller < step) {
			return ticks
		}
		step = smaller
	}
}

// every returns marks that are step apart.
func (a axis) every(step float64) []tick {
	var ticks []tick
	slack := step * 1e-6
	for i := math.Ceil((a.min - slack) / step); i*step <= a.max+slack; i++ {
		v := i*step + 0 // no negative zero
		ticks = append(ticks, tick{v, a.format(v, step)})
	}
	return ticks
}

// logTicks marks powers of ten, and 2 and 5 times those if there is room; the other
// digits are minor marks.
func (a axis) logTicks(n int) []tick {
	decades := math.Log10(a.max / a.min)
	labelled := map[int]bool{1: true}
	switch {
	case decades*3 <= float64(n)+1:
		labelled[2], labelled[5] = true, true
	case decades*2 <= float64(n)+1:
		labelled[3] = true
	}
	every := int(math.Ceil(decades / float64(max(n, 1)))) // decades for each label
	var ticks []tick
	for e := int(math.Floor(math.Log10(a.min))); e <= int(math.Ceil(math.Log10(a.max))); e++ {
		for digit := 1; digit <= 9; digit++ {
			v := float64(digit) * math.Pow(10, float64(e))
			if v < a.min || v > a.max {
				continue
			}
			t := tick{at: v}
			if labelled[digit] && e%max(every, 1) == 0 {
				t.label = short(v)
			}
			ticks = append(ticks, t)
		}
	}
	labels := 0
	for _, t := range ticks {
		if t.label != "" {
			labels++
		}
	}
	if labels < 2 { // less than a decade: marks as on a linear axis
		linear := axis{min: a.min, max: a.max}
		return linear.ticks(n)
	}
	return ticks
}

// format writes a value of an axis whose marks are step apart.
func (a axis) format(v, step float64) string {
	if a.percent {
		return trimZeros(strconv.FormatFloat(v*100, 'f', max(0, decimals(step*100)), 64)) + " %"
	}
	if math.Abs(v) < step/2 {
		return "0"
	}
	if max(math.Abs(a.min), math.Abs(a.max)) >= 10000 {
		return short(v)
	}
	return strconv.FormatFloat(v, 'f', decimals(step), 64)
}

// decimals is how many decimal places distinguish values that differ by step.
func decimals(step float64) int {
	return max(0, int(math.Ceil(-math.Log10(step)-1e-9)))
}

// niceStep returns the smallest of 1, 2 and 5 times a power of ten that is at
// least x.
func niceStep(x float64) float64 {
	if !(x > 0) || math.IsInf(x, 0) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	for _, digit := range []float64{1, 2, 5} {
		if digit*power >= x*(1-1e-9) {
			return digit * power
		}
	}
	return 10 * power
}

// short writes a number with at most three digits and k, M, G or T.
func short(v float64) string {
	for _, unit := range []struct {
		size float64
		name string
	}{{1e12, "T"}, {1e9, "G"}, {1e6, "M"}, {1e3, "k"}} {
		if math.Abs(v) >= unit.size*(1-1e-9) {
			return trimZeros(strconv.FormatFloat(v/unit.size, 'f', 2, 64)) + unit.name
		}
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

// trimZeros drops trailing zeros after a decimal point.
func trimZeros(s string) string {
	if !strings.Contains(s, ".") {
		return s
	}
	return strings.TrimSuffix(strings.TrimRight(s, "0"), ".")
}
