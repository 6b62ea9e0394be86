package stat

import (
	"math"
	"strconv"
	"strings"
)

// Z95 is the 97.5 % quantile of the normal distribution: 95 % lies within Z95
// standard deviations of the mean.
const Z95 = 1.959963984540054

// Interval is an estimate with the bounds of its 95 % confidence interval.
type Interval struct {
	Value, Low, High float64
}

// Margin is half the width of the interval: the figure after "+-".
func (i Interval) Margin() float64 { return (i.High - i.Low) / 2 }

// String returns the estimate with one decimal, as Text does.
func (i Interval) String() string { return i.Text(1) }

// Text returns the estimate in the form "12.3 +- 4.5". If one bound is infinite
// it gives the other: "511.5 (> 408.2)", or "> 310.2" if the estimate is
// infinite too. If both are infinite, or the estimate is NaN, it is "unknown".
func (i Interval) Text(decimals int) string {
	value, low, high := Fixed(i.Value, decimals), Fixed(i.Low, decimals), Fixed(i.High, decimals)
	below, above := math.IsInf(i.Low, 0), math.IsInf(i.High, 0) // unbounded there
	switch {
	case math.IsNaN(i.Value) || below && above:
		return "unknown"
	case above && math.IsInf(i.Value, 0):
		return "> " + low
	case below && math.IsInf(i.Value, 0):
		return "< " + high
	case above:
		return value + " (> " + low + ")"
	case below:
		return value + " (< " + high + ")"
	}
	return value + " +- " + Fixed(i.Margin(), decimals)
}

// Fixed formats a number with a fixed number of decimals. A number that rounds
// to zero has no sign.
func Fixed(x float64, decimals int) string {
	text := strconv.FormatFloat(x, 'f', decimals, 64)
	if strings.Trim(text, "-0.") == "" {
		return strings.TrimPrefix(text, "-")
	}
	return text
}

// Unknown returns the interval of an unknown quantity: NaN between infinities.
func Unknown() Interval { return Interval{math.NaN(), math.Inf(-1), math.Inf(1)} }

// through maps the interval through a rising function.
func (i Interval) through(f func(float64) float64) Interval {
	return Interval{f(i.Value), f(i.Low), f(i.High)}
}

// Wilson returns the share successes/n with Wilson's 95 % score interval
// (Wilson 1927), which stays within [0, 1] and has width even at the ends.
// If draws count as half a success the interval is wider than necessary, since
// a drawn game varies less than a coin. Without trials it is 0 to 1.
func Wilson(successes, n float64) Interval {
	if n <= 0 {
		return Interval{0.5, 0, 1}
	}
	p, z2 := successes/n, Z95*Z95
	centre := (p + z2/(2*n)) / (1 + z2/n)
	width := Z95 / (1 + z2/n) * math.Sqrt(p*(1-p)/n+z2/(4*n*n))
	return Interval{p, max(min(centre-width, p), 0), min(max(centre+width, p), 1)}
}
