package learn

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"iter"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"apprentice/games"
	"apprentice/games/chess"
	"apprentice/games/record"
	"apprentice/games/tictactoe"
	"apprentice/internal/splitmix"

	gocmp "github.com/google/go-cmp/cmp"
)

// slowSample is a sample and where the order of a window puts it.
type slowSample struct {
	Sample
	kind, bucket, generation, cell int
}

// slowWindow is the samples of a window, by kind: games replayed one after the
// other, then sorted by bucket, generation and cell.
func slowWindow(t testing.TB, s *Store, played map[int]source) (all [2][]slowSample) {
	t.Helper()
	for generation, src := range played {
		for _, r := range src {
			if !r.Outcome.Over() {
				continue
			}
			kind := trained
			if s.filter.holdsOut(identity(&r)) {
				kind = heldOut
			}
			pos := s.game.Start()
			for i, p := range r.Plies {
				if s.filter.keeps(i, p) {
					us, them := pos.Features(pos.Side(), []games.Feature{}), pos.Features(pos.Side().Other(), []games.Feature{})
					slices.Sort(us)
					slices.Sort(them)
					all[kind] = append(all[kind], slowSample{
						Sample:     Sample{Us: us, Them: them, Value: int(p.Value), Ply: i},
						kind:       kind,
						generation: generation,
						cell:       int(splitmix.Hash(identity(&r)^uint64(i)) >> 52),
					})
				}
				pos.Make(p.Move, nil)
			}
		}
	}
	for kind := range all {
		n := 1
		for n < 4096 && n*s.bucketSamples < len(all[kind]) {
			n *= 2
		}
		for i := range all[kind] {
			all[kind][i].bucket = all[kind][i].cell / (4096 / n)
		}
		slices.SortStableFunc(all[kind], func(a, b slowSample) int {
			return cmp.Or(a.bucket-b.bucket, a.generation-b.generation, a.cell-b.cell)
		})
	}
	return all
}

func plain(slow []slowSample) (samples []Sample) {
	for _, s := range slow {
		samples = append(samples, s.Sample)
	}
	return samples
}

// A window holds the samples of all games with a result, each once, in the
// order that the slow twin has, however the games are cut into spills and the
// samples into buckets.
func TestWindowIsSlowWindow(t *testing.T) {
	for _, tt := range []struct {
		game                    games.Game
		count, plies            int
		spills, bytes, inBucket int
	}{
		{tictactoe.Game{}, 0, 9, 10, 1 << 20, 100},
		{tictactoe.Game{}, 1, 9, 10, 1 << 20, 100},
		{tictactoe.Game{}, 2*decodeGames + 76, 9, spillSamples, spillBytes, bucketSamples},
		{tictactoe.Game{}, 2*decodeGames + 76, 9, 500, 1 << 20, 90},
		{tictactoe.Game{}, 30, 9, 1, 1 << 20, 1},
		{chess.Game{}, 12, 300, 1 << 20, 3000, 200},
	} {
		s := newStore(t, tt.game, Filter{Checks: true, Tactical: true, HeldOut: 5})
		s.spillSamples, s.spillBytes, s.bucketSamples = tt.spills, tt.bytes, tt.inBucket
		played := map[int]source{}
		total := 0
		for _, n := range []int{7, 2, 4} {
			played[n] = randomGames(tt.game, uint64(1000*n), n, tt.count, tt.plies)
			for i := range played[n] {
				if i%7 == 3 {
					played[n][i].Outcome = games.Outcome{}
				} else {
					total++
				}
			}
			add(t, s, n, played[n], 0)
		}
		w := s.Window(0, 0)
		want := slowWindow(t, s, played)
		for kind := range want {
			if diff := gocmp.Diff(plain(want[kind]), samplesOf(t, w, kind)); diff != "" {
				t.Errorf("%d games of %s, kind %d (-want +got):\n%.2000s", tt.count, tt.game.Name(), kind, diff)
			}
		}
		if w.Games() != total || w.Samples() != len(want[trained]) || w.HeldOut() != len(want[heldOut]) {
			t.Errorf("%d games, %d and %d samples, want %d, %d and %d",
				w.Games(), w.Samples(), w.HeldOut(), total, len(want[trained]), len(want[heldOut]))
		}
		if n := len(w.files[1].spills); tt.count > 9 && tt.spills < 1000 && n < 3 {
			t.Errorf("only %d spills: no good test", n)
		}
		if size := fileSizes(t, s); size != w.Bytes() {
			t.Errorf("the window says %d bytes, the files have %d", w.Bytes(), size)
		}
	}
}

