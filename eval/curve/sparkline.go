package curve

import (
	"math"
	"strings"
)

// Bars of a sparkline, from low to high.
const (
	blockBars = "▁▂▃▄▅▆▇█"
	asciiBars = "_.-~=*#@"
)

// Sparkline draws values as a row of at most width bars between their own
// least and greatest; more values than that are averaged in groups. A value
// that is not finite is a space, and without any finite value or width the
// line is empty. ascii restricts it to ASCII characters.
func Sparkline(values []float64, width int, ascii bool) string {
	values = squeeze(values, width)
	low, high := math.Inf(1), math.Inf(-1)
	for _, v := range values {
		if finite(v) {
			low, high = min(low, v), max(high, v)
		}
	}
	if low > high {
		return ""
	}
	bars := []rune(blockBars)
	if ascii {
		bars = []rune(asciiBars)
	}
	var b strings.Builder
	for _, v := range values {
		switch {
		case !finite(v):
			b.WriteByte(' ')
		case low == high:
			b.WriteRune(bars[len(bars)/2])
		default:
			b.WriteRune(bars[int((v-low)/(high-low)*float64(len(bars)-1)+0.5)])
		}
	}
	return b.String()
}

// squeeze averages values in groups so that at most width are left. Values
// that are not finite do not count; a group of them stays so.
func squeeze(values []float64, width int) []float64 {
	if width <= 0 {
		return nil
	}
	if len(values) <= width {
		return values
	}
	squeezed := make([]float64, width)
	for i := range squeezed {
		sum, n := 0.0, 0
		for _, v := range values[i*len(values)/width : (i+1)*len(values)/width] {
			if finite(v) {
				sum += v
				n++
			}
		}
		squeezed[i] = sum / float64(n) // NaN for an empty group
	}
	return squeezed
}
