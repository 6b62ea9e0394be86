//go:build linux

package learn

import (
	"fmt"
	"iter"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"testing"
	"time"

	"apprentice/games/chess"
	"apprentice/games/record"
)

// repeated is games that are played over and over, each time as another one,
// until they have given so many positions.
type repeated struct {
	games     source
	positions int
}

func (r repeated) Games() iter.Seq2[*record.Game, error] {
	return func(yield func(*record.Game, error) bool) {
		left := r.positions
		for i := 0; left > 0; i++ {
			g := r.games[i%len(r.games)]
			g.Index = uint64(i)
			if left -= len(g.Plies); !yield(&g, nil) {
				return
			}
		}
	}
}

// TestSoakLearn learns one epoch from 10, 100 and 1000 million positions and
// prints how fast, and what it took of memory and disk. It fails if the memory
// is more than 1.3 times what it was given. Each size is a test of its own:
// peak memory is that of the process.
//
//	APPRENTICE_SOAK=1 go test -timeout 0 -v -run 'TestSoakLearn/^100M_in_100MB' ./agent/learn
func TestSoakLearn(t *testing.T) {
	if os.Getenv("APPRENTICE_SOAK") == "" {
		t.Skip("a soak: set APPRENTICE_SOAK=1")
	}
	for _, tt := range []struct {
		name              string
		positions, memory int64
	}{
		{"10M_in_memory", 1e7, 0},
		{"10M_in_100MB", 1e7, 100 << 20},
		{"100M_in_100MB", 1e8, 100 << 20},
		{"1000M_in_100MB", 1e9, 100 << 20},
		{"1000M_in_300MB", 1e9, 300 << 20},
	} {
		t.Run(tt.name, func(t *testing.T) { soakLearn(t, int(tt.positions), tt.memory) })
	}
}

func soakLearn(t *testing.T, positions int, memory int64) {
	const generations = 10
	if memory > 0 {
		defer debug.SetMemoryLimit(debug.SetMemoryLimit(memory))
	}
	s := newStore(t, chess.Game{}, Filter{Checks: true, Tactical: true, HeldOut: DefaultHeldOut})
	games := randomGames(chess.Game{}, 1, 1, 600, 200)
	begun := time.Now()
	for n := range generations {
		for i := range games {
			games[i].Generation = n
		}
		must(t, s.Add(t.Context(), n, repeated{games, positions / generations}, 0.9, "soak", nil))
	}
	w := s.Window(0, 0)
	n := w.Samples() + w.HeldOut()
	seconds, cpu := time.Since(begun).Seconds(), cpuSeconds()
	t.Logf("made %d samples in %.1f s (%.1f s of CPU): %.0f a second, %.1f bytes each, %.0f MB in all",
		n, seconds, cpu, float64(n)/seconds, float64(w.Bytes())/float64(n), float64(w.Bytes())/1e6)
	t.Logf("peak memory %.0f MB after making samples", peakMemory()/1e6)

	o := DefaultOptions()
	o.Epochs, o.Memory = 1, memory
	begun = time.Now()
	weights, report, err := Train(t.Context(), w, o, nil, Hooks{Due: func() bool { return false }})
	must(t, err)
	seconds = time.Since(begun).Seconds()
	t.Logf("learnt from %d samples in %.1f s (%.1f s of CPU): %.0f a second on %d cores; losses %+v, weights %.12s",
		w.Samples(), seconds, cpuSeconds()-cpu, float64(w.Samples())/seconds, runtime.GOMAXPROCS(0), report.Epochs, sum(weights))
	peak := peakMemory()
	t.Logf("peak memory %.0f MB", peak/1e6)
	if memory > 0 && peak > 1.3*float64(memory) {
		t.Errorf("peak memory %.0f MB, want at most 1.3 times %.0f MB", peak/1e6, float64(memory)/1e6)
	}
}

// peakMemory returns the most bytes of memory that the process has had.
func peakMemory() float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	kilobytes := 0.0
	if _, err := fmt.Sscan(rest, &kilobytes); err != nil {
		return 0
	}
	return kilobytes * 1024
}

// cpuSeconds returns the time that the process has used of all cores, which
// depends less on what else the machine does.
func cpuSeconds() float64 {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return float64(u.Utime.Nano()+u.Stime.Nano()) / 1e9
}