func fileSizes(t *testing.T, s *Store) (sum int64) {
	t.Helper()
	for _, name := range fileNames(t, s.folder) {
		info, err := os.Stat(filepath.Join(s.folder, name))
		must(t, err)
		sum += info.Size()
	}
	return sum
}

func fileNames(t *testing.T, folder string) (names []string) {
	t.Helper()
	entries, err := os.ReadDir(folder)
	must(t, err)
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// A window takes the generations it names and no others.
func TestWindow(t *testing.T) {
	g := tictactoe.Game{}
	s := newStore(t, g, Filter{HeldOut: 5})
	counts := map[int]int{}
	for _, n := range []int{4, 2, 7} {
		add(t, s, n, randomGames(g, uint64(n), n, 40+n, 9), 0)
		counts[n] = 40 + n
	}
	check := func(from, to int, want ...int) {
		t.Helper()
		games := 0
		for _, n := range want {
			games += counts[n]
		}
		if w := s.Window(from, to); w.Games() != games || len(w.files) != len(want) {
			t.Errorf("[%d, %d): %d games of %d generations, want %d of %v", from, to, w.Games(), len(w.files), games, want)
		}
	}
	check(0, 0, 2, 4, 7)
	check(2, 8, 2, 4, 7)
	check(3, 0, 4, 7)
	check(4, 0, 4, 7)
	check(0, 7, 2, 4)
	check(4, 5, 4)
	check(5, 7)
	check(8, 0)
	check(4, 4)
	must(t, s.DropBefore(2))
	check(0, 0, 2, 4, 7)
	must(t, s.DropBefore(4))
	check(0, 0, 4, 7)
	must(t, s.Discard(7))
	must(t, s.Discard(5)) // which is not there
	check(0, 0, 4)
	if names := fileNames(t, s.folder); !slices.Equal(names, []string{"generation-000004.samples"}) {
		t.Errorf("files %v", names)
	}
	add(t, s, 2, randomGames(g, 2, 2, 42, 9), 0) // what was dropped may come back
	check(0, 0, 2, 4)
}

// Files of earlier processes are dropped too, and nothing that is not of the
// store.
func TestRemove(t *testing.T) {
	g := tictactoe.Game{}
	s := newStore(t, g, Filter{})
	for n := range 4 {
		add(t, s, n, randomGames(g, 0, n, 5, 9), 0)
	}
	again, err := OpenStore(s.folder, g, Filter{})
	must(t, err)
	must(t, again.DropBefore(2))
	if names := fileNames(t, s.folder); len(names) != 2 {
		t.Errorf("files %v", names)
	}
	other := filepath.Join(s.folder, "generation-x.samples")
	must(t, os.WriteFile(other, nil, 0o644))
	must(t, again.Remove())
	if names := fileNames(t, s.folder); len(names) != 1 {
		t.Errorf("files %v", names)
	}
	must(t, os.Remove(other))
	must(t, again.Remove())
	if _, err := os.Stat(s.folder); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("the folder is still there: %v", err)
	}
	if _, err := OpenStore(filepath.Join(s.path(1), "x"), g, Filter{}); err != nil {
		t.Errorf("a folder in a folder that is not there: %v", err)
	}
	must(t, os.WriteFile(other+"2", nil, 0o644))
	if _, err := OpenStore(other+"2", g, Filter{}); err == nil || !strings.Contains(err.Error(), other+"2") {
		t.Errorf("a file in place of the folder: %v", err)
	}
}

