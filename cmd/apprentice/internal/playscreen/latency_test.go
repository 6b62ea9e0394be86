//go:build unix

package playscreen

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkKeyWhileAllProcessorsThink measures how long it takes until a key is
// seen on a terminal while a network keeps every processor busy. Run it with
// -benchtime 300x: p99 needs some hundred keys.
func BenchmarkKeyWhileAllProcessorsThink(b *testing.B) {
	w := openWindow(b, "chess", b.TempDir(), "busy", 100, 30)
	w.shows("White")
	w.types("e4\r")
	w.shows("depth")
	typed := func(key string) bool {
		screen := w.screen()
		return strings.Contains(screen, "> "+key) || strings.Contains(screen, "❯ "+key)
	}
	// The terminal is looked at when something was written to it: looking at it all
	// the time would keep a processor from the program.
	await := func(so func() bool) {
		for end := time.After(time.Minute); !so(); {
			select {
			case <-w.drawn:
			case <-end:
				b.Fatalf("no answer within a minute\n%s", w.screen())
			}
		}
	}
	var took []time.Duration
	b.ResetTimer()
	for i := range b.N {
		key := string(rune('a' + i%8))
		begun := time.Now()
		w.types(key)
		await(func() bool { return typed(key) })
		took = append(took, time.Since(begun))
		w.types("\x7f")
		await(func() bool { return !typed(key) })
	}
	b.StopTimer()
	slices.Sort(took)
	for name, share := range map[string]float64{"ms-p50": 0.5, "ms-p99": 0.99, "ms-worst": 1} {
		at := min(int(share*float64(len(took))), len(took)-1)
		b.ReportMetric(float64(took[at].Microseconds())/1000, name)
	}
}
