package tune

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"apprentice/agent/search"
	"apprentice/cmd/apprentice/internal/catalog"
	"apprentice/cmd/apprentice/internal/clitest"
	"apprentice/cmd/apprentice/internal/console"
	"apprentice/cmd/apprentice/internal/player"
	spsa "apprentice/eval/tune"
	"apprentice/internal/sealed"
)

// runTune runs the tune command in this process and returns what it prints.
func runTune(ctx context.Context, args ...string) (string, error) {
	return clitest.Run(ctx, New(), args...)
}

// savedTuning reads the file of a tuning.
func savedTuning(t *testing.T, path string) (saved stateFile) {
	t.Helper()
	blob, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(blob, &saved)
	}
	if err != nil {
		t.Fatal(err)
	}
	return saved
}

// A tuning that is interrupted again and again comes to the end of one that
// never was.
func TestTuneGoesOn(t *testing.T) {
	folder := t.TempDir()
	at := func(name string) string { return filepath.Join(folder, name) }
	args := []string{"--game", "chess", "--nodes", "20", "--pairs", "12", "--workers", "1", "--state"}
	if _, err := runTune(t.Context(), append(args, at("whole"))...); err != nil {
		t.Fatal(err)
	}
	interrupted := 0
	for wait := 20 * time.Millisecond; ; wait += wait / 4 {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(wait, cancel)
		out, err := runTune(ctx, append(args, at("cut"))...)
		cancel()
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(out, "interrupted") {
			break
		}
		interrupted++
		if again := console.ProgramName() + " tune --game chess --nodes 20 --pairs 12 --workers 1 --state "; !strings.Contains(out, again) {
			t.Fatalf("it does not say how to go on:\n%s", out)
		}
	}
	whole, cut := savedTuning(t, at("whole")), savedTuning(t, at("cut"))
	if whole.Pairs != 12 || cut.Pairs != 12 || !maps.Equal(whole.Values, cut.Values) {
		t.Errorf("in %d parts %d pairs, %v\nat once %d pairs, %v", interrupted+1, cut.Pairs, cut.Values, whole.Pairs, whole.Values)
	}
}

// spoiled are margins that prune nearly everything.
func spoiled() search.Margins {
	m := search.DefaultMargins()
	for _, p := range search.Tunables() {
		switch p.Name {
		case "ReverseFutilityMargin", "RazorMargin", "RazorSlope", "FutilityMargin", "FutilitySlope", "LMPBase", "LMPSlope":
			*p.Of(&m) = p.Min
		case "LMRBase", "LMRScale":
			*p.Of(&m) = p.Max
		}
	}
	return m
}

// The points of a pair are those of plus, and the same pair turned round has
// them the other way round.
func TestTunePair(t *testing.T) {
	for _, name := range shippedGames() {
		g, err := catalog.Lookup(name)
		if err != nil {
			t.Fatal(err)
		}
		table := table{game: g, nodes: 500}
		if table.network, _, err = player.StageNetwork(g, "last"); err != nil {
			t.Fatal(err)
		}
		const pairs = 4
		total := 0.0
		for seed := range uint64(pairs) {
			play := func(plus, minus search.Margins) float64 {
				points, err := table.pair(t.Context(), rand.New(rand.NewPCG(seed, 0)), plus, minus)
				if err != nil {
					t.Fatal(err)
				}
				return points
			}
			good, bad := play(search.DefaultMargins(), spoiled()), play(spoiled(), search.DefaultMargins())
			if good != -bad {
				t.Errorf("%s, seed %d: %g points, and %g with the sides of plus and minus swapped", name, seed, good, bad)
			}
			total += good
		}
		if total < pairs {
			t.Errorf("%s: the defaults won %g games more than they lost of %d, against margins that prune nearly everything", name, total, 2*pairs)
		}
	}
}

// Margins and values are the same thing.
func TestMarginsOf(t *testing.T) {
	values := spsa.Start(params()).Values
	if got := marginsOf(values); got != search.DefaultMargins() {
		t.Errorf("the start is %+v; want the defaults", got)
	}
	for i, p := range search.Tunables() {
		values[i] += 1.4
		if i%2 == 1 {
			values[i] += 0.2
		}
		want := search.DefaultMargins()
		*p.Of(&want) += 1 + i%2
		got := marginsOf(values)
		if *p.Of(&got) != *p.Of(&want) {
			t.Errorf("%s: %d for %g; want %d", p.Name, *p.Of(&got), values[i], *p.Of(&want))
		}
	}
}