// failing yields its games and then an error.
type failing struct {
	source
	err error
}

func (f failing) Games() iter.Seq2[*record.Game, error] {
	return func(yield func(*record.Game, error) bool) {
		for g := range f.source.Games() {
			if !yield(g, nil) {
				return
			}
		}
		if yield(nil, f.err) {
			panic("the source is read on after an error")
		}
	}
}

// An error names what is wrong, and a generation that could not be added whole
// is in no window.
func TestAddErrors(t *testing.T) {
	g := tictactoe.Game{}
	broken := errors.New("broken disk")
	illegal := func(count, at int) source {
		played := randomGames(g, 0, 4, count, 9)
		played[at].Plies[2].Move = played[at].Plies[0].Move
		return played
	}
	nowhere := randomGames(g, 0, 4, 3, 9)
	nowhere[1].Start = "nonsense"
	for _, tt := range []struct {
		name string
		src  Source
		is   error
		want []string
	}{
		{"source fails", failing{randomGames(g, 0, 4, 700, 9), broken}, broken, []string{"reading games to learn from"}},
		{"source fails at once", failing{nil, broken}, broken, nil},
		{"illegal move", illegal(10, 7), record.ErrIllegalMove, []string{"game 7 of generation 4 (seed 1)", "ply 2", " x"}},
		{"illegal move far on", illegal(decodeGames+9, decodeGames+2), record.ErrIllegalMove, []string{"game 258 of generation 4"}},
		{"start position", nowhere, nil, []string{"game 1 of generation 4", "start position", "nonsense"}},
	} {
		s := newStore(t, g, Filter{})
		err := s.Add(t.Context(), 4, tt.src, 0, "", nil)
		if err == nil || tt.is != nil && !errors.Is(err, tt.is) {
			t.Errorf("%s: %v, want %v", tt.name, err, tt.is)
			continue
		}
		for _, want := range tt.want {
			if !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v does not say %q", tt.name, err, want)
			}
		}
		if n := s.Window(0, 0).Games(); n != 0 {
			t.Errorf("%s: %d games in the window", tt.name, n)
		}
	}
}

// lying is a game that says too little of its features.
type lying struct {
	games.Game
	features, active int
}

func (l lying) NumFeatures() int { return l.features }
func (l lying) MaxActive() int   { return l.active }

// lopsided is a position whose views differ in the number of their features.
type lopsided struct{ games.Position }

func (l lopsided) Features(view games.Side, dst []games.Feature) []games.Feature {
	if view == games.First {
		return append(dst, 0)
	}
	return dst
}

// leaning is a game of such positions.
type leaning struct{ games.Game }

func (l leaning) Start() games.Position { return lopsided{l.Game.Start()} }

// Features that would lie outside of the network's tables are found before
// they get there.
func TestAddChecksFeatures(t *testing.T) {
	g := tictactoe.Game{}
	adds := func(game games.Game) error {
		s, err := OpenStore(t.TempDir(), game, Filter{})
		if err != nil {
			return err
		}
		return s.Add(t.Context(), 1, randomGames(g, 0, 1, 3, 9), 0, "", nil)
	}
	for _, tt := range []struct {
		game games.Game
		want string
	}{
		{lying{g, 9, 9}, "of 9 in"},
		{lying{g, 18, 2}, "want equally many and at most 2"},
		{lying{g, 0, 9}, "tictactoe has 0 features, want 1 to 65536"},
		{lying{g, 65537, 9}, "tictactoe has 65537 features"},
		{leaning{g}, "1 and 0 features in the two views"},
	} {
		if err := adds(tt.game); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%v, want %q", err, tt.want)
		}
	}
	must(t, adds(lying{g, 65536, 18}))
}

// counting is a source that counts how often each game is read, and calls stop
// before one of them.
type counting struct {
	source
	read   int
	stopAt int
	stop   func()
}

func (c *counting) Games() iter.Seq2[*record.Game, error] {
	return func(yield func(*record.Game, error) bool) {
		for i := range c.source {
			if i == c.stopAt && c.stop != nil {
				c.stop()
			}
			c.read++
			if !yield(&c.source[i], nil) {
				return
			}
		}
	}
}

// buildStore is a store with small spills, and the bytes that the file of its
// generation 1 should have.
func buildStore(t *testing.T) (s *Store, src source, want []byte) {
	t.Helper()
	g := tictactoe.Game{}
	src = randomGames(g, 0, 1, 3*decodeGames, 9)
	src[5].Outcome = games.Outcome{}
	src[len(src)-1].Outcome = games.Outcome{}
	s = newStore(t, g, Filter{HeldOut: 6})
	s.spillSamples = 400
	add(t, s, 1, src, 0.5)
	if n := len(s.files[1].spills); n < 8 {
		t.Fatalf("%d spills: no good test", n)
	}
	want, err := os.ReadFile(s.path(1))
	must(t, err)
	return s, src, want
}

// reopened is the same store as another process opens it.
func reopened(t testing.TB, s *Store) *Store {
	t.Helper()
	again, err := OpenStore(s.folder, s.game, s.filter)
	must(t, err)
	again.spillSamples, again.spillBytes, again.bucketSamples = s.spillSamples, s.spillBytes, s.bucketSamples
	return again
}

// The same games give the same bytes with any number of cores, and however
// often a process that writes them is interrupted or killed: a kill leaves a
// file that ends anywhere.
func TestAddResumes(t *testing.T) {
	s, src, want := buildStore(t)
	for procs := 1; procs <= 4; procs++ {
		before := runtime.GOMAXPROCS(procs)
		s = reopened(t, s)
		must(t, s.Discard(1))
		add(t, s, 1, src, 0.5)
		runtime.GOMAXPROCS(before)
		if got, err := os.ReadFile(s.path(1)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%d cores: other bytes (%v)", procs, err)
		}
	}
	left := [][]byte{want[:len(want)-1], nil} // by a kill
	for end := 0; end < len(want); end += 1 + end/9 {
		left = append(left, want[:end])
	}
	for _, spill := range s.files[1].spills {
		for _, junk := range []string{"", "x", strings.Repeat("SPIL", 20), strings.Repeat("\x00", spillHeadLen)} {
			left = append(left, append(slices.Clone(want[:spill.at]), junk...))
		}
	}
	for _, part := range left {
		must(t, os.WriteFile(s.path(1), part, 0o644))
		s = reopened(t, s)
		add(t, s, 1, src, 0.5)
		if got, err := os.ReadFile(s.path(1)); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("from a file of %d bytes, want %d: other bytes (%v)", len(part), len(want), err)
		}
	}
	rng := newRand(4)
	must(t, s.Discard(1))
	for sitting := 0; ; sitting++ {
		ctx, cancel := context.WithCancel(t.Context())
		c := &counting{source: src, stopAt: rng.IntN(2 * len(src)), stop: cancel}
		s = reopened(t, s)
		err := s.Add(ctx, 1, c, 0.5, src.fingerprint(), nil)
		cancel()
		if err == nil {
			if sitting == 0 {
				t.Error("never interrupted: no good test")
			}
			break
		}
		if !errors.Is(err, context.Canceled) || s.Window(0, 0).Games() != 0 {
			t.Fatalf("interrupted at game %d: %v", c.stopAt, err)
		}
	}
	if got, err := os.ReadFile(s.path(1)); err != nil || !bytes.Equal(got, want) {
		t.Errorf("interrupted: other bytes (%v)", err)
	}
}