func TestParseTuneState(t *testing.T) {
	tuner := spsa.Tuner{Params: params(), Gains: spsa.Gains{R: 1, C: 1}}
	settings := map[string]string{"--nodes": "1"}
	path := filepath.Join(t.TempDir(), "state")
	state := spsa.Start(tuner.Params)
	state.Iterations, state.Values[3] = 7, 88.125
	if err := writeState(path, tuner.Params, settings, state, 90*time.Second); err != nil {
		t.Fatal(err)
	}
	got, took, err := readState(path, tuner, settings)
	if err != nil || took != 90*time.Second || got.Iterations != 7 || got.Values[3] != 88.125 {
		t.Errorf("%v after %v, %v", got, took, err)
	}
	for name, test := range map[string]struct {
		spoil func(*stateFile)
		want  string
	}{
		"another program": {func(s *stateFile) { s.Format = "apprentice match 1" }, "not the state of a tuning"},
		"later":           {func(s *stateFile) { s.Format = "apprentice tune 9" }, "this program reads"},
		"setting":         {func(s *stateFile) { s.Settings["--nodes"] = "2" }, "--nodes was 2 and is 1"},
		"unknown margin":  {func(s *stateFile) { s.Values["NullFoo"] = 1 }, "a value of NullFoo"},
		"missing margin":  {func(s *stateFile) { delete(s.Values, "NullBase") }, "no value of NullBase"},
		"out of range":    {func(s *stateFile) { s.Values["NullBase"] = 1e6 }, "damaged: tune: NullBase is 1e+06"},
		"negative pairs":  {func(s *stateFile) { s.Pairs = -1 }, "damaged"},
		"negative time":   {func(s *stateFile) { s.Seconds = -1 }, "damaged"},
		"endless time":    {func(s *stateFile) { s.Seconds = 1e300 }, "damaged: 1e+300 seconds"},
	} {
		saved := savedTuning(t, path)
		test.spoil(&saved)
		blob, err := sealed.Marshal(saved)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := parseState(blob, tuner, settings); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v; want %q", name, err, test.want)
		}
	}
	if _, _, err := readState(path, tuner, nil); err == nil {
		t.Error("no error without settings")
	}
}

// No flipped bit of a state changes a tuning: it is refused, or says what it
// said.
func TestTuneStateFlippedBits(t *testing.T) {
	tuner := spsa.Tuner{Params: params(), Gains: spsa.Gains{R: 1, C: 1}}
	settings := map[string]string{"--nodes": "1"}
	path := filepath.Join(t.TempDir(), "state")
	state := spsa.Start(tuner.Params)
	state.Iterations, state.Values[3] = 7, 88.125
	if err := writeState(path, tuner.Params, settings, state, 90*time.Second); err != nil {
		t.Fatal(err)
	}
	blob, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for bit := range 8 * len(blob) {
		spoiled := bytes.Clone(blob)
		spoiled[bit/8] ^= 1 << (bit % 8)
		got, took, err := parseState(spoiled, tuner, settings)
		if err == nil && (took != 90*time.Second || got.Iterations != 7 || !slices.Equal(got.Values, state.Values)) {
			t.Errorf("bit %d of byte %d: %v after %v", bit%8, bit/8, got, took)
		}
	}
}

// A state that an earlier program wrote, without a checksum, is read.
func TestTuneStateUnsealed(t *testing.T) {
	tuner := spsa.Tuner{Params: params(), Gains: spsa.Gains{R: 1, C: 1}}
	saved := stateFile{Format: stateFormatUnsealed, Pairs: 7, Seconds: 90, Values: map[string]float64{}}
	for _, p := range tuner.Params {
		saved.Values[p.Name] = p.Start
	}
	for _, format := range []string{stateFormatUnsealed, stateFormat} {
		saved.Format = format
		blob, err := json.MarshalIndent(saved, "", "  ")
		if err != nil {
			t.Fatal(err)
		}
		got, _, err := parseState(blob, tuner, nil)
		if want := format == stateFormatUnsealed; (err == nil) != want || want && got.Iterations != 7 {
			t.Errorf("%s: %v, %v", format, got, err)
		}
	}
}

// A tuning whose games cannot be played says so and keeps its state.
func TestTuneFails(t *testing.T) {
	broken := errors.New("broken")
	path := filepath.Join(t.TempDir(), "state")
	f := &flags{state: path, pairs: 5}
	f.set = New().Flags()
	s := &sitting{flags: f, out: io.Discard}
	s.tuner = spsa.Tuner{Params: params(), Gains: spsa.Gains{R: 1, C: 1}, Share: s.share, Report: s.report}
	plays := 0
	s.tuner.Play = func(context.Context, *rand.Rand, []float64, []float64) (float64, error) {
		if plays++; plays > 3 {
			return 0, broken
		}
		return 1, nil
	}
	if err := s.open(); err != nil {
		t.Fatal(err)
	}
	if err := s.play(t.Context()); !errors.Is(err, broken) || !strings.Contains(err.Error(), "continue with: "+console.ProgramName()+" tune") {
		t.Errorf("%v; want %v and how to go on", err, broken)
	}
	if saved := savedTuning(t, path); saved.Pairs != 3 {
		t.Errorf("%d pairs in the file; want 3", saved.Pairs)
	}
}