// Of a file that a kill has cut off, only the games of the last spill are
// decoded again.
func TestAddResumesAtSpill(t *testing.T) {
	s, src, want := buildStore(t)
	last := s.files[1].spills[len(s.files[1].spills)-2]
	must(t, os.WriteFile(s.path(1), want[:last.at+last.size()+3], 0o644))
	broken := slices.Clone(src)
	for i := range last.read { // nobody looks at these games any more
		broken[i] = record.Game{Outcome: games.Outcome{Result: games.Win}, Start: "nonsense"}
	}
	s = reopened(t, s)
	must(t, s.Add(t.Context(), 1, broken, 0.5, src.fingerprint(), nil))
	if got, err := os.ReadFile(s.path(1)); err != nil || !bytes.Equal(got, want) {
		t.Errorf("other bytes (%v)", err)
	}
}

// A file is left alone if it holds what is wanted, and written anew if it holds
// anything else.
func TestAddOther(t *testing.T) {
	s, src, want := buildStore(t)
	c := &counting{source: src}
	for range 2 {
		must(t, s.Add(t.Context(), 1, c, 0.5, src.fingerprint(), nil))
		s = reopened(t, s)
	}
	if c.read != 0 {
		t.Errorf("%d games read for nothing", c.read)
	}
	for name, change := range map[string]func(s *Store, trace *float64, fingerprint *string, src *source){
		"trace":       func(_ *Store, trace *float64, _ *string, _ *source) { *trace = 0.7 },
		"fingerprint": func(_ *Store, _ *float64, f *string, _ *source) { *f = "other" },
		"filter":      func(s *Store, _ *float64, _ *string, _ *source) { s.filter.HeldOut = 5 },
		"game":        func(s *Store, _ *float64, _ *string, _ *source) { s.game = lying{s.game, 19, 9} },
		"fewer games": func(_ *Store, _ *float64, f *string, src *source) { *src, *f = (*src)[:300], "fewer" },
		"no games":    func(_ *Store, _ *float64, f *string, src *source) { *src, *f = nil, "none" },
	} {
		must(t, os.WriteFile(s.path(1), want[:len(want)-2], 0o644))
		again := reopened(t, s)
		trace, fingerprint, games := 0.5, src.fingerprint(), src
		change(again, &trace, &fingerprint, &games)
		must(t, again.Add(t.Context(), 1, games, trace, fingerprint, nil))
		got, err := os.ReadFile(s.path(1))
		must(t, err)

		fresh := newStore(t, again.game, again.filter)
		fresh.spillSamples = s.spillSamples
		must(t, fresh.Add(t.Context(), 1, games, trace, fingerprint, nil))
		if afresh, err := os.ReadFile(fresh.path(1)); err != nil || !bytes.Equal(got, afresh) || bytes.Equal(got, want) {
			t.Errorf("other %s: not as in a new store (%v)", name, err)
		}
	}
	// The same fingerprint for fewer games than the file has read.
	must(t, os.WriteFile(s.path(1), want[:len(want)-2], 0o644))
	s = reopened(t, s)
	must(t, s.Add(t.Context(), 1, src[:300], 0.5, src.fingerprint(), nil))
	if n := s.Window(0, 0).Games(); n != 299 {
		t.Errorf("%d games, want 299", n)
	}
}

// Progress rises to the number of games.
func TestAddProgress(t *testing.T) {
	g := tictactoe.Game{}
	var got []int
	must(t, newStore(t, g, Filter{}).Add(t.Context(), 1, randomGames(g, 0, 1, 2*decodeGames+5, 9), 0, "",
		func(games int) { got = append(got, games) }))
	if want := []int{decodeGames, 2 * decodeGames, 2*decodeGames + 5}; !slices.Equal(got, want) {
		t.Errorf("progress %v, want %v", got, want)
	}
}
